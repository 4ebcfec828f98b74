"""Holding a meeting: who is there, whether they are enough, beginning, adjourning, closing."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from constitution import Finding, Rulebook
from constitution.quorum import Attendance, Electorate, if_inquorate, is_quorate, is_reconvened_quorate
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.meetings import checks, model
from governance.meetings.calling import reconvene
from governance.meetings.looking import TURNED, find_at, happened, item_of
from governance.meetings.model import How, Present, Stage
from governance.meetings.records import AttendanceRecord, ItemRecord, MeetingRecord
from governance.meetings.telling import standing
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue

DOORKEEPERS = (Role.SECRETARY, Role.CHAIR)


async def attend(
    tx: Transaction, actor: Actor, meeting_id: str, member_id: str, *, how: How, now: datetime
) -> AttendanceRecord:
    """One member is there: by their own word, or the desk's.

    Raises:
        NotToday, NotAMember, AlreadyThere
    """
    if actor.member != member_id and not (actor.is_platform or actor.has(*DOORKEEPERS)):
        raise NotFound(member=member_id)
    meeting = await find_at(tx, actor, meeting_id, Stage.NOTIFIED, Stage.OPEN)
    if legal_day(now) != meeting.day:
        raise model.NotToday(meeting=meeting_id, day=meeting.day)
    member = await members.find(tx, actor, member_id)
    if not member.was_member_on(meeting.day):
        raise model.NotAMember(member=member_id)
    same = (AttendanceRecord.meeting == meeting_id, AttendanceRecord.sitting == meeting.sitting)
    if await tx.scalar(select(AttendanceRecord.id).where(*same, AttendanceRecord.member == member_id)):
        raise model.AlreadyThere(member=member_id)
    there = AttendanceRecord(
        id=new_id(), meeting=meeting_id, sitting=meeting.sitting, member=member_id, how=How(how), at=now
    )
    tx.add(there)
    await audit.note(tx, actor, "meetings.attended", meeting_id, now, member=member_id, how=How(how).value)
    return there


async def attendance(view: View, meeting: MeetingRecord) -> Sequence[AttendanceRecord]:
    """Who came to the present sitting, in the order of coming."""
    statement = (
        select(AttendanceRecord)
        .where(AttendanceRecord.meeting == meeting.id, AttendanceRecord.sitting == meeting.sitting)
        .order_by(AttendanceRecord.at, AttendanceRecord.id)
    )
    return list(await view.scalars(statement))


async def quorum(view: View, meeting: MeetingRecord, now: datetime) -> Finding:
    """Are enough there, of every class that must be? A meeting held again has a rule of its own (P-110)."""
    rules = await members.rules_on(view, now)
    ask = is_quorate if meeting.adjourned_from is None else is_reconvened_quorate
    return ask(rules, *await _assembled(view, rules, meeting.day, await attendance(view, meeting)))


async def assembly(view: View, rules: Rulebook, meeting_id: str, at: datetime) -> tuple[Electorate, Attendance]:
    """Who could come and who was there at that instant, as these rules tell them apart.

    Members come on the day of their sitting alone (see ``attend``), so the day tells which sitting it was.
    """
    statement = select(AttendanceRecord).where(AttendanceRecord.meeting == meeting_id, AttendanceRecord.at <= at)
    came = [one for one in await view.scalars(statement) if legal_day(one.at) == legal_day(at)]
    return await _assembled(view, rules, legal_day(at), came)


async def _assembled(
    view: View, rules: Rulebook, day: date, came: Sequence[AttendanceRecord]
) -> tuple[Electorate, Attendance]:
    voters = {voter.member: voter.class_ for voter in await members.voting_members(view, rules, day)}
    electorate = model.electorate(list(voters.values()), await members.count(view, day))
    return electorate, model.attendance([Present(voters.get(one.member), How(one.how)) for one in came])


async def begin(tx: Transaction, actor: Actor, meeting_id: str, now: datetime) -> Finding:
    """Open the meeting, if notice was given and enough are there; answers the quorum as found.

    Raises:
        NotYet, DayPassed, NoticeNotGiven, Inquorate
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.NOTIFIED)
    if legal_day(now) > meeting.day:
        raise model.DayPassed(meeting=meeting_id, day=meeting.day)
    if now < meeting.starts_at:
        raise model.NotYet(meeting=meeting_id, starts_at=meeting.starts_at)
    given = await standing(tx, meeting, now)
    if not given.met:
        raise model.NoticeNotGiven(finding=given, meeting=meeting_id)
    enough = await quorum(tx, meeting, now)
    if not enough.met:
        raise model.Inquorate(finding=enough, meeting=meeting_id)
    meeting.stage, meeting.began_at, meeting.quorum = Stage.OPEN, now, enough.to_dict()
    await happened(tx, actor, meeting, "notice-found", now, finding=given)
    await happened(tx, actor, meeting, "began", now, finding=enough)
    return enough


