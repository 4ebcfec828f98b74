import pytest

from constitution import Provenance, Rulebook
from constitution.checks import check, problems
from tests.constitution.samples import company, model


def _changed(identity: str, value: object) -> Rulebook:
    return model().amended({identity: {"rule": model().cite(identity).rule, "value": value}})


@pytest.mark.parametrize("pack", ["a-service-user", "b-multi-stakeholder", "d-living-trust", "e-citizen-directed"])
def test_the_models_have_neither_gaps_nor_contradictions(pack: str) -> None:
    rules = Rulebook.from_pack(pack)
    assert problems(rules) == ()
    questions = [finding.question for finding in check(rules)]
    assert len(set(questions)) == len(questions) > 20


def test_the_articles_of_the_company_let_whoever_comes_to_a_second_try_decide_and_that_is_told() -> None:
    found = problems(Rulebook.from_pack("c-employee-owned"))
    assert [finding.question for finding in found] == ["reconvened-meeting-has-floor"]


@pytest.mark.parametrize(
    ("identity", "value", "questions"),
    [
        ("P-001", "trust", ["form-fits-law"]),
        ("P-022", ["citizen", "worker"], ["classes-exist"]),
        ("P-026", "board", ["appeal-goes-elsewhere"]),
        ("P-050", "board", ["expulsion-has-one-body"]),
        ("P-051", {"fraction": "2/3", "cmp": ">="}, ["expulsion-has-one-majority"]),
        ("P-070", {"weeks": 2, "after": "receipt"}, ["requisition-leaves-time"]),
        ("P-081", 26, ["second-meeting-has-a-date"]),
        ("P-086", {"hours": 168}, ["second-meeting-has-a-date"]),
        ("P-107", {"worker": 1}, ["classes-exist", "class-quorum-can-vote"]),
        ("P-107", {"citizen": 3, "supporter": 1}, ["class-quorum-can-vote"]),
        ("P-110", "members_present", ["reconvened-meeting-has-floor"]),
        ("P-110", 1, ["reconvened-meeting-has-floor"]),
        ("P-123", "can_wave", ["values-have-words"]),
        ("P-130", False, ["within-the-law"]),
        ("P-131", ["class_share"], ["weighting-has-numbers"]),
        ("P-132", {"citizen": 50, "citizen_representative": 49}, ["clauses-quote-their-values", "class-shares-add-up"]),
        ("P-133", {"citizen": 49, "citizen_representative": 49, "supporter": 0}, ["class-limits-leave-a-whole"]),
        ("P-140", {"fraction": "9/10", "cmp": ">"}, ["extraordinary-is-stricter"]),
        ("P-143", True, ["abstentions-fit-base"]),
        (
            "P-145",
            {"purpose_clause": {"fraction": "3/4", "cmp": ">"}, "expulsion": {"fraction": "1/2", "cmp": ">"}},
            ["protection-protects"],
        ),
        ("P-147", "off", ["within-the-law"]),
        ("P-148", {"allowed": True}, ["written-resolution-has-majority"]),
        ("P-151", 23, ["ballot-fits-notice"]),
        ("P-180", 10, ["board-has-room", "board-can-be-filled"]),
        (
            "P-182",
            {"citizen": {"minimum": 8, "maximum": 8}, "citizen_representative": {"minimum": 2, "maximum": 2}},
            ["board-can-be-filled"],
        ),
        (
            "P-182",
            {"citizen": {"minimum": 0, "maximum": 3}, "citizen_representative": {"minimum": 3, "maximum": 6}},
            ["users-can-be-the-majority"],
        ),
        ("P-184", "own_class", []),
        ("P-185", 15, ["within-the-law"]),
        ("P-193", {"minimum": 6, "fraction": "1/2"}, ["smallest-board-can-meet"]),
        ("P-194", {"citizen": 8}, ["board-quorum-fits-seats"]),
        ("P-199", ["resigns", "medical_opinion_of_incapacity"], ["values-have-words", "removal-is-fair"]),
        ("P-214", ["own_employment_terms", "rights_as_member"], ["own-employment-is-for-workers"]),
        ("P-222", {"reserve": 60, "community": 41}, ["surplus-can-be-divided"]),
        ("P-224", "statutory", ["asset-lock-has-basis"]),
        ("P-227", True, ["deposits-fit-audit"]),
    ],
)
def test_a_rule_that_cannot_stand_is_reported_and_nothing_else_is(
    identity: str, value: object, questions: list[str]
) -> None:
    found = problems(_changed(identity, value))
    assert [finding.question for finding in found] == questions
    cited = {citation.parameter for finding in found for citation in finding.citations}
    told = {str(figure) for finding in found for figure in finding.figures.values()}
    assert not found or identity in cited or any(identity in figure for figure in told)


def test_a_written_resolution_with_majority_and_base_can_be_used() -> None:
    rule = {"allowed": True, "fraction": "1/2", "cmp": ">", "base": "all_members", "lapse": {"days": 28}}
    assert problems(_changed("P-148", rule)) == ()


