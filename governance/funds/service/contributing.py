"""Money that participants pay in, and what each is asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from constitution import Finding, pooling
from governance.actor import Actor
from governance.errors import Invalid, NotFound
from governance.funds.model import ledger, pool
from governance.funds.model.funds import FundState, NotConsented, WrongState
from governance.funds.model.ledger import Entry, Kind, Movement
from governance.funds.service import funds, mandates, posting, spending
from governance.funds.service.posting import Posting
from governance.members import service as members
from governance.platform.db import Transaction, View


@dataclass(frozen=True, slots=True)
class Due:
    """What one participant is asked for: a share of the cost and one of what is kept back (P-246), in pence."""

    person: str
    share: int
    contingency: int

    @property
    def pence(self) -> int:
        return self.share + self.contingency


async def due(view: View, fund_id: str, cost: int, now: datetime) -> tuple[tuple[Due, ...], Finding]:
    """What a cost asks of each, in the order of joining; both parts are divided on their own (M-00)."""
    rules = await members.rules_on(view, now)
    division = await posting.current_division(view, fund_id)
    kept = pooling.contingency(rules, cost)
    extra = division.shares(rules, cast(int, kept.figures["pence"]))
    return tuple(Due(who, pence, extra[who]) for who, pence in division.shares(rules, cost).items()), kept


async def enter(
    tx: Transaction,
    actor: Actor,
    fund_id: str,
    *,
    person_id: str,
    pence: int,
    on: date,
    reference: str,
    now: datetime,
    once: bool = False,
) -> Entry:
    """Enter what somebody paid in. A leaver pays what they owe and no more; a fund that closes takes nothing else.

    Raises:
        Invalid: ``once``, and the same of the same day stands already.
        NotConsented: they have not agreed to the fund.
        NoMandate: no mandate was named yet.
        WrongState: the fund closes, and this is no debt of somebody who left.
    """
    fund = await funds.find_kept(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    taking_part = [one for one in await funds.participants(tx, fund_id, ever=True) if one.person == person_id]
    if not taking_part:
        raise NotFound(person=person_id)
    if all(one.consented_at is None for one in taking_part):
        raise NotConsented(person=person_id)
    if once and await _stands(tx, fund_id, person_id, pence, on, reference):
        raise Invalid({"reference": "entered-already"})
    mandate = await mandates.live(tx, fund_id, on) or await mandates.latest(tx, fund_id)
    rules, standing = await members.rules_on(tx, now), await posting.standing(tx, fund_id)
    if fund.state is FundState.CLOSING and person_id in standing.division.weights:
        raise WrongState(fund=fund_id, state=str(fund.state))
    moved = pool.contribution(rules, standing, person_id, pence)
    return await posting.post(tx, actor, fund, Posting(Kind.CONTRIBUTION, on, mandate.id, reference, moved), now)


async def reverse(
    tx: Transaction, actor: Actor, fund_id: str, seq: int, *, on: date, reference: str, now: datetime
) -> Entry:
    """Take back any entry that was entered wrongly. A spend whose entry it is says that it was taken back."""
    fund = await funds.find_kept(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    entry = await posting.reverse(tx, actor, fund, seq, on=on, reference=reference, now=now)
    await spending.take_back(tx, actor, entry, now)
    return entry


async def _stands(view: View, fund_id: str, person_id: str, pence: int, on: date, reference: str) -> bool:  # noqa: PLR0917
    """Is just this entered and not taken back?"""
    entries = await posting.entries(view, fund_id)
    gone = {one.reverses for one in entries}
    paid = Movement(ledger.BANK, ledger.person(person_id), pence)
    return any(
        one.kind is Kind.CONTRIBUTION and one.on == on and one.reference == reference and paid in one.movements
        for one in entries
        if one.seq not in gone
    )
