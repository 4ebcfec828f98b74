from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import (
    Accepted,
    Answer,
    Channel,
    Claimed,
    Dead,
    Delivery,
    Failed,
    Pass,
    Refused,
    Schedule,
    Send,
    Sent,
    State,
    state_after,
)
from tests.notifications.examples import BOB, NOON, message
from tests.notifications.memory_outbox import Clock, MemoryOutbox

LEASE = timedelta(minutes=10)


class Killed(BaseException):
    """The process ends here: nothing after this line happens."""


@dataclass
class Script:
    """A carrier that does what it is told, message after message, and then accepts everything."""

    acts: list[str] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    sessions: int = 0
    clock: Clock = field(default_factory=Clock)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Send]:
        self.sessions += 1
        yield self.send

    async def send(self, claimed: Claimed) -> Answer:
        act = self.acts.pop(0) if self.acts else "accept"
        if act == "killed before":
            raise Killed
        if act == "busy":
            return Refused("busy")
        if act == "no":
            return Refused("no", permanent=True)
        if act == "slow":
            self.clock.move(LEASE)
        self.arrived.append(claimed.message.message_id)
        if act == "killed after":
            raise Killed
        return Refused("lost", uncertain=True) if act == "lost" else Accepted("ok")


def queue(count: int) -> MemoryOutbox:
    outbox = MemoryOutbox()
    for number in range(1, count + 1):
        outbox.put(message(f"m{number}"), BOB)
    return outbox


def delivery(outbox: MemoryOutbox, script: Script, limit: int = 100) -> Delivery:
    return Delivery(outbox, {Channel.EMAIL: script}, script.clock, lease=LEASE, limit=limit)


ACTS = st.lists(st.sampled_from(["accept", "busy", "lost", "killed before", "killed after"]), max_size=40)


@pytest.mark.control("MAIL-1")
@given(ACTS, st.integers(1, 12), st.integers(1, 5))
async def test_whatever_happens_nothing_is_lost_and_repeats_are_only_those_of_a_lost_answer(
    acts: list[str], count: int, limit: int
) -> None:
    unanswered = sum(act in {"lost", "killed after"} for act in acts)
    outbox, script = queue(count), Script(list(acts))
    while outbox.open():
        with suppress(Killed):
            await delivery(outbox, script, limit).once()
        script.clock.move(timedelta(hours=6))
    arrived = Counter(script.arrived)
    reached = {row.message.message_id for row in outbox.rows.values() if row.state is State.SENT}
    assert reached <= set(arrived)
    assert sum(arrived.values()) - len(arrived) <= unanswered
    assert all(row.attempts >= Schedule().attempts for row in outbox.rows.values() if row.state is State.DEAD)


@pytest.mark.control("MAIL-1")
@pytest.mark.parametrize("act", ["killed before", "killed after"])
async def test_a_killed_worker_s_messages_come_back_when_its_lease_ends_and_not_before(act: str) -> None:
    outbox, script = queue(3), Script(["accept", act])
    with pytest.raises(Killed):
        await delivery(outbox, script).once()
    assert [row.state for row in outbox.rows.values()] == [State.SENT, State.CLAIMED, State.CLAIMED]

    assert await delivery(outbox, script).once() == Pass()
    script.clock.move(LEASE)
    assert await delivery(outbox, script).once() == Pass(sent=2)
    repeated = act == "killed after"
    assert script.arrived.count("<m2@coop.example>") == (2 if repeated else 1)
    assert script.arrived.count("<m3@coop.example>") == 1


@pytest.mark.control("MAIL-1")
async def test_nothing_more_is_begun_once_the_lease_has_ended() -> None:
    outbox, script = queue(3), Script(["slow"])
    assert await delivery(outbox, script).once() == Pass(sent=1, left=2)
    assert len(script.arrived) == 1
    assert await delivery(outbox, script).once() == Pass(sent=2)


async def test_a_failure_is_tried_again_when_the_schedule_says_and_not_before() -> None:
    outbox, script = queue(1), Script(["busy", "busy"])
    for minutes in (1, 2):
        assert await delivery(outbox, script).once() == Pass(failed=1)
        assert outbox.last() == Failed("busy", "", script.clock.now + timedelta(minutes=minutes))
        assert await delivery(outbox, script).once() == Pass()
        script.clock.move(timedelta(minutes=minutes))
    assert await delivery(outbox, script).once() == Pass(sent=1)


async def test_jitter_brings_the_next_attempt_forward() -> None:
    outbox, script = queue(1), Script(["busy"])
    eager = Delivery(outbox, {Channel.EMAIL: script}, script.clock, jitter=lambda: Fraction(1, 2))
    await eager.once()
    assert outbox.last() == Failed("busy", "", NOON + timedelta(seconds=52, milliseconds=500))


async def test_after_the_last_attempt_a_message_is_dead() -> None:
    outbox, script = queue(1), Script(["busy"] * 3)
    patient = Delivery(outbox, {Channel.EMAIL: script}, script.clock, Schedule(attempts=3))
    for _ in range(3):
        await patient.once()
        script.clock.move(timedelta(hours=1))
    assert outbox.last() == Dead("busy", "")
    assert await patient.once() == Pass()


async def test_a_lasting_refusal_is_dead_at_once() -> None:
    outbox, script = queue(2), Script(["no"])
    assert await delivery(outbox, script).once() == Pass(sent=1, dead=1)
    assert outbox.last("m1") == Dead("no", "")


async def test_a_message_that_kills_its_workers_does_not_hold_up_the_others_and_ends_up_dead() -> None:
    @dataclass
    class Poisoned(Script):
        async def send(self, claimed: Claimed) -> Answer:
            if claimed.message.id == "m1":
                raise Killed
            return await super().send(claimed)

    outbox, script = queue(3), Poisoned()
    for _ in range(Schedule().attempts + 2):
        try:
            await delivery(outbox, script, limit=1).once()
        except Killed:
            script.clock.move(LEASE)
    assert Counter(script.arrived) == {"<m2@coop.example>": 1, "<m3@coop.example>": 1}
    for _ in range(2):
        await delivery(outbox, script).once()
    assert outbox.last("m1").code == "too-many-attempts"  # type: ignore[union-attr]


async def test_a_channel_that_is_not_set_up_keeps_its_messages_waiting() -> None:
    outbox, script = queue(1), Script()
    outbox.put(message("letter"), BOB, Channel.LETTER)
    assert await delivery(outbox, script).once() == Pass(sent=1, failed=1)
    assert outbox.last("letter").code == "no-carrier"  # type: ignore[union-attr]


async def test_an_empty_outbox_opens_no_session() -> None:
    script = Script()
    assert await delivery(MemoryOutbox(), script).once() == Pass()
    assert script.sessions == 0


FAILED = Failed("busy", "", NOON)
OUTCOMES = st.sampled_from([Sent("ok"), FAILED, Dead("no", "")])


@given(st.lists(OUTCOMES, min_size=1, max_size=6))
def test_what_was_sent_stays_sent_whatever_is_reported_before_or_after(outcomes: list[Sent | Failed | Dead]) -> None:
    state = State.CLAIMED
    for outcome in outcomes:
        state = state_after(state, outcome)
    assert (state is State.SENT) == (Sent("ok") in outcomes)


def test_the_dead_do_not_come_back_by_a_late_failure() -> None:
    assert state_after(State.DEAD, FAILED) is State.DEAD
    assert state_after(State.CLAIMED, FAILED) is State.FAILED
    assert state_after(State.CLAIMED, Dead("no", "")) is State.DEAD
