"""Proposing a fund, agreeing to it, opening it, and finding it: only those who take part and who keep the books may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from constitution import Rulebook, pooling
from governance.actor import Actor, Role
from governance.arrangements.service import people, trusts
from governance.audit import service as audit
from governance.board.model.powers import fingerprint
from governance.errors import Invalid, NotFound
from governance.funds.model.funds import (
    READERS,
    TITLE_LIMIT,
    DividedOtherwise,
    FundKind,
    FundState,
    HeldOtherwise,
    NotAgreed,
    PooledAlready,
    WrongState,
)
from governance.funds.records.funds import DivisionRecord, FundRecord, ParticipantRecord
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.texts import Texts

EQUAL = "equal"
"""The basis (P-243) under which everybody's weight is one."""


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
    require_basis(rules, kind, basis)
    await require_people(tx, weights, basis)
    if not title.has_any or any(len(words) > TITLE_LIMIT for words in title.to_json().values()):
        raise Invalid({"title": "too-long" if title.has_any else "missing"})
    if not actor.has(Role.TREASURER) and not actor.is_platform:
        await _require_one_of(tx, actor, weights, now)
    if serves.shared_arrangement is not None:
        await _require_unpooled(tx, serves.shared_arrangement)
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


async def consent(tx: Transaction, actor: Actor, fund_id: str, person_id: str, now: datetime) -> ParticipantRecord:
    """Agree to take part, for oneself or somebody one speaks for: before any money comes (invariant 8)."""
    await people.find(tx, actor, person_id, now)
    fund = await find(tx, actor, fund_id, now, lock=True)
    taking_part = {one.person: one for one in await participants(tx, fund_id)}
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
    fund = await find_at(tx, actor, fund_id, now, FundState.PROPOSED)
    rules = await members.rules_on(tx, now)
    taking_part = await participants(tx, fund_id)
    agreed = [one for one in taking_part if one.consented_at is not None]
    finding = pooling.participants_decide(rules, "start", len(agreed), len(taking_part))
    if not finding.met:
        raise NotAgreed(finding=finding)
    fund.state, fund.opened_on = FundState.OPEN, legal_day(now)
    if len(agreed) < len(taking_part):
        await _begin_without(tx, fund_id, {one.person for one in agreed}, now)
    await tx.flush()
    await audit.note(tx, actor, "fund.opened", fund_id, now, participants=len(agreed))
    return fund


async def find(view: View, actor: Actor, fund_id: str, now: datetime, *, lock: bool = False) -> FundRecord:
    """The fund, for those who take part, who speak for somebody who does, and who keep the books (PERM-2)."""
    fund = await view.get(FundRecord, fund_id, lock=lock)
    if fund is None:
        raise NotFound(fund=fund_id)
    reads = actor.has(*READERS) or await keeps(view, actor, fund, now) or await _own(view, actor, fund_id, now)
    if not reads:
        raise NotFound(fund=fund_id)
    return fund


async def find_at(tx: Transaction, actor: Actor, fund_id: str, now: datetime, *states: FundState) -> FundRecord:
    """The fund, held for this act alone, for those who take part and who keep the books, in one of these states.

    Raises:
        WrongState: it is in another.
    """
    fund = await find(tx, actor, fund_id, now, lock=True)
    if not (await keeps(tx, actor, fund, now) or await _own(tx, actor, fund_id, now)):
        raise NotFound(fund=fund_id)
    return _in_state(fund, *states)


async def find_to_keep(view: View, actor: Actor, fund_id: str, now: datetime) -> FundRecord:
    """The fund in any state, to look at, for those who keep its books."""
    fund = await find(view, actor, fund_id, now)
    if not await keeps(view, actor, fund, now):
        raise NotFound(fund=fund_id)
    return fund


async def find_kept(tx: Transaction, actor: Actor, fund_id: str, now: datetime, *states: FundState) -> FundRecord:
    """The same, for those alone who keep the books: money that came and went is theirs to enter.

    Raises:
        WrongState: it is in another.
    """
    fund = await find(tx, actor, fund_id, now, lock=True)
    if not await keeps(tx, actor, fund, now):
        raise NotFound(fund=fund_id)
    return _in_state(fund, *states)


async def keeps(view: View, actor: Actor, fund: FundRecord, now: datetime) -> bool:
    """Does the actor keep the fund's books: as treasurer, or as a trustee of the living trust whose fund it is?"""
    if actor.is_platform or actor.has(Role.TREASURER):
        return True
    if fund.living_trust is None or actor.member is None:
        return False
    return actor.member in {one.member for one in await trusts.trustees(view, fund.living_trust, legal_day(now))}


async def find_own(
    view: View, actor: Actor, fund_id: str, person_id: str, now: datetime
) -> tuple[FundRecord, ParticipantRecord]:
    """One person's part in a fund, also after they left: for them, who speaks for them, and who keeps the books."""
    wanted = select(ParticipantRecord).where(ParticipantRecord.fund == fund_id, ParticipantRecord.person == person_id)
    part = await view.scalar(wanted.order_by(ParticipantRecord.place.desc()).limit(1))
    fund = await view.get(FundRecord, fund_id)
    if part is None or fund is None:
        raise NotFound(fund=fund_id)
    reads = actor.has(*READERS) or await keeps(view, actor, fund, now)
    if not (reads or await people.speaks_for(view, actor, person_id, now)):
        raise NotFound(fund=fund_id)
    return fund, part


