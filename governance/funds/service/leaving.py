"""Leaving a fund: notice, what comes back or is owed, and how costs are divided from then on (P-247 to P-249)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from constitution import Finding, pooling
from governance.actor import Actor
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import NotFound, Refusal
from governance.funds.model import ledger, pool
from governance.funds.model.funds import FundState, SharesDue, SharesWait
from governance.funds.model.ledger import Entry, Kind, Movement
from governance.funds.model.pool import Leaving
from governance.funds.records.funds import FundRecord, ParticipantRecord
from governance.funds.service import dividing, funds, mandates, posting, settling, spending
from governance.funds.service.posting import Posting
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View

REFERENCE = "leaving"


class NotToldYet(Refusal):
    """Nobody is settled up with who has not said that they leave."""

    code = "fund-notice-missing"


@dataclass(frozen=True, slots=True)
class Left:
    """What an exit came to, where a refund goes, and the entry, if anything moved."""

    leaving: Leaving
    destination: Finding
    entry: Entry | None


async def tell(tx: Transaction, actor: Actor, fund_id: str, person_id: str, now: datetime) -> Finding:
    """Say that somebody leaves, for oneself or whom one speaks for. The finding names the last day (P-247)."""
    await people.find(tx, actor, person_id, now)
    await funds.find_at(tx, actor, fund_id, now, FundState.OPEN)
    part = await _part(tx, fund_id, person_id)
    told_on = part.told_on or legal_day(now)
    if part.told_on is None:
        part.told_on = told_on
        await tx.flush()
        await audit.note(tx, actor, "fund.notice-given", fund_id, now, person=person_id)
    return pooling.leaves_on(await members.rules_on(tx, now), told_on)


async def preview(view: View, fund_id: str, person_id: str, now: datetime) -> Leaving:
    """What leaving now would come to; the caller has found the fund or the person's own part."""
    rules, standing = await members.rules_on(view, now), await posting.standing(view, fund_id)
    if person_id not in standing.division.weights:
        raise NotFound(person=person_id)
    return pool.settle(rules, standing, person_id)


async def settle(
    tx: Transaction, actor: Actor, fund_id: str, person_id: str, *, now: datetime, payment_ended: bool = False
) -> Left:
    """Settle up with somebody who leaves today, before or after the end of their notice: what is still promised says
    how much of theirs stays. From now on costs are divided among the others.

    Raises:
        NotToldYet: they have not said that they leave.
        SharesWait: a payment that was prepared charges them a share.
        SharesDue: they owe a share that is in no payment yet, or in a refused one.
        NobodyShares: nobody would remain; the fund is closed instead.
    """
    fund = await funds.find_kept(tx, actor, fund_id, now, FundState.OPEN)
    part, today = await _part(tx, fund_id, person_id), legal_day(now)
    if part.told_on is None:
        raise NotToldYet(person=person_id)
    if await spending.share_waits(tx, fund_id, person_id):
        raise SharesWait(person=person_id)
    if (due := await settling.owed_by(tx, fund, person_id, now)) > 0:
        raise SharesDue(person=person_id, pence=due)
    rules, standing = await members.rules_on(tx, now), await posting.standing(tx, fund_id)
    found, moved = pool.settle(rules, standing, person_id), pool.leave(rules, standing, person_id)
    entry = await _enter(tx, actor, fund, moved, now) if moved else None
    part.until = today
    await dividing.begin(tx, fund_id, standing.division.without(person_id).weights, now)
    await audit.note(tx, actor, "fund.left", fund_id, now, person=person_id)
    return Left(found, pooling.refund_goes_to(rules, payment_ended), entry)


async def give_back(tx: Transaction, actor: Actor, fund_id: str, person_id: str, now: datetime) -> Entry:
    """Pay somebody who left what came to their part since: a payment was taken back of which they had borne a share.

    Raises:
        NotFound: they take part, or nothing is there.
    """
    fund = await funds.find_kept(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    pence = left_over(await posting.standing(tx, fund_id)).get(person_id)
    if pence is None:
        raise NotFound(person=person_id)
    return await _enter(tx, actor, fund, (Movement(ledger.person(person_id), ledger.BANK, pence),), now)


def left_over(standing: pool.Standing) -> Mapping[str, int]:
    """By person, what lies in the part of those who left."""
    people = (ledger.person_of(account) for account in standing.balances)
    gone = [person for person in people if person is not None and person not in standing.division.weights]
    return {person: standing.claim(person) for person in gone if standing.claim(person)}


def debts(standing: pool.Standing) -> Mapping[str, int]:
    """By person, what those who left still owe."""
    owed = {ledger.debtor_of(account): pence for account, pence in standing.balances.items() if pence}
    return {person: pence for person, pence in owed.items() if person is not None}


async def _enter(tx: Transaction, actor: Actor, fund: FundRecord, moved: tuple[Movement, ...], now: datetime) -> Entry:
    mandate = await mandates.latest(tx, fund.id)
    posted = Posting(Kind.REFUND, legal_day(now), mandate.id, REFERENCE, moved)
    return await posting.post(tx, actor, fund, posted, now)


async def _part(tx: Transaction, fund_id: str, person_id: str) -> ParticipantRecord:
    for one in await funds.participants(tx, fund_id):
        if one.person == person_id:
            return one
    raise NotFound(person=person_id)
