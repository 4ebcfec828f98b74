"""An assistant's own work to come, and leaving: who is told, what ends, what can still be taken away."""

from datetime import date, time, timedelta

import pytest

from constitution import Rulebook
from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.arrangements.jobs import HANDLERS
from governance.arrangements.model.agreements import NotAllowedByRules, NotInThisState, Place, State
from governance.arrangements.model.assistants import AssistantLeft, Status
from governance.arrangements.model.cover import Kind
from governance.arrangements.model.introductions import Check, Item, Outcome
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.introductions import IntroductionRecord
from governance.arrangements.records.rotas import HouseholdRecord, ShiftRecord
from governance.arrangements.service import (
    assistants,
    checks,
    coming,
    departing,
    directory,
    introductions,
    shifts,
    training,
)
from governance.errors import Invalid, NotFound
from governance.platform.clock import ScriptedClock
from governance.platform.ids import new_id
from governance.rulebook import service as rulebook
from tests.governance.arrangements.agreeing import Pair, cleared, pair, weekly
from tests.governance.arrangements.test_support_runs import running, started
from tests.governance.conftest import Web
from tests.governance.people import SETUP

__all__ = ["pair"]

COORDINATOR = Actor("c" * 26, "k" * 26, frozenset({Role.MEMBER, Role.COORDINATOR}), Assurance.TWO_FACTORS)


BEN = "ben"


async def shift_of(pair: Pair, day: date, assistant: str | None = BEN) -> str:
    async with pair.database.writing() as tx:
        house = HouseholdRecord(
            id=new_id(), entered_at=pair.clock.now(), title="Number 4", waking_rate=1865, sleep_in_rate=9200
        )
        tx.add(house)
        await tx.flush()
        shift = ShiftRecord(
            id=new_id(),
            household=house.id,
            day=day,
            begins=time(23),
            ends=time(7),
            kind=Kind.SLEEP_IN,
            rate=9200,
            assistant=pair.assistant if assistant == BEN else assistant,
        )
        tx.add(shift)
    return shift.id


async def test_an_assistant_sees_when_and_where_over_arrangements_and_rotas(pair: Pair) -> None:
    record = await running(pair)
    await shift_of(pair, pair.clock.now().date() + timedelta(days=2))
    async with pair.database.reading() as view:
        found = await coming.own(view, pair.ben, pair.clock.now())
        with pytest.raises(NotFound):
            await coming.own(view, pair.ann, pair.clock.now())
    assert [one.starts for one in found] == sorted(one.starts for one in found)
    assert {one.source for one in found} == {coming.From.ARRANGEMENT, coming.From.ROTA}
    first = next(one for one in found if one.source is coming.From.ARRANGEMENT)
    assert (first.about, first.place, first.whose) == (record.id, Place.SEVERAL, "Ann Ŵyn")
    assert all(one.starts.date() >= record.started_on for one in found if one.about == record.id)
    night = next(one for one in found if one.source is coming.From.ROTA)
    assert (night.whose, night.kind) == ("Number 4", Kind.SLEEP_IN)


async def test_work_that_ends_is_not_coming_any_more(pair: Pair) -> None:
    record = await running(pair)
    async with pair.database.writing() as tx:
        kept = await tx.get(ArrangementRecord, record.id)
        kept.ends_on, kept.ground = pair.clock.now().date(), "both-wish"
    async with pair.database.reading() as view:
        assert await coming.own(view, pair.ben, pair.clock.now()) == []


async def leave(pair: Pair, actor: Actor, on: date) -> None:
    async with pair.database.writing() as tx:
        await departing.tell(tx, actor, pair.assistant, on=on, now=pair.clock.now())


@pytest.mark.parametrize("by", ["ben", "coordinator"])
async def test_whoever_is_supported_is_told_and_the_shifts_are_free(pair: Pair, by: str) -> None:
    record, today = await running(pair), pair.clock.now().date()
    on = today + timedelta(days=28)
    before, after = await shift_of(pair, on - timedelta(days=1)), await shift_of(pair, on)
    await leave(pair, pair.ben if by == "ben" else COORDINATOR, on)
    async with pair.database.reading() as view:
        arrangement = await view.get(ArrangementRecord, record.id)
        assert (arrangement.state, arrangement.ends_on, arrangement.ground) == (State.ACTIVE, on, "assistant-wishes")
        assert (await view.get(ShiftRecord, before)).assistant == pair.assistant
        assert (await view.get(ShiftRecord, after)).assistant is None
        assert (await view.get(AssistantRecord, pair.assistant)).status == Status.ACTIVE
    later = pair.clock.now() + timedelta(days=29)
    async with pair.database.writing() as tx:
        await HANDLERS[departing.LEAVES](tx, {"assistant": pair.assistant}, later)
        await HANDLERS[departing.LEAVES](tx, {"assistant": pair.assistant}, later)
    async with pair.database.reading() as view:
        assert (await view.get(AssistantRecord, pair.assistant)).status == Status.LEFT
        assert await access.roles_of(view, pair.ben.account, later) == frozenset()


