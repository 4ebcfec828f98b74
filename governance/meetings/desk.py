"""The desk of a meeting: the door, the quorum, the run of the business, the screen for the room, the minutes (S-48)."""

from dataclasses import dataclass
from datetime import datetime

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.meetings import service as meetings
from governance.meetings.model import How
from governance.meetings.showing import desk
from governance.platform.web.replies import Template, after

RUN = "/office/desk/{meeting_id}/run"


@dataclass(frozen=True)
class Arrival:
    member: str
    how: How = How.IN_PERSON


@dataclass(frozen=True)
class Adjourning:
    """Only where the rules leave the new date to the chair (P-109)."""

    starts_at: datetime | None = None


class DeskPages(Controller):
    path = "/office/desk/{meeting_id:str}"
    include_in_schema = False

    @get("/", permission="meetings.desk")
    async def door(
        self,
        meeting_id: FromPath[str],
        view: ask.View,
        actor: ask.Actor,
        now: ask.Now,
        search: FromQuery[str] = "",
    ) -> Template:
        return Template("pages/meetings/door.html", context=await desk(view, actor, meeting_id, now, search=search))

    @post("/there", permission="meetings.desk", form="/office/desk/{meeting_id}")
    async def there(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        arrival = form.read(Arrival)
        await meetings.attend(tx, actor, meeting_id, arrival.member, how=arrival.how, now=now)
        return after(f"/office/desk/{meeting_id}", say="let-in")

    @get("/quorum", permission="meetings.desk")
    async def quorum(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/meetings/quorum.html", context=await desk(view, actor, meeting_id, now))

    @get("/run", permission="meetings.desk")
    async def run(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/meetings/run.html", context=await desk(view, actor, meeting_id, now))

    @get("/screen", permission="meetings.desk")
    async def screen(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        """For the wall of the room: large, and nothing on it that names a member."""
        return Template("pages/meetings/screen.html", context=await desk(view, actor, meeting_id, now))

    @post("/begin", permission="meetings.desk", form=RUN)
    async def begin(self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await meetings.begin(tx, actor, meeting_id, now)
        return after(f"/office/desk/{meeting_id}/run", say="began")

    @post("/items/{item_id:str}", permission="meetings.desk", form=RUN)
    async def turn_to(
        self, meeting_id: FromPath[str], item_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await meetings.turn_to(tx, actor, meeting_id, item_id, now)
        return after(f"/office/desk/{meeting_id}/run")

    @post("/adjourn", permission="meetings.desk", form=RUN)
    async def adjourn(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        new = form.read(Adjourning)
        await meetings.adjourn_inquorate(tx, actor, meeting_id, now, starts_at=new.starts_at)
        return after(f"/office/desk/{meeting_id}/run", say="adjourned")

    @post("/close", permission="meetings.desk", form=RUN)
    async def close(self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await meetings.close(tx, actor, meeting_id, now)
        return after(f"/office/desk/{meeting_id}/minutes", say="closed")

    @get("/minutes", permission="meetings.desk")
    async def builder(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/meetings/minute.html", context=await desk(view, actor, meeting_id, now))

    @post("/minutes", permission="meetings.desk")
    async def write(self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await meetings.minutes(tx, actor, meeting_id, now=now)
        return after(f"/office/desk/{meeting_id}/minutes", say="minuted")

    @post("/approve", permission="meetings.desk", form="/office/desk/{meeting_id}/minutes")
    async def approve(self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await meetings.approve(tx, actor, meeting_id, now)
        return after(f"/meetings/{meeting_id}/minutes", say="approved")
