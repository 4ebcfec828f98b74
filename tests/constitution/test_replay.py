from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution import Finding, MissingFact, Rulebook, Votes
from constitution.balloting import may_close, open_long_enough
from constitution.board import is_board_quorate
from constitution.classes import Holding
from constitution.eligibility import may_vote
from constitution.notice import Business, Sending, notice_given, short_notice
from constitution.proposing import is_supported, motion_in_time
from constitution.quorum import Attendance, Electorate, is_quorate, is_reconvened_quorate
from constitution.replay import QUESTIONS, changed, replayed
from constitution.requisition import requisition
from constitution.resolutions import carried
from constitution.service import Method
from tests.constitution.samples import london, model, society

MEETING, NOTICE = date(2027, 6, 19), date(2027, 5, 27)
SENDINGS = [Sending(Method.HAND, NOTICE)]
CITIZENS, ATTENDED = Electorate({"citizen": 40}), Attendance({"citizen": 8})
BOARD = {"citizen": 4, "citizen_representative": 1}


def with_rule(identity: str, value: object) -> Rulebook:
    return model().amended({identity: {"rule": model().cite(identity).rule, "value": value}})


def held(rules: Rulebook) -> dict[str, tuple[Finding, Mapping[str, Any]]]:
    """One decision of every kind, as it was taken under these rules, and the facts that its figures lack."""
    assembly = {"electorate": CITIZENS, "attendance": ATTENDED}
    citizen = [Holding("citizen", date(2026, 1, 1))]
    opens, starts = london(2027, 5, 28, 9), london(2027, 6, 19, 11)
    found: tuple[tuple[Finding, Mapping[str, Any]], ...] = (
        (carried(rules, Votes(15, 5, 4), "rule_change"), {"matter": "rule_change"}),
        (is_quorate(rules, CITIZENS, ATTENDED), assembly),
        (is_reconvened_quorate(rules, CITIZENS, ATTENDED), assembly),
        (notice_given(rules, {Business.AGM}, MEETING, SENDINGS), {"business": {Business.AGM}, "sendings": SENDINGS}),
        (short_notice(rules, 10, 10), {"consenting": 10, "members": 10}),
        (may_vote(rules, citizen, meeting=MEETING, notice=NOTICE), {"holdings": citizen}),
        (motion_in_time(rules, date(2027, 4, 29), NOTICE), {}),
        (is_supported(rules, 1, 40), {}),
        (open_long_enough(rules, opens, starts), {}),
        (may_close(rules, starts, starts, debated=True), {}),
        (requisition(rules, date(2027, 3, 1)), {}),
        (is_board_quorate(rules, 6, BOARD), {"by_class": BOARD}),
    )
    return {finding.question: (finding, facts) for finding, facts in found}


def test_one_decision_of_every_kind_is_tried() -> None:
    assert set(held(model())) == set(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS)
def test_under_the_same_rules_a_decision_comes_out_the_same(question: str) -> None:
    finding, facts = held(model())[question]
    again = replayed(finding, model(), **facts)
    assert again == finding
    assert not changed(finding, again)


@pytest.mark.parametrize(
    ("question", "identity", "value"),
    [
        ("carried", "P-141", {"fraction": "3/4", "cmp": ">"}),
        ("quorum", "P-101", "1/4"),
        ("reconvened-quorum", "P-110", 9),
        ("notice-given", "P-080", 28),
        ("short-notice", "P-084", "9/10"),
        ("may-vote", "P-022", ["citizen_representative"]),
        ("motion-in-time", "P-073", 35),
        ("motion-supported", "P-072", 2),
        ("ballot-open-long-enough", "P-151", 28),
        ("board-quorum", "P-193", {"minimum": 6, "fraction": "1/2"}),
    ],
)
def test_under_another_rule_it_comes_out_the_other_way(question: str, identity: str, value: object) -> None:
    finding, facts = held(model())[question]
    after = replayed(finding, with_rule(identity, value), **facts)
    assert changed(finding, after)
    assert after.citations[0].version == 2


def test_what_a_requisition_sets_in_motion_moves_with_the_rule() -> None:
    finding, _ = held(model())["requisition"]
    after = replayed(finding, with_rule("P-069", {"days": 14}))
    assert (finding.figures["call-by"], after.figures["call-by"]) == (date(2027, 4, 1), date(2027, 3, 15))


@pytest.mark.parametrize("question", ["carried", "quorum", "notice-given", "may-vote", "board-quorum"])
def test_what_the_figures_cannot_tell_must_be_given(question: str) -> None:
    with pytest.raises(MissingFact):
        replayed(held(model())[question][0], model())


def test_a_decision_whose_figures_are_withheld_is_not_guessed() -> None:
    withheld = Finding("carried", met=True, figures={})
    with pytest.raises(MissingFact):
        replayed(withheld, model(), matter=None)


def test_without_a_matter_a_motion_was_an_ordinary_one() -> None:
    found = carried(model(), Votes(6, 5))
    assert replayed(found, model(), matter=None) == found


def test_a_new_base_needs_its_number() -> None:
    found = carried(model(), Votes(11, 8))
    of_everybody = with_rule("P-142", "all_members")
    with pytest.raises(MissingFact):
        replayed(found, of_everybody, matter=None)
    assert not replayed(found, of_everybody, matter=None, members=40).met


def test_the_votes_of_classes_are_read_back_from_the_figures() -> None:
    """V-13: sixty per cent by heads, 67.5 per cent once investors are capped."""
    votes = {"community_org": Votes(12, 4, 1), "investor": Votes(0, 4)}
    majority = {"P-140": {"fraction": "2/3", "cmp": ">="}}
    found = carried(society(majority), votes)
    capped = society({**majority, "P-131": ["class_cap"], "P-133": {"investor": 10}})
    after = replayed(found, capped, matter=None)
    assert (found.met, after.met) == (False, True)
    assert after == carried(capped, votes)


def test_the_chairs_second_vote_is_heard_again() -> None:
    with_casting = society({"P-121": True})
    found = carried(with_casting, Votes(9, 9), casting=True)
    assert replayed(found, with_casting, matter=None) == found
    assert not replayed(found, society(), matter=None).met


counts = some.integers(0, 60)


@given(counts, counts, counts, some.sampled_from([None, "rule_change", "expulsion", "purpose_clause"]))
def test_any_vote_comes_out_the_same_under_the_same_rules(yes: int, no: int, out: int, matter: str | None) -> None:
    found = carried(model(), Votes(yes, no, out), matter)
    assert replayed(Finding.from_dict(found.to_dict()), model(), matter=matter) == found


@given(some.integers(0, 40), some.integers(1, 40))
def test_any_quorum_comes_out_the_same_under_the_same_rules(present: int, members: int) -> None:
    electorate, attendance = Electorate({"citizen": members}), Attendance({"citizen": present})
    found = is_quorate(model(), electorate, attendance)
    assert replayed(found, model(), electorate=electorate, attendance=attendance) == found
