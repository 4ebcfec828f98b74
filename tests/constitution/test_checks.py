import pytest

from constitution import Provenance, Rulebook
from constitution.checks import check, problems
from tests.constitution.samples import company, model


def _changed(identity: str, value: object) -> Rulebook:
    return model().amended({identity: {"rule": model().cite(identity).rule, "value": value}})


def test_the_model_has_neither_gaps_nor_contradictions() -> None:
    assert problems(model()) == ()
    assert len({finding.question for finding in check(model())}) == len(check(model())) == 13


@pytest.mark.parametrize(
    ("identity", "value", "question"),
    [
        ("P-050", "membership_committee", "expulsion-has-one-body"),
        ("P-051", {"fraction": "2/3", "cmp": ">="}, "expulsion-has-one-majority"),
        ("P-022", ["citizen", "worker"], "classes-exist"),
        ("P-107", {"worker": 1}, "classes-exist"),
        ("P-143", True, "abstentions-fit-base"),
        ("P-148", {"allowed": True}, "written-resolution-has-majority"),
        ("P-110", "members_present", "reconvened-meeting-has-floor"),
        ("P-110", 1, "reconvened-meeting-has-floor"),
        ("P-199", ["resigns", "medical_opinion_of_incapacity"], "removal-is-fair"),
        ("P-214", ["own_employment_terms", "rights_as_member"], "own-employment-is-for-workers"),
        ("P-180", 10, "board-has-room"),
        ("P-151", 23, "ballot-fits-notice"),
        ("P-185", 15, "within-the-law"),
        ("P-130", False, "within-the-law"),
    ],
)
def test_a_rule_that_cannot_stand_is_reported_and_nothing_else_is(identity: str, value: object, question: str) -> None:
    found = problems(_changed(identity, value))
    assert [finding.question for finding in found] == [question]
    assert identity in {citation.parameter for citation in found[0].citations}


def test_a_written_resolution_with_majority_and_base_can_be_used() -> None:
    rule = {"allowed": True, "fraction": "1/2", "cmp": ">", "base": "all_members"}
    assert problems(_changed("P-148", rule)) == ()


def test_a_value_below_the_floor_cites_the_rule_and_then_the_law() -> None:
    finding = next(one for one in check(company({"P-081": 7})) if one.question == "within-the-law")
    assert finding.figures == {"parameter": "P-081", "bound": "at-least", "stated": 7, "law": 14}
    assert [citation.provenance for citation in finding.citations] == [Provenance.RULE, Provenance.LAW]


def test_withdrawable_shares_have_a_statutory_cap() -> None:
    rules = _changed("P-033", True).amended({"P-032": {"rule": "20", "value": {"minimum": 1, "maximum": 100_001}}})
    assert [finding.question for finding in problems(rules)] == ["shareholding-within-cap"]
    at_cap = rules.amended({"P-032": {"rule": "20", "value": {"minimum": 1, "maximum": 100_000}}})
    assert problems(at_cap) == ()


def test_silence_is_counted_and_named() -> None:
    entries = model().to_dict()
    del entries["parameters"]["P-100"]
    found = problems(Rulebook.from_dict(entries))
    assert [(one.question, one.figures["silent"]) for one in found] == [("rules-speak", "P-100")]


def test_a_rule_number_without_a_clause_is_reported() -> None:
    found = problems(model().amended({"P-100": {"rule": "399", "value": 3}}))
    assert [(one.question, one.figures["unknown"]) for one in found] == [("cited-rules-exist", "399")]


def test_tests_of_what_does_not_apply_are_left_out() -> None:
    without_board = model().amended({"P-180": {"rule": "60", "not_applicable": True}})
    assert "board-has-room" not in {finding.question for finding in check(without_board)}
    assert "shareholding-within-cap" not in {finding.question for finding in check(company())}
