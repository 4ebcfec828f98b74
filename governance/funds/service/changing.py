"""Asking those who take part: another division, people who join, an end, a plan, a share or a debt (P-241)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from constitution import Finding, pooling
from governance.actor import Actor
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import Invalid, NotFound, Refusal
from governance.funds.model.funds import Asked, FundKind, FundState
from governance.funds.records.funds import AgreementRecord, ChangeRecord, FundRecord, ParticipantRecord
from governance.funds.service import dividing, funds
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.hashing import fingerprint
from governance.platform.ids import new_id


class ChangeDone(Refusal):
    """It holds already, or another change came first."""

    code = "fund-change-done"


class AskedAlready(Refusal):
    """The same was asked, and not everybody has answered."""

    code = "fund-asked-already"


@dataclass(frozen=True, slots=True)
class Answer:
    """How far a change has come: ``done`` when it holds; until then the finding says how many are missing."""

    done: bool
    finding: Finding


async def ask(
    tx: Transaction, actor: Actor, fund_id: str, *, basis: str, weights: Mapping[str, int], now: datetime
) -> ChangeRecord:
    """Ask for another basis and other weights for everybody who takes part, with or without people who join.

    Nobody is left out this way: who goes, leaves.
    """
    fund = await funds.find_at(tx, actor, fund_id, now, FundState.OPEN)
    rules = await members.rules_on(tx, now)
    dividing.require_basis(rules, FundKind(fund.kind), basis)
    taking_part = [one.person for one in await funds.participants(tx, fund_id)]
    await dividing.require_people(tx, weights, basis)
    if set(taking_part) - weights.keys():
        raise Invalid({"participants": "somebody-missing"})
    order = [*taking_part, *(person for person in weights if person not in taking_part)]
    divided = [[person, weights[person]] for person in order]
    return await put(tx, actor, fund, Asked.DIVISION, now, basis=basis, weights=divided)


async def ask_to_close(tx: Transaction, actor: Actor, fund_id: str, now: datetime) -> ChangeRecord:
    """Ask that the fund be closed: a change after which nobody takes part."""
    fund = await funds.find_at(tx, actor, fund_id, now, FundState.OPEN)
    return await put(tx, actor, fund, Asked.CLOSING, now)


async def agree(tx: Transaction, actor: Actor, change_id: str, person_id: str, now: datetime) -> Answer:
    """Agree, for oneself or somebody one speaks for. With enough of those who take part, and all who join, it holds."""
    await people.find(tx, actor, person_id, now)
    known = await tx.get(ChangeRecord, change_id)
    if known is None:
        raise NotFound(change=change_id)
    fund = await tx.get(FundRecord, known.fund, lock=True)
    change = await tx.get(ChangeRecord, change_id, lock=True)
    if fund is None or change is None or person_id not in await _asked(tx, change):
        raise NotFound(change=change_id)
    if change.done_at is not None or not await _still_fits(tx, fund, change):
        raise ChangeDone(change=change_id)
    if await tx.get(AgreementRecord, (change_id, person_id)) is None:
        tx.add(AgreementRecord(change=change_id, person=person_id, by=actor.reference, at=now))
        await tx.flush()
        await audit.note(tx, actor, "fund.change-agreed", fund.id, now, change=change_id, person=person_id)
    return await _tried(tx, actor, fund, change, now)


async def find(view: View, actor: Actor, change_id: str, now: datetime) -> tuple[ChangeRecord, FundRecord]:
    """A change and its fund, for those who take part or would, and for who keeps the books."""
    change = await view.get(ChangeRecord, change_id)
    fund = None if change is None else await view.get(FundRecord, change.fund)
    if change is None or fund is None:
        raise NotFound(change=change_id)
    if not any(one.id in change.divided for one in await people.spoken_for(view, actor, now)):
        await funds.find(view, actor, change.fund, now)
    return change, fund


async def of_fund(view: View, fund_id: str) -> Sequence[ChangeRecord]:
    """All that were ever asked for, the newest first."""
    newest = (ChangeRecord.asked_at.desc(), ChangeRecord.id.desc())
    return list(await view.scalars(select(ChangeRecord).where(ChangeRecord.fund == fund_id).order_by(*newest)))


async def unanswered(view: View, change: ChangeRecord) -> Sequence[str]:
    """Those who take part, or would, and have not agreed yet; nobody, where it holds already, or where somebody left
    or joined, or other parts hold, since it was asked for."""
    fund = await view.get(FundRecord, change.fund)
    if fund is None or change.done_at is not None or not await _still_fits(view, fund, change):
        return ()
    agreed = await _agreed(view, change.id)
    asked = dict.fromkeys(one.person for one in await funds.participants(view, change.fund))
    return [person for person in asked | change.divided if person not in agreed]


async def put(
    tx: Transaction,
    actor: Actor,
    fund: FundRecord,
    kind: Asked,
    now: datetime,
    *said: object,
    basis: str | None = None,
    weights: list[list[object]] | None = None,
) -> ChangeRecord:
    """Ask those who take part in a fund that the caller has found; ``said`` is what they would agree to.

    Raises:
        AskedAlready: a form that is sent twice asks once.
    """
    sha256 = fingerprint("fund-change", fund.id, kind, basis, weights, *said)
    for other in await of_fund(tx, fund.id):
        if other.sha256 == sha256 and await unanswered(tx, other):
            raise AskedAlready(change=other.id)
    change = ChangeRecord(
        id=new_id(),
        fund=fund.id,
        kind=kind,
        basis=basis,
        weights=weights,
        sha256=sha256,
        asked_by=actor.reference,
        asked_at=now,
    )
    tx.add(change)
    await tx.flush()
    await audit.note(tx, actor, "fund.change-asked", fund.id, now, change=change.id, text=change.sha256)
    return change


async def _tried(tx: Transaction, actor: Actor, fund: FundRecord, change: ChangeRecord, now: datetime) -> Answer:
    taking_part = {one.person for one in await funds.participants(tx, fund.id)}
    agreed = await _agreed(tx, change.id)
    rules = await members.rules_on(tx, now)
    finding = pooling.participants_decide(rules, change.kind.act, len(agreed & taking_part), len(taking_part))
    joining = [person for person in change.divided if person not in taking_part]
    if not finding.met or set(joining) - agreed:
        return Answer(done=False, finding=finding)
    change.done_at = now
    if change.basis is not None:
        fund.basis = change.basis
        await _join(tx, actor, change, joining, now)
        await dividing.begin(tx, fund.id, change.divided, now)
    elif change.kind is Asked.CLOSING:
        fund.state = FundState.CLOSING
    await tx.flush()
    await audit.note(tx, actor, "fund.changed", fund.id, now, change=change.id)
    return Answer(done=True, finding=finding)


async def _join(tx: Transaction, actor: Actor, change: ChangeRecord, joining: Sequence[str], now: datetime) -> None:
    """Their agreement to the change is their consent (invariant 8)."""
    wanted = select(AgreementRecord).where(AgreementRecord.change == change.id)
    agreements = {one.person: one for one in await tx.scalars(wanted)}
    last = await tx.scalar(select(func.max(ParticipantRecord.place)).where(ParticipantRecord.fund == change.fund))
    for place, person in enumerate(joining, start=last + 1):
        tx.add(
            ParticipantRecord(
                id=new_id(),
                fund=change.fund,
                person=person,
                place=place,
                since=legal_day(now),
                consented_at=agreements[person].at,
                consented_by=agreements[person].by,
                consent_sha256=change.sha256,
            )
        )
        await audit.note(tx, actor, "fund.joined", change.fund, now, person=person)


async def _asked(view: View, change: ChangeRecord) -> frozenset[str]:
    taking_part = {one.person for one in await funds.participants(view, change.fund)}
    return frozenset(taking_part | change.divided.keys())


async def _still_fits(view: View, fund: FundRecord, change: ChangeRecord) -> bool:
    """A fund that closes is not changed, but still spends. Somebody who left or joined since a division was asked for,
    or other parts that hold since, make it one of something else."""
    if change.kind in (Asked.PLAN, Asked.BEARING, Asked.FORGIVING):
        return fund.state is not FundState.CLOSED
    if fund.state is not FundState.OPEN or change.kind is Asked.CLOSING:
        return fund.state is FundState.OPEN
    named, everybody = change.divided.keys(), await funds.participants(view, change.fund, ever=True)
    taking_part = {one.person for one in everybody if one.until is None}
    left_since = {one.person for one in everybody if one.until is not None and one.until >= legal_day(change.asked_at)}
    if not taking_part <= named or named & (left_since - taking_part):
        return False
    return not await _divided_since(view, change)


async def _divided_since(view: View, change: ChangeRecord) -> bool:
    """Were other parts, or another way of sharing, agreed since this was asked for?"""
    ways = select(ChangeRecord.id).where(
        ChangeRecord.fund == change.fund,
        ChangeRecord.basis.is_not(None),
        ChangeRecord.done_at > change.asked_at,
        ChangeRecord.id != change.id,
    )
    return await view.scalar(ways.limit(1)) is not None


async def _agreed(view: View, change_id: str) -> frozenset[str]:
    return frozenset(await view.scalars(select(AgreementRecord.person).where(AgreementRecord.change == change_id)))
