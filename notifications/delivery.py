"""One pass over the outbox: claim a batch, send each message, settle each."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from notifications.channels import Accepted, Answer, Carrier, Refused, Send
from notifications.outbox import Claimed, Dead, Failed, Outbox, Outcome, Sent
from notifications.recipient import Channel
from notifications.retry import NO_JITTER, Schedule

CUT_SHORT = Refused("lease-ended", "the lease ended while sending", uncertain=True)
NO_CARRIER = Refused("no-carrier", "this channel is not set up")
WORN_OUT = Refused("too-many-attempts", "its workers stopped before they could say why", permanent=True, uncertain=True)


@dataclass(frozen=True, slots=True)
class Pass:
    """How one pass went. `left` were claimed but not begun: they return to the queue when the lease ends."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    left: int = 0

    @property
    def claimed(self) -> int:
        return self.sent + self.failed + self.dead + self.left


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where messages come from, what carries them, and how patiently."""

    outbox: Outbox
    carriers: Mapping[Channel, Carrier]
    clock: Callable[[], datetime]
    schedule: Schedule = field(default_factory=Schedule)
    limit: int = 100
    lease: timedelta = timedelta(minutes=10)
    jitter: Callable[[], Fraction] = lambda: NO_JITTER

    async def once(self) -> Pass:
        """Send what is due, in one session for each channel.

        Each message is settled before the next one begins, so a crash leaves at most one whose fate is unknown. Nothing
        is sent after the lease ended, because then another worker may hold the same message (MAIL-1).
        """
        now = self.clock()
        lease_ends = now + self.lease
        batch = await self.outbox.claim(now, self.limit, self.lease)
        outcomes: list[Outcome] = []
        for channel in dict.fromkeys(claimed.channel for claimed in batch):
            mine = [claimed for claimed in batch if claimed.channel is channel]
            outcomes += await self._carry(channel, mine, lease_ends)
        return _counted(outcomes, len(batch))

    async def _carry(self, channel: Channel, batch: Sequence[Claimed], lease_ends: datetime) -> list[Outcome]:
        carrier = self.carriers.get(channel)
        if carrier is None:
            return [await self._settle(claimed, NO_CARRIER) for claimed in batch]
        outcomes: list[Outcome] = []
        async with carrier.session() as send:
            for claimed in batch:
                remaining = lease_ends - self.clock()
                if remaining <= timedelta(0):
                    break
                outcomes.append(await self._settle(claimed, await self._try(send, claimed, remaining)))
        return outcomes

    async def _try(self, send: Send, claimed: Claimed, remaining: timedelta) -> Answer:
        if claimed.attempt > self.schedule.attempts:
            return WORN_OUT
        try:
            async with asyncio.timeout(remaining.total_seconds()):
                return await send(claimed)
        except TimeoutError:
            return CUT_SHORT

    async def _settle(self, claimed: Claimed, answer: Answer) -> Outcome:
        now = self.clock()
        outcome = judge(answer, claimed.attempt, now, self.schedule, self.jitter())
        await self.outbox.settle(claimed.message.id, outcome, now)
        return outcome


def judge(answer: Answer, attempt: int, now: datetime, schedule: Schedule, jitter: Fraction = NO_JITTER) -> Outcome:
    """What an answer means for the message."""
    if isinstance(answer, Accepted):
        return Sent(answer.receipt)
    next_attempt = None if answer.permanent else schedule.next_attempt(attempt, now, jitter)
    if next_attempt is None:
        return Dead(answer.code, answer.detail, answer.uncertain)
    return Failed(answer.code, answer.detail, next_attempt, answer.uncertain)


def _counted(outcomes: Sequence[Outcome], claimed: int) -> Pass:
    sent = sum(isinstance(outcome, Sent) for outcome in outcomes)
    failed = sum(isinstance(outcome, Failed) for outcome in outcomes)
    return Pass(sent, failed, len(outcomes) - sent - failed, claimed - len(outcomes))
