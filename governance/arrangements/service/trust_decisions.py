"""Decisions of trustees: residents are heard first, conflicted trustees take no part, the deed says how many agree."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from constitution import Finding, Rulebook
from governance.actor import Actor
from governance.arrangements.model import trust_decisions as model
from governance.arrangements.model.trust_decisions import Heard, Matter, State, Votes
from governance.arrangements.records.trust_decisions import (
    ResidentAskedRecord,
    ResidentViewRecord,
    TrustDecisionRecord,
    TrusteeVoteRecord,
)
from governance.arrangements.records.trusts import TrusteeRecord
from governance.arrangements.service import trusts
from governance.arrangements.service.trusts import Seat
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from governance.platform.sealing import seal, unseal

WORDS_LIMIT = 2000


async def propose(
    tx: Transaction, actor: Actor, keys: Keys, trust_id: str, *, matter: Matter, proposal: str, now: datetime
) -> TrustDecisionRecord:
    """A trustee puts something to the others; the words are sealed."""
    seat = await trusts.keeping(tx, actor, trust_id, now)
    _refuse_unusable("proposal", proposal)
    if seat.trustee is None:
        raise NotFound(trust=trust_id)
    row = new_id()
    record = TrustDecisionRecord(
        id=row,
        trust=trust_id,
        matter=matter,
        proposal=seal(keys, proposal.strip().encode(), table="trust_decision", column="proposal", row=row),
        proposed_by=seat.trustee,
        proposed_at=now,
    )
    tx.add(record)
    await tx.flush()
    living = await trusts.residents(tx, trust_id, legal_day(now))
    tx.add_all(ResidentAskedRecord(decision=row, person=one.person) for one in living)
    await tx.flush()
    await audit.note(tx, actor, "trust.proposed", trust_id, now, decision=row, matter=matter)
    return record


async def find(
    view: View, actor: Actor, decision_id: str, now: datetime, *, lock: bool = False
) -> tuple[TrustDecisionRecord, Seat]:
    """A decision, for trustees and residents of its trust, and whoever lived there when it was proposed (PERM-2)."""
    record = await view.get(TrustDecisionRecord, decision_id, lock=lock)
    if record is None:
        raise NotFound(decision=decision_id)
    return record, await trusts.seat(view, actor, record.trust, now, also=await _asked(view, decision_id))


async def hear(
    tx: Transaction,
    actor: Actor,
    keys: Keys,
    decision_id: str,
    *,
    person_id: str,
    heard: Heard,
    words: str,
    now: datetime,
) -> None:
    """A resident's view: written by whoever speaks for them, or by a trustee who asked. The latest words stand.

    What residents have said for themselves a trustee does not write over.
    """
    record, seat = await _open(tx, actor, decision_id, now)
    if person_id not in await to_hear(tx, record, now) or not (seat.keeps or person_id in seat.persons):
        raise NotFound(person=person_id)
    _refuse_unusable("words", words)
    own = select(ResidentViewRecord).where(
        ResidentViewRecord.decision == decision_id, ResidentViewRecord.person == person_id
    )
    found: ResidentViewRecord | None = await tx.scalar(own)
    row = found.id if found is not None else new_id()
    sealed = seal(keys, words.strip().encode(), table="trust_view", column="words", row=row)
    if found is None:
        found = ResidentViewRecord(
            id=row,
            decision=decision_id,
            person=person_id,
            heard=heard,
            words=sealed,
            written_by=actor.reference,
            written_at=now,
        )
        tx.add(found)
    elif found.written_by != actor.reference and person_id not in seat.persons:
        raise model.SaidAlready(person=person_id)
    found.heard, found.words, found.written_by, found.written_at = heard, sealed, actor.reference, now
    await tx.flush()
    await audit.note(tx, actor, "trust.resident-heard", record.trust, now, decision=decision_id, person=person_id)


async def vote(
    tx: Transaction, actor: Actor, decision_id: str, *, trustee_id: str, agrees: bool, now: datetime
) -> None:
    """A trustee says yes or no, knowing what every resident said; another writes it for one who does not sign in.

    Raises:
        NotEverybodyHeard, TooFewFree: with the finding.
        TakesNoPart: the trustee is tied by pay, and it is about pay or hours (T-006); with the finding.
    """
    record, seat = await _open(tx, actor, decision_id, now)
    serving = {one.id: one for one in await trusts.trustees(tx, record.trust, legal_day(now))}
    trustee = serving.get(trustee_id)
    if not seat.keeps or trustee is None or (trustee.member is not None and trustee_id != seat.trustee):
        raise NotFound(trustee=trustee_id)
    rules = await members.rules_on(tx, now)
    finding = model.may_decide(rules, trustee.trustee, Matter(record.matter))
    if not finding.met:
        raise model.TakesNoPart(finding=finding, trustee=trustee_id)
    await _require_enough_free(tx, record, rules, now)
    heard, _, _ = await _findings(tx, record, seat, rules, now)
    if not heard.met:
        raise model.NotEverybodyHeard(finding=heard)
    cast = await tx.get(TrusteeVoteRecord, (decision_id, trustee_id))
    if cast is None:
        cast = TrusteeVoteRecord(
            decision=decision_id, trustee=trustee_id, agrees=agrees, written_by=actor.reference, written_at=now
        )
        tx.add(cast)
    cast.agrees, cast.written_by, cast.written_at = agrees, actor.reference, now
    await tx.flush()
    await audit.note(tx, actor, "trust.voted", record.trust, now, decision=decision_id, trustee=trustee_id)


async def close(tx: Transaction, actor: Actor, decision_id: str, *, now: datetime) -> Finding:
    """Write down what was decided, once every resident was heard and no vote could still change it.

    Raises:
        NotEverybodyHeard, NotDecidedYet, TooFewFree: with the finding.
    """
    record, seat = await _open(tx, actor, decision_id, now)
    if not seat.keeps:
        raise NotFound(decision=decision_id)
    rules, by_majority = await members.rules_on(tx, now), seat.trust.by_majority
    await _require_enough_free(tx, record, rules, now)
    heard, outcome, votes = await _findings(tx, record, seat, rules, now)
    if not heard.met:
        raise model.NotEverybodyHeard(finding=heard)
    if not model.is_settled(rules, Matter(record.matter), votes, by_majority=by_majority):
        raise model.NotDecidedYet(finding=outcome)
    record.state, record.closed_at = (State.AGREED if outcome.met else State.NOT_AGREED), now
    record.outcome = outcome.to_dict()
    await audit.note(tx, actor, "trust.decided", record.trust, now, decision=decision_id, agreed=outcome.met)
    return outcome


async def withdraw(tx: Transaction, actor: Actor, decision_id: str, *, now: datetime) -> None:
    """Whoever proposed it takes it back."""
    record, seat = await _open(tx, actor, decision_id, now)
    if seat.trustee != record.proposed_by:
        raise NotFound(decision=decision_id)
    record.state, record.closed_at = State.WITHDRAWN, now
    await audit.note(tx, actor, "trust.proposal-withdrawn", record.trust, now, decision=decision_id)


async def findings(view: View, record: TrustDecisionRecord, seat: Seat, now: datetime) -> tuple[Finding, Finding]:
    """Whether everybody was heard, and whether the trustees have agreed: as it stands, or as it was closed."""
    heard, outcome, _ = await _findings(view, record, seat, await members.rules_on(view, now), now)
    return heard, (Finding.from_dict(record.outcome) if record.outcome is not None else outcome)


async def enough_free(view: View, record: TrustDecisionRecord, now: datetime) -> Finding:
    """Whether interests leave enough trustees to decide, as it stands today (P-216)."""
    return await _enough_free(view, record, await members.rules_on(view, now), now)


async def to_hear(view: View, record: TrustDecisionRecord, now: datetime) -> Sequence[str]:
    """Everybody who lives there today, and whoever lived there when it was proposed."""
    living = [one.person for one in await trusts.residents(view, record.trust, legal_day(now))]
    return [*living, *sorted(await _asked(view, record.id) - set(living))]


async def of_trust(view: View, trust_id: str) -> Sequence[TrustDecisionRecord]:
    """All there ever were, the newest first."""
    own = select(TrustDecisionRecord).where(TrustDecisionRecord.trust == trust_id)
    return (await view.scalars(own.order_by(TrustDecisionRecord.proposed_at.desc(), TrustDecisionRecord.id))).all()


async def agreed(view: View, decision_id: str) -> TrustDecisionRecord | None:
    """The decision, if the trustees agreed: every resident had been heard by then. Its words stay sealed."""
    record = await view.get(TrustDecisionRecord, decision_id)
    return record if record is not None and record.state == State.AGREED else None


async def views(view: View, decision_id: str) -> Mapping[str, ResidentViewRecord]:
    """What was heard, by the id of the person."""
    own = select(ResidentViewRecord).where(ResidentViewRecord.decision == decision_id)
    return {one.person: one for one in await view.scalars(own)}


async def votes(view: View, decision_id: str) -> Mapping[str, bool]:
    """Who said yes, by the id of the days as trustee."""
    own = select(TrusteeVoteRecord).where(TrusteeVoteRecord.decision == decision_id)
    return {one.trustee: one.agrees for one in await view.scalars(own)}


def proposal_of(keys: Keys, record: TrustDecisionRecord) -> str:
    return unseal(keys, record.proposal, table="trust_decision", column="proposal", row=record.id).decode()


def words_of(keys: Keys, record: ResidentViewRecord) -> str:
    return unseal(keys, record.words, table="trust_view", column="words", row=record.id).decode()


async def _open(tx: Transaction, actor: Actor, decision_id: str, now: datetime) -> tuple[TrustDecisionRecord, Seat]:
    record, seat = await find(tx, actor, decision_id, now, lock=True)
    if record.state != State.OPEN:
        raise model.NotOpen(decision=decision_id)
    return record, seat


async def _findings(
    view: View, record: TrustDecisionRecord, seat: Seat, rules: Rulebook, now: datetime
) -> tuple[Finding, Finding, Votes]:
    """Of today's trustees, and of everybody who is to be heard."""
    matter = Matter(record.matter)
    serving: Sequence[TrusteeRecord] = await trusts.trustees(view, record.trust, legal_day(now))
    deciding = {one.id for one in model.deciding(rules, [one.trustee for one in serving], matter)}
    cast = {trustee: agrees for trustee, agrees in (await votes(view, record.id)).items() if trustee in deciding}
    found = Votes(len(deciding), yes=sum(cast.values()), no=len(cast) - sum(cast.values()))
    hearing = set(await to_hear(view, record, now))
    heard = model.heard(rules, len(hearing), len(hearing & set(await views(view, record.id))))
    return heard, model.decided(rules, matter, found, by_majority=seat.trust.by_majority), found


async def _asked(view: View, decision_id: str) -> frozenset[str]:
    own = select(ResidentAskedRecord.person).where(ResidentAskedRecord.decision == decision_id)
    return frozenset(await view.scalars(own))


async def _enough_free(view: View, record: TrustDecisionRecord, rules: Rulebook, now: datetime) -> Finding:
    serving = await trusts.trustees(view, record.trust, legal_day(now))
    return model.enough_free(rules, [one.trustee for one in serving], Matter(record.matter))


async def _require_enough_free(view: View, record: TrustDecisionRecord, rules: Rulebook, now: datetime) -> None:
    finding = await _enough_free(view, record, rules, now)
    if not finding.met:
        raise model.TooFewFree(finding=finding, decision=record.id)


def _refuse_unusable(field: str, words: str) -> None:
    if not words.strip() or len(words) > WORDS_LIMIT:
        raise Invalid({field: "too-long" if words.strip() else "missing"})
