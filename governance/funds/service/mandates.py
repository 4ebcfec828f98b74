"""What lets a fund take and spend money: a decision that members made, with its limits (LED-4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from constitution import pooling
from governance.actor import Actor
from governance.arrangements.service import trust_decisions
from governance.audit import service as audit
from governance.board.service import powers
from governance.errors import Invalid, NotFound
from governance.funds.model.funds import (
    WAITING,
    FundKind,
    FundState,
    NoMandate,
    NotDecided,
    NotSaid,
    OverMandate,
    RestsOtherwise,
    Source,
    WrongState,
)
from governance.funds.model.ledger import commitment_of
from governance.funds.records.funds import FundRecord, MandateRecord
from governance.funds.records.spending import CommitmentRecord, SpendRecord
from governance.funds.service import funds, posting
from governance.members import service as members
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.hashing import fingerprint
from governance.platform.ids import new_id

Terms = motions.Authority
"""What a mandate allows: the same as what a motion may say, and never more than it."""


async def name(
    tx: Transaction,
    actor: Actor,
    fund_id: str,
    *,
    terms: Terms,
    now: datetime,
    motion_id: str | None = None,
    power_id: str | None = None,
    trust_decision_id: str | None = None,
) -> MandateRecord:
    """Name the decision under which the fund may spend: a motion that was carried, a power of the board in force, or
    what the trustees of its living trust decided once the residents were heard.

    Raises:
        RestsOtherwise: the rules ask for another kind of decision (P-240).
        NotDecided: the motion or the trustees' decision was not carried, or the power does not hold on the day on
            which the mandate begins.
        NotSaid: the motion was not about what a fund may spend.
        Invalid: the motion named other purposes or other days.
        OverMandate: the decision allows less than this, together with what rests on it already in any fund.
    """
    fund = await funds.find_kept(tx, actor, fund_id, now, *FundState)
    if fund.state is FundState.CLOSED:
        raise WrongState(fund=fund_id, state=str(fund.state))
    named = {Source.MOTION: motion_id, Source.POWER: power_id, Source.TRUSTEES: trust_decision_id}
    sources = {kind: source for kind, source in named.items() if source is not None}
    if errors := terms.errors() | ({"source": "one-source"} if len(sources) != 1 else {}):
        raise Invalid(errors)
    ((kind, source),) = sources.items()
    if fund.kind is not FundKind.RESERVE:  # what is nobody's part is divided by members, by a motion
        await _require_authority(tx, kind, now)
    sha256 = await _decided(tx, actor, fund, kind, source, terms, legal_day(now))
    mandate = MandateRecord(
        id=new_id(),
        fund=fund_id,
        motion=motion_id,
        power=power_id,
        trust_decision=trust_decision_id,
        sha256=sha256,
        purposes=list(terms.purposes),
        since=terms.since,
        until=terms.until,
        total=terms.total,
        each=terms.each,
        named_by=actor.reference,
        named_at=now,
    )
    tx.add(mandate)
    await tx.flush()
    await audit.note(tx, actor, "fund.mandate-named", fund_id, now, mandate=mandate.id, source=mandate.source_id)
    return mandate


async def end(tx: Transaction, actor: Actor, mandate_id: str, *, on: date, now: datetime) -> MandateRecord:
    """From this day on nothing is spent under it. What it bound before stays bound."""
    mandate = await tx.get(MandateRecord, mandate_id, lock=True)
    if mandate is None:
        raise NotFound(mandate=mandate_id)
    await funds.find_kept(tx, actor, mandate.fund, now, *FundState)
    if on < mandate.since or on < legal_day(now) or (mandate.until is not None and mandate.until <= on):
        raise Invalid({"on": "not-within"})
    mandate.until = on
    await tx.flush()
    await audit.note(tx, actor, "fund.mandate-ended", mandate.fund, now, mandate=mandate_id, on=str(on))
    return mandate


async def find(view: View, fund_id: str, mandate_id: str) -> MandateRecord:
    mandate = await view.get(MandateRecord, mandate_id)
    if mandate is None or mandate.fund != fund_id:
        raise NotFound(mandate=mandate_id)
    return mandate


async def of_fund(view: View, fund_id: str) -> Sequence[MandateRecord]:
    """All that were ever named, the newest first."""
    newest = (MandateRecord.named_at.desc(), MandateRecord.id.desc())
    return list(await view.scalars(select(MandateRecord).where(MandateRecord.fund == fund_id).order_by(*newest)))


async def is_live(view: View, mandate: MandateRecord, day: date) -> bool:
    """Does it hold that day? One that rests on a power holds no longer than the power does."""
    if not mandate.holds_on(day):
        return False
    return mandate.power is None or await powers.live(view, mandate.power, day) is not None


async def live(view: View, fund_id: str, day: date) -> MandateRecord | None:
    """The newest mandate that holds that day."""
    for mandate in await of_fund(view, fund_id):
        if await is_live(view, mandate, day):
            return mandate
    return None


async def require_live(view: View, fund_id: str, mandate_id: str, day: date) -> MandateRecord:
    """Raises:
    NoMandate: it does not hold that day.
    """
    mandate = await find(view, fund_id, mandate_id)
    if not await is_live(view, mandate, day):
        raise NoMandate(fund=fund_id)
    return mandate


async def latest(view: View, fund_id: str) -> MandateRecord:
    """What is given back or set free rests on the newest mandate, in force or not.

    Raises:
        NoMandate: none was ever named.
    """
    found = await of_fund(view, fund_id)
    if not found:
        raise NoMandate(fund=fund_id)
    return found[0]


async def left(view: View, mandate: MandateRecord) -> int | None:
    """Pence that may still be spent or promised under it; None is no limit."""
    if mandate.total is None:
        return None
    promised = sum((await _promised(view, mandate)).values())
    return mandate.total - promised - await posting.spent_under(view, mandate.fund, mandate.id)


def require_within(mandate: MandateRecord, pence: int) -> None:
    """Raises:
    OverMandate: one spend or promise of so much is more than the mandate allows at a time.
    """
    if mandate.each is not None and pence > mandate.each:
        raise OverMandate(pence=pence, each=mandate.each)


async def _require_authority(view: View, kind: Source, now: datetime) -> None:
    rests = pooling.may_rest_on(await members.rules_on(view, now), kind)
    if not rests.met:
        raise RestsOtherwise(finding=rests)


async def _decided(  # noqa: PLR0917 (one step of `name`)
    tx: Transaction, actor: Actor, fund: FundRecord, kind: Source, source: str, terms: Terms, today: date
) -> str:
    """The hash of what was decided."""
    if kind is Source.MOTION:
        return await _motion(tx, actor, fund, source, terms, today)
    if kind is Source.POWER:
        return await _power(tx, source, terms, today)
    decision = await trust_decisions.agreed(tx, source)
    if decision is None or decision.trust != fund.living_trust:
        raise NotDecided(decision=source)
    return fingerprint("trust-decision", decision.id, decision.proposal, decision.outcome)


async def _motion(  # noqa: PLR0917 (one step of `name`)
    tx: Transaction, actor: Actor, fund: FundRecord, motion_id: str, terms: Terms, today: date
) -> str:
    await tx.alone(f"motion:{motion_id}")  # two funds that rest on one motion wait for one another
    motion = await motions.find(tx, actor, motion_id)
    if motion.stage is not Stage.CARRIED:
        raise NotDecided(motion=motion_id)
    if fund.kind is FundKind.RESERVE:  # what it divides stands in the resolution that was put with it
        return motions.text_sha256(motion)
    authority = motions.authority_of(motion)
    if authority is None:
        raise NotSaid(motion=motion_id)
    if errors := _beyond(terms, authority):
        raise Invalid(errors)
    given_out = await _given_out(tx, MandateRecord.motion == motion_id, today)
    _require_less(terms, authority.total, authority.each, given_out)
    return motions.text_sha256(motion)


def _beyond(terms: Terms, authority: motions.Authority) -> dict[str, str]:
    """In which respects a mandate goes further than what members read before they voted."""
    errors = {} if set(terms.purposes) <= set(authority.purposes) else {"purposes": "beyond-decision"}
    errors |= {"since": "beyond-decision"} if terms.since < authority.since else {}
    if authority.until is not None and (terms.until is None or terms.until > authority.until):
        errors["until"] = "beyond-decision"
    return errors


async def _power(tx: Transaction, power_id: str, terms: Terms, today: date) -> str:
    await tx.alone(f"power:{power_id}")  # two funds that rest on one power wait for one another
    power = await powers.live(tx, power_id, terms.since)
    if power is None:
        raise NotDecided(power=power_id)
    given_out = await _given_out(tx, MandateRecord.power == power_id, today)
    _require_less(terms, power.limits.total, power.limits.each, given_out)
    return power.text_sha256


def _require_less(terms: Terms, total: int | None, each: int | None, given_out: int) -> None:
    left_of_it = None if total is None else total - given_out
    for allowed, wanted in ((left_of_it, terms.total), (each, terms.each)):
        if allowed is not None and (wanted is None or wanted > allowed):
            raise OverMandate(pence=wanted, each=allowed)


async def _given_out(view: View, resting: ColumnElement[bool], today: date) -> int:
    """What mandates of all funds may take of one decision in all; of one that is over only what it took counts, and
    what waits: it may still be paid with a day on which the mandate held."""
    pence = 0
    for mandate in await view.scalars(select(MandateRecord).where(resting)):
        over = mandate.until is not None and mandate.until <= today
        total = mandate.total or 0
        pence += total - max(0, (await left(view, mandate) or 0) - await _waits(view, mandate)) if over else total
    return pence


async def _waits(view: View, mandate: MandateRecord) -> int:
    """Pence of payments that are prepared or approved under it, beyond what is promised for them."""
    promised = await _promised(view, mandate)
    wanted = (
        select(SpendRecord.commitment, func.sum(SpendRecord.pence))
        .where(SpendRecord.mandate == mandate.id, SpendRecord.state.in_(WAITING))
        .group_by(SpendRecord.commitment)
    )
    return sum(max(0, int(pence) - promised.get(promise, 0)) for promise, pence in await view.execute(wanted))


async def _promised(view: View, mandate: MandateRecord) -> Mapping[str | None, int]:
    """By promise that was made under it, what is left of it in pence."""
    own = set(await view.scalars(select(CommitmentRecord.id).where(CommitmentRecord.mandate == mandate.id)))
    found = await posting.balances(view, mandate.fund)
    return {promise: pence for account, pence in found.items() if (promise := commitment_of(account)) in own}
