"""M-07: two people change hours by themselves inside their framework, and ask whoever employs outside it."""

from datetime import date, time, timedelta
from fractions import Fraction

import pytest

from constitution import Finding
from constitution.support import Framework
from governance.actor import Actor, Role
from governance.arrangements.model.agreements import (
    Directs,
    Employer,
    Ground,
    NotInThisState,
    Party,
    Slot,
    Source,
)
from governance.arrangements.model.variations import (
    NothingChanges,
    OutsideFramework,
    PaymentUnknown,
    ToldTooLate,
    VariationOpen,
    VariationSettled,
    monday_of,
)
from governance.arrangements.records.agreements import VariationRecord
from governance.arrangements.service import agreements, escalations, starting, variations, wording
from governance.errors import Invalid, NotFound
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from tests.governance.arrangements.agreeing import Pair, member, standing, weekly, with_provider

FRAMEWORK = Framework(least_hours=Fraction(16), most_hours=Fraction(24), window=(time(7), time(22)), weekly_cap=51000)
MONDAY = date(2027, 1, 11)
MOVED = (
    Slot(0, time(9), time(15)),
    Slot(1, time(9), time(13)),
    Slot(3, time(9), time(15)),
    Slot(5, time(10), time(14)),
)
"""Two hours moved from Tuesday to Saturday."""
THREE_MORE = (*MOVED, Slot(6, time(10), time(13)))
LATE = (*MOVED[:3], Slot(5, time(18, 30), time(22, 30)))


@pytest.fixture
async def provided(database: Database, clock: ScriptedClock, keys: Keys) -> tuple[Pair, str]:
    """The pair under the rules of an employee-owned provider, who agreed 18 hours on weekdays and 2 at weekends."""
    pair = await with_provider(database, clock, keys)
    record = await pair.propose(
        standing=standing(employs=Employer.PROVIDER, source=Source.ASSIGNED, directs=Directs.WITHIN_FRAMEWORK),
        framework=FRAMEWORK,
        payment=None,
    )
    await pair.answer(record.id)
    return pair, record.id


async def asked(
    pair: Pair, arrangement: str, week: tuple[Slot, ...], *, since: date = MONDAY, **rest: object
) -> VariationRecord:
    async with pair.database.writing() as tx:
        return await variations.propose(
            tx, pair.ann, arrangement, side=Party.MEMBER, week=week, since=since, now=pair.clock.now(), **rest
        )


async def answered(pair: Pair, variation: str, *, yes: bool = True) -> VariationRecord:
    async with pair.database.writing() as tx:
        return await variations.answer(tx, pair.ben, variation, side=Party.PA, yes=yes, now=pair.clock.now())


