"""Founding the organisation, adopting rules, and answering which rules governed at an instant."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select

from constitution import Citation, Rulebook
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid, NotFound, Refusal
from governance.platform.clock import LEGAL_ZONE
from governance.platform.db import Transaction, View
from governance.rulebook import model
from governance.rulebook.changing import IN_FORCE as IN_FORCE
from governance.rulebook.changing import NotOnThisRoad as NotOnThisRoad
from governance.rulebook.changing import NotSinceThen as NotSinceThen
from governance.rulebook.changing import TooFewToChange as TooFewToChange
from governance.rulebook.changing import advance as advance
from governance.rulebook.changing import carry as carry
from governance.rulebook.changing import draft as draft
from governance.rulebook.changing import draft_amendment as draft_amendment
from governance.rulebook.changing import file as file
from governance.rulebook.changing import give_up as give_up
from governance.rulebook.changing import put_on_notice as put_on_notice
from governance.rulebook.changing import register as register
from governance.rulebook.changing import submit as submit
from governance.rulebook.changing import take_effect as take_effect
from governance.rulebook.changing import withdraw as withdraw
from governance.rulebook.citing import cites as cites
from governance.rulebook.keeping import NotFounded as NotFounded
from governance.rulebook.keeping import find as find
from governance.rulebook.keeping import governing as governing
from governance.rulebook.keeping import in_force as in_force
from governance.rulebook.keeping import new_version
from governance.rulebook.keeping import version_in_force as version_in_force
from governance.rulebook.keeping import versions as versions
from governance.rulebook.keeping import voted as voted
from governance.rulebook.keeping import wording as wording
from governance.rulebook.making import ChangedMeanwhile as ChangedMeanwhile
from governance.rulebook.making import NothingChanged as NothingChanged
from governance.rulebook.making import amendment_of as amendment_of
from governance.rulebook.making import base_of as base_of
from governance.rulebook.making import clash as clash
from governance.rulebook.making import consolidated as consolidated
from governance.rulebook.making import made as made
from governance.rulebook.making import replaced as replaced
from governance.rulebook.model import NAME_LIMIT, Clause, State
from governance.rulebook.records import OrganisationRecord as OrganisationRecord
from governance.rulebook.records import RulebookVersionRecord as RulebookVersionRecord

_LARGEST = 2**31 - 1
"""The largest number of a version that every database can look for."""
PURPOSES = ("real", "rehearsal", "demo")


class AlreadyFounded(Refusal):
    code = "already-founded"


class AlreadyAdopted(Refusal):
    """Rules are in force: they change on the road they prescribe themselves, never by adopting again."""

    code = "rules-already-adopted"


async def found(
    tx: Transaction, actor: Actor, *, name_en: str, name_cy: str, purpose: str, now: datetime
) -> OrganisationRecord:
    """Name the organisation. ``purpose`` is "real", "rehearsal" or "demo", for ever."""
    fields = {"name_en": name_en, "name_cy": name_cy}
    errors = {field: "missing" for field, name in fields.items() if not name.strip()}
    errors |= {field: "too-long" for field, name in fields.items() if len(name) > NAME_LIMIT}
    if purpose not in PURPOSES:
        errors["purpose"] = "unknown"
    if errors:
        raise Invalid(errors)
    if await tx.get(OrganisationRecord, 1) is not None:
        raise AlreadyFounded
    organisation = OrganisationRecord(
        id=1, name_en=name_en.strip(), name_cy=name_cy.strip(), purpose=purpose, founded_at=now
    )
    tx.add(organisation)
    await audit.note(tx, actor, "organisation.founded", "1", now, purpose=purpose)
    return organisation


async def organisation(view: View) -> OrganisationRecord:
    """The organisation.

    Raises:
        NotFounded: set-up has not run.
    """
    found_ = await view.get(OrganisationRecord, 1)
    if found_ is None:
        raise NotFounded
    return found_


async def adopt(
    tx: Transaction,
    actor: Actor,
    rules: Rulebook,
    *,
    effective_at: datetime,
    now: datetime,
    reference: str | None = None,
) -> RulebookVersionRecord:
    """The first rules, already registered: ``reference`` is the registrar's, ``effective_at`` its date (L-024)."""
    if await tx.scalar(select(func.count()).select_from(RulebookVersionRecord)):
        raise AlreadyAdopted
    version = await new_version(tx, rules, now)
    version.state = model.road(rules).effective
    version.registered_text = version.text
    version.effective_at = effective_at
    version.reference = reference
    await audit.note(tx, actor, "rules.adopted", version.id, now, text=version.text, pack=rules.id, reference=reference)
    return version


async def clause(view: View, at: datetime, parameter: str) -> Citation:
    """The clause behind a parameter at that instant: where a "Why?" link leads (UX-15)."""
    return (await in_force(view, at)).cite(parameter)


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole rule book in reading order, as it governed at an instant; ``pending``: changes on their way;
    ``past``: every version that is or was in force, the newest first."""

    version: RulebookVersionRecord
    effective_at: datetime
    rules: Rulebook
    clauses: tuple[Clause, ...]
    pending: tuple[RulebookVersionRecord, ...]
    past: tuple[RulebookVersionRecord, ...]

    def clause(self, number: str) -> Clause:
        """
        Raises:
            NotFound: there is no such clause in this version.
        """
        found = next((clause for clause in self.clauses if clause.address == number), None)
        if found is None:
            raise NotFound(clause=number)
        return found


def end_of(day: date) -> datetime:
    """The last instant of a legal day: whatever took effect on it governs by then."""
    return datetime.combine(day, time.max, LEGAL_ZONE).astimezone(UTC)


async def edition(view: View, at: datetime) -> Edition:
    return await _edition(view, await version_in_force(view, at))


async def edition_numbered(view: View, number: int) -> Edition:
    """A version that is or was in force, so that an old "Why?" leads to the words that decided then."""
    if number > _LARGEST:
        raise NotFound(version=number)
    version = await view.scalar(
        select(RulebookVersionRecord).where(
            RulebookVersionRecord.number == number, RulebookVersionRecord.effective_at.is_not(None)
        )
    )
    if version is None:
        raise NotFound(version=number)
    return await _edition(view, version)


async def _edition(view: View, version: RulebookVersionRecord) -> Edition:
    rules = await governing(view, version)
    on_the_way = (State.PROPOSED, State.PASSED, State.SUBMITTED)
    pending = select(RulebookVersionRecord).where(
        RulebookVersionRecord.state.in_(on_the_way), RulebookVersionRecord.effective_at.is_(None)
    )
    past = select(RulebookVersionRecord).where(RulebookVersionRecord.effective_at.is_not(None))
    return Edition(
        version=version,
        effective_at=version.effective_at or version.drafted_at,
        rules=rules,
        clauses=model.clauses(rules),
        pending=tuple(await view.scalars(pending.order_by(RulebookVersionRecord.number))),
        past=tuple(await view.scalars(past.order_by(RulebookVersionRecord.effective_at.desc()))),
    )
