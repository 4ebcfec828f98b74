"""Bearing what one part does not cover: the others pay it by their weights, once enough have agreed (LED-3, P-241)."""

from datetime import datetime

from governance.actor import Actor
from governance.funds.model.funds import Asked, NothingShort
from governance.funds.records.funds import ChangeRecord
from governance.funds.records.spending import BearingRecord
from governance.funds.service import changing, spending
from governance.platform.db import Transaction


async def ask(tx: Transaction, actor: Actor, spend_id: str, now: datetime) -> ChangeRecord:
    """Ask that the others bear what is short now for this spend, and no more. They are told the sum and no name.

    Raises:
        NothingShort: everybody's part covers their share.
        SpendDecided: it was paid or refused.
    """
    fund, spend = await spending.find_waiting(tx, actor, spend_id, now)
    missing = await spending.shortfall(tx, spend, now)
    if not missing:
        raise NothingShort(spend=spend_id)
    change = await changing.put(tx, actor, fund, Asked.BEARING, now, spend_id, sorted(missing.items()))
    for person, pence in missing.items():
        tx.add(BearingRecord(change=change.id, person=person, spend=spend_id, pence=pence))
    await tx.flush()
    return change
