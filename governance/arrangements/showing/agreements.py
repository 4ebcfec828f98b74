"""One arrangement as either of the two sees it, put together."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from constitution import Finding
from governance.actor import Actor
from governance.arrangements.model.agreements import Party, Slot, State, Terms
from governance.arrangements.model.duties import Duty
from governance.arrangements.model.variations import Escalation, monday_of
from governance.arrangements.records.agreements import (
    AgreementRecord,
    AnswerRecord,
    ArrangementRecord,
    HelpRecord,
    LookRecord,
    VariationRecord,
)
from governance.arrangements.records.disputes import DisputeRecord, UrgentActionRecord
from governance.arrangements.service import agreements, disputes, duties, helping, urgent, variations, wording
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.keys import Keys


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that waits, with its finding and the answers so far.

    ``mine``: this reader still has to answer; ``by_me``: this reader's side asked, and may take it back.
    """

    record: VariationRecord
    finding: Finding
    answers: Mapping[str, AnswerRecord]
    mine: bool
    by_me: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """``words`` are those in force, or the newest while there are none; ``newer`` waits for an answer beside them."""

    record: ArrangementRecord
    side: Party
    person: str
    assistant: str
    text: AgreementRecord
    words: Terms
    week: Sequence[Slot]
    newer: Terms | None
    newest: AgreementRecord
    answers: Mapping[str, AnswerRecord]
    asked: Asked | None
    past: Sequence[VariationRecord]
    left_this_month: int
    duties: Mapping[str, Duty]
    disputes: Sequence[DisputeRecord]
    help: Sequence[HelpRecord]
    looks: Sequence[LookRecord]
    suspended: UrgentActionRecord | None
    may_suspend: bool

    @property
    def must_answer(self) -> bool:
        """Whether this reader still has to say yes or no to the newest words."""
        waits = self.newer is not None or self.record.state == State.PROPOSED
        return waits and self.side not in self.answers and all(one.yes for one in self.answers.values())

    @property
    def path(self) -> str:
        """Where this side reads it."""
        return f"/support/{self.record.id}" if self.side is Party.MEMBER else f"/work/agreements/{self.record.id}"


async def shown(view: View, actor: Actor, keys: Keys, arrangement_id: str, *, side: Party, now: datetime) -> Shown:
    """
    Raises:
        NotFound: the actor does not stand on this side of it.
    """
    record = await agreements.find_as(view, actor, arrangement_id, side, now)
    return await put_together(view, keys, record, side, now)


async def put_together(view: View, keys: Keys, record: ArrangementRecord, side: Party, now: datetime) -> Shown:
    """Whoever calls has seen to it that the reader may see it."""
    people, assistants = await agreements.names(view, [record])
    newest = await wording.latest(view, record.id)
    text = await wording.in_force(view, record) if record.agreement is not None else newest
    today = legal_day(now)
    week = await variations.hours_on(view, record, today) if record.agreement is not None else text.slots
    return Shown(
        record=record,
        side=side,
        person=people[record.person],
        assistant=assistants[record.assistant],
        text=text,
        words=wording.read(keys, text),
        week=sorted(week, key=lambda slot: (slot.weekday, slot.start)),
        newer=wording.read(keys, newest) if newest.id != text.id else None,
        newest=newest,
        answers=await wording.answers(view, newest.id),
        asked=await _asked(view, record, side),
        past=[one for one in await variations.of(view, record.id) if one.settled_at is not None],
        left_this_month=minutes_left(week, today),
        duties=await duties.of(view, record.id, max(today, record.started_on or today)),
        disputes=await disputes.of_record(view, record.id),
        help=await helping.given_in(view, record.id, now),
        looks=await helping.looks(view, record.id),
        suspended=await urgent.open_for(view, record.id),
        may_suspend=urgent.may_suspend(record),
    )


def minutes_left(week: Sequence[Slot], today: date) -> int:
    """The minutes agreed from today to the end of the month."""
    last = monthrange(today.year, today.month)[1]
    days = [today + timedelta(days=ahead) for ahead in range(last - today.day + 1)]
    return sum(slot.minutes for day in days for slot in week if slot.weekday == day.weekday())


def mondays(now: datetime) -> Sequence[date]:
    """The weeks from which hours can be changed: this one and the next eight."""
    first = monday_of(legal_day(now))
    return [first + timedelta(weeks=ahead) for ahead in range(9)]


def week_after(monday: date) -> date:
    """The Monday after."""
    return monday + timedelta(weeks=1)


async def whose(view: View, variation: VariationRecord) -> str | None:
    """Whose support a change is about: told to trustees, who know them, and not to the co-ordinator."""
    record = await view.get(ArrangementRecord, variation.arrangement)
    if record is None or variation.escalated_to != Escalation.TRUSTEES:
        return None
    return (await agreements.names(view, [record]))[0][record.person]


async def _asked(view: View, record: ArrangementRecord, side: Party) -> Asked | None:
    waiting = await variations.waiting_in(view, record.id)
    if waiting is None:
        return None
    given = await wording.answers(view, waiting.id)
    by_me = await variations.asked_by(view, waiting) is side
    return Asked(waiting, Finding.from_dict(waiting.finding), given, side not in given, by_me)
