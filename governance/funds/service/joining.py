"""Letting somebody join a fund: those who take part decide, and whoever joins agrees too (P-241)."""

from datetime import datetime

from governance.actor import Actor
from governance.arrangements.service import people
from governance.errors import Invalid
from governance.funds.model.asking import HEAVIEST, MOST
from governance.funds.model.funds import EQUAL, FundState
from governance.funds.records.funds import ChangeRecord
from governance.funds.service import changing, funds, posting
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction


async def ask(
    tx: Transaction, actor: Actor, fund_id: str, *, person_id: str, email: str, part: int, now: datetime
) -> ChangeRecord:
    """Ask whether somebody joins: ``person_id``, for whom the actor decides, or else the member with that address.

    The parts of the others stay; ``part`` counts where costs are not shared equally.

    Raises:
        Invalid: nobody is named, they take part already, or the part is no part.
    """
    fund = await funds.find_at(tx, actor, fund_id, now, FundState.OPEN)
    weights = dict((await posting.current_division(tx, fund_id)).weights)
    joins = await _named(tx, actor, person_id, email, now)
    if joins in weights:
        raise Invalid({"email": "takes-part"})
    if len(weights) >= MOST:
        raise Invalid({"email": "too-many-people"})
    if fund.basis != EQUAL and not 0 < part <= HEAVIEST:
        raise Invalid({"part": "no-weight"})
    weights[joins] = next(iter(weights.values()), 1) if fund.basis == EQUAL else part
    return await changing.ask(tx, actor, fund_id, basis=fund.basis, weights=weights, now=now)


async def _named(tx: Transaction, actor: Actor, person_id: str, email: str, now: datetime) -> str:
    if person_id:
        return (await people.find(tx, actor, person_id, now)).id
    known = await members.with_email(tx, [email], legal_day(now))
    if email.casefold() not in known:
        raise Invalid({"email": "not-known" if email else "missing"})
    return (await people.of_member(tx, actor, known[email.casefold()], now)).id
