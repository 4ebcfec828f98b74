"""Meetings as members meet them."""

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.meetings import service as meetings
from governance.meetings.calendar import entry
from governance.meetings.convening import ConvenePages, ItemPages
from governance.meetings.desk import DeskPages
from governance.meetings.model import How
from governance.meetings.showing import listed, live, shown
from governance.platform.web.replies import Template, after


class MeetingPages(Controller):
    path = "/meetings"
    include_in_schema = False

    @get("/", permission="meetings.read")
    async def every(self, view: ask.View) -> Template:
        return Template("pages/meetings/list.html", context=await listed(view))

    @get("/{meeting_id:str}", permission="meetings.read")
    async def show(
        self, variant: FromPath[str], meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        return Template("pages/meetings/show.html", context=await shown(view, actor, meeting_id, variant, now))

    @get("/{meeting_id:str}/live", permission="meetings.read")
    async def live(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/meetings/live.html", context=await live(view, actor, meeting_id, now))

    @post("/{meeting_id:str}/there", permission="meetings.attend")
    async def there(self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        """A member joins from where they are."""
        await meetings.attend(tx, actor, meeting_id, actor.member or "", how=How.REMOTE, now=now)
        return after(f"/meetings/{meeting_id}/live", say="there")

    @get("/{meeting_id:str}/calendar.ics", permission="meetings.read")
    async def calendar(
        self,
        *,
        variant: FromPath[str],
        meeting_id: FromPath[str],
        view: ask.View,
        actor: ask.Actor,
        settings: ask.Settings,
        now: ask.Now,
    ) -> Response[bytes]:
        meeting = await meetings.find(view, actor, meeting_id)
        file = entry(meeting, variant, settings, now)
        headers = {"Content-Disposition": f'attachment; filename="{file.filename}"'}
        return Response(file.content, media_type=file.media_type, headers=headers)

    @get("/{meeting_id:str}/minutes", permission="meetings.read")
    async def minutes(
        self, variant: FromPath[str], meeting_id: FromPath[str], view: ask.View, actor: ask.Actor
    ) -> Template:
        meeting = await meetings.find(view, actor, meeting_id)
        paper = await meetings.minutes_in(view, actor, meeting_id, variant)
        return Template("pages/meetings/minutes.html", context={"meeting": meeting, "paper": paper})


PAGES = (MeetingPages, ConvenePages, ItemPages, DeskPages)
