"""What the pages of a fund show: how it stands, by month, under which decisions, and one's own part (S-55)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from constitution import Finding, Rulebook, pooling
from governance.actor import Actor
from governance.arrangements.service import people
from governance.board.service import powers
from governance.errors import NotFound
from governance.funds.model import ledger
from governance.funds.model.flow import flow
from governance.funds.model.funds import READERS, WAITING, FundKind, FundState, NoMandate, Payee, SpendState, who
from governance.funds.model.ledger import BANK, Entry
from governance.funds.records.funds import ChangeRecord, FundRecord, MandateRecord
from governance.funds.service import (
    changing,
    committing,
    forgiving,
    funds,
    leaving,
    mandates,
    opening,
    pilots,
    plans,
    posting,
    spending,
    surplus,
    totals,
)
from governance.funds.showing import parts
from governance.funds.showing.changes import said_of
from governance.funds.showing.next import Reader, following
from governance.funds.showing.parts import Own
from governance.members import service as members
from governance.motions import service as motions
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import Texts


@dataclass(frozen=True, slots=True)
class Month:
    """What the bank took in and paid out in one month."""

    first: date
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class Mandate:
    """A decision in words, none where trustees made it; and what is left of it, in pence."""

    record: MandateRecord
    title: Texts | None
    path: str
    live: bool
    left: int | None


async def listed(view: View, actor: Actor, now: datetime) -> dict[str, Any]:
    """The reader's funds, each with how it stands; those left; totals of all funds; what surpluses left."""
    mine, left = await funds.funds(view, actor, now), await funds.left(view, actor, now)
    rules = await members.rules_on(view, now)
    return {
        "may_be_proposed": rules.value("P-242") is not None,
        "funds": [(fund, await posting.standing(view, fund.id)) for fund in mine if fund.kind is not FundKind.RESERVE],
        "left": [
            (fund, person, leaving.debts(await posting.standing(view, fund.id)).get(person, 0)) for fund, person in left
        ],
        "names": await people.names(view, {person for _, person in left}),
        "totals": [one for one in await totals.totals(view, now) if one.kind is not FundKind.RESERVE],
        "kept": await surplus.kept_for(view, actor),
    }


async def shown(view: View, actor: Actor, fund_id: str, now: datetime) -> dict[str, Any]:
    """One fund for those who take part and who keep its books."""
    fund = await funds.find(view, actor, fund_id, now)
    standing = await posting.standing(view, fund_id)
    entries = await posting.entries(view, fund_id)
    today = legal_day(now)
    taking_part = await funds.participants(view, fund_id)
    changes = [one for one in await changing.of_fund(view, fund_id) if one.done_at is None]
    changes = [one for one in changes if await changing.unanswered(view, one)]
    debts = await forgiving.of_fund(view, fund_id)
    planned = await plans.of_fund(view, fund_id)
    keeps = await funds.keeps(view, actor, fund, now)
    own = await parts.own(view, actor, fund, standing=standing, entries=entries, now=now)
    asked = await _asked(view, changes, own)
    spends = await spending.of_fund(view, fund_id)
    named = [await mandate_shown(view, actor, one, today) for one in await mandates.of_fund(view, fund_id)]
    moved = flow(entries, BANK)
    agreed = len([one for one in taking_part if one.consented_at is not None])
    return {
        "fund": fund,
        "standing": standing,
        "months": by_month(entries),
        "mandates": named,
        "spends": spends,
        "promises": [one for one in await committing.of_fund(view, fund_id) if standing.left_of(one.id)],
        "flow": moved,
        "own": own,
        "asked": asked,
        "next": following(
            FundState(fund.state),
            Reader(who(actor), keeps, own, asked=any(asked.values())),
            spends,
            standing,
            enough=fund.state == FundState.PROPOSED and (await opening.agreed_to(view, fund_id, now)).met,
            mandated=any(one.live for one in named),
            came=moved.paid_in,
            today=today,
        ),
        "people": len(taking_part),
        "agreed": agreed,
        "changes": changes,
        **await said_of(view, fund_id),
        "forgiven": [one for one, agreed_to in debts if agreed_to],
        "plans": [one for one in planned if one.holds_on(today)],
        "pilot": await pilots.of_fund(view, fund_id),
        "keeps": keeps or actor.has(*READERS),
        "keeps_books": keeps,
        "me": who(actor),
        "today": today,
        "shows_payee": keeps or actor.has(*READERS),
        "PARTICIPANT": Payee.PARTICIPANT,
        "WAITING": WAITING,
    }


