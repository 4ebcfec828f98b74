"""Pooling money for support that people share: one fund, among all who take part, as the rules let it be kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from governance.actor import Actor
from governance.arrangements.model.sharing import Kind
from governance.arrangements.service import shared
from governance.errors import NotFound, Refusal
from governance.funds.model.funds import FundKind, FundState
from governance.funds.records.funds import FundRecord
from governance.funds.service import funds
from governance.funds.service.funds import EQUAL, Serves
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.texts import Texts

NO_POOL = "split_invoices"
"""The way (P-242) by which each pays their own part and nothing is pooled."""


class PooledAlready(Refusal):
    """A fund pays for this already: two would pay for it twice."""

    code = "fund-pooled-already"


async def offered(view: View, actor: Actor, now: datetime) -> Sequence[tuple[str, Texts]]:
    """What the actor's people share and no fund pays for yet, with its title."""
    paid_for = set(await view.scalars(select(FundRecord.shared_arrangement).where(_living())))
    seen = [one.record for one in await shared.listed(view, actor, now) if one.own]
    running = [one for one in seen if one.in_force is not None and one.ended_on is None]
    return [(one.id, Texts.from_json(one.title)) for one in running if one.id not in paid_for]


async def propose(tx: Transaction, actor: Actor, shared_id: str, now: datetime) -> FundRecord:
    """Ask everybody who shares it whether they pool money for it, in equal parts; sessions keep their own shares.

    Raises:
        PooledAlready
        NotSettled: the rules let no money be pooled (P-242, P-243).
    """
    seen = await shared.find(tx, actor, shared_id, now)
    record, rules = seen.record, await members.rules_on(tx, now)
    if record.in_force is None or record.ended_on is not None:
        raise NotFound(shared=shared_id)
    await tx.alone(f"pool:{shared_id}")
    if await tx.scalar(select(FundRecord.id).where(FundRecord.shared_arrangement == shared_id, _living())) is not None:
        raise PooledAlready(shared=shared_id)
    taking_part = await shared.taking_part(tx, record, legal_day(now))
    bases = rules.words("P-243")
    return await funds.propose(
        tx,
        actor,
        title=Texts.from_json(record.title),
        kind=FundKind.ACTIVITY if record.kind == Kind.ACTIVITY else FundKind.SUPPORT,
        held_as=next((way for way in rules.words("P-242") if way != NO_POOL), NO_POOL),
        basis=EQUAL if EQUAL in bases else bases[0],
        weights=dict.fromkeys((one.person for one in taking_part), 1),
        now=now,
        serves=Serves(shared_arrangement=shared_id),
    )


def _living() -> ColumnElement[bool]:
    return FundRecord.state != FundState.CLOSED
