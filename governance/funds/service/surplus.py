"""A year's surplus: proposed by the board, judged by the rules, decided by members, posted to the books once (M-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from constitution import Finding, Rulebook
from constitution.money import surplus_divided
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.funds.model import surplus as model
from governance.funds.model.funds import FundKind, FundState
from governance.funds.model.ledger import BANK, Entry, Kind, Movement
from governance.funds.model.ledger import uses as uses_account
from governance.funds.model.surplus import Part, use_of
from governance.funds.records.funds import DivisionRecord, FundRecord
from governance.funds.records.surplus import SurplusRecord
from governance.funds.service import mandates, posting
from governance.funds.service.posting import Posting
from governance.members import service as members
from governance.motions import service as motions
from governance.motions.model import ENDED, Stage, known_to
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.texts import Texts

RESERVE = Texts("Reserve", "Cronfa wrth gefn", "Money kept for later", "Arian wrth gefn")
OWN_MONEY, BY_USE = "own_money", "uses"
"""The reserve is the co-operative's own, not held on trust, and is divided among uses and not among people."""
_OF_RESERVE = select(FundRecord).where(FundRecord.kind == FundKind.RESERVE, FundRecord.held_as == OWN_MONEY)


@dataclass(frozen=True, slots=True)
class Division:
    """A surplus as it would be divided, and what the rules say of it."""

    parts: Sequence[Part]
    finding: Finding


async def uses(view: View, now: datetime) -> Sequence[str]:
    """What the rules in force let a surplus be used for.

    Raises:
        NotSettled: under these rules there is no surplus to divide.
    """
    return _uses(await members.rules_on(view, now))


async def tried(view: View, surplus: int, percents: Mapping[str, int], now: datetime) -> Division:
    """What each use would get, in pence, and whether floors are kept; nothing is fixed by looking.

    Raises:
        Invalid: a use that the rules do not know, or parts that are not a hundred together.
    """
    rules = await members.rules_on(view, now)
    unknown = {use for use, percent in percents.items() if percent} - set(_uses(rules))
    errors = dict.fromkeys(sorted(unknown), "not-a-choice")
    errors |= {} if surplus > 0 else {"amount": "missing"}
    if sum(percents.values()) != model.WHOLE or min(percents.values()) < 0:
        errors["percent"] = "not-a-hundred"
    if errors:
        raise Invalid(errors)
    parts = model.divided(surplus, percents)
    to_members = [part.use for part in parts if part.use in model.TO_MEMBERS]
    return Division(parts, surplus_divided(rules, surplus, {part.use: part.pence for part in parts}, to_members))


async def propose(
    tx: Transaction, actor: Actor, *, year_ended: date, surplus: int, percents: Mapping[str, int], now: datetime
) -> SurplusRecord:
    """The board proposes how to divide the surplus of the year that ended on a day.

    Raises:
        DivisionRefused: below a floor, or to members who may have none; with the finding.
    """
    found = await tried(tx, surplus, percents, now)
    if not found.finding.met:
        raise model.DivisionRefused(finding=found.finding)
    record = SurplusRecord(
        id=new_id(),
        year_ended=year_ended,
        amount=surplus,
        parts=[part.to_json() for part in found.parts],
        finding=found.finding.to_dict(),
        proposed_by=actor.reference,
        proposed_at=now,
    )
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "surplus.proposed", record.id, now, year_ended=year_ended.isoformat())
    return record


async def put(tx: Transaction, actor: Actor, surplus_id: str, motion_id: str, now: datetime) -> SurplusRecord:
    """Name the motion by which members decide about the proposal; until it is carried another may be named.

    Raises:
        PostedAlready
        Invalid: the motion was lost or withdrawn, or decides about another surplus.
    """
    record = await find(tx, actor, surplus_id, lock=True)
    if record.posted_at is not None:
        raise model.PostedAlready(surplus=surplus_id)
    motion = await motions.find(tx, actor, motion_id)
    others = select(SurplusRecord).where(SurplusRecord.motion == motion_id, SurplusRecord.id != surplus_id)
    if (motion.stage in ENDED and motion.stage is not Stage.CARRIED) or await tx.scalar(others) is not None:
        raise Invalid({"motion": "not-a-choice"})
    record.motion = motion_id
    await tx.flush()
    await audit.note(tx, actor, "surplus.put", surplus_id, now, motion=motion_id)
    return record


