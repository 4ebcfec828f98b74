"""The year's duties of the officers, each with its last day and the rule or law that says so (S-40)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from constitution import Finding, Rulebook
from constitution.balloting import latest_opening
from constitution.deadlines import annual_meeting, annual_meeting_after_year_end, annual_return
from constitution.periods import months_after, year_end_before
from governance.actor import Actor, Role
from governance.correspondence import service as correspondence
from governance.home.model import Duty, Group, State, state_on
from governance.inspection import service as inspection
from governance.inspection.model import decides_about_grants
from governance.meetings import service as meetings
from governance.meetings.model import Kind, Stage
from governance.meetings.service import MeetingRecord
from governance.members import service as members
from governance.motions import service as motions
from governance.motions.model import Stage as MotionStage
from governance.papers import service as papers
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.rulebook import service as rulebook
from governance.rulebook.model import State as RulesState
from governance.votes import service as votes
from governance.votes.model import State as VoteState

OVER = (Stage.CLOSED, Stage.CANCELLED)


async def duties(view: View, actor: Actor, now: datetime) -> Sequence[Duty]:
    """What is to be done, the earliest day first; what has none after it, what is done last."""
    rules = await members.rules_on(view, now)
    every = await meetings.meetings(view)
    found = [
        _annual_meeting(rules, every, legal_day(now)),
        *await _meetings(view, actor, every, now),
        *await _motions(view, actor, rules, now),
        *await _ballots(view, actor, now),
        *await _register(view, actor, now),
        *await _rules(view, now),
        *_annual_return(rules, legal_day(now)),
    ]
    return sorted(found, key=lambda duty: (not duty.is_open, duty.due or date.max))


def _annual_meeting(rules: Rulebook, every: Sequence[MeetingRecord], today: date) -> Duty:
    """The one for the last financial year, or the next one if that has been held."""
    held = [meeting.day for meeting in every if meeting.kind == Kind.AGM and meeting.stage == Stage.CLOSED]
    why = _last_day(rules, held, today)
    last = _day(why, "last-day")
    planned = [meeting for meeting in every if meeting.kind == Kind.AGM and meeting.stage not in OVER]
    if not planned:
        return Duty(Group.MEETINGS, "annual-meeting", state_on(today, last), last, why, "/office/convene")
    meeting = planned[0]
    state = State.IN_TIME if last is None or meeting.day <= last else State.LATE
    return Duty(Group.MEETINGS, "annual-meeting-called", state, last, why, f"/meetings/{meeting.id}")


def _last_day(rules: Rulebook, held: Sequence[date], today: date) -> Finding:
    if rules.word("P-060") != "months_after_year_end":
        return annual_meeting(rules, today, max(held, default=today))
    year_end = year_end_before(rules.word("P-004"), today)
    if any(day > year_end for day in held):
        year_end = months_after(year_end, 12, "end_of_month")
    return annual_meeting_after_year_end(rules, year_end)


def _annual_return(rules: Rulebook, today: date) -> Sequence[Duty]:
    """The next one that falls due, where the law asks for one. Whether it was sent only its sender knows."""
    if "annual_return_months" not in rules.law.tests:
        return ()
    year_end = year_end_before(rules.word("P-004"), today)
    why = annual_return(rules, year_end)
    if (_day(why, "last-day") or today) < today:
        why = annual_return(rules, months_after(year_end, 12, "end_of_month"))
    last = _day(why, "last-day")
    return [Duty(Group.RETURNS, "annual-return", state_on(today, last), last, why)]


async def _meetings(view: View, actor: Actor, every: Iterable[MeetingRecord], now: datetime) -> Sequence[Duty]:
    found: list[Duty] = []
    for meeting in every:
        if meeting.stage == Stage.CALLED:
            last = _day(meeting.notice_finding, "latest-service")
            state = state_on(legal_day(now), last)
            path = f"/office/convene/{meeting.id}"
            found.append(Duty(Group.MEETINGS, "send-notice", state, last, meeting.notice_finding, path))
        elif meeting.stage == Stage.NOTIFIED:
            found += await _letters(view, actor, meeting)
            found.append(_hold(meeting, legal_day(now)))
        elif meeting.stage == Stage.OPEN:
            found.append(Duty(Group.MEETINGS, "meeting-is-on", State.WAITS, meeting.day, None, _desk(meeting)))
        elif meeting.stage == Stage.CLOSED and meeting.approved_at is None:
            written = bool(await papers.about(view, meeting.id, kind="minutes"))
            what = "approve-minutes" if written else "write-minutes"
            found.append(Duty(Group.MEETINGS, what, State.WAITS, None, None, f"{_desk(meeting)}/minutes"))
    return found


def _hold(meeting: MeetingRecord, today: date) -> Duty:
    """A meeting of which notice went out; the finding is that the notice was long enough."""
    state = state_on(today, meeting.day)
    return Duty(Group.MEETINGS, "hold-meeting", state, meeting.day, meeting.notice_finding, _desk(meeting))


async def _letters(view: View, actor: Actor, meeting: MeetingRecord) -> Sequence[Duty]:
    """Letters of its notice that somebody can still do something about."""
    if not actor.has(Role.SECRETARY, Role.CHAIR):
        return ()
    ledger = await correspondence.ledger(view, actor, meeting.cause)
    if not ledger.exceptions:
        return ()
    last = _day(meeting.notice_finding, "latest-service")
    number = len(ledger.exceptions)
    path = f"/office/notices/{meeting.cause}"
    return [Duty(Group.MEETINGS, "cure-letters", State.WAITS, last, meeting.notice_finding, path, number=number)]


async def _motions(view: View, actor: Actor, rules: Rulebook, now: datetime) -> Sequence[Duty]:
    found = []
    for motion in await motions.motions(view, actor):
        path = f"/office/motions/{motion.id}"
        if motion.stage is MotionStage.SUPPORTED:
            found.append(Duty(Group.MEETINGS, "motion-to-meeting", State.WAITS, None, None, path, motion.titled))
        elif motion.stage is MotionStage.ON_AGENDA and motion.meeting is not None:
            meeting = await meetings.find(view, actor, motion.meeting)
            if meeting.stage == Stage.NOTIFIED:
                why = latest_opening(rules, meeting.starts_at)
                latest = why.figures.get("latest")
                last = legal_day(latest) if isinstance(latest, datetime) else None
                state = state_on(legal_day(now), last)
                found.append(Duty(Group.BALLOTS, "prepare-ballot", state, last, why, path, motion.titled))
    return found


async def _ballots(view: View, actor: Actor, now: datetime) -> Sequence[Duty]:
    found = []
    for vote in await votes.every(view, actor):
        path = f"/office/votes/{vote.id}"
        brought = await votes.parts(view, vote.id)
        if vote.state is VoteState.ROLLED:
            due = None if vote.open_by is None else legal_day(vote.open_by)
            what = "open-ballot" if brought.are_complete else "await-parts"
            found.append(Duty(Group.BALLOTS, what, state_on(legal_day(now), due), due, None, path, vote.titled))
        elif vote.state is VoteState.CLOSED:
            opened = len(brought.decryptions)
            duty = Duty(Group.BALLOTS, "await-openings", State.WAITS, None, None, path, vote.titled, opened)
            found.append(duty)
        elif vote.state is VoteState.TALLIED:
            found.append(Duty(Group.BALLOTS, "declare", State.WAITS, None, None, path, vote.titled))
    return found


async def _register(view: View, actor: Actor, now: datetime) -> Sequence[Duty]:
    if not decides_about_grants(actor):
        return ()
    waiting = [
        grant
        for grant in await inspection.grants(view, actor)
        if grant.approved_at is None and grant.revoked_at is None and now < grant.expires_at
    ]
    if not waiting:
        return ()
    last = min(legal_day(grant.expires_at) for grant in waiting)
    state = state_on(legal_day(now), last)
    return [Duty(Group.REGISTER, "disclosures", state, last, None, "/office/disclosures", number=len(waiting))]


async def _rules(view: View, now: datetime) -> Sequence[Duty]:
    """A change that members have passed governs nothing until the registrar has registered it (L-022)."""
    pending = (await rulebook.edition(view, now)).pending
    passed = [version for version in pending if RulesState(version.state) is RulesState.PASSED]
    return [Duty(Group.RULES, "send-rules", State.WAITS, None, None, "/rules") for _ in passed]


def _desk(meeting: MeetingRecord) -> str:
    return f"/office/desk/{meeting.id}"


def _day(finding: Finding, name: str) -> date | None:
    found = finding.figures.get(name)
    return found if isinstance(found, date) else None
