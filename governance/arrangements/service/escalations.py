"""Whoever employs is asked: hours outside the framework that the two want (P-268 to P-271)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from governance.actor import Actor, Role
from governance.arrangements.model.agreements import Party
from governance.arrangements.model.variations import Escalation
from governance.arrangements.records.agreements import ArrangementRecord, VariationRecord
from governance.arrangements.service import trusts, variations
from governance.errors import NotFound
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View


async def waiting(view: View, actor: Actor, now: datetime) -> Sequence[VariationRecord]:
    """What this actor is asked, the longest waiting first.

    The co-ordinator answers for the co-operative or for the provider that it is, and trustees for those whom their
    trust is for. A trustee who is paid for the work, or whose family is, does not decide about it (P-215).
    """
    asked = select(VariationRecord).where(
        VariationRecord.escalated_to.is_not(None), VariationRecord.settled_at.is_(None)
    )
    found = await view.scalars(asked.order_by(VariationRecord.proposed_at, VariationRecord.id))
    kept = await _looked_after(view, actor, legal_day(now))
    return [one for one in found if await _is_asked(view, actor, one, kept)]


async def find(view: View, actor: Actor, variation_id: str, now: datetime) -> VariationRecord:
    """One of them; nobody else gets an answer (PERM-2)."""
    for variation in await waiting(view, actor, now):
        if variation.id == variation_id:
            return variation
    raise NotFound(variation=variation_id)


async def decide(tx: Transaction, actor: Actor, variation_id: str, *, yes: bool, now: datetime) -> VariationRecord:
    """Whoever employs says whether the framework may be left. The answers of the two are still needed."""
    found = await find(tx, actor, variation_id, now)
    record = await tx.get(ArrangementRecord, found.arrangement, lock=True)
    variation = await variations.unsettled(tx, variation_id)
    if record is None:
        raise NotFound(variation=variation_id)
    await variations.put_answer(tx, actor, record, variation, party=Party.EMPLOYER, yes=yes, now=now)
    return variation


async def _is_asked(view: View, actor: Actor, variation: VariationRecord, kept: frozenset[str]) -> bool:
    if variation.escalated_to != Escalation.TRUSTEES:
        return actor.is_platform or actor.has(Role.COORDINATOR)
    record = await view.get(ArrangementRecord, variation.arrangement)
    return record is not None and record.person in kept


async def _looked_after(view: View, actor: Actor, today: date) -> frozenset[str]:
    """Those for whom the actor is a trustee today without being paid for it."""
    found: set[str] = set()
    for trust in await trusts.kept_by(view, actor, today):
        found |= {resident.person for resident in await trusts.residents(view, trust, today)}
    return frozenset(found)