async def post(tx: Transaction, actor: Actor, surplus_id: str, now: datetime) -> Entry:
    """Enter a surplus in the reserve as members decided, once: each use is a part of its own.

    Raises:
        NotDecided, PostedAlready
    """
    record = await decided(tx, actor, surplus_id)
    fund, today = await _reserve(tx, actor, now), legal_day(now)
    terms = mandates.Terms(tuple(part.use for part in record.division), today)
    mandate = await mandates.name(tx, actor, fund.id, terms=terms, now=now, motion_id=record.motion)
    moved = tuple(Movement(BANK, uses_account(part.use), part.pence) for part in record.division if part.pence)
    posted = Posting(Kind.TRANSFER, today, mandate.id, f"surplus {record.year_ended.isoformat()}", moved)
    record.posted_at = now
    await tx.flush()
    await audit.note(tx, actor, "surplus.posted", surplus_id, now, fund=fund.id)
    return await posting.post(tx, actor, fund, posted, now)


async def kept_for(view: View, actor: Actor) -> Mapping[str, int]:
    """By use: what surpluses left in the reserve so far, in pence. Every member may know."""
    if not known_to(actor):
        raise NotFound
    found = await view.scalar(_OF_RESERVE)
    balances = {} if found is None else await posting.balances(view, found.id)
    uses_found = {use: -pence for account, pence in balances.items() if (use := use_of(account)) is not None}
    return dict(sorted(uses_found.items()))


async def decided(tx: Transaction, actor: Actor, surplus_id: str) -> SurplusRecord:
    """The proposal, held for this act alone, if members have carried its motion and it is in no book yet.

    Raises:
        NotDecided, PostedAlready
    """
    record = await find(tx, actor, surplus_id, lock=True)
    await tx.alone(f"surplus:{record.year_ended.isoformat()}")
    same_year = select(SurplusRecord).where(
        SurplusRecord.year_ended == record.year_ended, SurplusRecord.posted_at.is_not(None)
    )
    if await tx.scalar(same_year) is not None:
        raise model.PostedAlready(surplus=surplus_id)
    motion = None if record.motion is None else await motions.find(tx, actor, record.motion)
    if motion is None or motion.stage is not Stage.CARRIED:
        raise model.NotDecided(surplus=surplus_id)
    return record


async def find(view: View, actor: Actor, surplus_id: str, *, lock: bool = False) -> SurplusRecord:
    """What the board proposes about a surplus is every member's to read."""
    record = await view.get(SurplusRecord, surplus_id, lock=lock)
    if record is None or not known_to(actor):
        raise NotFound(surplus=surplus_id)
    return record


async def proposals(view: View, actor: Actor) -> Sequence[SurplusRecord]:
    """All of them, the newest year first."""
    if not known_to(actor):
        raise NotFound
    return list(await view.scalars(select(SurplusRecord).order_by(SurplusRecord.year_ended.desc(), SurplusRecord.id)))


async def open_motions(view: View, actor: Actor) -> Sequence[motions.MotionRecord]:
    """Those that could decide about a surplus."""
    every = await motions.motions(view, actor)
    return [one for one in every if one.stage not in ENDED or one.stage is Stage.CARRIED]


async def _reserve(tx: Transaction, actor: Actor, now: datetime) -> FundRecord:
    """The one fund that has no participants: the co-operative's own, opened when first needed."""
    await tx.alone("reserve")
    known: FundRecord | None = await tx.scalar(_OF_RESERVE)
    if known is not None:
        return known
    fund = FundRecord(
        id=new_id(),
        title=RESERVE.to_json(),
        kind=FundKind.RESERVE,
        held_as=OWN_MONEY,
        basis=BY_USE,
        state=FundState.OPEN,
        proposed_by=actor.reference,
        proposed_at=now,
        opened_on=legal_day(now),
    )
    tx.add(fund)
    await tx.flush()
    tx.add(DivisionRecord(fund=fund.id, number=0, weights=[], begun_at=now))
    await tx.flush()
    await audit.note(tx, actor, "fund.opened", fund.id, now, participants=0)
    return fund


def _uses(rules: Rulebook) -> tuple[str, ...]:
    floors = rules.table("P-222") if rules.value("P-222") is not None else {}
    return model.uses_of(rules.words("P-220"), floors)