def test_a_value_below_the_floor_cites_the_rule_and_then_the_law() -> None:
    finding = next(one for one in check(company({"P-081": 7})) if one.question == "within-the-law")
    assert finding.figures == {"parameter": "P-081", "bound": "at-least", "stated": 7, "law": 14}
    assert [citation.provenance for citation in finding.citations] == [Provenance.RULE, Provenance.LAW]


def test_withdrawable_shares_have_a_statutory_cap() -> None:
    rules = _changed("P-033", True).amended({"P-034": {"rule": "20", "value": 90}})
    over, at_cap = (
        rules.amended({"P-032": {"rule": "20", "value": {"minimum": 1, "maximum": most}}})
        for most in (100_001, 100_000)
    )
    assert [finding.question for finding in problems(over)] == ["shareholding-within-cap"]
    assert problems(at_cap) == ()


def test_the_cap_is_asked_of_each_class_whose_shares_can_be_withdrawn() -> None:
    rules = Rulebook.from_pack("b-multi-stakeholder")
    holding = {"minimum": 1, "maximum": 200_000, "investor": {"minimum": 100, "maximum": 100_000}}
    assert problems(rules.amended({"P-032": {"rule": "20", "value": holding}})) == ()
    more = {**holding, "investor": {"minimum": 100, "maximum": 100_001}}
    found = problems(rules.amended({"P-032": {"rule": "20", "value": more}}))
    assert [(one.question, one.figures["pence"]) for one in found] == [("shareholding-within-cap", 10_000_100)]


def test_shares_that_can_be_withdrawn_need_notice() -> None:
    assert [finding.question for finding in problems(_changed("P-033", True))] == ["withdrawal-has-notice"]


def test_silence_is_counted_and_named() -> None:
    entries = model().to_dict()
    del entries["parameters"]["P-100"]
    found = {one.question: one.figures for one in problems(Rulebook.from_dict(entries))}
    assert found["rules-speak"] == {"number": 1, "silent": "P-100"}
    assert found["statutory-contents"]["missing"] == "meetings_and_votes"


def test_a_value_that_its_clause_does_not_quote_is_reported_since_text_and_value_could_drift() -> None:
    found = problems(model().amended({"P-100": {"rule": "40", "value": 3}}))
    assert [(one.question, one.figures["unquoted"]) for one in found] == [("clauses-quote-their-values", "P-100")]


def test_a_sentence_without_its_welsh_is_reported_where_both_languages_stand() -> None:
    plain = model().to_dict()
    del plain["clauses"]["39"]["paragraphs"][0]["cy"]
    found = problems(Rulebook.from_dict(plain))
    assert [one.figures for one in found] == [{"number": 1, "gaps": "39", "languages": "cy"}]


def test_words_that_quote_what_does_not_apply_are_reported() -> None:
    found = problems(model().amended({"P-108": {"rule": "43", "not_applicable": True}}))
    assert [(one.question, one.figures["lacking"]) for one in found] == [("quotes-have-values", "P-108")]


def test_a_rule_book_of_titles_alone_is_not_asked_for_its_words() -> None:
    questions = {finding.question for finding in check(company())}
    assert not questions & {
        "clauses-quote-their-values",
        "texts-are-complete",
        "quotes-have-values",
        "values-have-words",
    }


def test_a_condition_about_something_nobody_counts_is_reported() -> None:
    plain = model().to_dict()
    plain["conditions"] = [{"when": f"{fact} >= 20", "set": {}} for fact in ("members", "class citizen", "class robot")]
    found = problems(Rulebook.from_dict(plain))
    assert [(one.question, one.figures["unknown"]) for one in found] == [("condition-facts-are-known", "robot")]


def test_a_society_must_provide_for_every_matter_that_the_act_lists() -> None:
    plain = model().to_dict()
    for clause in plain["clauses"].values():
        clause.pop("matter", None)
    found = problems(Rulebook.from_dict(plain))
    assert [(one.question, one.figures["missing"]) for one in found] == [("statutory-contents", "objects")]
    assert found[0].figures["source"] == "s.14"


def test_a_class_that_does_not_vote_cannot_elect_its_own_seats() -> None:
    seats = {"citizen": {"minimum": 4, "maximum": 7}, "supporter": {"minimum": 0, "maximum": 2}}
    rules = _changed("P-184", "own_class").amended({"P-182": {"rule": "60", "value": seats}})
    assert [(one.question, one.figures["without"]) for one in problems(rules)] == [("seats-have-electors", "supporter")]


def test_proxies_cannot_count_where_there_are_none() -> None:
    rules = _changed("P-170", False).amended({"P-106": {"rule": "39", "value": True}})
    assert "proxies-that-count-exist" in {finding.question for finding in problems(rules)}


def test_a_rule_number_without_a_clause_is_reported() -> None:
    found = problems(model().amended({"P-100": {"rule": "399", "value": 3}}))
    assert [(one.question, one.figures["unknown"]) for one in found] == [("cited-rules-exist", "399")]


def test_tests_of_what_does_not_apply_are_left_out() -> None:
    without_board = model().amended({"P-180": {"rule": "60", "not_applicable": True}})
    assert "board-has-room" not in {finding.question for finding in check(without_board)}
    assert "shareholding-within-cap" not in {finding.question for finding in check(company())}
