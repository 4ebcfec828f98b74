"""The annual general meeting: its lawful date, its notice in every variant, who came, and the minutes."""

from datetime import date, datetime, time, timedelta

from constitution import Finding, periods
from governance.correspondence import service as correspondence
from governance.meetings import service as meetings
from governance.meetings.model import How, Kind
from governance.meetings.model import Stage as At
from governance.meetings.service import MeetingRecord
from governance.members import service as members
from governance.motions import service as motions
from governance.papers import service as papers
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import Texts
from governance.rehearsal.beginning import the_motion
from governance.rehearsal.house import officer
from governance.rehearsal.stage import PROMPTER, Stage, cited

NOTICE_AFTER = timedelta(days=30)
"""From the start of the play: a member's motion must lie four weeks before notice goes out (P-073)."""
POSTED_AFTER = timedelta(hours=3)
SATURDAY = 5
STARTS = time(14, 0)
LASTS = timedelta(hours=2)
PLACE = "Neuadd yr Ymarfer, Wrecsam"
LINK = "https://rehearsal.example/meeting"
BUSINESS = (
    Texts(
        en="Accounts and reports",
        cy="Cyfrifon ac adroddiadau",
        en_easy="How we spent our money",
        cy_easy="Sut gwarion ni ein harian",
    ),
    Texts(
        en="Report on the direct payment scheme",
        cy="Adroddiad ar y cynllun taliadau uniongyrchol",
        en_easy="How direct payments are going",
        cy_easy="Sut mae'r taliadau uniongyrchol yn mynd",
    ),
)


async def call(stage: Stage) -> str:
    """Call the meeting for the first lawful Saturday, with the motion on its agenda, and serve notice."""
    now = stage.plan.start + NOTICE_AFTER
    stage.clock.move_to(now)
    async with stage.database.writing() as tx:
        meeting = await the_meeting(tx)
        secretary = await officer(tx, "secretary", now)
        if meeting is None:
            ways = await meetings.methods_needed(tx, legal_day(now))
            earliest = await meetings.earliest(tx, Kind.AGM, ways, now)
            meeting = await meetings.call(
                tx, secretary, kind=Kind.AGM, starts_at=_saturday(earliest), place=PLACE, link=LINK, now=now
            )
            for title in BUSINESS:
                await meetings.add_item(tx, secretary, meeting.id, title=title, now=now)
            motion = await the_motion(tx)
            if motion is not None:
                await motions.put_to_meeting(tx, secretary, motion.id, now, meeting_id=meeting.id)
            await meetings.serve_notice(tx, secretary, meeting.id, now)
            meeting = await meetings.find(tx, secretary, meeting.id)
    await stage.pass_on()
    lawful = meeting.notice_finding
    day = f"{meeting.day:%A %d %B %Y}"
    return f"for {day}, the first Saturday lawful by {cited(lawful)}; letters in {stage.settings.mail_folder}"


async def post_letters(stage: Stage) -> str:
    """The letters that no e-mail could carry go into the post three hours later."""
    now = stage.plan.start + NOTICE_AFTER + POSTED_AFTER
    stage.clock.move_to(now)
    await stage.pass_on()
    async with stage.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        meeting = await the_meeting(tx)
        cause = meeting.cause if meeting else ""
        ledger = await correspondence.ledger(tx, secretary, cause)
        waiting = [letter.id for letter in ledger.letters if letter.sent_at is None]
        posted = await correspondence.mark_posted(tx, secretary, waiting, now, now) if waiting else 0
        services = await correspondence.services(tx, cause)
    last = max(service.deemed_on for service in services)
    ways = {way: sum(service.method == way for service in services) for way in {one.method for one in services}}
    told = ", ".join(f"{number} by {way.value}" for way, number in sorted(ways.items(), key=lambda item: item[0].value))
    return f"served: {told}; the last counts as given on {last:%d %B %Y} ({posted} posted just now)"


async def hold(stage: Stage) -> str:
    """Half the members come, one in four of them from elsewhere; the meeting begins if they are enough."""
    async with stage.database.reading() as view:
        meeting = await require_meeting(view)
    stage.clock.move_to(max(stage.clock.now(), meeting.starts_at))
    now = meeting.starts_at
    if meeting.stage == At.NOTIFIED:
        await _take_attendance(stage, meeting, now)
        async with stage.database.writing() as tx:
            await meetings.begin(tx, await officer(tx, "chair", now), meeting.id, now)
    async with stage.database.reading() as view:
        meeting = await require_meeting(view)
        came = len(await meetings.attendance(view, meeting))
    enough = Finding.from_dict(meeting.quorum) if meeting.quorum else None
    needed = enough.figures.get("needed") if enough else "?"
    return f"{came} came, {needed} needed ({cited(enough) if enough else ''})"


async def _take_attendance(stage: Stage, meeting: MeetingRecord, now: datetime) -> None:
    async with stage.database.reading() as view:
        there = {one.member for one in await meetings.attendance(view, meeting)}
        everybody = [member.id for member in await view.scalars(members.entitled_on(meeting.day).order_by("number"))]
    coming = [member for place, member in enumerate(everybody) if place % 2 == 0 or len(everybody) < 10]
    with stage.progress([member for member in coming if member not in there], "Attendance") as arriving:
        for place, member in enumerate(arriving):
            async with stage.database.writing() as tx:
                how = How.REMOTE if place % 4 == 3 else How.IN_PERSON
                await meetings.attend(tx, await officer(tx, "secretary", now), meeting.id, member, how=how, now=now)


async def close(stage: Stage) -> MeetingRecord:
    """End the meeting two hours after it began; what waits for its end happens then."""
    async with stage.database.reading() as view:
        meeting = await require_meeting(view)
    end = meeting.starts_at + LASTS
    stage.clock.move_to(max(stage.clock.now(), end))
    if meeting.stage == At.OPEN:
        async with stage.database.writing() as tx:
            await meetings.close(tx, await officer(tx, "chair", end), meeting.id, end)
    await stage.pass_on()
    return meeting


async def write_minutes(stage: Stage) -> str:
    now = stage.clock.now()
    async with stage.database.writing() as tx:
        meeting = await require_meeting(tx)
        kept = await papers.about(tx, meeting.id)
        if not kept:
            secretary = await officer(tx, "secretary", now)
            kept = await meetings.minutes(tx, secretary, meeting.id, now=now)
    return f"kept in {len(kept)} variants: {', '.join(paper.variant for paper in kept)}"


async def the_meeting(view: View) -> MeetingRecord | None:
    """The one meeting of the play, once it has been called."""
    called = next(iter(await meetings.meetings(view)), None)
    return None if called is None else await meetings.find(view, PROMPTER, called.id)


async def require_meeting(view: View) -> MeetingRecord:
    meeting = await the_meeting(view)
    if meeting is None:
        raise LookupError("the meeting has not been called")
    return meeting


def _saturday(earliest: Finding) -> datetime:
    """Two in the afternoon, when most members can come."""
    day = earliest.figures["earliest-meeting"]
    if not isinstance(day, date):
        raise TypeError("the earliest meeting is a day")
    return periods.instant_of(day + timedelta(days=(SATURDAY - day.weekday()) % 7), STARTS)
