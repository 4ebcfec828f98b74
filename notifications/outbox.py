"""The port to whoever remembers the messages: claim some, settle each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias

from notifications.message import Message
from notifications.recipient import Channel, Recipient


class State(StrEnum):
    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message lent to one worker until its lease ends.

    `attempt` says which try this is, from 1; it is counted when claiming, so a crash counts as a try.
    """

    message: Message
    recipient: Recipient
    channel: Channel
    attempt: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Handed over. `receipt` is what the receiving side answered."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Failed:
    """To be tried again at `next_attempt`. `uncertain`: it may have arrived, only the answer was lost."""

    code: str
    detail: str
    next_attempt: datetime
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """Given up: a person has to look, and choose another channel."""

    code: str
    detail: str
    uncertain: bool = False


Outcome: TypeAlias = Sent | Failed | Dead


def state_after(current: State, outcome: Outcome) -> State:
    """The state that an outcome leads to. What was sent stays sent, whatever a worker whose lease ran out reports."""
    if current is State.SENT or isinstance(outcome, Sent):
        return State.SENT
    if current is State.DEAD or isinstance(outcome, Dead):
        return State.DEAD
    return State.FAILED


class Outbox(Protocol):
    """Promises asked of an implementation (MAIL-1).

    Each call is a transaction of its own, committed when it returns. `claim` lends rows that are queued, or failed and
    due, or claimed with a lease that has ended; never one row to two workers; those with the fewest attempts first, so
    that a message which breaks its worker cannot hold up the others. `settle` moves the row of the message with that
    `Message.id` as `state_after` says.
    """

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Claimed]: ...

    async def settle(self, message: str, outcome: Outcome, now: datetime) -> None: ...
