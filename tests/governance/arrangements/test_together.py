"""Peer support and shared things: on when members say so, private until two people agree, never booked twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from governance.actor import Actor, Assurance, Role
from governance.arrangements.model import together as model
from governance.arrangements.model.together import Feature, Notice, Times
from governance.arrangements.service import peers, people, things, together
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.members.model import Candidate
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from tests.governance.people import SECRETARY, SETUP

Person = Callable[..., Candidate]
OFFER = Notice("offer", "I can go with somebody to appointments.", "cy", date(2027, 2, 1))
NINE = datetime(2027, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Village:
    """Three members, and the switches that members turned."""

    def __init__(self, database: Database, clock: ScriptedClock, keys: Keys) -> None:
        self.database, self.clock, self.keys = database, clock, keys
        self.actors: list[Actor] = []

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def motion(self, *, carried: bool = True) -> str:
        async with self.database.writing() as tx:
            words = Texts(en="We help each other.")
            made = await motions.propose(tx, SETUP, title=words, text=words, by_board=True, now=self.now)
            if carried:
                found = await tx.get(MotionRecord, made.id)
                assert found is not None
                found.finding, found.decided_at, found.stage = found.required, self.now, Stage.CARRIED
        return made.id

    async def turn(
        self, feature: Feature, *, on: bool = True, motion: str | None = None, until: date | None = None
    ) -> None:
        motion = motion or await self.motion()
        async with self.database.writing() as tx:
            await together.turn(tx, SECRETARY, feature, on=on, motion_id=motion, now=self.now, until=until)

    async def put(self, who: int = 0, notice: Notice = OFFER) -> str:
        async with self.database.writing() as tx:
            actor = self.actors[who]
            return (await peers.put(tx, actor, self.keys, notice, contact=f"0{who} 111", now=self.now)).id

    async def answer(self, notice: str, who: int = 1) -> None:
        async with self.database.writing() as tx:
            await peers.answer(tx, self.actors[who], self.keys, notice, contact=f"0{who} 111", now=self.now)

    async def settle(self, notice: str, *, agreed: bool, by: int = 0, answer_of: int = 1) -> None:
        async with self.database.writing() as tx:
            person = await people.of_member(tx, SETUP, self.actors[answer_of].member or "", self.now)
            await peers.settle(tx, self.actors[by], notice, person.id, agreed=agreed, now=self.now)

    async def reached(self, notice: str, who: int) -> list[str]:
        async with self.database.reading() as view:
            found = await peers.find(view, self.actors[who], notice, self.now)
            own = await together.known(view, self.actors[who], self.now)
            return [one.contact for one in peers.reached(self.keys, found, own)]

    async def share(self, who: int = 0) -> str:
        async with self.database.writing() as tx:
            return (await things.share(tx, self.actors[who], name="Hoist", place="Neuadd", now=self.now)).id

    async def book(self, thing: str, starts: datetime = NINE, length: timedelta = HOUR, who: int = 1) -> str:
        times = Times(starts, starts + length)
        async with self.database.writing() as tx:
            return (await things.book(tx, self.actors[who], thing, times, self.now)).id


@pytest.fixture
async def village(coop: Database, clock: ScriptedClock, keys: Keys, person: Person) -> Village:
    made = Village(coop, clock, keys)
    async with coop.writing() as tx:
        for number in (1, 2, 3):
            member = await members.admit(tx, SECRETARY, person(number), clock.now())
            roles = frozenset({Role.MEMBER})
            made.actors.append(Actor(account=f"a{number}", member=member.id, roles=roles, assurance=Assurance.LINK))
    return made


@pytest.mark.parametrize("feature", list(Feature))
async def test_nothing_is_there_until_members_carry_a_motion_and_again_when_they_end_it(
    village: Village, feature: Feature
) -> None:
    async def used() -> None:
        async with village.database.reading() as view:
            await (
                peers.notices(view, village.actors[0], village.now)
                if feature is Feature.PEER_SUPPORT
                else things.things(view, village.actors[0], village.now)
            )

    with pytest.raises(model.SwitchedOff):
        await used()
    await village.turn(feature)
    await used()
    await village.turn(feature, on=False)
    with pytest.raises(model.SwitchedOff):
        await used()


async def test_a_switch_needs_a_motion_that_was_carried_and_each_counts_once(village: Village) -> None:
    with pytest.raises(model.NotDecided):
        await village.turn(Feature.PEER_SUPPORT, motion=await village.motion(carried=False))
    motion = await village.motion()
    with pytest.raises(model.SwitchStands):
        await village.turn(Feature.PEER_SUPPORT, on=False, motion=motion)
    await village.turn(Feature.PEER_SUPPORT, motion=motion)
    with pytest.raises(model.NotDecided):
        await village.turn(Feature.PEER_SUPPORT, on=False, motion=motion)
    with pytest.raises(model.SwitchStands):
        await village.turn(Feature.PEER_SUPPORT)


async def test_two_people_reach_each_other_only_when_both_agree(village: Village) -> None:
    await village.turn(Feature.PEER_SUPPORT)
    notice = await village.put()
    await village.answer(notice, 1)
    await village.answer(notice, 2)
    assert [await village.reached(notice, who) for who in (0, 1, 2)] == [[], [], []]
    await village.settle(notice, agreed=True)
    await village.settle(notice, agreed=False, answer_of=2)
    assert [await village.reached(notice, who) for who in (0, 1, 2)] == [["01 111"], ["00 111"], []]


async def test_how_people_are_reached_is_sealed(village: Village) -> None:
    await village.turn(Feature.PEER_SUPPORT)
    await village.answer(await village.put())
    async with village.database.reading() as view:
        for table in ("peer_notice", "peer_answer"):
            (cell,) = (await view.execute(text(f"SELECT contact FROM {table}"))).scalars()
            assert cell.startswith("v1|")
            assert "111" not in cell


async def test_only_whoever_put_up_a_notice_answers_for_it(village: Village) -> None:
    await village.turn(Feature.PEER_SUPPORT)
    notice = await village.put()
    await village.answer(notice, 1)
    for other in (1, 2):
        with pytest.raises(NotFound):
            await village.settle(notice, agreed=True, by=other)
        with pytest.raises(NotFound):
            async with village.database.writing() as tx:
                await peers.take_down(tx, village.actors[other], notice, village.now)
    await village.settle(notice, agreed=False)
    with pytest.raises(model.AnswerSettled):
        await village.settle(notice, agreed=True)
    with pytest.raises(NotFound):
        await village.settle(notice, agreed=True, answer_of=2)


async def test_a_notice_is_answered_once_by_each_and_never_by_its_owner(village: Village) -> None:
    await village.turn(Feature.PEER_SUPPORT)
    notice = await village.put()
    with pytest.raises(model.OwnNotice):
        await village.answer(notice, 0)
    await village.answer(notice, 1)
    with pytest.raises(model.AnsweredAlready):
        await village.answer(notice, 1)


async def test_a_notice_that_is_over_is_read_by_those_it_brought_together_alone(village: Village) -> None:
    await village.turn(Feature.PEER_SUPPORT)
    notice = await village.put()
    await village.answer(notice, 1)
    async with village.database.writing() as tx:
        await peers.take_down(tx, village.actors[0], notice, village.now)
    with pytest.raises(model.NoticeOver):
        async with village.database.writing() as tx:
            await peers.take_down(tx, village.actors[0], notice, village.now)
    assert await village.reached(notice, 1) == []
    with pytest.raises(NotFound):
        await village.reached(notice, 2)
    async with village.database.reading() as view:
        assert await peers.notices(view, village.actors[2], village.now) == []


async def test_the_last_day_of_a_notice_ends_it(village: Village) -> None:
    await village.turn(Feature.PEER_SUPPORT)
    notice = await village.put(notice=Notice("request", "Who would talk to me on Sundays?", "either", date(2027, 1, 4)))
    await village.answer(notice, 1)
    village.clock.move_to(datetime(2027, 1, 5, 0, 0, tzinfo=UTC))
    with pytest.raises(NotFound):
        await village.answer(notice, 2)
    with pytest.raises(model.NoticeOver):
        await village.answer(notice, 1)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.SECRETARY, Role.TREASURER, Role.CHAIR, Role.ASSISTANT])
async def test_no_office_opens_what_people_ask_of_each_other(village: Village, role: Role) -> None:
    await village.turn(Feature.PEER_SUPPORT)
    await village.turn(Feature.SHARED_RESOURCES)
    notice, thing = await village.put(), await village.share()
    officer = Actor(account="o" * 26, roles=frozenset({role}), assurance=Assurance.TWO_FACTORS)
    async with village.database.reading() as view:
        with pytest.raises(NotFound):
            await peers.notices(view, officer, village.now)
        with pytest.raises(NotFound):
            await peers.find(view, officer, notice, village.now)
        with pytest.raises(NotFound):
            await things.find(view, officer, thing)
        with pytest.raises(NotFound):
            await things.bookings(view, officer, thing, village.now)


async def test_what_cannot_be_used_is_named_field_by_field(village: Village) -> None:
    await village.turn(Feature.PEER_SUPPORT)
    with pytest.raises(Invalid) as refused:
        await village.put(notice=Notice("gift", " ", "fr", date(2027, 1, 3)))
    assert refused.value.errors == {
        "kind": "unknown-kind",
        "text": "missing",
        "language": "unknown-language",
        "until": "in-the-past",
    }


async def test_a_thing_is_booked_by_one_at_a_time_and_given_back(village: Village) -> None:
    await village.turn(Feature.SHARED_RESOURCES)
    thing = await village.share()
    booking = await village.book(thing)
    with pytest.raises(model.ThingTaken):
        await village.book(thing, NINE + HOUR / 2, who=2)
    await village.book(thing, NINE + HOUR, who=2)
    with pytest.raises(NotFound):
        async with village.database.writing() as tx:
            await things.cancel(tx, village.actors[2], booking, village.now)
    async with village.database.writing() as tx:
        await things.cancel(tx, village.actors[1], booking, village.now)
    with pytest.raises(model.BookingOver):
        async with village.database.writing() as tx:
            await things.cancel(tx, village.actors[1], booking, village.now)
    await village.book(thing, who=2)


async def test_only_its_keeper_takes_a_thing_back_and_bookings_to_come_are_cancelled(village: Village) -> None:
    await village.turn(Feature.SHARED_RESOURCES)
    thing = await village.share()
    await village.book(thing)
    with pytest.raises(NotFound):
        async with village.database.writing() as tx:
            await things.withdraw(tx, village.actors[1], thing, village.now)
    async with village.database.writing() as tx:
        await things.withdraw(tx, village.actors[0], thing, village.now)
    async with village.database.reading() as view:
        assert await things.bookings(view, village.actors[0], thing, village.now) == []
    for act in (village.book(thing, NINE + 5 * HOUR), _withdrawn(village, thing)):
        with pytest.raises(model.ThingGone):
            await act


async def _withdrawn(village: Village, thing: str) -> None:
    async with village.database.writing() as tx:
        await things.withdraw(tx, village.actors[0], thing, village.now)


async def test_a_booking_lies_ahead_and_ends_after_it_begins(village: Village) -> None:
    await village.turn(Feature.SHARED_RESOURCES)
    thing = await village.share()
    with pytest.raises(Invalid) as refused:
        await village.book(thing, village.now - HOUR, timedelta(0))
    assert refused.value.errors == {"starts_at": "in-the-past", "ends_at": "before-it-begins"}


starts, lengths = st.integers(0, 20), st.integers(1, 9)
times = st.builds(lambda start, hours: Times(NINE + start * HOUR, NINE + (start + hours) * HOUR), starts, lengths)


@given(times, times)
@settings(max_examples=200)
def test_two_times_meet_if_some_instant_is_in_both(one: Times, other: Times) -> None:
    instants = [NINE + half * HOUR / 2 for half in range(80)]
    shared = any(one.starts_at <= at < one.ends_at and other.starts_at <= at < other.ends_at for at in instants)
    assert one.meets(other) is other.meets(one) is shared


async def test_a_trial_ends_by_itself_unless_members_keep_it(village: Village) -> None:
    today = village.now.date()
    last = today + timedelta(days=30)
    await village.turn(Feature.PEER_SUPPORT, until=last)
    notice = await village.put()
    for too_short in (today, last):
        with pytest.raises(Invalid):
            await village.turn(Feature.PEER_SUPPORT, until=too_short)
    village.clock.pass_time(timedelta(days=30))
    with pytest.raises(model.SwitchedOff):
        await village.answer(notice)
    with pytest.raises(model.SwitchStands):
        await village.turn(Feature.PEER_SUPPORT, on=False)
    await village.turn(Feature.PEER_SUPPORT, until=last + timedelta(days=30))
    await village.put(notice=replace(OFFER, until=last + timedelta(days=9)))
    await village.turn(Feature.PEER_SUPPORT)
    village.clock.pass_time(timedelta(days=99))
    with pytest.raises(model.SwitchStands):
        await village.turn(Feature.PEER_SUPPORT)
    await village.put(notice=replace(OFFER, until=village.now.date() + timedelta(days=9)))
    await village.turn(Feature.PEER_SUPPORT, on=False)