async def test_an_introduction_that_is_not_over_ends_with_it(pair: Pair) -> None:
    async with pair.database.writing() as tx:
        candidate = introductions.Candidate("Nia", "introduced_by_member", "co_op", email="nia@example.org")
        made = await introductions.introduce(tx, pair.ann, pair.person, candidate, pair.clock.now())
        with pytest.raises(NotFound):
            await departing.tell(tx, pair.ann, made.assistant, on=pair.clock.now().date(), now=pair.clock.now())
        await departing.tell(tx, COORDINATOR, made.assistant, on=pair.clock.now().date(), now=pair.clock.now())
        assert (await tx.get(IntroductionRecord, made.id)).outcome == Outcome.WITHDRAWN
        assert (await tx.get(AssistantRecord, made.assistant)).status == Status.LEFT


async def test_nothing_new_begins_after_somebody_said_that_they_leave(pair: Pair) -> None:
    await running(pair)
    on = pair.clock.now().date() + timedelta(days=7)
    before, after = [await shift_of(pair, on + timedelta(days=n), assistant=None) for n in (-1, 0)]
    await leave(pair, pair.ben, on)
    with pytest.raises(NotFound):
        await pair.propose()
    async with pair.database.writing() as tx:
        assert pair.assistant not in await directory.choosable(tx, pair.ann, pair.clock.now())
        await shifts.give(tx, None, await tx.get(ShiftRecord, before), pair.assistant, pair.clock.now())
        with pytest.raises(AssistantLeft):
            await shifts.give(tx, None, await tx.get(ShiftRecord, after), pair.assistant, pair.clock.now())


async def test_what_both_agreed_begins_and_runs_until_the_day(pair: Pair) -> None:
    record, late = await pair.propose(), await pair.propose(terms=weekly(starts_on=date(2027, 2, 8)))
    for one in (record, late):
        await pair.answer(one.id)
    await cleared(pair)
    on = pair.clock.now().date() + timedelta(days=28)
    await leave(pair, pair.ben, on)
    assert (await started(pair, record.id)).ends_on == on
    with pytest.raises(NotInThisState):
        await started(pair, late.id)


async def test_what_was_declined_is_not_ended(pair: Pair) -> None:
    record = await pair.propose()
    await pair.answer(record.id, yes=False)
    async with pair.database.reading() as view:
        assert await departing.supported(view, pair.assistant) == 0
    await leave(pair, pair.ben, pair.clock.now().date())
    async with pair.database.reading() as view:
        assert (await view.get(ArrangementRecord, record.id)).ends_on is None


async def test_what_was_made_since_all_the_same_ends_on_the_day(pair: Pair) -> None:
    on = pair.clock.now().date() + timedelta(days=28)
    await leave(pair, pair.ben, on)
    async with pair.database.writing() as tx:
        (await tx.get(AssistantRecord, pair.assistant)).left_on = None
    record = await running(pair)
    async with pair.database.writing() as tx:
        (await tx.get(AssistantRecord, pair.assistant)).left_on = on
    async with pair.database.writing() as tx:
        await HANDLERS[departing.LEAVES](tx, {"assistant": pair.assistant}, pair.clock.now() + timedelta(days=28))
        assert (await tx.get(ArrangementRecord, record.id)).state == State.ENDED


async def test_the_coordinator_says_that_the_provider_may_send_somebody_entered_before(
    web: Web, clock: ScriptedClock
) -> None:
    async with web.database.writing() as tx:
        rules = Rulebook.from_pack("c-employee-owned")
        await rulebook.adopt(tx, SETUP, rules, effective_at=clock.now(), now=clock.now(), reference="FCA 1")
        ben = await assistants.enter(tx, SETUP, name="Ben Rees", now=clock.now())
    office, page = await web.signed_in(Role.MEMBER, Role.COORDINATOR), f"/en/assistants/{ben.id}/file"
    for typed, sent in (({"of_provider": "yes"}, True), ({}, False)):
        assert (await office.post(f"/en/assistants/{ben.id}/provider", typed, page=page)).status_code == 303
        async with web.database.reading() as view:
            assert (await view.get(AssistantRecord, ben.id)).of_provider is sent


async def test_where_no_provider_employs_nobody_says_so(pair: Pair) -> None:
    async with pair.database.writing() as tx:
        with pytest.raises(NotAllowedByRules):
            await directory.work_for_provider(tx, COORDINATOR, pair.assistant, of_provider=True, now=pair.clock.now())
        with pytest.raises(NotFound):
            await directory.work_for_provider(tx, pair.ann, pair.assistant, of_provider=True, now=pair.clock.now())


async def brought(pair: Pair) -> IntroductionRecord:
    """Nia, whom Ann brings, with a dated check; the introduction is not over."""
    async with pair.database.writing() as tx:
        candidate = introductions.Candidate("Nia", "introduced_by_member", "co_op", email="nia@example.org")
        made = await introductions.introduce(tx, pair.ann, pair.person, candidate, pair.clock.now())
        check = Check(Item.RIGHT_TO_WORK, pair.clock.now().date())
        await checks.note(tx, COORDINATOR, made.assistant, check, now=pair.clock.now())
    return made


