"""Putting people into the register: one by hand or many from a file, by the same steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from governance.access import service as access
from governance.actor import Actor, Role
from governance.members.model import Candidate, Particulars
from governance.members.records import ClassPeriodRecord, MemberHistoryRecord, MemberRecord
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.plain import plain

_AT_ONCE = 500
"""Below every database's limit of bound values."""


@dataclass(frozen=True, slots=True)
class Taken:
    numbers: frozenset[str]
    emails: frozenset[str]


async def one_at_a_time(tx: Transaction) -> None:
    """Whoever asks what is taken and then takes it waits for the others who do: the answer holds until the end.

    The constraint on numbers stays the last word; this makes the loser of a race read why.
    """
    await tx.alone("register-entries")


async def taken(view: View, people: Sequence[Candidate]) -> Taken:
    """Which of these numbers were ever given out, and which addresses a present member uses."""
    numbers: set[str] = set()
    emails: set[str] = set()
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        asked = select(MemberRecord.number).where(MemberRecord.number.in_([person.number for person in some]))
        numbers.update(await view.scalars(asked))
        emails |= await taken_emails(view, [person.email for person in some if person.email is not None])
    return Taken(frozenset(numbers), frozenset(emails))


async def taken_emails(view: View, emails: Sequence[str]) -> set[str]:
    """Lower-cased, those that a present member uses."""
    lowered = func.lower(MemberRecord.email)
    used = select(lowered).where(lowered.in_([email.lower() for email in emails]), MemberRecord.ceased_on.is_(None))
    return set(await view.scalars(used))


async def enter(
    tx: Transaction, actor: Actor, people: Sequence[Candidate], reason: str, now: datetime
) -> Sequence[MemberRecord]:
    """New entries with their first history row, their class, and an account for whoever has an e-mail address."""
    entered = [_entry(person, reason) for person in people]
    tx.add_all(entered)
    await tx.flush()
    for member in entered:
        tx.add(wording(actor, member, sequence=1, since=member.entered_on, reason=reason, now=now))
    await tx.flush()
    for member in entered:
        if member.email is not None:
            await open_way_in(tx, actor, member, now)
    return entered


async def open_way_in(tx: Transaction, actor: Actor, member: MemberRecord, now: datetime) -> None:
    account = await access.open_account(tx, actor, member_id=member.id, email=member.email, name=member.name, now=now)
    await access.grant_role(tx, actor, account.id, Role.MEMBER, now)


def _entry(person: Candidate, reason: str) -> MemberRecord:
    identity = new_id()
    first = ClassPeriodRecord(
        id=new_id(), member=identity, class_=person.class_, since=person.entered_on, reason=reason
    )
    return MemberRecord(
        id=identity,
        number=person.number,
        name_given=person.name_given,
        name_family=person.name_family,
        address=person.address,
        email=person.email,
        language=person.language,
        formats=list(person.formats),
        entered_on=person.entered_on,
        search=plain(f"{person.number} {person.name_given} {person.name_family}"),
        periods=[first],
    )


def rewrite(member: MemberRecord, given: Particulars) -> None:
    member.name_given, member.name_family = given.name_given, given.name_family
    member.address, member.email = given.address, given.email
    member.language, member.formats = given.language, list(given.formats)
    member.search = plain(f"{member.number} {member.name}")


def wording(
    actor: Actor, member: MemberRecord, *, sequence: int, since: date, reason: str, now: datetime
) -> MemberHistoryRecord:
    """The entry as it reads now, for the history."""
    return MemberHistoryRecord(
        id=new_id(),
        member=member.id,
        sequence=sequence,
        since=since,
        name_given=member.name_given,
        name_family=member.name_family,
        address=member.address,
        email=member.email,
        language=member.language,
        formats=list(member.formats),
        reason=reason,
        recorded_at=now,
        recorded_by=actor.reference,
    )
