"""Items of board meetings: begun, asked about interests, decided by those who are left (V-24, P-210 to P-216)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from constitution import Finding
from constitution.majority import Votes
from governance.actor import Actor
from governance.audit import service as audit
from governance.board.model import items as model
from governance.board.model.interests import COUNTERPARTY_LIMIT, INSIDE, OTHER, kinds_of, suggested
from governance.board.model.items import Answer, Outcome
from governance.board.records.items import ItemRecord, SeatRecord
from governance.board.service import interests
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.hashing import fingerprint
from governance.platform.ids import new_id
from governance.platform.texts import Texts


@dataclass(frozen=True, slots=True)
class Said:
    """What one director said about an item: the answer, the kind of interest where there is one, and why not."""

    answer: str
    kind: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of an item, by whom it could be decided, and what the votes said if there were any."""

    outcome: Outcome
    quorum: Finding
    decision: Finding | None = None


async def begin(
    tx: Transaction,
    actor: Actor,
    *,
    day: date,
    title: Texts,
    proposal: Texts,
    touches: Collection[str],
    present: Collection[str],
    now: datetime,
    counterparty: str = "",
) -> ItemRecord:
    """Write down an item and who of the board is there; the register of interests says who is asked to say more."""
    rules = await members.rules_on(tx, now)
    board = [holder.member for holder in await interests.directors(tx, day)]
    errors = model.errors_in_words({"title": title, "proposal": proposal}, required=("title", "proposal"))
    errors |= {"day": "in-the-future"} if day > legal_day(now) else {}
    errors |= {"touches": "unknown-kind"} if set(touches) - set(kinds_of(rules)) else {}
    errors |= {} if present else {"present": "missing"}
    errors |= {"present": "not-on-the-board"} if set(present) - set(board) else {}
    errors |= {"counterparty": "too-long"} if len(counterparty) > COUNTERPARTY_LIMIT else {}
    if errors:
        raise Invalid(errors)
    item = ItemRecord(
        id=new_id(),
        day=day,
        title=title.to_json(),
        proposal=proposal.to_json(),
        touches=sorted(touches),
        counterparty=counterparty.strip(),
        board=len(board),
        opened_at=now,
        opened_by=actor.reference,
    )
    item.seats = await _seats(tx, item, present)
    tx.add(item)
    await tx.flush()
    await audit.note(tx, actor, "item.begun", item.id, now, present=len(present), board=len(board))
    return item


async def ask(tx: Transaction, actor: Actor, item_id: str, said: Mapping[str, Said], now: datetime) -> ItemRecord:
    """Write down what each director who is there said about an interest in the item. Until it is decided, again.

    Raises:
        MustLeave: somebody would stay whom the rules send out (P-211).
    """
    rules = await members.rules_on(tx, now)
    item = await _open(tx, actor, item_id)
    for seat in item.seats:
        _write(seat, said.get(seat.member, Said("")), kinds_of(rules))
    errors = model.errors_in_answers(seat.seat for seat in item.seats)
    if errors:
        raise Invalid(errors)
    model.require_leaving(rules, [seat.seat for seat in item.seats])
    item.asked_at = now
    await tx.flush()
    leaving = sum(seat.seat.has_interest for seat in item.seats)
    await audit.note(tx, actor, "item.asked", item_id, now, interests=leaving)
    return item


async def quorum(view: View, item: ItemRecord, now: datetime) -> Finding:
    """Whether those left without an interest can decide (V-24)."""
    return model.quorum(await members.rules_on(view, now), item.board, [seat.seat for seat in item.seats])


async def leave(tx: Transaction, actor: Actor, item_id: str, now: datetime) -> ItemRecord:
    """Close an item that too few are left to decide: nothing is decided, and the rules say who does (P-216).

    Raises:
        InterestsNotAsked
        StillQuorate: the board can decide it.
    """
    item = await _asked(tx, actor, item_id)
    finding = await quorum(tx, item, now)
    if finding.met:
        raise model.StillQuorate(finding=finding)
    await _close(tx, actor, item, Ending(model.outcome_without(finding), finding), now)
    return item


async def decide(
    tx: Transaction,
    actor: Actor,
    item_id: str,
    votes: Votes,
    *,
    alternatives: Texts,
    reason: Texts,
    now: datetime,
    casting: bool | None = None,
) -> ItemRecord:
    """Write down how those left voted and why. Where somebody has an interest, the alternatives are written down too.

    Raises:
        InterestsNotAsked, TooManyVotes
        NotQuorate: too few are left; `leave` closes the item.
    """
    item = await _asked(tx, actor, item_id)
    rules = await members.rules_on(tx, now)
    seats = [seat.seat for seat in item.seats]
    finding = model.quorum(rules, item.board, seats)
    if not finding.met:
        raise model.NotQuorate(finding=finding)
    _require_usable(votes, alternatives, reason, with_interest=any(seat.has_interest for seat in seats))
    outcome, decision = model.decided(rules, seats, votes, casting)
    item.in_favour, item.against, item.abstaining = votes.in_favour, votes.against, votes.abstaining
    item.alternatives, item.reason = alternatives.to_json(), reason.to_json()
    await _close(tx, actor, item, Ending(outcome, finding, decision), now)
    return item