async def kept_after(pair: Pair, made: IntroductionRecord, days: int) -> bool:
    """Is the check still there when everything that falls due so many days from now was done?"""
    at = pair.clock.now() + timedelta(days=days)
    async with pair.database.writing() as tx:
        await HANDLERS[departing.LEAVES](tx, {"assistant": made.assistant}, at)
        await HANDLERS["introduction-forget"](tx, {}, at)
        await HANDLERS[departing.FORGET](tx, {"assistant": made.assistant}, at)
        return bool(await checks.made(tx, made.assistant))


@pytest.mark.parametrize("way", ["leaves", "stopped"])
async def test_of_a_candidate_who_had_worked_shifts_the_evidence_stays_two_years(pair: Pair, way: str) -> None:
    made, today = await brought(pair), pair.clock.now().date()
    await shift_of(pair, today - timedelta(days=1), assistant=made.assistant)
    async with pair.database.writing() as tx:
        if way == "leaves":
            await departing.tell(tx, COORDINATOR, made.assistant, on=today, now=pair.clock.now())
        else:
            await introductions.withdraw(tx, pair.ann, made.id, now=pair.clock.now())
        ended = await introductions.find(tx, COORDINATOR, made.id, pair.clock.now())
        assert ended.outcome == Outcome.LEFT
    assert [await kept_after(pair, made, days) for days in (200, 729, 731)] == [True, True, False]


async def test_the_months_of_a_candidate_count_from_the_day_of_leaving(pair: Pair) -> None:
    made = await brought(pair)
    on = pair.clock.now().date() + timedelta(days=300)
    async with pair.database.writing() as tx:
        await departing.tell(tx, COORDINATOR, made.assistant, on=on, now=pair.clock.now())
    assert [await kept_after(pair, made, days) for days in (200, 300, 470, 490)] == [True, True, True, False]


async def test_nobody_leaves_twice_or_yesterday(pair: Pair) -> None:
    today = pair.clock.now().date()
    with pytest.raises(Invalid):
        await leave(pair, pair.ben, today - timedelta(days=1))
    await leave(pair, pair.ben, today + timedelta(days=1))
    with pytest.raises(AssistantLeft):
        await leave(pair, COORDINATOR, today)


async def test_what_was_checked_goes_after_two_years_and_the_training_stays(pair: Pair) -> None:
    await running(pair)
    left = pair.clock.now()
    await leave(pair, pair.ben, left.date())
    for at, kept in ((left + timedelta(days=729), True), (left + timedelta(days=731), False)):
        async with pair.database.writing() as tx:
            await HANDLERS[departing.FORGET](tx, {"assistant": pair.assistant}, at)
            assert bool(await checks.made(tx, pair.assistant)) is kept
    async with pair.database.reading() as view:
        assert await training.of(view, pair.assistant)
        assert (await view.get(AssistantRecord, pair.assistant)).email is None


async def test_the_record_of_training_is_taken_before_and_handed_over_after(web: Web, pair: Pair) -> None:
    await running(pair)
    ben = web.browser()
    await web.sign_in(ben, pair.ben.account)
    page = f"/en/assistants/{pair.assistant}/leave"
    shown = await ben.get(page)
    assert "Agreements that have not ended: 1." in shown.text
    assert "Take the record of training first" in shown.text
    assert (await ben.get(f"/en/assistants/{pair.assistant}/training.zip")).status_code == 200
    assert "When I work next" in (await ben.get("/en/work")).text
    assert "Ann Ŵyn" in (await ben.get("/en/work/coming")).text
    today = pair.clock.now().date().isoformat()
    assert (await ben.post(page, {"on": today}, page=page)).status_code == 303
    office = await web.signed_in(Role.MEMBER, Role.COORDINATOR)
    assert "No longer works here from" in (await office.get(f"/en/assistants/{pair.assistant}/file")).text
    assert (await office.get(f"/en/assistants/{pair.assistant}/training.zip")).status_code == 200
    other = await web.signed_in(Role.MEMBER)
    assert (await other.get(f"/en/assistants/{pair.assistant}/training.zip")).status_code == 404


async def test_whoever_is_supported_teaches_their_own_way_from_the_arrangement(web: Web, pair: Pair) -> None:
    record = await running(pair)
    async with pair.database.reading() as view:
        account = await access.account_for(view, pair.ann.member)
    ann = web.browser()
    await web.sign_in(ann, account.id)
    here = f"/assistants/{pair.assistant}/training"
    shown = await ann.get(f"/en/support/{record.id}")
    assert "Teach your own way" in shown.text
    assert f'href="/en{here}"' in shown.text
    typed = {"module": "the_members_own_way", "done_on": "2027-01-04", "minutes": "30", "given_by": "Ann"}
    assert (await ann.post(f"/en{here}", typed, page=f"/en{here}")).status_code == 303
    async with pair.database.reading() as view:
        assert "the_members_own_way" in [one.module for one in await training.of(view, pair.assistant)]