async def book(view: View, actor: Actor, fund_id: str, now: datetime) -> dict[str, Any]:
    """Everything that was entered, the newest first, with what it did to the bank and whether it can be taken back.

    Raises:
        NotFound: for who does not keep the books.
    """
    fund = await funds.find_to_keep(view, actor, fund_id, now)
    entries = await posting.entries(view, fund_id)
    gone = {one.reverses for one in entries}
    found = [
        (one, ledger.balances(one.movements)[BANK], one.seq not in gone and one.kind in posting.REVERSIBLE)
        for one in reversed(entries)
    ]
    return {"fund": fund, "entries": found, "today": legal_day(now)}


async def _asked(view: View, changes: Sequence[ChangeRecord], own: Sequence[Own]) -> Mapping[str, Sequence[Own]]:
    """By change, those for whom the reader has not answered yet."""
    found = {}
    for change in changes:
        waits = await changing.unanswered(view, change)
        found[change.id] = [one for one in own if one.mine and one.person in waits]
    return found


def by_month(entries: Sequence[Entry]) -> Sequence[Month]:
    """The newest month first."""
    came: dict[date, int] = defaultdict(int)
    went: dict[date, int] = defaultdict(int)
    for entry in entries:
        first = entry.on.replace(day=1)
        came[first] += sum(one.pence for one in entry.movements if one.debit == BANK)
        went[first] += sum(one.pence for one in entry.movements if one.credit == BANK)
    months = [Month(first, came[first], went[first]) for first in sorted(came, reverse=True)]
    return [one for one in months if one.came or one.went]


async def trying(view: View, fund: FundRecord, purpose: str, pence: int, now: datetime) -> tuple[str, Finding, Finding]:
    """Under which mandate this would be spent, who would have to agree (P-250), and whether a plan covers it.

    Raises:
        NoMandate: none that holds today has this purpose.
    """
    mandate = await spending_mandate(view, fund.id, purpose, legal_day(now))
    standing = await posting.standing(view, fund.id)
    left = await mandates.left(view, mandate)
    rules = await members.rules_on(view, now)
    available = min(standing.available, standing.held)
    _, planned = await plans.covering(view, fund.id, purpose=purpose, pence=pence, day=legal_day(now), now=now)
    return mandate.id, pooling.may_spend(rules, pence, available if left is None else left, available, 0), planned


async def spending_mandate(view: View, fund_id: str, purpose: str, day: date) -> MandateRecord:
    for mandate in await mandates.of_fund(view, fund_id):
        if purpose in mandate.purposes and await mandates.is_live(view, mandate, day):
            return mandate
    raise NoMandate(fund=fund_id)


async def purposes(view: View, fund_id: str, day: date) -> Sequence[str]:
    """What may be paid for today."""
    found: dict[str, None] = {}
    for mandate in await mandates.of_fund(view, fund_id):
        if await mandates.is_live(view, mandate, day):
            found |= dict.fromkeys(mandate.purposes)
    return list(found)


async def mandate_shown(view: View, actor: Actor, record: MandateRecord, day: date) -> Mandate:
    left, live = await mandates.left(view, record), await mandates.is_live(view, record, day)
    if record.motion is not None:
        motion = await motions.find(view, actor, record.motion)
        return Mandate(record, motion.titled, f"/motions/{motion.id}", live, left)
    if record.trust_decision is not None:
        return Mandate(record, None, f"/trusts/decisions/{record.trust_decision}", live, left)
    power = await powers.find(view, actor, record.power or "")
    return Mandate(record, Texts.from_json(power.purpose), "/board/powers", live, left)


def leaving_found(rules: Rulebook, told_on: date, *, payment_ended: bool) -> dict[str, Finding]:
    """The last day of somebody who gives notice that day, and where a refund goes (P-247, P-249)."""
    return {
        "last_day": pooling.leaves_on(rules, told_on),
        "destination": pooling.refund_goes_to(rules, payment_ended),
    }


async def spend_shown(view: View, actor: Actor, fund_id: str, spend_id: str, now: datetime) -> dict[str, Any]:
    """One spend with who may do what next.

    Raises:
        NotFound: it is of another fund.
    """
    spend = await spending.find(view, actor, spend_id, now)
    if spend.fund != fund_id:
        raise NotFound(spend=spend_id)
    fund = await funds.find(view, actor, fund_id, now)
    waits, keeps = spend.state in WAITING, await funds.keeps(view, actor, fund, now)
    approved = {one.approver for one in spend.approvals}
    return {
        "fund": fund,
        "spend": spend,
        "waits": waits,
        "finding": await spending.may_pay(view, spend, now) if waits else None,
        "may_approve": spend.state is SpendState.PREPARED and who(actor) not in approved | {spend.prepared_by},
        "mine": who(actor) == spend.prepared_by,
        "keeps_books": keeps,
        "missing": sum((await spending.shortfall(view, spend, now)).values()) if waits else 0,
        "shows_payee": keeps
        or actor.has(*READERS)
        or who(actor) == spend.prepared_by
        or spend.payee is not Payee.PARTICIPANT,
        "today": legal_day(now),
    }
