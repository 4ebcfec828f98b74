"""Rotas: the cover of M-02, gaps, nights in which the clocks change, who may do a shift, swaps."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from governance.arrangements.model import cover
from governance.arrangements.model import rotas as model
from governance.arrangements.model.cover import Band, Kind, Shift
from governance.arrangements.model.introductions import NotCleared
from governance.arrangements.model.rotas import (
    Busy,
    NeededAlready,
    NotOffered,
    Offered,
    SwapAnswered,
    Taken,
    WeekNotEmpty,
)
from governance.arrangements.model.training import OWN_WAY
from governance.arrangements.records.assistants import CheckRecord
from governance.arrangements.records.rotas import ShiftRecord
from governance.arrangements.records.training import TrainingRecord
from governance.arrangements.service import leaving, needs, rotas, shifts, swaps
from governance.arrangements.showing import rotas as showing
from governance.errors import Invalid, NotFound
from governance.members.model import Candidate
from governance.platform.clock import LEGAL_ZONE, ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from tests.governance.arrangements.agreeing import founded
from tests.governance.arrangements.house import MONDAY, SINCE, House, built, round_the_clock

DAY = timedelta(days=1)


@pytest.fixture
async def house(database: Database, clock: ScriptedClock, keys: Keys, person: Callable[..., Candidate]) -> House:
    house = await built(await founded(database, clock, "d-living-trust"), clock, keys, person)
    await round_the_clock(house)
    return house


@pytest.fixture
async def citizens(coop: Database, clock: ScriptedClock, keys: Keys, person: Callable[..., Candidate]) -> House:
    """The same under rules by which nobody starts alone before their training is complete."""
    return await built(coop, clock, keys, person, classes=("citizen", "citizen"))


async def planned(
    house: House, day: date, begins: int, ends: int, kind: Kind = Kind.WAKING, who: str | None = None
) -> ShiftRecord:
    async with house.database.writing() as tx:
        return await shifts.plan(
            tx,
            house.nia,
            house.household,
            day=day,
            begins=time(begins),
            ends=time(ends),
            kind=kind,
            assistant_id=None if who is None else house.assistants[who].id,
            now=house.clock.now(),
        )


async def week(house: House, monday: date = MONDAY) -> showing.Week:
    async with house.database.reading() as view:
        place = await rotas.find(view, house.nia, house.household, house.clock.now())
        return await showing.week(view, place.household, monday)


async def test_a_house_finds_that_nobody_is_there_from_ten_to_eleven_at_night(house: House) -> None:
    """M-02: one gap, 22:00-23:00, 20 waking hours, 1 sleep-in."""
    for begins, ends, who in ((7, 15, "Sam"), (8, 10, "Tess"), (15, 22, "Sam"), (17, 20, "Tess")):
        await planned(house, MONDAY, begins, ends, who=who)
    await planned(house, MONDAY, 23, 7, Kind.SLEEP_IN, "Tess")
    found = await week(house)
    (gap,) = [one for one in found.gaps if one.starts < _at(MONDAY + DAY, 0)]
    assert (gap.starts, gap.ends) == (_at(MONDAY, 22), _at(MONDAY, 23))
    assert found.waking_hours == 20
    assert found.sleep_ins == 1


async def test_a_shift_that_nobody_has_covers_nothing(house: House) -> None:
    await planned(house, MONDAY, 7, 23)
    found = await week(house)
    assert found.gaps[0].starts == _at(MONDAY, 7)
    assert found.waking_hours == 0


@pytest.mark.parametrize(("night", "hours"), [(date(2026, 10, 24), 9), (date(2027, 3, 27), 7)])
async def test_a_night_in_which_the_clocks_change_tells_its_own_hours(house: House, night: date, hours: int) -> None:
    await planned(house, night, 23, 7, Kind.SLEEP_IN, "Sam")
    found = await week(house, showing.monday_of(night))
    (line,) = found.days[night.weekday()].lines
    assert line.odd_hours == hours


async def test_an_empty_week_tells_of_each_day_when_nobody_is_there(house: House) -> None:
    async with house.database.writing() as tx:
        await needs.need(
            tx,
            house.nia,
            house.household,
            weekdays=range(7),
            begins=time(0),
            ends=time(0),
            kind=Kind.WAKING,
            people_needed=4,
            since=MONDAY,
            now=house.clock.now(),
        )
    awake = [one for one in (await week(house)).gaps if one.kind is Kind.WAKING]
    assert [(one.starts, one.ends) for one in awake] == [
        (_at(MONDAY + number * DAY, 0), _at(MONDAY + (number + 1) * DAY, 0)) for number in range(7)
    ]


async def test_nobody_plans_or_reads_at_the_end_of_the_calendar(house: House) -> None:
    for far in (date.min, date.max):
        with pytest.raises(Invalid):
            await planned(house, far, 23, 7, Kind.SLEEP_IN)
    for monday in (date.min, showing.monday_of(date.max)):
        with pytest.raises(NotFound):
            await week(house, monday)


async def test_what_the_cover_costs_and_who_pays_what(house: House) -> None:
    """M-02 to the penny: 147 waking hours and 7 sleep-ins; weights 45, 30, 52 and 41."""
    async with house.database.reading() as view:
        place = await rotas.find(view, house.nia, house.household, house.clock.now())
        cost = await showing.cost(view, place.household, MONDAY - 7 * DAY, house.clock.now())
    assert cost.waking_hours == 147
    assert cost.sleep_ins == 7
    assert (cost.waking, cost.sleeping, cost.week) == (274155, 64400, 338555)
    assert [one.week for one in cost.shares] == [90684, 60456, 104791, 82624]
    assert [one.period for one in cost.shares] == [362738, 241825, 419163, 330494]
    assert [one.kept_back for one in cost.shares] == [18137, 12091, 20958, 16525]
    assert [one.contribution for one in cost.shares] == [380875, 253916, 440121, 347019]


async def test_after_one_has_left_three_share_the_same_cover(house: House) -> None:
    async with house.database.writing() as tx:
        await rotas.part(
            tx, house.nia, house.household, person_id=house.people["Dewi"], on=date(2027, 2, 1), now=house.clock.now()
        )
        place = await rotas.find(tx, house.nia, house.household, house.clock.now())
        cost = await showing.cost(tx, place.household, date(2027, 2, 1), house.clock.now())
    assert [one.week for one in cost.shares] == [119960, 79974, 138621]


async def test_cover_that_ends_in_the_middle_of_a_week_is_counted_until_then(house: House) -> None:
    async with house.database.writing() as tx:
        for one in await rotas.requirements(tx, house.household, MONDAY):
            if one.kind == Kind.SLEEP_IN:
                on = MONDAY + 3 * DAY
                await needs.need_no_more(tx, house.nia, house.household, one.id, on=on, now=house.clock.now())
        place = await rotas.find(tx, house.nia, house.household, house.clock.now())
        cost = await showing.cost(tx, place.household, MONDAY, house.clock.now())
    assert cost.sleep_ins == 3
    assert cost.waking_hours == 147


async def test_the_same_cover_is_asked_for_once(house: House) -> None:
    with pytest.raises(NeededAlready):
        await round_the_clock(house)


async def test_nobody_works_in_two_places_at_once(house: House) -> None:
    await planned(house, MONDAY, 23, 7, Kind.SLEEP_IN, "Sam")
    with pytest.raises(Busy):
        await planned(house, MONDAY + DAY, 6, 9, who="Sam")
    await planned(house, MONDAY + DAY, 7, 9, who="Sam")


async def test_somebody_in_training_works_only_beside_a_second(citizens: House) -> None:
    house = citizens
    tess = house.assistants["Tess"].id
    async with house.database.writing() as tx:
        await tx.execute(delete(TrainingRecord).where(TrainingRecord.assistant == tess))
    free = await planned(house, MONDAY, 8, 10)
    async with house.database.writing() as tx:
        with pytest.raises(NotCleared):
            await shifts.fill(tx, house.nia, house.household, free.id, assistant_id=tess, now=house.clock.now())
    await planned(house, MONDAY, 7, 15, who="Sam")
    async with house.database.writing() as tx:
        fill = shifts.fill(tx, house.nia, house.household, free.id, assistant_id=tess, now=house.clock.now())
        assert (await fill).assistant == tess


async def test_somebody_unchecked_gets_no_shift_at_all(house: House) -> None:
    tess = house.assistants["Tess"].id
    async with house.database.writing() as tx:
        await tx.execute(delete(CheckRecord).where(CheckRecord.assistant == tess))
    await planned(house, MONDAY, 7, 15, who="Sam")
    with pytest.raises(NotCleared):
        await planned(house, MONDAY, 8, 10, who="Tess")


async def test_who_knows_the_way_of_one_resident_alone_gets_no_shift_in_their_house(citizens: House) -> None:
    house = citizens
    await only_ways_of(house, "Tess", "Alun")
    await planned(house, MONDAY, 20, 22)
    with pytest.raises(NotCleared) as refused:
        await planned(house, MONDAY, 8, 10, who="Tess")
    assert refused.value.finding.figures["modules-missing"] == OWN_WAY
    await only_ways_of(house, "Tess", *house.people)
    assert (await planned(house, MONDAY, 8, 10, who="Tess")).assistant == house.assistants["Tess"].id


async def test_who_knows_the_way_of_one_resident_alone_is_no_second_for_somebody_in_training(citizens: House) -> None:
    house = citizens
    await planned(house, MONDAY, 7, 15, who="Sam")
    await only_ways_of(house, "Sam", "Alun")
    await only_ways_of(house, "Tess")
    with pytest.raises(NotCleared):
        await planned(house, MONDAY, 8, 10, who="Tess")
    await only_ways_of(house, "Sam", *house.people)
    assert (await planned(house, MONDAY, 8, 10, who="Tess")).assistant == house.assistants["Tess"].id


async def test_the_way_of_somebody_who_moved_out_need_not_be_known(citizens: House) -> None:
    house = citizens
    others = [name for name in house.people if name != "Dewi"]
    await only_ways_of(house, "Tess", *others)
    async with house.database.writing() as tx:
        left = {"person_id": house.people["Dewi"], "on": MONDAY}
        await rotas.part(tx, house.nia, house.household, **left, now=house.clock.now())
    assert (await planned(house, MONDAY, 8, 10, who="Tess")).assistant == house.assistants["Tess"].id
    with pytest.raises(NotCleared):
        await planned(house, MONDAY - DAY, 8, 10, who="Tess")


async def only_ways_of(house: House, who: str, *names: str) -> None:
    """Of ways of their own the assistant knows those of these residents, and nobody else's."""
    own = TrainingRecord.assistant == house.assistants[who].id, TrainingRecord.module == OWN_WAY
    async with house.database.writing() as tx:
        await tx.execute(delete(TrainingRecord).where(*own))
        tx.add_all(
            TrainingRecord(
                id=new_id(),
                assistant=house.assistants[who].id,
                module=OWN_WAY,
                done_on=SINCE,
                minutes=60,
                given_by="test",
                noted_by="test",
                noted_at=house.clock.now(),
                by_office=False,
                person=house.people[name],
            )
            for name in names
        )


