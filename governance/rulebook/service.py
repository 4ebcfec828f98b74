"""Founding the organisation, adopting rules, and answering which rules governed at an instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from constitution import Citation, Rulebook
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid, NotFound, Refusal
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.rulebook import model
from governance.rulebook.model import NAME_LIMIT, Clause, State
from governance.rulebook.records import OrganisationRecord as OrganisationRecord
from governance.rulebook.records import RulebookTextRecord, RulebookVersionRecord

_LARGEST = 2**31 - 1
"""The largest number of a version that every database can look for."""
PURPOSES = ("real", "rehearsal", "demo")


class NotFounded(Refusal):
    """There is no organisation yet, or no rules had taken effect by then."""

    code = "not-founded"


class AlreadyFounded(Refusal):
    code = "already-founded"


class AlreadyAdopted(Refusal):
    """Rules are in force: they change on the road they prescribe themselves, never by adopting again."""

    code = "rules-already-adopted"


class NotOnThisRoad(Refusal):
    """A version in this state cannot become that."""

    code = "rules-wrong-state"


class NotSinceThen(Refusal):
    """Rules cannot take effect before those they replace."""

    code = "rules-out-of-order"


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
    version = await _new_version(tx, rules, now)
    version.state = model.road(rules).effective
    version.registered_text = version.text
    version.effective_at = effective_at
    version.reference = reference
    await audit.note(tx, actor, "rules.adopted", version.id, now, text=version.text, pack=rules.id, reference=reference)
    return version


async def draft(tx: Transaction, actor: Actor, rules: Rulebook, now: datetime) -> RulebookVersionRecord:
    """Write down the wording of a change; it governs nothing yet."""
    version = await _new_version(tx, rules, now)
    await audit.note(tx, actor, "rules.drafted", version.id, now, text=version.text)
    return version


async def advance(tx: Transaction, actor: Actor, version_id: str, to: State, now: datetime) -> RulebookVersionRecord:
    """Take a version one step along its road; the step in which it takes effect is :func:`take_effect`."""
    version, travelled = await _on_its_road(tx, actor, version_id, to, now)
    if to is travelled.effective:
        raise NotOnThisRoad(version=version_id, state=version.state, to=to)
    version.state = to
    await audit.note(tx, actor, f"rules.{to}", version.id, now)
    return version


async def take_effect(
    tx: Transaction,
    actor: Actor,
    version_id: str,
    *,
    effective_at: datetime,
    reference: str,
    now: datetime,
    as_registered: Rulebook | None = None,
) -> RulebookVersionRecord:
    """The registrar has registered it (L-022, L-024), perhaps in other words (L-025)."""
    current = await _latest_in_effect(tx)
    to = model.road(await _read(tx, current)).effective
    version, _ = await _on_its_road(tx, actor, version_id, to, now)
    if current.effective_at is not None and effective_at <= current.effective_at:
        raise NotSinceThen(version=version_id, effective_at=effective_at, current=current.effective_at)
    if as_registered is not None:
        version.registered_text = await _keep(tx, model.numbered(as_registered, version.number))
    else:
        version.registered_text = version.text
    version.state, version.effective_at, version.reference = to, effective_at, reference
    await audit.note(tx, actor, f"rules.{to}", version.id, now, text=version.registered_text, reference=reference)
    return version


async def find(view: View, actor: Actor, version_id: str, *, lock: bool = False) -> RulebookVersionRecord:
    version = await view.get(RulebookVersionRecord, version_id, lock=lock)
    if version is None or not model.known_to(actor, State(version.state)):
        raise NotFound(version=version_id)
    return version


async def in_force(view: View, at: datetime) -> Rulebook:
    """The rules that governed at this instant; a change that has not taken effect governs nothing (L-022)."""
    return await _read(view, await version_in_force(view, at))


async def version_in_force(view: View, at: datetime) -> RulebookVersionRecord:
    latest: RulebookVersionRecord | None = await view.scalar(
        select(RulebookVersionRecord)
        .where(RulebookVersionRecord.effective_at <= at)
        .order_by(RulebookVersionRecord.effective_at.desc(), RulebookVersionRecord.number.desc())
        .limit(1)
    )
    if latest is None:
        raise NotFounded(at=at)
    return latest


async def versions(view: View) -> Sequence[RulebookVersionRecord]:
    """Every version, the newest first."""
    return (await view.scalars(select(RulebookVersionRecord).order_by(RulebookVersionRecord.number.desc()))).all()


async def wording(view: View, sha256: str) -> bytes:
    """The kept bytes of one wording: whoever hashes them gets the name back."""
    kept = await view.get(RulebookTextRecord, sha256)
    if kept is None:
        raise NotFound(text=sha256)
    return kept.content


async def clause(view: View, at: datetime, parameter: str) -> Citation:
    """The clause behind a parameter at that instant: where a "Why?" link leads (UX-15)."""
    return (await in_force(view, at)).cite(parameter)


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole rule book in reading order, as it governed at an instant; ``pending``: changes on their way;
    ``past``: every version that is or was in force, the newest first."""

    version: RulebookVersionRecord
    effective_at: datetime
    titles: Mapping[str, str]
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
    rules = await _read(view, version)
    on_the_way = (State.PROPOSED, State.PASSED, State.SUBMITTED)
    pending = select(RulebookVersionRecord).where(
        RulebookVersionRecord.state.in_(on_the_way), RulebookVersionRecord.effective_at.is_(None)
    )
    past = select(RulebookVersionRecord).where(RulebookVersionRecord.effective_at.is_not(None))
    return Edition(
        version=version,
        effective_at=version.effective_at or version.drafted_at,
        titles=rules.titles,
        clauses=model.clauses(rules),
        pending=tuple(await view.scalars(pending.order_by(RulebookVersionRecord.number))),
        past=tuple(await view.scalars(past.order_by(RulebookVersionRecord.effective_at.desc()))),
    )


async def _new_version(tx: Transaction, rules: Rulebook, now: datetime) -> RulebookVersionRecord:
    await tx.alone("rulebook-version")
    last = await tx.scalar(select(func.max(RulebookVersionRecord.number)))
    number = (last or 0) + 1
    version = RulebookVersionRecord(
        id=new_id(),
        number=number,
        state=State.DRAFT,
        text=await _keep(tx, model.numbered(rules, number)),
        drafted_at=now,
    )
    tx.add(version)
    return version


async def _keep(tx: Transaction, rules: Rulebook) -> str:
    content = model.written(rules)
    sha256 = model.fingerprint(content)
    if await tx.get(RulebookTextRecord, sha256) is None:
        tx.add(RulebookTextRecord(sha256=sha256, content=content))
        await tx.flush()
    return sha256


async def _read(view: View, version: RulebookVersionRecord) -> Rulebook:
    return model.read(await wording(view, version.governing_text), version.effective_at)


async def _latest_in_effect(view: View) -> RulebookVersionRecord:
    latest: RulebookVersionRecord | None = await view.scalar(
        select(RulebookVersionRecord)
        .where(RulebookVersionRecord.effective_at.is_not(None))
        .order_by(RulebookVersionRecord.effective_at.desc())
        .limit(1)
    )
    if latest is None:
        raise NotFounded
    return latest


async def _on_its_road(
    tx: Transaction, actor: Actor, version_id: str, to: State, now: datetime
) -> tuple[RulebookVersionRecord, model.Road]:
    version = await find(tx, actor, version_id, lock=True)
    travelled = model.road(await in_force(tx, now))
    if not model.may_become(travelled, State(version.state), to):
        raise NotOnThisRoad(version=version_id, state=version.state, to=to)
    return version, travelled
