"""Finding a fund and who takes part in it: only those who take part and who keep the books may."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from governance.actor import Actor, Role
from governance.arrangements.service import people, trusts
from governance.errors import NotFound
from governance.funds.model.funds import READERS, FundState, WrongState
from governance.funds.records.funds import FundRecord, ParticipantRecord
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View


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


async def every(view: View) -> Sequence[FundRecord]:
    """All of them, the first proposed first: for whoever keeps the server and is nobody here."""
    return list(await view.scalars(select(FundRecord).order_by(FundRecord.proposed_at, FundRecord.id)))


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


def _in_state(fund: FundRecord, *states: FundState) -> FundRecord:
    if fund.state not in states:
        raise WrongState(fund=fund.id, state=str(fund.state))
    return fund


async def _own(view: View, actor: Actor, fund_id: str, now: datetime) -> bool:
    own = [person.id for person in await people.spoken_for(view, actor, now)]
    wanted = select(ParticipantRecord.id).where(ParticipantRecord.fund == fund_id, ParticipantRecord.person.in_(own))
    return bool(own) and await view.scalar(wanted.where(_takes_part_on(now)).limit(1)) is not None


def _takes_part_on(now: datetime) -> ColumnElement[bool]:
    return or_(ParticipantRecord.until.is_(None), ParticipantRecord.until > legal_day(now))