async def test_a_week_is_copied_once_and_leaves_free_what_nobody_can_do(house: House) -> None:
    await planned(house, MONDAY, 7, 15, who="Sam")
    await planned(house, MONDAY, 8, 10, who="Tess")
    async with house.database.writing() as tx:
        await tx.execute(delete(CheckRecord).where(CheckRecord.assistant == house.assistants["Tess"].id))
    async with house.database.writing() as tx:
        assert await shifts.copy_week(tx, house.nia, house.household, monday=MONDAY, now=house.clock.now()) == 2
    copied = [line.who for line in (await week(house, MONDAY + 7 * DAY)).days[0].lines]
    assert copied == ["Sam Ellis", None]
    async with house.database.writing() as tx:
        with pytest.raises(WeekNotEmpty):
            await shifts.copy_week(tx, house.nia, house.household, monday=MONDAY, now=house.clock.now())


async def test_a_free_shift_is_taken_by_whom_it_was_offered_to(house: House) -> None:
    shift = await planned(house, MONDAY, 22, 23)
    sam, tess, now = house.working("Sam"), house.working("Tess"), house.clock.now()
    async with house.database.writing() as tx:
        with pytest.raises(NotOffered):
            await swaps.take(tx, sam, shift.id, now=now)
        with pytest.raises(Invalid):
            await shifts.offer(tx, house.nia, house.household, shift.id, to=Offered.BACKUP, assistant_id=None, now=now)
        await shifts.offer(
            tx,
            house.nia,
            house.household,
            shift.id,
            to=Offered.BACKUP,
            assistant_id=house.assistants["Tess"].id,
            now=now,
        )
    async with house.database.writing() as tx:
        assert await swaps.offered_to(tx, sam, now) == []
        with pytest.raises(NotOffered):
            await swaps.take(tx, sam, shift.id, now=now)
        await swaps.take(tx, tess, shift.id, now=now)
    async with house.database.writing() as tx:
        with pytest.raises(Taken):
            await shifts.offer(tx, house.nia, house.household, shift.id, to=Offered.BANK, assistant_id=None, now=now)


