"""Personal assistants: who may start, what is agreed, which change of a week needs no approval."""

from datetime import date, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution import MissingFact, NotSettled, Rulebook
from constitution.support import (
    Framework,
    Shift,
    Week,
    absence_charge,
    agreement_complete,
    all_agreed,
    cover_named,
    gate,
    gate_items,
    may_be_active,
    may_be_found,
    may_employ,
    told_in_time,
    within_framework,
)
from tests.constitution.samples import london, model, society

TRUST, COMPANY = Rulebook.from_pack("d-living-trust"), Rulebook.from_pack("c-employee-owned")
DAY = date(2027, 3, 1)
USUAL = Framework(usual_hours=Fraction(20))
RATE = 17_35

clocks = some.builds(time, some.integers(0, 23), some.sampled_from([0, 10, 30]))
shifts = some.builds(Shift, some.integers(0, 6), clocks, clocks, some.integers(0, 10_000))


def week(hours: int, start: int = 9) -> Week:
    """So many hours, all of them on Mondays if they fit."""
    return Week((Shift(0, time(start), time((start + hours) % 24), RATE),))


def test_only_those_whom_the_rules_name_employ() -> None:
    assert [
        one for one in ("co_op", "member", "self_employed", "provider", "trustees") if may_employ(model(), one).met
    ] == [
        "co_op",
        "member",
        "self_employed",
    ]
    assert may_employ(TRUST, "trustees").figures["usual"] == "trustees"


def test_a_provider_sends_only_somebody_who_was_agreed() -> None:
    assert may_be_found(COMPANY, "provider_assigned_agreed").met
    assert not may_be_found(model(), "provider_assigned_agreed").met


def test_a_trust_waits_for_no_core_training() -> None:
    assert gate_items(TRUST) == ("right_to_work", "dbs", "induction")
    assert gate(TRUST, dict.fromkeys(gate_items(TRUST), DAY), (), supervised=False).met


def test_training_counts_by_its_modules_not_by_a_day() -> None:
    dated = dict.fromkeys(gate_items(model()), DAY)
    found = gate(model(), dated, model().words("P-264")[1:], supervised=False)
    assert (found.met, found.figures["missing"]) == (False, "core_training")
    assert found.figures["modules-missing"] == "safeguarding"


def test_somebody_supervised_may_start_before_the_training_and_it_is_said_so() -> None:
    dated = dict.fromkeys(gate_items(model()), DAY)
    started = gate(model(), dated, (), supervised=True)
    assert (started.met, started.figures["only-supervised"]) == (True, True)
    trained = gate(model(), dated, model().words("P-264"), supervised=True)
    assert (trained.met, trained.figures["only-supervised"]) == (True, False)


def test_an_agreement_lacks_what_it_does_not_say() -> None:
    everything = model().words("P-267")
    assert agreement_complete(model(), everything).met
    found = agreement_complete(model(), [one for one in everything if one not in ("cost", "ending")])
    assert (found.met, found.figures["missing"], found.figures["standard"]) == (False, "cost ending", "QS-1")
    assert "standard" not in agreement_complete(TRUST, everything).figures


def test_one_who_has_not_agreed_is_enough_to_refuse() -> None:
    assert all_agreed(model(), {"member", "pa"}).met
    assert all_agreed(model(), {"member"}).figures["missing"] == "pa"


@pytest.mark.parametrize(("hours", "broken"), [(14, None), (13, "hours"), (26, None), (27, "hours")])
def test_thirty_per_cent_of_twenty_hours_either_way_need_no_approval(hours: int, broken: str | None) -> None:
    work = tuple(Shift(day, time(9), time(10), RATE) for day in range(hours))
    found = within_framework(model(), USUAL, Week(work), 1_000_00)
    assert (found.met, found.figures.get("broken")) == (broken is None, broken)


def test_hours_that_were_agreed_go_before_those_of_the_rules() -> None:
    agreed = Framework(usual_hours=Fraction(20), most_hours=Fraction(40))
    found = within_framework(model(), agreed, week(13), 1_000_00)
    assert (found.figures["least-hours"], found.figures["most-hours"]) == (14, 40)
    assert found.figures["fewer-hours"] == 1


@pytest.mark.parametrize(("start", "hours", "outside"), [(6, 17, 0), (5, 18, 1), (22, 2, 1), (23, 7, 7), (0, 24, 7)])
def test_work_outside_the_times_of_day_is_told_in_hours(start: int, hours: int, outside: int) -> None:
    found = within_framework(
        model(), Framework(least_hours=Fraction(0), most_hours=Fraction(99)), week(hours, start), 10**6
    )
    assert found.figures.get("outside", 0) == outside
    assert found.met is (outside == 0)