async def funds(view: View, actor: Actor, now: datetime) -> Sequence[FundRecord]:
    """The funds that this actor may read, the newest first."""
    statement = select(FundRecord).order_by(FundRecord.proposed_at.desc(), FundRecord.id)
    if not (actor.is_platform or actor.has(*READERS)):
        own = [person.id for person in await people.spoken_for(view, actor, now)]
        theirs = select(ParticipantRecord.fund).where(ParticipantRecord.person.in_(own), _takes_part_on(now))
        kept = [seat.trust.id for seat in await trusts.mine(view, actor, now) if seat.keeps]
        statement = statement.where(or_(FundRecord.id.in_(theirs), FundRecord.living_trust.in_(kept)))
    return list(await view.scalars(statement))


async def left(view: View, actor: Actor, now: datetime) -> Sequence[tuple[FundRecord, str]]:
    """The funds that this actor's people took part in until they left, each with the person, the newest first."""
    own = [person.id for person in await people.spoken_for(view, actor, now)]
    gone = select(FundRecord, ParticipantRecord.person).join(ParticipantRecord, ParticipantRecord.fund == FundRecord.id)
    gone = gone.where(ParticipantRecord.person.in_(own), ~_takes_part_on(now))
    found = await view.execute(gone.order_by(ParticipantRecord.until.desc(), FundRecord.id))
    return [(fund, person) for fund, person in found]


async def participants(view: View, fund_id: str, *, ever: bool = False) -> Sequence[ParticipantRecord]:
    """Those who take part, in the order of joining; ``ever``: those who left too."""
    statement = select(ParticipantRecord).where(ParticipantRecord.fund == fund_id).order_by(ParticipantRecord.place)
    return list(await view.scalars(statement if ever else statement.where(ParticipantRecord.until.is_(None))))


async def terms_sha256(view: View, fund: FundRecord) -> str:
    """What somebody agrees to: what it is for, how it is held and divided, and who takes part."""
    newest = select(DivisionRecord.weights).where(DivisionRecord.fund == fund.id).order_by(DivisionRecord.number.desc())
    weights = await view.scalar(newest.limit(1))
    return fingerprint("fund", fund.id, fund.title, fund.kind, fund.held_as, fund.basis, weights)


async def begin_division(tx: Transaction, fund_id: str, weights: Mapping[str, int], now: datetime) -> DivisionRecord:
    """From now on costs are divided by other weights; what was charged so far stays as it is (M-00)."""
    last = await tx.scalar(select(func.max(DivisionRecord.number)).where(DivisionRecord.fund == fund_id))
    record = DivisionRecord(fund=fund_id, number=last + 1, weights=list(map(list, weights.items())), begun_at=now)
    tx.add(record)
    await tx.flush()
    return record


def require_basis(rules: Rulebook, kind: FundKind, basis: str) -> None:
    """The rules say by what the cost of support is divided; a home may always be paid for in equal parts (M-02).

    Raises:
        DividedOtherwise: with the finding (P-243).
    """
    divided = pooling.may_be_divided_by(rules, basis)
    if not divided.met and not (kind is FundKind.HOUSING and basis == EQUAL):
        raise DividedOtherwise(finding=divided)


async def require_people(view: View, weights: Mapping[str, int], basis: str) -> None:
    """Known people, at least one, each with a weight, all alike where the basis says so.

    Raises:
        Invalid: naming what is wrong.
    """
    errors = {} if weights else {"participants": "missing"}
    if any(weight <= 0 for weight in weights.values()):
        errors["weights"] = "no-weight"
    elif basis == EQUAL and len(set(weights.values())) > 1:
        errors["weights"] = "not-equal"
    if weights.keys() - (await people.names(view, weights.keys())).keys():
        errors["participants"] = "unknown"
    if errors:
        raise Invalid(errors)


async def _begin_without(tx: Transaction, fund_id: str, staying: set[str], now: datetime) -> None:
    for one in await participants(tx, fund_id):
        if one.person not in staying:
            one.until = legal_day(now)
    newest = select(DivisionRecord).where(DivisionRecord.fund == fund_id).order_by(DivisionRecord.number.desc())
    before = (await tx.scalar(newest.limit(1))).division
    kept = {person: weight for person, weight in before.weights.items() if person in staying}
    await begin_division(tx, fund_id, kept, now)


def _in_state(fund: FundRecord, *states: FundState) -> FundRecord:
    if fund.state not in states:
        raise WrongState(fund=fund.id, state=str(fund.state))
    return fund


async def _own(view: View, actor: Actor, fund_id: str, now: datetime) -> bool:
    own = [person.id for person in await people.spoken_for(view, actor, now)]
    wanted = select(ParticipantRecord.id).where(ParticipantRecord.fund == fund_id, ParticipantRecord.person.in_(own))
    return bool(own) and await view.scalar(wanted.where(_takes_part_on(now)).limit(1)) is not None


async def _require_one_of(view: View, actor: Actor, weights: Mapping[str, int], now: datetime) -> None:
    if not any(one.id in weights for one in await people.spoken_for(view, actor, now)):
        raise NotFound


def _takes_part_on(now: datetime) -> ColumnElement[bool]:
    return or_(ParticipantRecord.until.is_(None), ParticipantRecord.until > legal_day(now))


async def _require_unpooled(tx: Transaction, shared_id: str) -> None:
    await tx.alone(f"pool:{shared_id}")
    living = FundRecord.shared_arrangement == shared_id, FundRecord.state != FundState.CLOSED
    if await tx.scalar(select(FundRecord.id).where(*living)) is not None:
        raise PooledAlready(shared=shared_id)
