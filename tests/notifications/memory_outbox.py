"""An outbox that keeps its promises in memory, and a clock that the test moves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from notifications import Channel, Claimed, Dead, Failed, Message, Outcome, Recipient, State, state_after
from tests.notifications.examples import NOON


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, step: timedelta) -> None:
        self.now += step


@dataclass
class Row:
    message: Message
    recipient: Recipient
    channel: Channel
    due_at: datetime
    state: State = State.QUEUED
    attempts: int = 0
    history: list[Outcome] = field(default_factory=list)


@dataclass
class MemoryOutbox:
    rows: dict[str, Row] = field(default_factory=dict)

    def put(self, message: Message, recipient: Recipient, channel: Channel = Channel.EMAIL) -> None:
        self.rows[message.id] = Row(message, recipient, channel, NOON)

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Claimed]:
        open_states = {State.QUEUED, State.FAILED, State.CLAIMED}
        due = [row for row in self.rows.values() if row.state in open_states and row.due_at <= now]
        batch = sorted(due, key=lambda row: row.attempts)[:limit]
        for row in batch:
            row.state, row.due_at, row.attempts = State.CLAIMED, now + lease, row.attempts + 1
        return [Claimed(row.message, row.recipient, row.channel, row.attempts) for row in batch]

    async def settle(self, message: str, outcome: Outcome, now: datetime) -> None:
        row = self.rows[message]
        row.history.append(outcome)
        row.state = state_after(row.state, outcome)
        if isinstance(outcome, Failed):
            row.due_at = outcome.next_attempt

    def states(self) -> set[State]:
        return {row.state for row in self.rows.values()}

    def open(self) -> bool:
        return not self.states() <= {State.SENT, State.DEAD}

    def last(self, name: str = "m1") -> Outcome:
        return self.rows[name].history[-1]

    def dead(self) -> list[Dead]:
        return [row.history[-1] for row in self.rows.values() if isinstance(row.history[-1], Dead)]