async def find(view: View, actor: Actor, item_id: str, *, lock: bool = False) -> ItemRecord:
    """The item with those who were there: for members once it is decided, for officers from the beginning (PERM-2)."""
    item = await view.get(ItemRecord, item_id, options=[selectinload(ItemRecord.seats)], lock=lock)
    if item is None or not _known_to(actor, item):
        raise NotFound(item=item_id)
    return item


async def items(view: View, actor: Actor) -> Sequence[ItemRecord]:
    """Those this reader may read, the newest first."""
    order = select(ItemRecord).options(selectinload(ItemRecord.seats)).order_by(ItemRecord.day.desc(), ItemRecord.id)
    return [item for item in await view.scalars(order) if _known_to(actor, item)]


async def _seats(view: View, item: ItemRecord, present: Collection[str]) -> list[SeatRecord]:
    """Those present, and which of them are asked: the register knows of an interest, or their class suggests one."""
    classes = dict.fromkeys(present, "") | dict(await members.classes_on(view, present, item.day))
    declared = [record.interest for record in await interests.declared_by(view, sorted(present))]
    asked = suggested(item.touches, item.counterparty, declared, classes, item.day)
    return [
        SeatRecord(
            item=item.id,
            member=member,
            class_=class_,
            because=asked[member].because if member in asked else None,
            interest=asked[member].interest if member in asked else None,
            kind=asked[member].kind if member in asked else None,
        )
        for member, class_ in sorted(classes.items())
    ]


def _write(seat: SeatRecord, said: Said, kinds: Collection[str]) -> None:
    """Who was asked about an interest is not asked of what kind it is."""
    seat.answer = said.answer if said.answer in tuple(Answer) else None
    seat.reason = said.reason.strip()
    if seat.because is None:
        kind = said.kind if said.kind in kinds else OTHER
        seat.kind = kind if seat.seat.has_interest else None


async def _open(tx: Transaction, actor: Actor, item_id: str) -> ItemRecord:
    item = await find(tx, actor, item_id, lock=True)
    if item.outcome != Outcome.OPEN:
        raise model.ItemDecided(item=item_id)
    return item


async def _asked(tx: Transaction, actor: Actor, item_id: str) -> ItemRecord:
    item = await _open(tx, actor, item_id)
    if item.asked_at is None:
        raise model.InterestsNotAsked(item=item_id)
    return item


async def _close(tx: Transaction, actor: Actor, item: ItemRecord, ending: Ending, now: datetime) -> None:
    item.outcome, item.decided_at = ending.outcome, now
    item.quorum = ending.quorum.to_dict()
    item.decision = None if ending.decision is None else ending.decision.to_dict()
    item.sha256 = _fingerprint(item)
    await tx.flush()
    await audit.note(tx, actor, "item.closed", item.id, now, outcome=ending.outcome, text=item.sha256)


def _fingerprint(item: ItemRecord) -> str:
    """Over all that a reader of the decision relies on: who was there, who left, what was decided and why."""
    seats = [[seat.member, seat.class_, seat.kind, seat.answer, seat.reason] for seat in item.seats]
    votes = [item.in_favour, item.against, item.abstaining]
    words = [item.title, item.proposal, item.counterparty, item.alternatives, item.reason]
    findings = [item.quorum, item.decision]
    return fingerprint("board-item", item.id, str(item.day), words, seats, item.board, votes, item.outcome, findings)


def _require_usable(votes: Votes, alternatives: Texts, reason: Texts, *, with_interest: bool) -> None:
    """
    Raises:
        Invalid
    """
    required = ("reason", "alternatives") if with_interest else ("reason",)
    errors = model.errors_in_words({"alternatives": alternatives, "reason": reason}, required=required)
    counts = {"in_favour": votes.in_favour, "against": votes.against, "abstaining": votes.abstaining}
    errors |= {name: "not-a-count" for name, number in counts.items() if number < 0}
    if not errors and not any(counts.values()):
        errors["in_favour"] = "nobody-voted"
    if errors:
        raise Invalid(errors)


def _known_to(actor: Actor, item: ItemRecord) -> bool:
    return actor.is_platform or actor.has(*(INSIDE if item.outcome != Outcome.OPEN else model.AT_THE_TABLE))