async def test_m_07_two_hours_moved_to_saturday_are_inside_and_need_only_the_two(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    variation = await asked(pair, arrangement, MOVED)
    assert (variation.inside, variation.cost_before, variation.cost) == (True, 48860, 49520)
    assert variation.escalated_to is None
    assert (await answered(pair, variation.id)).stands is True
    async with pair.database.reading() as view:
        record = await agreements.find(view, pair.ann, arrangement, pair.clock.now())
        assert await variations.hours_on(view, record, MONDAY) == MOVED
        assert await variations.hours_on(view, record, MONDAY - timedelta(days=1)) != MOVED


async def test_m_07_three_more_hours_break_the_cap_and_go_to_the_provider(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    await answered(pair, (await asked(pair, arrangement, MOVED)).id)
    variation = await asked(pair, arrangement, THREE_MORE)
    finding = Finding.from_dict(variation.finding)
    assert variation.cost == 57740
    assert (finding.figures["hours"], finding.figures["broken"]) == (23, "cost")
    assert variation.escalated_to == "provider"
    assert (await answered(pair, variation.id)).settled_at is None


async def test_m_07_an_hour_after_ten_at_night_breaks_the_window(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    variation = await asked(pair, arrangement, LATE)
    assert Finding.from_dict(variation.finding).figures["broken"] == "window"
    assert not variation.inside


async def test_m_07_the_worker_refuses_and_nothing_changes(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    variation = await asked(pair, arrangement, MOVED)
    assert (await answered(pair, variation.id, yes=False)).stands is False
    async with pair.database.reading() as view:
        record = await agreements.find(view, pair.ann, arrangement, pair.clock.now())
        assert await variations.hours_on(view, record, MONDAY) != MOVED


async def test_with_the_provider_the_framework_itself_changes(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    variation = await asked(pair, arrangement, THREE_MORE)
    await answered(pair, variation.id)
    coordinator = member(new_id(), Role.COORDINATOR)
    async with pair.database.writing() as tx:
        assert [one.id for one in await escalations.waiting(tx, coordinator, pair.clock.now())] == [variation.id]
        assert (await escalations.decide(tx, coordinator, variation.id, yes=True, now=pair.clock.now())).stands
    async with pair.database.reading() as view:
        record = await agreements.find(view, pair.ann, arrangement, pair.clock.now())
        assert record.framework_cap == 57740
        assert await variations.hours_on(view, record, MONDAY) == THREE_MORE


async def test_the_provider_says_no_for_good(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    variation = await asked(pair, arrangement, THREE_MORE)
    coordinator = member(new_id(), Role.COORDINATOR)
    async with pair.database.writing() as tx:
        await escalations.decide(tx, coordinator, variation.id, yes=False, now=pair.clock.now())
    with pytest.raises(VariationSettled):
        await answered(pair, variation.id)


@pytest.mark.parametrize("office", [Role.DIRECTOR, Role.SECRETARY, Role.TREASURER])
async def test_nobody_else_is_asked_about_a_framework(provided: tuple[Pair, str], office: Role) -> None:
    pair, arrangement = provided
    await asked(pair, arrangement, THREE_MORE)
    async with pair.database.reading() as view:
        assert await escalations.waiting(view, member(new_id(), office), pair.clock.now()) == []


async def test_whoever_asked_takes_it_back_and_nobody_else_can(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    variation = await asked(pair, arrangement, MOVED)
    async with pair.database.writing() as tx:
        with pytest.raises(NotFound):
            await variations.withdraw(tx, pair.ben, variation.id, side=Party.PA, now=pair.clock.now())
        with pytest.raises(NotFound):
            await variations.withdraw(tx, member(new_id()), variation.id, side=Party.MEMBER, now=pair.clock.now())
        await variations.withdraw(tx, pair.ann, variation.id, side=Party.MEMBER, now=pair.clock.now())
    with pytest.raises(VariationSettled):
        await answered(pair, variation.id)
    assert (await asked(pair, arrangement, THREE_MORE)).settled_at is None


async def test_a_change_is_told_in_time_unless_it_is_an_emergency(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    pair.clock.move_to(pair.clock.now().replace(day=10, hour=12))
    with pytest.raises(ToldTooLate) as refused:
        await asked(pair, arrangement, MOVED)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["hours"] == 48
    assert (await asked(pair, arrangement, MOVED, emergency=True)).emergency


async def test_one_change_at_a_time(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    await asked(pair, arrangement, MOVED)
    with pytest.raises(VariationOpen):
        await asked(pair, arrangement, LATE)


async def test_the_same_hours_are_no_change(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    await answered(pair, (await asked(pair, arrangement, MOVED)).id)
    with pytest.raises(NothingChanges):
        await asked(pair, arrangement, MOVED)


async def test_a_change_begins_on_a_monday(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    with pytest.raises(Invalid, match="not-a-monday"):
        await asked(pair, arrangement, MOVED, since=MONDAY + timedelta(days=1))


async def test_a_passing_week_leaves_the_agreed_hours_after_it(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    variation = await asked(pair, arrangement, MOVED, until=MONDAY + timedelta(days=7))
    await answered(pair, variation.id)
    async with pair.database.reading() as view:
        record = await agreements.find(view, pair.ann, arrangement, pair.clock.now())
        assert await variations.hours_on(view, record, MONDAY + timedelta(days=6)) == MOVED
        assert await variations.hours_on(view, record, MONDAY + timedelta(days=7)) != MOVED


async def test_the_payment_has_to_be_known_where_rules_measure_against_it(pair: Pair) -> None:
    record = await pair.propose(payment=None)
    await pair.answer(record.id)
    with pytest.raises(PaymentUnknown):
        await asked(pair, record.id, MOVED)


async def test_a_stranger_finds_no_change(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    variation = await asked(pair, arrangement, MOVED)
    async with pair.database.writing() as tx:
        for stranger in (member(new_id(), Role.DIRECTOR), Actor(new_id(), None, frozenset({Role.ASSISTANT}))):
            with pytest.raises(NotFound):
                await variations.answer(tx, stranger, variation.id, side=Party.PA, yes=True, now=pair.clock.now())


async def test_weeks_that_are_over_are_not_changed_even_in_an_emergency(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    last = monday_of(legal_day(pair.clock.now())) - timedelta(weeks=1)
    with pytest.raises(Invalid) as refused:
        await asked(pair, arrangement, MOVED, since=last, emergency=True)
    assert refused.value.errors == {"since": "not-that-day"}


async def test_new_words_take_back_a_change_that_was_asked_of_the_old_ones(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    variation = await asked(pair, arrangement, MOVED)
    async with pair.database.writing() as tx:
        record = await agreements.find(tx, pair.ann, arrangement, pair.clock.now(), lock=True)
        await wording.add(tx, pair.ann, pair.keys, record, weekly(), by=Party.MEMBER, now=pair.clock.now())
    await pair.answer(arrangement)
    with pytest.raises(VariationSettled):
        await answered(pair, variation.id)
    async with pair.database.reading() as view:
        assert await variations.waiting_in(view, arrangement) is None


async def test_nothing_is_agreed_in_an_arrangement_that_has_ended(provided: tuple[Pair, str]) -> None:
    pair, arrangement = provided
    variation = await asked(pair, arrangement, MOVED)
    async with pair.database.writing() as tx:
        today = legal_day(pair.clock.now())
        await starting.end(tx, pair.ann, arrangement, on=today, ground=Ground.BOTH_WISH, now=pair.clock.now())
    with pytest.raises(NotInThisState):
        await answered(pair, variation.id)


@pytest.mark.parametrize("week", [THREE_MORE, LATE])
async def test_new_words_are_no_way_round_whoever_employs(provided: tuple[Pair, str], week: tuple[Slot, ...]) -> None:
    pair, arrangement = provided
    now = pair.clock.now()
    async with pair.database.writing() as tx:
        with pytest.raises(OutsideFramework):
            await variations.reword(tx, pair.ben, pair.keys, arrangement, weekly(week=week), side=Party.PA, now=now)
        allowed = weekly(week=MOVED)
        text = await variations.reword(tx, pair.ben, pair.keys, arrangement, allowed, side=Party.PA, now=now)
        assert text.slots == MOVED
