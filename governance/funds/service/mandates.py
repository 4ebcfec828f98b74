"""What lets a fund take and spend money: a decision that members made, with its limits (LED-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from constitution import pooling
from governance.actor import Actor
from governance.arrangements.service import trust_decisions
from governance.audit import service as audit
from governance.board.service import powers
from governance.errors import Invalid, NotFound
from governance.funds.model.funds import (
    PURPOSE_LIMIT,
    FundKind,
    FundState,
    NoMandate,
    NotDecided,
    OverMandate,
    RestsOtherwise,
    Source,
    WrongState,
)
from governance.funds.model.ledger import commitment_of
from governance.funds.records.funds import FundRecord, MandateRecord
from governance.funds.records.spending import CommitmentRecord
from governance.funds.service import funds, posting
from governance.members import service as members
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.hashing import fingerprint
from governance.platform.ids import new_id


@dataclass(frozen=True, slots=True)
class Terms:
    """What a mandate allows: purposes in a few words each, and pence in all and for each spend; none is no limit."""

    purposes: tuple[str, ...]
    since: date
    until: date | None = None
    total: int | None = None
    each: int | None = None

    def errors(self) -> dict[str, str]:
        errors = {} if self.purposes else {"purposes": "missing"}
        if any(not one.strip() or len(one) > PURPOSE_LIMIT for one in self.purposes):
            errors["purposes"] = "too-long"
        errors |= {name: "no-limit-at-all" for name in ("total", "each") if (getattr(self, name) or 1) <= 0}
        if self.until is not None and self.until <= self.since:
            errors["until"] = "before-it-begins"
        return errors


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
        OverMandate: a power allows less than this, together with what rests on it already in any fund.
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
    wanted = select(CommitmentRecord.id).where(CommitmentRecord.mandate == mandate.id)
    own = set(await view.scalars(wanted))
    found = await posting.balances(view, mandate.fund)
    promised = sum(pence for account, pence in found.items() if commitment_of(account) in own)
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
        return await _motion(tx, actor, source)
    if kind is Source.POWER:
        return await _power(tx, source, terms, today)
    decision = await trust_decisions.agreed(tx, source)
    if decision is None or decision.trust != fund.living_trust:
        raise NotDecided(decision=source)
    return fingerprint("trust-decision", decision.id, decision.proposal, decision.outcome)


async def _motion(view: View, actor: Actor, motion_id: str) -> str:
    motion = await motions.find(view, actor, motion_id)
    if motion.stage is not Stage.CARRIED:
        raise NotDecided(motion=motion_id)
    return fingerprint("motion", motion.id, motion.title, motion.text)


async def _power(tx: Transaction, power_id: str, terms: Terms, today: date) -> str:
    await tx.alone(f"power:{power_id}")  # two funds that rest on one power wait for one another
    power = await powers.live(tx, power_id, terms.since)
    if power is None:
        raise NotDecided(power=power_id)
    total = power.limits.total
    left_of_power = None if total is None else total - await _given_out(tx, power_id, today)
    for allowed, wanted in ((left_of_power, terms.total), (power.limits.each, terms.each)):
        if allowed is not None and (wanted is None or wanted > allowed):
            raise OverMandate(pence=wanted, each=allowed)
    return power.text_sha256


async def _given_out(view: View, power_id: str, today: date) -> int:
    """What mandates of all funds may take of a power in all; of one that is over only what it took counts."""
    pence = 0
    for mandate in await view.scalars(select(MandateRecord).where(MandateRecord.power == power_id)):
        over = mandate.until is not None and mandate.until <= today
        total = mandate.total or 0
        pence += total - (await left(view, mandate) or 0) if over else total
    return pence
