"""What each pays for a session that several people share (M-00, M-01, M-11)."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from governance.access.records import AccountRecord
from governance.arrangements.model.sessions import Attended, CalledOff, Line, NobodyToCharge, NotInTheTerms, NotYet
from governance.arrangements.model.sharing import Asked, Basis, Cost, Kind, Per, Price
from governance.arrangements.records.sessions import EntryRecord
from governance.arrangements.records.sharing import SharedRecord
from governance.arrangements.service import attending, charges, sessions, sharing
from governance.errors import Invalid, NotFound
from tests.governance.arrangements.friends import (
    AFTERNOON,
    BEGINS,
    NOW,
    SUPPORT,
    Friends,
    friends,
    sharing_together,
)


@pytest.fixture
async def seven(coop, person) -> Friends:
    return await sharing_together(await friends(coop, 7, person))


async def test_m_01_a_seven_friends_share_an_afternoon_equally(seven: Friends) -> None:
    number = await seven.hold(lines=[SUPPORT])
    assert await seven.paid(number) == [744, 744, 744, 744, 743, 743, 743]


async def test_m_01_b_whoever_stays_half_the_time_pays_half(coop, person) -> None:
    group = await sharing_together(await friends(coop, 7, person), replace(AFTERNOON, basis=Basis.ATTENDED))
    number = await group.hold([Attended(group.ids[6], 90)], lines=[SUPPORT])
    assert await group.paid(number) == [801, 801, 801, 801, 801, 800, 400]


async def test_m_01_c_transport_is_paid_by_those_who_travelled(seven: Friends) -> None:
    number = await seven.hold(lines=[Line(Cost.TRANSPORT, 1120, seven.ids[:6])])
    assert await seven.paid(number) == [187, 187, 187, 187, 186, 186, 0]


async def test_m_01_d_whoever_tells_thirty_hours_before_pays_nothing(seven: Friends) -> None:
    told = Attended(seven.ids[6], told_at=BEGINS - timedelta(hours=30))
    number = await seven.hold([told], lines=[SUPPORT])
    assert await seven.paid(number) == [868, 868, 868, 867, 867, 867, 0]


@pytest.mark.parametrize("hours", [5, 0, None])
async def test_m_01_e_whoever_tells_too_late_or_never_pays_as_if_there(seven: Friends, hours: int | None) -> None:
    told = Attended(seven.ids[6], told_at=None if hours is None else BEGINS - timedelta(hours=hours))
    number = await seven.hold([told], lines=[SUPPORT])
    assert await seven.paid(number) == [744, 744, 744, 744, 743, 743, 743]


async def test_m_01_f_before_it_each_sees_their_share_and_what_sharing_saves(seven: Friends) -> None:
    async with seven.database.writing() as tx:
        number = await sessions.plan(
            tx,
            seven.actors[0],
            seven.shared,
            starts_at=BEGINS,
            ends_at=BEGINS + timedelta(hours=3),
            lines=[SUPPORT],
            now=NOW,
        )
    async with seven.database.reading() as view:
        record = await view.get(SharedRecord, seven.shared)
        expected = await charges.expected(view, record, number)
    own = 12 * 1735
    assert [one.pence for one in expected] == [744, 744, 744, 744, 743, 743, 743]
    assert sum(own + one.pence for one in expected) == 150_945
    assert sum(own + one.alone for one in expected) == 182_175
    assert sum(one.saving for one in expected) == 31_230


async def test_m_11_a_tenant_who_joins_for_four_nights_of_seven_pays_four_nights(coop, person) -> None:
    nights = replace(
        AFTERNOON, basis=Basis.ATTENDED, prices=(Price(Cost.SUPPORT, Per.SESSION, 64_400),), minutes=7 * 480
    )
    group = await sharing_together(await friends(coop, 11, person), nights, kind=Kind.NIGHT_COVER)
    ends_at = BEGINS + timedelta(days=7)
    async with coop.writing() as tx:
        number = await sessions.plan(tx, group.actors[0], group.shared, starts_at=BEGINS, ends_at=ends_at, now=NOW)
        nights_there = [Attended(one, 480 * 7) for one in group.ids[:10]] + [Attended(group.ids[10], 480 * 4)]
        await sessions.hold(tx, group.actors[0], group.shared, number, attended=nights_there, now=ends_at)
    paid = await group.paid(number)
    assert sorted(paid) == [3481, 6091, *[6092] * 9]
    assert paid[10] == 3481


@pytest.mark.parametrize(("cost", "each"), [(64_400, [5855] * 6 + [5854] * 5), (104_440, [9495] * 6 + [9494] * 5)])
async def test_m_11_eleven_flats_share_the_nights_of_a_week(coop, person, cost: int, each: list[int]) -> None:
    nights = replace(AFTERNOON, prices=(Price(Cost.SUPPORT, Per.SESSION, cost),))
    group = await sharing_together(await friends(coop, 11, person), nights, kind=Kind.NIGHT_COVER)
    assert await group.paid(await group.hold()) == each


async def test_weeks_are_added_up_before_they_are_divided(seven: Friends) -> None:
    paid = [await seven.paid(await seven.hold(lines=[SUPPORT], day=7 * week)) for week in range(7)]
    assert [sum(each) for each in zip(*paid, strict=True)] == [5205] * 7


async def test_a_correction_gives_back_what_was_taken_and_is_divided_anew(seven: Friends) -> None:
    number = await seven.hold(lines=[SUPPORT])
    async with seven.database.reading() as view:
        first = await charges.shares_due(view, seven.shared, date(2027, 12, 1))
    told = Attended(seven.ids[6], told_at=BEGINS - timedelta(hours=30))
    async with seven.database.writing() as tx:
        attended = [*(Attended(one, 180) for one in seven.ids[:6]), told]
        await sessions.hold(
            tx, seven.actors[0], seven.shared, number, attended=attended, now=BEGINS + timedelta(days=2)
        )
    assert await seven.paid(number) == [868, 868, 868, 867, 867, 867, 0]
    async with seven.database.reading() as view:
        after = await charges.shares_due(view, seven.shared, date(2027, 12, 1))
    assert list(after[: len(first)]) == list(first)
    assert len({(one.reference, one.person) for one in after}) == len(after)


async def share_by_hours(group: Friends, day: int) -> None:
    """All but the seventh agree to share by the hours attended, and that begins."""
    now = BEGINS + timedelta(days=day)
    async with group.database.writing() as tx:
        asked = [Asked(one) for one in group.ids]
        terms = replace(AFTERNOON, basis=Basis.ATTENDED)
        written = await sharing.revise(tx, group.actors[0], group.shared, terms=terms, asked=asked, now=now)
        for actor, one in zip(group.actors[:6], group.ids[:6], strict=True):
            await sharing.agree(tx, actor, group.shared, one, sha256=written.sha256, now=now)
        await sharing.begin(tx, group.actors[0], group.shared, now)


async def test_a_correction_is_by_what_was_agreed_when_the_session_was(seven: Friends) -> None:
    number = await seven.hold(lines=[SUPPORT])
    await share_by_hours(seven, day=5)
    attended = [Attended(seven.ids[0], 90), *(Attended(one, 180) for one in seven.ids[1:])]
    async with seven.database.writing() as tx:
        now = BEGINS + timedelta(days=6)
        await sessions.hold(tx, seven.actors[0], seven.shared, number, attended=attended, now=now)
    assert await seven.paid(number) == [744, 744, 744, 744, 743, 743, 743]


@pytest.mark.parametrize(("begins", "each"), [(-1, [473, 947, 947, 946, 946, 946, 0]), (5, [744] * 4 + [743] * 3)])
async def test_a_session_is_by_what_held_as_it_began(seven: Friends, begins: int, each: list[int]) -> None:
    ends_at = BEGINS + timedelta(hours=3)
    async with seven.database.writing() as tx:
        number = await sessions.plan(
            tx, seven.actors[0], seven.shared, starts_at=BEGINS, ends_at=ends_at, now=NOW, lines=[SUPPORT]
        )
    await share_by_hours(seven, begins)
    there = seven.ids if begins > 0 else seven.ids[:6]
    attended = [Attended(there[0], 90), *(Attended(one, 180) for one in there[1:])]
    async with seven.database.writing() as tx:
        now = BEGINS + timedelta(days=6)
        await sessions.hold(tx, seven.actors[0], seven.shared, number, attended=attended, now=now)
    assert await seven.paid(number) == each


async def test_nobody_is_charged_where_all_told_in_time(seven: Friends) -> None:
    told = [Attended(one, told_at=BEGINS - timedelta(hours=30)) for one in seven.ids]
    with pytest.raises(NobodyToCharge):
        await seven.hold(told, lines=[SUPPORT])


async def test_answers_sent_twice_at_once_are_written_down_once(seven: Friends) -> None:
    async with seven.database.writing() as tx:
        account = await tx.scalar(select(AccountRecord.id).where(AccountRecord.member == seven.actors[0].member))
        organiser = replace(seven.actors[0], account=account)
        ends_at = BEGINS + timedelta(hours=3)
        number = await sessions.plan(tx, organiser, seven.shared, starts_at=BEGINS, ends_at=ends_at, now=NOW)
        came = {"came": dict.fromkeys(seven.ids, "yes")}
        minutes = {"minutes": dict.fromkeys(seven.ids, 180)}
        for step, given in {"who": came, "minutes": minutes, "costs": {"costs": {"support": 5205}}}.items():
            await attending.answer(tx, organiser, seven.shared, number, step=step, given=given, now=ends_at)

    async def send() -> int:
        async with seven.database.writing() as tx:
            return len(await attending.hold(tx, organiser, seven.shared, number, ends_at))

    assert sorted(await asyncio.gather(send(), send(), send())) == [0, 0, 7]
    async with seven.database.reading() as view:
        entries = await view.scalars(select(EntryRecord.state).order_by(EntryRecord.place))
        assert list(entries) == ["planned", "held"]


@pytest.mark.parametrize("line", [replace(SUPPORT, pence=5206), Line(Cost.ROOM, 1)])
async def test_a_cost_that_was_not_agreed_is_refused(seven: Friends, line: Line) -> None:
    with pytest.raises(NotInTheTerms):
        await seven.hold(lines=[line])


async def test_who_was_there_is_told_of_everybody_and_after_the_session_began(seven: Friends) -> None:
    async with seven.database.writing() as tx:
        number = await sessions.plan(
            tx, seven.actors[0], seven.shared, starts_at=BEGINS, ends_at=BEGINS + timedelta(hours=3), now=NOW
        )
        all_there = [Attended(one, 180) for one in seven.ids]
        with pytest.raises(NotYet):
            await sessions.hold(tx, seven.actors[0], seven.shared, number, attended=all_there, now=NOW)
        with pytest.raises(Invalid):
            await sessions.hold(tx, seven.actors[0], seven.shared, number, attended=all_there[:6], now=BEGINS)


async def test_only_who_organises_or_works_there_writes_down_who_came(seven: Friends) -> None:
    async with seven.database.writing() as tx:
        with pytest.raises(NotFound):
            await sessions.plan(
                tx, seven.actors[1], seven.shared, starts_at=BEGINS, ends_at=BEGINS + timedelta(hours=3), now=NOW
            )


@pytest.mark.parametrize(("days", "each"), [(15, 0), (13, 8500)])
async def test_a_workshop_called_off_too_late_still_pays_the_leader(coop, person, days: int, each: int) -> None:
    workshops = replace(
        AFTERNOON,
        prices=(Price(Cost.LEADER, Per.SESSION, 8500), Price(Cost.ROOM, Per.SESSION, 1250)),
        notice_days=14,
        leader="Mair Artist",
    )
    group = await sharing_together(await friends(coop, 2, person), workshops, kind=Kind.ACTIVITY)
    async with coop.writing() as tx:
        number = await sessions.plan(
            tx, group.actors[0], group.shared, starts_at=BEGINS, ends_at=BEGINS + timedelta(hours=3), now=NOW
        )
        await sessions.call_off(tx, group.actors[0], group.shared, number, BEGINS - timedelta(days=days))
        with pytest.raises(CalledOff):
            await sessions.call_off(tx, group.actors[0], group.shared, number, BEGINS)
    assert sum(await group.paid(number)) == each
