"""Meetings for programs: the same acts as on the pages."""

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from constitution.notice import Business
from governance.access import ask
from governance.meetings import service as meetings
from governance.meetings.model import How, Kind
from governance.meetings.views import AgendaView, AttendanceView, ItemView, MeetingView, item_view, meeting_view
from governance.platform.web.findings import FindingView
from governance.platform.web.instants import Instant
from governance.platform.web.wording import TextsView


class CallBody(msgspec.Struct, forbid_unknown_fields=True):
    kind: Kind
    starts_at: Instant
    place: str = ""
    join_link: str = ""


class ItemBody(msgspec.Struct, forbid_unknown_fields=True):
    title: TextsView
    text: TextsView = TextsView()
    subject: str | None = None
    business: Business | None = None


class WordsBody(msgspec.Struct, forbid_unknown_fields=True):
    title: TextsView
    text: TextsView = TextsView()


class ExplanationBody(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class DateBody(msgspec.Struct, forbid_unknown_fields=True):
    starts_at: Instant
    reason: TextsView = TextsView()


class ReasonBody(msgspec.Struct, forbid_unknown_fields=True):
    reason: TextsView = TextsView()


class ArrivalBody(msgspec.Struct, forbid_unknown_fields=True):
    member: str
    how: How


class AdjournBody(msgspec.Struct, forbid_unknown_fields=True):
    starts_at: Instant | None = None


class MeetingsApi(Controller):
    path = "/meetings"
    tags = ("meetings",)

    @get("/", permission="meetings.read", operation_id="meetings")
    async def every(self, view: ask.View) -> list[MeetingView]:
        return [meeting_view(meeting) for meeting in await meetings.meetings(view)]

    @get("/earliest", permission="meetings.call", operation_id="earliest-meeting")
    async def earliest(self, view: ask.View, now: ask.Now, kind: FromQuery[Kind]) -> FindingView:
        """The first lawful day if notice went out now, and the rules that say so."""
        return FindingView.of(await meetings.earliest_for_all(view, kind, now))

    @post("/", permission="meetings.call", operation_id="call-meeting")
    async def call(self, data: JSONBody[CallBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> MeetingView:
        meeting = await meetings.call(
            tx, actor, kind=data.kind, starts_at=data.starts_at, place=data.place, link=data.join_link, now=now
        )
        return meeting_view(meeting)

    @get("/{meeting_id:str}", permission="meetings.read", operation_id="meeting")
    async def meeting(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor) -> AgendaView:
        meeting = await meetings.find(view, actor, meeting_id)
        return AgendaView(meeting_view(meeting), [item_view(item) for item in meeting.items])

    @post("/{meeting_id:str}/items", permission="meetings.call", operation_id="add-item")
    async def add_item(
        self,
        meeting_id: FromPath[str],
        data: JSONBody[ItemBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> ItemView:
        item = await meetings.add_item(
            tx,
            actor,
            meeting_id,
            title=data.title.texts(),
            text=data.text.texts(),
            subject=data.subject,
            business=data.business,
            now=now,
        )
        return item_view(item)

    @post(
        "/{meeting_id:str}/items/{item_id:str}",
        permission="meetings.call",
        operation_id="correct-item",
        status_code=200,
    )
    async def correct_item(
        self,
        *,
        meeting_id: FromPath[str],
        item_id: FromPath[str],
        data: JSONBody[WordsBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> ItemView:
        """Until notice is served. The words of a motion are its proposer's and stay."""
        title, text = data.title.texts(), data.text.texts()
        return item_view(await meetings.correct_item(tx, actor, meeting_id, item_id, title=title, text=text, now=now))

    @post(
        "/{meeting_id:str}/items/{item_id:str}/easy-read",
        permission="meetings.call",
        operation_id="explain-item",
        status_code=200,
    )
    async def explain_item(
        self,
        *,
        meeting_id: FromPath[str],
        item_id: FromPath[str],
        data: JSONBody[ExplanationBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> ItemView:
        """Why the item goes without Easy Read words that the rules ask for."""
        await meetings.explain_item(tx, actor, meeting_id, item_id, reason=data.reason, now=now)
        return item_view((await meetings.item(tx, actor, meeting_id, item_id))[1])

    @post(
        "/{meeting_id:str}/items/{item_id:str}/removal",
        permission="meetings.call",
        operation_id="remove-item",
        status_code=200,
    )
    async def remove_item(
        self, meeting_id: FromPath[str], item_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> AgendaView:
        """Until notice is served. A motion goes back to where it stood before."""
        await meetings.remove_item(tx, actor, meeting_id, item_id, now)
        meeting = await meetings.find(tx, actor, meeting_id)
        return AgendaView(meeting_view(meeting), [item_view(item) for item in meeting.items])

    @post("/{meeting_id:str}/notice", permission="meetings.call", operation_id="serve-notice", status_code=200)
    async def serve_notice(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> FindingView:
        return FindingView.of(await meetings.serve_notice(tx, actor, meeting_id, now))

    @post("/{meeting_id:str}/date", permission="meetings.call", operation_id="postpone", status_code=200)
    async def postpone(
        self,
        meeting_id: FromPath[str],
        data: JSONBody[DateBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> FindingView:
        found = await meetings.postpone(tx, actor, meeting_id, data.starts_at, now, reason=data.reason.texts())
        return FindingView.of(found)

    @post("/{meeting_id:str}/cancel", permission="meetings.call", operation_id="cancel-meeting", status_code=200)
    async def cancel(
        self,
        meeting_id: FromPath[str],
        data: JSONBody[ReasonBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> MeetingView:
        return meeting_view(await meetings.cancel(tx, actor, meeting_id, now, reason=data.reason.texts()))


class DeskApi(Controller):
    path = "/meetings/{meeting_id:str}"
    tags = ("meetings",)

    @get("/attendance", permission="meetings.desk", operation_id="attendance")
    async def attendance(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor) -> list[AttendanceView]:
        meeting = await meetings.find(view, actor, meeting_id)
        came = await meetings.attendance(view, meeting)
        return [AttendanceView(one.member, one.how, one.at) for one in came]

    @post("/attendance", permission="meetings.there", operation_id="attend")
    async def attend(
        self,
        meeting_id: FromPath[str],
        data: JSONBody[ArrivalBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> AttendanceView:
        """A member for themselves, or the desk for anybody."""
        there = await meetings.attend(tx, actor, meeting_id, data.member, how=data.how, now=now)
        return AttendanceView(there.member, there.how, there.at)

    @get("/quorum", permission="meetings.read", operation_id="quorum")
    async def quorum(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> FindingView:
        meeting = await meetings.find(view, actor, meeting_id)
        return FindingView.of(meeting.quorum_finding or await meetings.quorum(view, meeting, now))

    @post("/begin", permission="meetings.desk", operation_id="begin-meeting", status_code=200)
    async def begin(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> FindingView:
        return FindingView.of(await meetings.begin(tx, actor, meeting_id, now))

    @post("/adjourn", permission="meetings.desk", operation_id="adjourn-inquorate", status_code=200)
    async def adjourn(
        self,
        meeting_id: FromPath[str],
        data: JSONBody[AdjournBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> FindingView:
        return FindingView.of(await meetings.adjourn_inquorate(tx, actor, meeting_id, now, starts_at=data.starts_at))

    @post("/close", permission="meetings.desk", operation_id="close-meeting", status_code=200)
    async def close(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> MeetingView:
        return meeting_view(await meetings.close(tx, actor, meeting_id, now))

    @post("/minutes", permission="meetings.desk", operation_id="write-minutes")
    async def minutes(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> list[str]:
        """Writes the minutes from what happened; answers the ids of the papers."""
        return [paper.id for paper in await meetings.minutes(tx, actor, meeting_id, now=now)]

    @post("/minutes/approval", permission="meetings.desk", operation_id="approve-minutes", status_code=200)
    async def approve(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> list[str]:
        return [paper.id for paper in await meetings.approve(tx, actor, meeting_id, now)]


APIS = (MeetingsApi, DeskApi)
