"""What waits for an answer about pooled money, and the trials that end soon."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from governance.actor import Actor, Role
from governance.arrangements.model.waiting import Area, Waits, What
from governance.arrangements.service import people
from governance.funds.model.funds import FundState, SpendState, who
from governance.funds.records.funds import ChangeRecord, FundRecord, ParticipantRecord
from governance.funds.records.pilots import PilotRecord
from governance.funds.records.spending import SpendRecord
from governance.funds.service import changing, committing, funds, opening, pilots, posting
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import View


async def everything(view: View) -> Sequence[Waits]:
    """For whoever is asked, the oldest first in each kind. Whoever calls shows nobody what others are asked."""
    return [*await _consents(view), *await _spends(view), *await _changes(view)]


async def of_actor(view: View, actor: Actor, now: datetime) -> Sequence[Waits]:
    """Those that ask whoever is signed in, for themselves or somebody they speak for; the treasurer about spends."""
    persons = {one.id for one in await people.spoken_for(view, actor, now)}
    keeps = actor.has(Role.TREASURER)
    return [
        one
        for one in await everything(view)
        if who(actor) not in one.but_not and (one.person in persons or (keeps and one.what is What.SPEND))
    ]


async def ending(view: View, actor: Actor, now: datetime) -> Sequence[tuple[str, date]]:
    """Trials that end within the time it takes to call a meeting, by fund, with their last day's morrow."""
    days = await _days_of_trials(view, now)
    own = await funds.funds(view, actor, now)
    return [(one.id, days[one.id]) for one in own if one.id in days and one.state is FundState.OPEN]


async def to_open(view: View, actor: Actor, now: datetime) -> Sequence[str]:
    """Funds to which enough have agreed, for whoever keeps their books."""
    proposed = [one for one in await funds.funds(view, actor, now) if one.state is FundState.PROPOSED]
    return [
        one.id
        for one in proposed
        if await funds.keeps(view, actor, one, now) and (await opening.agreed_to(view, one.id, now)).met
    ]


async def promises_over(view: View, actor: Actor, now: datetime) -> Sequence[str]:
    """Funds with a promise past its day of which something is left, for whoever keeps their books."""
    found, today = [], legal_day(now)
    for fund in await funds.funds(view, actor, now):
        over = [one for one in await committing.of_fund(view, fund.id) if committing.is_over(one, today)]
        if over and await funds.keeps(view, actor, fund, now):
            standing = await posting.standing(view, fund.id)
            found += [fund.id] if any(standing.left_of(one.id) for one in over) else []
    return found


async def trials(view: View, now: datetime) -> Sequence[Waits]:
    """The same trials for everybody who takes part in them: whoever wants to go on has time to write a motion."""
    found = []
    for fund_id, until in (await _days_of_trials(view, now)).items():
        fund = await view.get(FundRecord, fund_id)
        if fund is None or fund.state != FundState.OPEN:
            continue
        since = first_instant(until - pilots.WARNED)
        found += [
            Waits(What.TRIAL, Area.ENDING, fund_id, since=since, person=one.person)
            for one in await funds.participants(view, fund_id)
        ]
    return found


async def _days_of_trials(view: View, now: datetime) -> Mapping[str, date]:
    """On which day trials end that end soon, by fund; those of funds closed long ago too."""
    last = func.max(PilotRecord.until)
    soon = (
        select(PilotRecord.fund, last.label("until"))
        .group_by(PilotRecord.fund)
        .having(last <= legal_day(now) + pilots.WARNED)
        .order_by(PilotRecord.fund)
    )
    return {row.fund: row.until for row in await view.execute(soon)}


async def _consents(view: View) -> Sequence[Waits]:
    asked = (
        select(FundRecord, ParticipantRecord.person)
        .join(ParticipantRecord, ParticipantRecord.fund == FundRecord.id)
        .where(
            FundRecord.state == FundState.PROPOSED,
            ParticipantRecord.until.is_(None),
            ParticipantRecord.consented_at.is_(None),
        )
        .order_by(FundRecord.proposed_at, FundRecord.id, ParticipantRecord.place)
    )
    return [
        Waits(What.CONSENT, Area.MONEY, fund.id, since=fund.proposed_at, person=person)
        for fund, person in await view.execute(asked)
    ]


async def _spends(view: View) -> Sequence[Waits]:
    prepared = select(SpendRecord).where(SpendRecord.state == SpendState.PREPARED)
    prepared = prepared.options(selectinload(SpendRecord.approvals))
    found = []
    for spend in await view.scalars(prepared.order_by(SpendRecord.prepared_at, SpendRecord.id)):
        had_a_hand = frozenset({spend.prepared_by, *(one.approver for one in spend.approvals)})
        found += [
            Waits(
                What.SPEND,
                Area.MONEY,
                spend.id,
                within=spend.fund,
                since=spend.prepared_at,
                person=one.person,
                but_not=had_a_hand,
            )
            for one in await funds.participants(view, spend.fund)
        ]
    return found


async def _changes(view: View) -> Sequence[Waits]:
    undone = (
        select(ChangeRecord)
        .join(FundRecord, FundRecord.id == ChangeRecord.fund)
        .where(ChangeRecord.done_at.is_(None), FundRecord.state.in_((FundState.OPEN, FundState.CLOSING)))
        .order_by(ChangeRecord.asked_at, ChangeRecord.id)
    )
    return [
        Waits(What.CHANGE, Area.MONEY, change.id, within=change.fund, since=change.asked_at, person=person)
        for change in await view.scalars(undone)
        for person in await changing.unanswered(view, change)
    ]