async def turn_to(tx: Transaction, actor: Actor, meeting_id: str, item_id: str, now: datetime) -> ItemRecord:
    """The chair comes to an item; everybody can see which one it is."""
    meeting = await find_at(tx, actor, meeting_id, Stage.OPEN)
    item = item_of(meeting, item_id)
    await happened(tx, actor, meeting, TURNED, now, facts={"item": item.id})
    return item


async def adjourn_inquorate(
    tx: Transaction, actor: Actor, meeting_id: str, now: datetime, *, starts_at: datetime | None = None
) -> Finding:
    """Too few came: put the meeting off, to the same time and place next week unless the chair fixes it (P-109).

    ``starts_at`` is the chair's date, where the rules leave it to the chair. Answers whether fresh notice was needed.

    Raises:
        StillWaiting, Quorate, DayPassed, DateNeeded, UnlawfulDate
        Invalid: the chair's date is years away.
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.NOTIFIED)
    rules = await members.rules_on(tx, now)
    waiting = if_inquorate(rules, meeting.starts_at)
    wait_until = waiting.figures["wait-until"]
    if isinstance(wait_until, datetime) and now < wait_until:
        raise model.StillWaiting(finding=waiting, meeting=meeting_id)
    enough = await quorum(tx, meeting, now)
    if enough.met:
        raise model.Quorate(finding=enough, meeting=meeting_id)
    await happened(tx, actor, meeting, "inquorate", now, finding=enough)
    following = _following(rules, meeting, starts_at, now)
    again = await reconvene(tx, actor, meeting, starts_at=following, rules=rules, now=now)
    await happened(tx, actor, meeting, "adjourned", now, finding=again, facts={"starts_at": following})
    return again


async def close(tx: Transaction, actor: Actor, meeting_id: str, now: datetime) -> MeetingRecord:
    """End the meeting; whatever waits for its end is promised in the same transaction."""
    meeting = await find_at(tx, actor, meeting_id, Stage.OPEN)
    meeting.stage, meeting.closed_at = Stage.CLOSED, now
    enqueue(tx, "meeting-closed", {"meeting": meeting.id}, due_at=now, once=f"meeting-closed:{meeting.id}")
    await happened(tx, actor, meeting, "closed", now)
    return meeting


def _following(rules: Rulebook, meeting: MeetingRecord, chosen: datetime | None, now: datetime) -> datetime:
    """Always a date that is still to come: nobody can be told of one that has gone."""
    if rules.word("P-109") != "chair_fixes":
        following = model.same_time_next_week(meeting.starts_at)
        if following <= now:
            raise model.DayPassed(finding=if_inquorate(rules, meeting.starts_at), meeting=meeting.id)
        return following
    if chosen is None or chosen <= max(now, meeting.starts_at):
        raise model.DateNeeded(finding=if_inquorate(rules, meeting.starts_at), meeting=meeting.id)
    errors = checks.errors_in_day(chosen, now)
    if errors:
        raise Invalid(errors)
    return chosen
