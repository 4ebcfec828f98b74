import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution import MissingFact, Votes
from constitution.resolutions import carried, required_majority
from constitution.statutory import Special, instrument, may_vote_outside_meeting, quorum_for_conversion
from tests.constitution.samples import company, model, society


@pytest.mark.parametrize(
    ("matter", "share", "source"),
    [
        (Special.AMALGAMATION, "2/3", "ss.109, 111"),
        (Special.TRANSFER, "2/3", "ss.110, 111"),
        (Special.COMPANY_CONVERSION, "3/4", "ss.112, 113"),
        (Special.DISSOLUTION, "2/3", "s.120"),
    ],
)
def test_the_first_meeting_needs_what_the_act_says(matter: str, share: str, source: str) -> None:
    found = required_majority(model(), matter)
    assert (found.figures["resolution"], str(found.figures["share"])) == ("statutory", share)
    assert found.figures["strictly-more"] is False
    assert found.citations[0].source == source


@pytest.mark.parametrize("matter", Special)
def test_the_confirming_meeting_needs_more_than_half(matter: str) -> None:
    assert carried(model(), Votes(11, 10), matter, confirming=True).met
    tied = carried(model(), Votes(10, 10), matter, confirming=True)
    assert (tied.met, tied.figures["meeting"], tied.figures["needed"]) == (False, "confirming", 11)


def test_abstaining_is_not_voting_in_the_turnout() -> None:
    enough = carried(model(), Votes(15, 5, 0), Special.COMPANY_CONVERSION, entitled=40)
    short = carried(model(), Votes(15, 4, 6), Special.COMPANY_CONVERSION, entitled=40)
    assert (enough.met, short.met) == (True, False)
    assert short.figures["because"] == "turnout"


@pytest.mark.parametrize("matter", [Special.COMPANY_CONVERSION, "audit_disapplication"])
def test_where_the_law_counts_those_entitled_they_must_be_given(matter: str) -> None:
    with pytest.raises(MissingFact):
        carried(model(), Votes(15, 0), matter)


def test_no_rule_of_the_organisation_lightens_or_sharpens_the_test() -> None:
    settings = {"P-142": "all_members", "P-144": ["amalgamation"], "P-146": ["amalgamation"]}
    assert carried(society(settings), Votes(2, 1), Special.AMALGAMATION).met
    assert not carried(society(settings), Votes(13, 7), Special.AMALGAMATION).met


def test_a_motion_that_also_touches_a_statutory_matter_meets_the_test_of_the_law() -> None:
    found = required_majority(model(), ("purpose_clause", Special.TRANSFER))
    assert found.figures["resolution"] == "statutory"


def test_under_the_law_of_companies_the_rules_decide() -> None:
    assert required_majority(company(), Special.TRANSFER).figures["resolution"] == "ordinary"
    assert may_vote_outside_meeting(company(), Special.TRANSFER).met


def test_a_society_cannot_leave_the_statute_out() -> None:
    found = required_majority(society({"P-147": "off"}), Special.TRANSFER)
    assert found.figures["resolution"] == "statutory"


@pytest.mark.parametrize("matter", Special)
def test_members_vote_on_it_at_the_meeting_or_by_proxy_only(matter: str) -> None:
    found = may_vote_outside_meeting(model(), matter)
    assert not found.met
    assert found.citations[0].rule == "97"
    assert found.citations[1].source


@pytest.mark.parametrize("matter", [None, "rule_change", "audit_disapplication"])
def test_other_matters_may_be_voted_on_outside_the_meeting(matter: str | None) -> None:
    assert may_vote_outside_meeting(model(), matter).met


@pytest.mark.parametrize(("members", "needed", "possible"), [(480, 240, True), (299, 150, True), (41, 150, False)])
def test_becoming_a_company_needs_a_quorum_of_its_own(members: int, needed: int, possible: bool) -> None:
    found = quorum_for_conversion(model(), members)
    assert (found.figures["needed"], found.met) == (needed, possible)
    assert found.citations[0].rule == "96"


@pytest.mark.parametrize(("members", "needed"), [(1, 1), (3, 3), (4, 3), (100, 75)])
def test_three_quarters_of_all_members_sign_the_instrument(members: int, needed: int) -> None:
    assert instrument(model(), members, needed).met
    assert not instrument(model(), members, needed - 1).met


counts = some.integers(0, 200)


@given(counts, counts, some.integers(0, 200))
def test_one_vote_more_against_never_helps_to_go_without_an_audit(yes: int, no: int, silent: int) -> None:
    entitled = yes + no + silent + 1
    if carried(model(), Votes(yes, no + 1), "audit_disapplication", entitled=entitled).met:
        assert carried(model(), Votes(yes, no), "audit_disapplication", entitled=entitled).met


@given(counts, counts, counts, some.sampled_from(Special))
def test_the_number_needed_is_the_fewest_that_passes(yes: int, no: int, silent: int, matter: Special) -> None:
    found = carried(model(), Votes(yes, no), matter, entitled=yes + no)
    missing = found.figures["missing"]
    assert found.met is (missing == 0 and yes + no > 0)
    assert isinstance(missing, int)
    assert carried(model(), Votes(yes + missing, max(no - missing, 0)), matter, entitled=yes + no + missing).met or (
        not yes + no + missing
    )
