"""What waits for an answer in support: asked of all that is open, so that nothing has to be remembered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, union

from governance.actor import Actor
from governance.arrangements.model.agreements import Party, State
from governance.arrangements.model.trust_decisions import State as DecisionState
from governance.arrangements.model.waiting import Area, Waits, What
from governance.arrangements.records.agreements import (
    AgreementRecord,
    AnswerRecord,
    ArrangementRecord,
    VariationRecord,
)
from governance.arrangements.records.rotas import ShiftRecord, SwapRecord
from governance.arrangements.records.sharing import AgreedRecord, AskedRecord, SharedRecord, TermsRecord
from governance.arrangements.records.trust_decisions import ResidentAskedRecord, ResidentViewRecord, TrustDecisionRecord
from governance.arrangements.records.trusts import BeneficiaryRecord, LeavingRecord
from governance.arrangements.service import assistants, leaving, people, trusts
from governance.platform.clock import legal_day
from governance.platform.db import View

SIDES = (Party.MEMBER, Party.PA)
AREAS = {Party.MEMBER: Area.SUPPORT, Party.PA: Area.WORK}


async def everything(view: View, now: datetime) -> Sequence[Waits]:
    """For whoever is asked, the oldest first in each kind. Whoever calls shows nobody what others are asked."""
    return [
        *await _texts(view),
        *await _variations(view),
        *await _terms(view),
        *await _views(view, now),
        *await _stays(view),
        *await _swaps(view, now),
        *await _shifts(view, now),
    ]


async def of_actor(view: View, actor: Actor, found: Iterable[Waits], now: datetime) -> Sequence[Waits]:
    """Those that ask whoever is signed in: as somebody supported, as who speaks for somebody, or as an assistant."""
    persons = {one.id for one in await people.spoken_for(view, actor, now)}
    assistant = await assistants.of_actor(view, actor)
    own = None if assistant is None else assistant.id
    return [
        one
        for one in found
        if (one.person in persons and actor.member not in one.but_not) or (own is not None and one.assistant == own)
    ]


async def _texts(view: View) -> Sequence[Waits]:
    newest = select(AgreementRecord.arrangement, func.max(AgreementRecord.number).label("number"))
    last = newest.group_by(AgreementRecord.arrangement).subquery()
    open_texts = (
        select(AgreementRecord, ArrangementRecord)
        .join(ArrangementRecord, ArrangementRecord.id == AgreementRecord.arrangement)
        .join(last, (last.c.arrangement == AgreementRecord.arrangement) & (last.c.number == AgreementRecord.number))
        .where(
            ArrangementRecord.state.in_([State.PROPOSED, State.AGREED, State.ACTIVE]),
            or_(ArrangementRecord.agreement.is_(None), ArrangementRecord.agreement != AgreementRecord.id),
        )
        .order_by(AgreementRecord.proposed_at, AgreementRecord.id)
    )
    rows = list(await view.execute(open_texts))
    given = await _answers(view, [text.id for text, _ in rows])
    return [one for text, record in rows for one in _unanswered(What.AGREEMENT, text, record, given[text.id])]


async def _variations(view: View) -> Sequence[Waits]:
    unsettled = (
        select(VariationRecord, ArrangementRecord)
        .join(ArrangementRecord, ArrangementRecord.id == VariationRecord.arrangement)
        .where(VariationRecord.settled_at.is_(None), ArrangementRecord.state.not_in([State.ENDED, State.DECLINED]))
        .order_by(VariationRecord.proposed_at, VariationRecord.id)
    )
    rows = list(await view.execute(unsettled))
    given = await _answers(view, [one.id for one, _ in rows])
    return [one for asked, record in rows for one in _unanswered(What.VARIATION, asked, record, given[asked.id])]


async def _answers(view: View, subjects: Collection[str]) -> Mapping[str, Mapping[str, bool]]:
    found: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for row in await view.scalars(select(AnswerRecord).where(AnswerRecord.subject.in_(list(subjects)))):
        found[row.subject][row.party] = row.yes
    return found


def _unanswered(
    what: What, asked: AgreementRecord | VariationRecord, record: ArrangementRecord, given: Mapping[str, bool]
) -> Sequence[Waits]:
    """After a no nobody is asked any more."""
    if not all(given.values()):
        return ()
    return [
        Waits(
            what,
            AREAS[side],
            record.id,
            since=asked.proposed_at,
            person=record.person if side is Party.MEMBER else None,
            assistant=record.assistant if side is Party.PA else None,
        )
        for side in SIDES
        if side not in given
    ]


async def _terms(view: View) -> Sequence[Waits]:
    newest = select(TermsRecord.shared, func.max(TermsRecord.number).label("number"))
    last = newest.group_by(TermsRecord.shared).subquery()
    agreed = select(AgreedRecord.terms).where(
        AgreedRecord.terms == TermsRecord.id, AgreedRecord.person == AskedRecord.person
    )
    asked = (
        select(TermsRecord, AskedRecord.person)
        .join(last, (last.c.shared == TermsRecord.shared) & (last.c.number == TermsRecord.number))
        .join(SharedRecord, SharedRecord.id == TermsRecord.shared)
        .join(AskedRecord, AskedRecord.terms == TermsRecord.id)
        .where(
            SharedRecord.ended_on.is_(None),
            or_(SharedRecord.in_force.is_(None), SharedRecord.in_force != TermsRecord.number),
            ~agreed.exists(),
        )
        .order_by(TermsRecord.proposed_at, TermsRecord.id, AskedRecord.place)
    )
    return [
        Waits(What.TERMS, Area.SUPPORT, terms.shared, since=terms.proposed_at, person=person)
        for terms, person in await view.execute(asked)
    ]


async def _views(view: View, now: datetime) -> Sequence[Waits]:
    """Of everybody who lives there, and of whoever lived there when it was proposed."""
    living = (
        select(TrustDecisionRecord.id, BeneficiaryRecord.person)
        .join(BeneficiaryRecord, BeneficiaryRecord.trust == TrustDecisionRecord.trust)
        .where(trusts.running(BeneficiaryRecord, legal_day(now)))
    )
    asked = union(living, select(ResidentAskedRecord.decision, ResidentAskedRecord.person)).subquery()
    heard = select(ResidentViewRecord.id).where(
        ResidentViewRecord.decision == asked.c.id, ResidentViewRecord.person == asked.c.person
    )
    unheard = (
        select(TrustDecisionRecord, asked.c.person)
        .join(asked, asked.c.id == TrustDecisionRecord.id)
        .where(TrustDecisionRecord.state == DecisionState.OPEN, ~heard.exists())
        .order_by(TrustDecisionRecord.proposed_at, TrustDecisionRecord.id, asked.c.person)
    )
    return [
        Waits(What.VIEW, Area.SUPPORT, one.id, within=one.trust, since=one.proposed_at, person=person)
        for one, person in await view.execute(unheard)
    ]


async def _stays(view: View) -> Sequence[Waits]:
    """A stay that a trustee says ends, until it is answered; and one that trustees ended, until that is read."""
    unanswered, unread = BeneficiaryRecord.until.is_(None), LeavingRecord.read_at.is_(None)
    said = (
        select(LeavingRecord, BeneficiaryRecord)
        .join(BeneficiaryRecord, BeneficiaryRecord.id == LeavingRecord.beneficiary)
        .where(or_(unanswered, unread))
        .order_by(LeavingRecord.said_at, LeavingRecord.beneficiary)
    )
    return [
        Waits(
            What.STAY,
            Area.SUPPORT,
            stay.person,
            within=stay.trust,
            since=one.said_at,
            person=stay.person,
            but_not=await leaving.not_asked(view, one, stay),
        )
        for one, stay in (await view.execute(said)).all()
    ]


async def _swaps(view: View, now: datetime) -> Sequence[Waits]:
    asked = (
        select(SwapRecord)
        .join(ShiftRecord, ShiftRecord.id == SwapRecord.shift)
        .where(
            SwapRecord.agreed.is_(None),
            ShiftRecord.assistant == SwapRecord.asked_by,
            ShiftRecord.day >= legal_day(now),
        )
        .order_by(SwapRecord.asked_at, SwapRecord.id)
    )
    return [
        Waits(What.SWAP, Area.WORK, one.id, since=one.asked_at, assistant=one.asked_of)
        for one in await view.scalars(asked)
    ]


async def _shifts(view: View, now: datetime) -> Sequence[Waits]:
    """Those offered to one assistant; what is offered to all is a list to look at, and asks nobody."""
    offered = select(ShiftRecord).where(
        ShiftRecord.assistant.is_(None), ShiftRecord.offered_to.is_not(None), ShiftRecord.day >= legal_day(now)
    )
    return [
        Waits(What.SHIFT, Area.WORK, one.id, assistant=one.offered_to)
        for one in await view.scalars(offered.order_by(ShiftRecord.day, ShiftRecord.begins, ShiftRecord.id))
    ]
