"""Shifts as assistants see them: taking one that is offered, and swapping one when both assistants agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from governance.actor import Actor
from governance.arrangements.model import rotas as model
from governance.arrangements.model.rotas import Offered
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.rotas import ShiftRecord, SwapRecord
from governance.arrangements.service import assistants
from governance.arrangements.service.shifts import WEEK, give
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


@dataclass(frozen=True, slots=True)
class Asked:
    """A swap that waits for an answer, as the two assistants see it."""

    swap: SwapRecord
    shift: ShiftRecord
    by: str
    of: str


async def offered_to(view: View, actor: Actor, now: datetime) -> Sequence[ShiftRecord]:
    """Shifts from today on that whoever is signed in, an assistant, may take."""
    own = await assistants.own(view, actor)
    free = select(ShiftRecord).where(ShiftRecord.offered.is_not(None), ShiftRecord.day >= legal_day(now))
    found = (await view.scalars(free.order_by(ShiftRecord.day, ShiftRecord.begins, ShiftRecord.id))).all()
    return [one for one in found if _is_offered(one, own)]


async def take(tx: Transaction, actor: Actor, shift_id: str, *, now: datetime) -> None:
    """An assistant takes a shift that is offered to them.

    Raises:
        NotOffered, Busy, NotCleared
    """
    own = await assistants.own(tx, actor)
    shift = await tx.get(ShiftRecord, shift_id, lock=True)
    if shift is None:
        raise NotFound(shift=shift_id)
    if not _is_offered(shift, own):
        raise model.NotOffered(shift=shift_id)
    await give(tx, None, shift, own.id, now)
    await audit.note(tx, actor, "rota.shift-taken", shift.household, now, shift=shift_id)


async def ask_swap(tx: Transaction, actor: Actor, shift_id: str, *, assistant_id: str, now: datetime) -> SwapRecord:
    """An assistant asks another, who works in the same house, to take a shift; asking is this one's agreement."""
    own = await assistants.own(tx, actor)
    shift = await tx.get(ShiftRecord, shift_id, lock=True)
    if shift is None or shift.assistant != own.id:
        raise NotFound(shift=shift_id)
    if assistant_id not in {one for one, _ in await colleagues(tx, shift, own.id)}:
        raise Invalid({"assistant": "not-a-choice"})
    swap = SwapRecord(id=new_id(), shift=shift_id, asked_by=own.id, asked_of=assistant_id, asked_at=now)
    tx.add(swap)
    await tx.flush()
    await audit.note(tx, actor, "rota.swap-asked", shift.household, now, shift=shift_id, of=assistant_id)
    return swap


async def answer_swap(tx: Transaction, actor: Actor, swap_id: str, *, agrees: bool, now: datetime) -> None:
    """Whoever was asked says yes, and the shift is theirs; or no, and nothing changes.

    Raises:
        SwapAnswered, Busy, NotCleared
    """
    own = await assistants.own(tx, actor)
    swap = await tx.get(SwapRecord, swap_id, lock=True)
    if swap is None or swap.asked_of != own.id:
        raise NotFound(swap=swap_id)
    shift = await tx.get(ShiftRecord, swap.shift, lock=True)
    if shift is None or swap.agreed is not None or shift.assistant != swap.asked_by:
        raise model.SwapAnswered(swap=swap_id)
    swap.agreed, swap.answered_at = agrees, now
    if agrees:
        await give(tx, None, shift, own.id, now)
    await audit.note(tx, actor, "rota.swap-answered", shift.household, now, shift=shift.id, agreed=agrees)


async def colleagues(view: View, shift: ShiftRecord, assistant_id: str) -> Sequence[tuple[str, str]]:
    """Who else works in this house, by id and first name."""
    others = select(ShiftRecord.assistant).where(
        ShiftRecord.household == shift.household,
        ShiftRecord.assistant.is_not(None),
        ShiftRecord.assistant != assistant_id,
        ShiftRecord.day >= shift.day - 8 * WEEK,
    )
    called = await assistants.names(view, set(await view.scalars(others)))
    return sorted(((one, name.split()[0]) for one, name in called.items()), key=lambda pair: pair[1])


async def asked(view: View, assistant_id: str) -> Sequence[Asked]:
    """Swaps that wait for an answer, which this assistant asked or was asked for."""
    waiting = (
        select(SwapRecord, ShiftRecord)
        .join(ShiftRecord, ShiftRecord.id == SwapRecord.shift)
        .where(
            SwapRecord.agreed.is_(None),
            ShiftRecord.assistant == SwapRecord.asked_by,
            (SwapRecord.asked_of == assistant_id) | (SwapRecord.asked_by == assistant_id),
        )
        .order_by(ShiftRecord.day, ShiftRecord.begins)
    )
    found = list(await view.execute(waiting))
    called = await assistants.names(view, {one for swap, _ in found for one in (swap.asked_by, swap.asked_of)})
    return [
        Asked(swap, shift, called[swap.asked_by].split()[0], called[swap.asked_of].split()[0]) for swap, shift in found
    ]


def _is_offered(shift: ShiftRecord, own: AssistantRecord) -> bool:
    return shift.assistant is None and (shift.offered_to == own.id or shift.offered == Offered.BANK)
