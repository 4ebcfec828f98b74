"""Proposing a fund, agreeing to it, and opening it (P-241 to P-243, invariant 8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from constitution import Finding, pooling
from governance.actor import Actor, Role
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.funds.model.funds import TITLE_LIMIT, FundKind, FundState, HeldOtherwise, NotAgreed, PooledAlready
from governance.funds.records.funds import DivisionRecord, FundRecord, ParticipantRecord
from governance.funds.service import dividing, funds
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.hashing import fingerprint
from governance.platform.ids import new_id
from governance.platform.texts import Texts


@dataclass(frozen=True, slots=True)
class Serves:
    """What a fund pays for, where it is one thing known here: one of these, or none."""

    shared_arrangement: str | None = None
    household: str | None = None
    living_trust: str | None = None


async def propose(
    tx: Transaction,
    actor: Actor,
    *,
    title: Texts,
    kind: FundKind,
    held_as: str,
    basis: str,
    weights: Mapping[str, int],
    now: datetime,
    serves: Serves = Serves(),
) -> FundRecord:
    """Propose a fund among people, each with a weight, in the order of joining. Nothing holds until they agree.

    Raises:
        HeldOtherwise, DividedOtherwise: the rules say no (P-242, P-243).
        PooledAlready: another fund prepares the same sessions.
    """
    rules = await members.rules_on(tx, now)
    if not (held := pooling.may_be_held_as(rules, held_as)).met:
        raise HeldOtherwise(finding=held)
    dividing.require_basis(rules, kind, basis)
    await dividing.require_people(tx, weights, basis)
    if not title.has_any or any(len(words) > TITLE_LIMIT for words in title.to_json().values()):
        raise Invalid({"title": "too-long" if title.has_any else "missing"})
    if not actor.has(Role.TREASURER) and not actor.is_platform:
        await _require_one_of(tx, actor, weights, now)
    if serves.shared_arrangement is not None:
        await require_unpooled(tx, serves.shared_arrangement)
    fund = FundRecord(
        id=new_id(),
        title=title.to_json(),
        kind=kind,
        held_as=held_as,
        basis=basis,
        state=FundState.PROPOSED,
        proposed_by=actor.reference,
        proposed_at=now,
        shared_arrangement=serves.shared_arrangement,
        household=serves.household,
        living_trust=serves.living_trust,
    )
    tx.add(fund)
    await tx.flush()
    today = legal_day(now)
    tx.add_all(
        ParticipantRecord(id=new_id(), fund=fund.id, person=person, place=place, since=today)
        for place, person in enumerate(weights, start=1)
    )
    tx.add(DivisionRecord(fund=fund.id, number=0, weights=list(map(list, weights.items())), begun_at=now))
    await tx.flush()
    await audit.note(tx, actor, "fund.proposed", fund.id, now, kind=kind, participants=len(weights))
    return fund


async def require_unpooled(tx: Transaction, shared_id: str) -> None:
    await tx.alone(f"pool:{shared_id}")
    living = FundRecord.shared_arrangement == shared_id, FundRecord.state != FundState.CLOSED
    if await tx.scalar(select(FundRecord.id).where(*living)) is not None:
        raise PooledAlready(shared=shared_id)


async def consent(tx: Transaction, actor: Actor, fund_id: str, person_id: str, now: datetime) -> ParticipantRecord:
    """Agree to take part, for oneself or somebody one speaks for: before any money comes (invariant 8)."""
    await people.find(tx, actor, person_id, now)
    fund = await funds.find(tx, actor, fund_id, now, lock=True)
    taking_part = {one.person: one for one in await funds.participants(tx, fund_id)}
    if person_id not in taking_part:
        raise NotFound(person=person_id)
    found = taking_part[person_id]
    if found.consented_at is None:
        text = await terms_sha256(tx, fund)
        found.consented_at, found.consented_by, found.consent_sha256 = now, actor.reference, text
        await tx.flush()
        await audit.note(tx, actor, "fund.consented", fund_id, now, person=person_id, text=text)
    return found


async def open_fund(tx: Transaction, actor: Actor, fund_id: str, now: datetime) -> FundRecord:
    """Open a fund to which enough have agreed (P-241). Who has not agreed takes no part."""
    fund = await funds.find_at(tx, actor, fund_id, now, FundState.PROPOSED)
    finding = await agreed_to(tx, fund_id, now)
    if not finding.met:
        raise NotAgreed(finding=finding)
    taking_part = await funds.participants(tx, fund_id)
    agreed = [one for one in taking_part if one.consented_at is not None]
    fund.state, fund.opened_on = FundState.OPEN, legal_day(now)
    if len(agreed) < len(taking_part):
        await _begin_without(tx, fund_id, {one.person for one in agreed}, now)
    await tx.flush()
    await audit.note(tx, actor, "fund.opened", fund_id, now, participants=len(agreed))
    return fund


async def agreed_to(view: View, fund_id: str, now: datetime) -> Finding:
    """Have enough of those who would take part agreed, so that it may be opened (P-241)?"""
    taking_part = await funds.participants(view, fund_id)
    agreed = [one for one in taking_part if one.consented_at is not None]
    return pooling.participants_decide(await members.rules_on(view, now), "start", len(agreed), len(taking_part))


async def terms_sha256(view: View, fund: FundRecord) -> str:
    """What somebody agrees to: what it is for, how it is held and divided, and who takes part."""
    newest = select(DivisionRecord.weights).where(DivisionRecord.fund == fund.id).order_by(DivisionRecord.number.desc())
    weights = await view.scalar(newest.limit(1))
    return fingerprint("fund", fund.id, fund.title, fund.kind, fund.held_as, fund.basis, weights)


async def _require_one_of(view: View, actor: Actor, weights: Mapping[str, int], now: datetime) -> None:
    if not any(one.id in weights for one in await people.spoken_for(view, actor, now)):
        raise NotFound


async def _begin_without(tx: Transaction, fund_id: str, staying: set[str], now: datetime) -> None:
    for one in await funds.participants(tx, fund_id):
        if one.person not in staying:
            one.until = legal_day(now)
    newest = select(DivisionRecord).where(DivisionRecord.fund == fund_id).order_by(DivisionRecord.number.desc())
    before = (await tx.scalar(newest.limit(1))).division
    kept = {person: weight for person, weight in before.weights.items() if person in staying}
    await dividing.begin(tx, fund_id, kept, now)