async def test_a_shift_moves_when_both_assistants_agree(house: House) -> None:
    shift = await planned(house, MONDAY, 7, 15, who="Sam")
    await planned(house, MONDAY, 17, 20, who="Tess")
    sam, tess, now = house.working("Sam"), house.working("Tess"), house.clock.now()
    tess_id = house.assistants["Tess"].id
    async with house.database.writing() as tx:
        with pytest.raises(NotFound):
            await swaps.ask_swap(tx, tess, shift.id, assistant_id=tess_id, now=now)
        first = await swaps.ask_swap(tx, sam, shift.id, assistant_id=tess_id, now=now)
        with pytest.raises(NotFound):
            await swaps.answer_swap(tx, sam, first.id, agrees=True, now=now)
        await swaps.answer_swap(tx, tess, first.id, agrees=False, now=now)
        second = await swaps.ask_swap(tx, sam, shift.id, assistant_id=tess_id, now=now)
        await swaps.answer_swap(tx, tess, second.id, agrees=True, now=now)
    async with house.database.writing() as tx:
        moved = await tx.get(ShiftRecord, shift.id)
        assert moved is not None
        assert moved.assistant == tess_id
        with pytest.raises(SwapAnswered):
            await swaps.answer_swap(tx, tess, second.id, agrees=True, now=now)