@pytest.mark.parametrize(("start", "hours", "outside"), [(22, 9, 0), (2, 5, 0), (21, 4, 1), (5, 3, 1), (12, 2, 2)])
def test_a_window_may_lie_over_midnight(start: int, hours: int, outside: int) -> None:
    assert week(hours, start).outside((time(22), time(7))) == outside


def test_a_window_that_ends_where_it_begins_is_the_whole_day() -> None:
    assert week(10, 20).outside((time(6), time(6))) == 0


@pytest.mark.parametrize(
    ("payment", "cap", "over"), [(200_00, 190_00, None), (182_64, 173_50, None), (182_62, 173_48, 2)]
)
def test_a_week_costs_no_more_than_the_payment_less_what_is_kept(payment: int, cap: int, over: int | None) -> None:
    found = within_framework(model(), Framework(least_hours=Fraction(0), most_hours=Fraction(99)), week(10), payment)
    assert (found.figures["cap"], found.figures.get("over")) == (cap, over)


def test_a_cap_that_was_agreed_goes_before_that_of_the_rules() -> None:
    framework = Framework(usual_hours=Fraction(10), weekly_cap=100_00)
    assert within_framework(model(), framework, week(10), None).figures["over"] == 73_50


def test_a_provider_keeps_to_its_sum_and_a_trust_to_its_budget_only() -> None:
    assert within_framework(COMPANY, Framework(usual_hours=Fraction(10)), week(10), None).figures["cap"] == 510_00
    free = within_framework(TRUST, Framework(), week(23, 1), None)
    assert free.met
    assert not {"cap", "opens", "least-hours", "most-hours"} & free.figures.keys()


def test_several_limits_may_be_broken_at_once() -> None:
    found = within_framework(model(), Framework(usual_hours=Fraction(4), weekly_cap=1_00), week(8, 22), None)
    assert found.figures["broken"] == "hours cost window"


@pytest.mark.parametrize(("framework", "payment"), [(Framework(), 1_00), (USUAL, None)])
def test_what_is_measured_against_must_be_known(framework: Framework, payment: int | None) -> None:
    with pytest.raises(MissingFact):
        within_framework(model(), framework, week(10), payment)


def test_a_shift_to_the_hour_at_which_it_begins_is_a_whole_day() -> None:
    assert Shift(0, time(8), time(8), RATE).hours == 24


def test_a_week_is_rounded_once() -> None:
    minute = Shift(0, time(9), time(9, 10), 1_003)
    assert (Week((minute,)).cost(), Week((minute,) * 3).cost()) == (1_67, 5_02)


@given(some.lists(shifts, max_size=6), clocks, clocks)
def test_what_is_inside_and_outside_a_window_is_all_the_work(work: list[Shift], opens: time, closes: time) -> None:
    done = Week(tuple(work))
    if opens != closes:
        assert done.outside((opens, closes)) + done.outside((closes, opens)) == done.hours()
    assert 0 <= done.outside((opens, closes)) <= done.hours()


def test_notice_counts_hours_as_they_pass() -> None:
    starts = london(2027, 3, 28, 12)
    assert told_in_time(model(), london(2027, 3, 27, 11), starts, emergency=False).met
    assert not told_in_time(model(), london(2027, 3, 27, 11, 1), starts, emergency=False).met
    assert told_in_time(model(), starts + timedelta(hours=1), starts, emergency=True).met


@pytest.mark.parametrize(("before", "percent"), [(None, 100), (25, 0), (24, 0), (23, 100), (0, 100), (-2, 100)])
def test_who_cancels_late_pays_as_if_present(before: int | None, percent: int) -> None:
    assert absence_charge(model(), before).figures["percent"] == percent


def test_half_of_it_may_be_charged() -> None:
    assert absence_charge(society({"P-275": {"hours": 12, "percent": 50}}), 3).figures["percent"] == 50


def test_where_hours_are_paid_as_agreed_nobody_asks_about_an_absence() -> None:
    with pytest.raises(NotSettled):
        absence_charge(TRUST, 5)
    assert absence_charge(TRUST, None).figures["percent"] == 100


def test_cover_is_one_that_the_rules_name() -> None:
    assert cover_named(model(), "shared_bank").met
    assert not cover_named(model(), "rota").met


@pytest.mark.parametrize(
    ("position", "personal_care", "active"),
    [
        ("to_be_confirmed", True, False),
        ("to_be_confirmed", False, True),
        ("not_needed_no_personal_care", True, False),
        ("not_needed_no_personal_care", False, True),
        ("not_needed_direct_employment", True, True),
        ("covered_by_provider", True, True),
    ],
)
def test_personal_care_waits_until_registration_is_settled(position: str, personal_care: bool, active: bool) -> None:
    assert may_be_active(position, personal_care) is active
