"""What may be done with the register. Each function is one act inside the caller's transaction."""

from datetime import date, datetime

from sqlalchemy import func, select

from governance.access import service as access
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid
from governance.members import model
from governance.members.entering import enter, one_at_a_time, open_way_in, rewrite, taken, taken_emails, wording
from governance.members.exports import Purpose, export
from governance.members.imports import (
    FORGET,
    Preview,
    confirm_import,
    find_import,
    forget_import,
    preview_import,
    previewed,
)
from governance.members.looking import (
    Entry,
    Filter,
    addressed,
    classes_on,
    count,
    entitled_on,
    entries_on,
    find,
    history,
    names,
    next_number,
    numbered,
    register,
    voting_members,
    with_email,
)
from governance.members.model import Candidate, Particulars
from governance.members.records import ClassPeriodRecord, MemberHistoryRecord, MemberRecord
from governance.members.ruling import class_counts, rules_on, with_members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue

REASON_LIMIT = 500


async def admit(tx: Transaction, actor: Actor, candidate: Candidate, now: datetime) -> MemberRecord:
    """Enter a person, with the way to sign in if there is an e-mail address."""
    rules = await rules_on(tx, now)
    errors = model.errors_in_entry(candidate, rules, legal_day(now))
    if errors:
        raise Invalid(errors)
    if (finding := model.of_age(candidate, rules)) is not None and not finding.met:
        raise model.NotOfThisAge(finding=finding)
    await one_at_a_time(tx)
    used = await taken(tx, [candidate])
    if candidate.number in used.numbers:
        raise model.NumberTaken(number=candidate.number)
    if used.emails:
        raise model.EmailTaken
    (member,) = await enter(tx, actor, [candidate], "admitted", now)
    await audit.note(tx, actor, "member.admitted", member.id, now, number=member.number)
    return member


async def correct(
    tx: Transaction, actor: Actor, member_id: str, given: Particulars, *, reason: str, now: datetime
) -> MemberRecord:
    """Put an entry right. The address of a sign-in is changed by its owner, not here (AUTH-11)."""
    member = await find(tx, actor, member_id, lock=True)
    errors = model.errors_in(given) | _errors_in_reason(reason)
    if errors:
        raise Invalid(errors)
    before = member.particulars
    if given == before:
        return member
    await one_at_a_time(tx)
    new_address = given.email is not None and given.email.lower() != (before.email or "").lower()
    if new_address and await taken_emails(tx, [given.email or ""]):
        raise model.EmailTaken
    rewrite(member, given)
    sequence = 1 + await tx.scalar(
        select(func.max(MemberHistoryRecord.sequence)).where(MemberHistoryRecord.member == member_id)
    )
    tx.add(wording(actor, member, sequence=sequence, since=legal_day(now), reason=reason, now=now))
    if before.email is None and given.email is not None:
        await open_way_in(tx, actor, member, now)
        enqueue(tx, "account-opened", {"member": member_id}, due_at=now)
    await audit.note(tx, actor, "member.corrected", member_id, now, reason=reason)
    return member


async def change_class(
    tx: Transaction, actor: Actor, member_id: str, to: str, *, on: date, reason: str, now: datetime
) -> MemberRecord:
    """Move a member to another class; the old class ends on the day the new one begins (P-021)."""
    member = await _current(tx, actor, member_id)
    rules = await rules_on(tx, now)
    errors = _errors_in_reason(reason)
    errors |= {} if to in rules.words("P-020") else {"class_": "unknown-class"}
    errors |= {} if on <= legal_day(now) else {"on": "in-the-future"}
    if errors:
        raise Invalid(errors)
    closed, opened = model.moved([record.period for record in member.periods], to, on)
    present = next(record for record in member.periods if record.until is None)
    present.until = closed.until
    await tx.flush()  # the open period must be closed before the next one opens
    member.periods.append(
        ClassPeriodRecord(id=new_id(), member=member_id, class_=opened.class_, since=opened.since, reason=reason)
    )
    await audit.note(tx, actor, "member.class-changed", member_id, now, before=closed.class_, after=to, on=str(on))
    return member


async def cease(
    tx: Transaction, actor: Actor, member_id: str, *, ground: str, on: date, reason: str, now: datetime
) -> MemberRecord:
    """End a membership on one of the grounds the rules know (P-042); the entry stays, the sign-in ends."""
    member = await _current(tx, actor, member_id)
    present = await _leaving(tx, member, ground=ground, on=on, reason=reason, now=now)
    present.until = on
    member.ceased_on, member.ceased_ground = on, ground
    account = await access.account_for(tx, member_id)
    if account is not None:
        await access.close_account(tx, actor, account.id, now)
    enqueue(tx, "member-ceased", {"member": member_id}, due_at=now)
    await audit.note(tx, actor, "member.ceased", member_id, now, ground=ground, on=str(on), reason=reason)
    return member


async def would_cease(
    view: View, actor: Actor, member_id: str, *, ground: str, on: date, reason: str, now: datetime
) -> MemberRecord:
    """The entry that :func:`cease` would end, refused as it would be; nothing is changed."""
    member = await _current(view, actor, member_id)
    await _leaving(view, member, ground=ground, on=on, reason=reason, now=now)
    return member


async def _leaving(
    view: View, member: MemberRecord, *, ground: str, on: date, reason: str, now: datetime
) -> ClassPeriodRecord:
    rules = await rules_on(view, now)
    errors = _errors_in_reason(reason) | ({} if on <= legal_day(now) else {"on": "in-the-future"})
    if errors:
        raise Invalid(errors)
    if ground not in rules.words("P-042"):
        raise model.NotAGround(ground=ground, finding=rules.finding("ground-known", "P-042", met=False, ground=ground))
    present = next(record for record in member.periods if record.until is None)
    if on < present.since:
        raise model.NotYetAMember(on=on, since=present.since)
    return present


async def _current(view: View, actor: Actor, member_id: str) -> MemberRecord:
    member = await find(view, actor, member_id, lock=isinstance(view, Transaction))
    if member.ceased_on is not None:
        raise model.AlreadyCeased(ceased_on=member.ceased_on)
    return member


def _errors_in_reason(reason: str) -> dict[str, str]:
    if not reason.strip():
        return {"reason": "missing"}
    return {"reason": "too-long"} if len(reason) > REASON_LIMIT else {}


__all__ = [
    "FORGET",
    "Entry",
    "Filter",
    "Preview",
    "Purpose",
    "addressed",
    "admit",
    "cease",
    "change_class",
    "class_counts",
    "classes_on",
    "confirm_import",
    "correct",
    "count",
    "entitled_on",
    "entries_on",
    "export",
    "find",
    "find_import",
    "forget_import",
    "history",
    "names",
    "next_number",
    "numbered",
    "preview_import",
    "previewed",
    "register",
    "rules_on",
    "voting_members",
    "with_email",
    "with_members",
    "would_cease",
]
