"""Another employer from a day on: until then everything stays as it is."""

from datetime import date, datetime

from governance.actor import Actor
from governance.arrangements.model.agreements import Contractor, Employer, NotInThisState, Party, State
from governance.arrangements.model.duties import Owner
from governance.arrangements.model.schemes import duties_of
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.service import agreements, duties, schemes
from governance.audit import service as audit
from governance.errors import Invalid
from governance.members import service as members
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction
from governance.platform.jobs.queue import enqueue

MOVES = "arrangement-moves"
RUNNING = (State.AGREED, State.ACTIVE)


async def change_employer(
    tx: Transaction,
    actor: Actor,
    arrangement_id: str,
    *,
    employer: Employer,
    on: date,
    now: datetime,
    contracted_by: Contractor | None = None,
) -> ArrangementRecord:
    """From a day on somebody else employs; a later word about it takes the place of an earlier one.

    People who move to another employer may be protected in their terms (K-054); the page says so.

    Raises:
        NotAllowedByRules: the rules do not allow this employer (P-260).
        NotInThisState, Invalid
    """
    record = await agreements.find_as(tx, actor, arrangement_id, Party.MEMBER, now, lock=True)
    if record.state not in RUNNING:
        raise NotInThisState(arrangement=record.id, state=record.state)
    errors = {} if (employer is Employer.SELF_EMPLOYED) == (contracted_by is not None) else {"contracted_by": "missing"}
    if errors or on < legal_day(now):
        raise Invalid(errors or {"on": "not-that-day"})
    agreements.refuse_employer(await members.rules_on(tx, now), employer)
    record.moves_to, record.moves_contract, record.moves_on = employer, contracted_by, on
    await audit.note(tx, actor, "arrangement.employer-changed", record.id, now, employer=employer, on=str(on))
    if on <= legal_day(now):
        await move(tx, actor, record.id, now)
    else:
        enqueue(tx, MOVES, {"arrangement": record.id}, due_at=first_instant(on))
    return record


async def move(tx: Transaction, actor: Actor, arrangement_id: str, now: datetime) -> None:
    """The day has come: the tasks move, registration is open again, and with personal care support waits for it.

    Doing it again changes nothing.
    """
    record = await tx.get(ArrangementRecord, arrangement_id, lock=True)
    if record is None or record.moves_to is None or record.moves_on is None or record.moves_on > legal_day(now):
        return
    day, record.employs, record.contracted_by = record.moves_on, record.moves_to, record.moves_contract
    record.moves_to = record.moves_contract = record.moves_on = None
    if record.state not in (*RUNNING, State.SUSPENDED):
        return
    record.registration, record.registration_reason = "to_be_confirmed", None
    if record.personal_care and record.state == State.ACTIVE:
        record.state = State.AGREED
    await tx.flush()
    await audit.note(tx, actor, "arrangement.moved", record.id, now, employer=record.employs, on=str(day))
    await lay_out(tx, actor, record, day, now)


async def lay_out(tx: Transaction, actor: Actor, record: ArrangementRecord, day: date, now: datetime) -> None:
    """Every task to its one owner; what a support scheme keeps stays with it wherever it may (K-018)."""
    employer = Employer(record.employs)
    contracted_by = Contractor(record.contracted_by) if record.contracted_by is not None else None
    kept = duties_of(await schemes.tasks_on(tx, record.person, day), employer, contracted_by)
    await duties.lay_out(
        tx,
        actor,
        record.id,
        employer=employer,
        day=day,
        overrides=dict.fromkeys(kept, Owner.SUPPORT_SCHEME),
        now=now,
        contracted_by=contracted_by,
    )