async def test_assistants_see_their_own_shifts_and_first_names_of_who_is_there(house: House) -> None:
    await planned(house, MONDAY, 7, 15, who="Sam")
    await planned(house, MONDAY, 8, 10, who="Tess")
    await planned(house, MONDAY, 17, 20, who="Tess")
    async with house.database.reading() as view:
        (own,) = await rotas.of_assistant(view, house.assistants["Sam"].id, MONDAY, MONDAY)
        with pytest.raises(NotFound):
            await rotas.find(view, house.working("Sam"), house.household, house.clock.now())
    assert own.beside == ("Tess",)


async def test_residents_read_the_rota_and_only_trustees_change_it(house: House) -> None:
    now = house.clock.now()
    async with house.database.writing() as tx:
        place = await rotas.find(tx, house.alun, house.household, now)
        assert not place.keeps
        with pytest.raises(NotFound):
            await rotas.keeping(tx, house.alun, house.household, now)
        with pytest.raises(NotFound):
            await rotas.find(tx, house.stranger, house.household, now)
        await leaving.farewell(tx, house.alun, house.trust, house.people["Alun"], on=SINCE, now=now)
        await rotas.part(tx, house.nia, house.household, person_id=house.people["Alun"], on=SINCE, now=now)
        with pytest.raises(NotFound):
            await rotas.find(tx, house.alun, house.household, now)


async def test_tenants_without_a_trust_keep_their_own_rota(house: House) -> None:
    now = house.clock.now()
    async with house.database.writing() as tx:
        flats = await rotas.set_up(
            tx, house.stranger, title="Night cover", waking_rate=1865, sleep_in_rate=9200, now=now
        )
        assert (await rotas.find(tx, house.stranger, flats.id, now)).keeps
        with pytest.raises(NotFound):
            await rotas.find(tx, house.nia, flats.id, now)


def test_less_than_eleven_hours_between_two_days_is_told() -> None:
    shifts = [
        cover.shift_on(MONDAY, "sam", Kind.WAKING, time(7), time(15)),
        cover.shift_on(MONDAY, "sam", Kind.WAKING, time(15), time(22)),
        cover.shift_on(MONDAY + DAY, "sam", Kind.WAKING, time(7), time(9)),
    ]
    (short,) = model.short_rests(shifts)
    assert short.hours == 9
    assert model.short_rests(shifts[:2]) == ()


def test_hours_are_averaged_over_the_weeks_worked() -> None:
    worked = [
        cover.shift_on(MONDAY + number * DAY, "sam", Kind.WAKING, time(7), time(17)) for number in (0, 1, 2, 3, 4, 7)
    ]
    assert model.average_hours(worked[:5], MONDAY + 6 * DAY) == 50
    assert model.average_hours(worked, MONDAY + 13 * DAY) == 30


@given(
    st.lists(
        st.builds(
            Band,
            st.sampled_from(Kind),
            st.integers(1, 3),
            st.times().map(lambda clock: clock.replace(second=0, microsecond=0, tzinfo=None)),
            st.times().map(lambda clock: clock.replace(second=0, microsecond=0, tzinfo=None)),
        ),
        max_size=6,
    ),
    st.dates(date(2026, 10, 19), date(2027, 4, 1)),
)
def test_a_rota_whose_gaps_are_filled_has_no_gap(bands: list[Band], first: date) -> None:
    last = first + 2 * DAY
    worked: list[Shift] = []
    while missing := cover.gaps(cover.coverage(bands, worked, first, last)):
        worked += [Shift(f"{len(worked) + n}", one.kind, one.starts, one.ends) for n, one in enumerate(missing)]
        assert len(worked) < 500
    assert cover.gaps(cover.coverage(bands, worked, first, last)) == ()


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LEGAL_ZONE)
