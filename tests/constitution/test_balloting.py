from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution.balloting import (
    Demand,
    closing_time,
    demanded_in_time,
    latest_opening,
    may_be_electronic,
    may_close,
    may_vote_again,
    open_long_enough,
    secret_ballot_required,
)
from tests.constitution.samples import company, london, model, society


@pytest.mark.parametrize("matter", ["election", "expulsion", "rule_change", "pooled_fund"])
def test_the_model_always_takes_these_by_secret_ballot(matter: str) -> None:
    found = secret_ballot_required(model(), matter)
    assert (found.met, found.figures["because"]) == (True, "matter")


def test_the_model_votes_in_secret_on_everything_else_too() -> None:
    assert secret_ballot_required(model(), "picnic").figures["because"] == "usual-method"


@pytest.mark.parametrize(
    ("demand", "met"),
    [
        (Demand(), False),
        (Demand(members=2), False),
        (Demand(members=3), True),
        (Demand(chair=True), True),
        (Demand(board=True), True),
    ],
)
def test_a_show_of_hands_gives_way_to_a_demand(demand: Demand, met: bool) -> None:
    assert secret_ballot_required(society(), "picnic", demand).met is met


def test_only_those_the_rules_name_can_demand_a_ballot() -> None:
    rules = society({"P-137": {"members": 2}})
    assert not secret_ballot_required(rules, None, Demand(members=1, chair=True, board=True)).met
    assert secret_ballot_required(rules, None, Demand(members=2)).met


@pytest.mark.parametrize(
    ("closes", "latest"),
    [
        pytest.param(london(2027, 3, 28, 17), london(2027, 3, 14, 16), id="forward"),
        pytest.param(london(2026, 10, 25, 17), london(2026, 10, 11, 17), id="back"),
        pytest.param(london(2027, 6, 15, 17), london(2027, 6, 1, 17), id="none"),
    ],
)
def test_the_latest_opening_gives_full_days_by_clock_and_by_hours(closes: datetime, latest: datetime) -> None:
    assert latest_opening(society(), closes).figures["latest"] == latest


@given(
    some.datetimes(
        datetime(2026, 1, 1),  # noqa: DTZ001 - drawn in UTC below
        datetime(2030, 1, 1),  # noqa: DTZ001 - drawn in UTC below
        timezones=some.just(UTC),
    )
)
def test_opening_at_the_latest_is_long_enough_and_a_minute_later_is_not(closes: datetime) -> None:
    latest = latest_opening(model(), closes).figures["latest"]
    assert isinstance(latest, datetime)
    assert open_long_enough(model(), latest, closes).met
    assert not open_long_enough(model(), latest + timedelta(minutes=1), closes).met
    assert closes - latest >= timedelta(days=21)


def test_the_model_closes_a_ballot_with_the_meeting() -> None:
    starts = london(2027, 6, 19, 11)
    found = closing_time(model(), meeting_starts=starts)
    assert not found.met
    assert found.figures == {"at": "meeting-close", "not-before": starts.astimezone(UTC)}


@pytest.mark.parametrize(
    ("rule", "closes"),
    [
        ({"at": "before_meeting", "hours": 48}, london(2027, 6, 17, 11)),
        ({"at": "after_call", "hours": 24}, london(2027, 6, 2, 9)),
    ],
)
def test_a_ballot_may_close_at_a_fixed_time(rule: dict[str, object], closes: datetime) -> None:
    found = closing_time(society({"P-152": rule}), london(2027, 6, 19, 11), london(2027, 6, 1, 9))
    assert found.met
    assert found.figures["closes"] == closes


def test_a_ballot_on_a_debated_motion_stays_open_until_the_meeting() -> None:
    starts = london(2027, 6, 19, 11)
    assert not may_close(model(), starts - timedelta(minutes=1), starts, debated=True).met
    assert may_close(model(), starts - timedelta(minutes=1), starts, debated=False).met
    assert may_close(model(), starts, starts, debated=True).met


def test_voting_again_replaces_the_vote_unless_a_vote_is_cast_once() -> None:
    assert may_vote_again(model()).met
    assert not may_vote_again(society({"P-153": "single"})).met


def test_a_ballot_is_electronic_only_where_the_rules_allow_it() -> None:
    assert may_be_electronic(model(), "ordinary").met
    assert not may_be_electronic(society(), "ordinary").met


@pytest.mark.parametrize(
    ("rule", "moments"),
    [
        ("before_or_on_declaration", {"before_declaration", "on_declaration"}),
        ("in_advance_or_on_declaration", {"in_advance", "before_declaration", "on_declaration"}),
        ("any_time", {"in_advance", "before_declaration", "on_declaration", "afterwards"}),
    ],
)
def test_a_ballot_is_demanded_in_time(rule: str, moments: set[str]) -> None:
    rules = society({"P-138": rule})
    every = ("in_advance", "before_declaration", "on_declaration", "afterwards")
    assert {moment for moment in every if demanded_in_time(rules, moment).met} == moments


def test_any_representative_of_a_class_may_demand_a_ballot_where_the_rules_name_them() -> None:
    asked = Demand(class_representative=True)
    assert not secret_ballot_required(society(), None, asked).met
    assert secret_ballot_required(society({"P-137": {"members": 3, "class_representative": True}}), None, asked).met


@pytest.mark.parametrize(
    ("members", "entitled", "met"), [(4, None, False), (5, None, True), (2, 21, False), (3, 21, True), (4, 41, False)]
)
def test_five_members_or_a_tenth_may_demand_a_poll_of_a_company(members: int, entitled: int | None, met: bool) -> None:
    """C-018: whatever the articles ask."""
    demanding = company({"P-137": {"members": 20}})
    assert secret_ballot_required(demanding, None, Demand(members=members, entitled=entitled)).met is met
