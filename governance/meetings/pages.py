"""Meetings as members meet them, and the secretary's and the chair's desks."""

from dataclasses import dataclass
from datetime import datetime

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from constitution.notice import Business
from governance.access import ask
from governance.meetings import service as meetings
from governance.meetings.model import How, Kind
from governance.meetings.showing import desk, shown
from governance.platform.texts import Texts
from governance.platform.web.replies import Template, after
from governance.platform.web.wording import Words


@dataclass(frozen=True)
class Calling:
    kind: Kind
    starts_at: datetime
    place: str = ""
    join_link: str = ""


@dataclass(frozen=True)
class Item(Words):
    business: Business | None = None


@dataclass(frozen=True)
class NewDate:
    starts_at: datetime
    reason_en: str = ""
    reason_cy: str = ""


@dataclass(frozen=True)
class Reason:
    reason_en: str = ""
    reason_cy: str = ""


@dataclass(frozen=True)
class Arrival:
    member: str
    how: How = How.IN_PERSON


@dataclass(frozen=True)
class Adjourning:
    """Only where the rules leave the new date to the chair (P-109)."""

    starts_at: datetime | None = None


class MeetingPages(Controller):
    path = "/meetings"
    include_in_schema = False

    @get("/", permission="meetings.read")
    async def every(self, view: ask.View) -> Template:
        return Template("pages/meetings/list.html", context={"meetings": await meetings.meetings(view)})

    @get("/{meeting_id:str}", permission="meetings.read")
    async def show(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/meetings/show.html", context=await shown(view, actor, meeting_id, now))

    @post("/{meeting_id:str}/there", permission="meetings.attend")
    async def there(self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        """A member joins from where they are."""
        await meetings.attend(tx, actor, meeting_id, actor.member or "", how=How.REMOTE, now=now)
        return after(f"/meetings/{meeting_id}", say="there")

    @get("/{meeting_id:str}/minutes", permission="meetings.read")
    async def minutes(
        self, variant: FromPath[str], meeting_id: FromPath[str], view: ask.View, actor: ask.Actor
    ) -> Template:
        meeting = await meetings.find(view, actor, meeting_id)
        paper = await meetings.minutes_in(view, meeting_id, variant)
        return Template("pages/meetings/minutes.html", context={"meeting": meeting, "paper": paper})


class ConvenePages(Controller):
    """Calling a meeting and everything up to the day (S-41)."""

    path = "/office/convene"
    include_in_schema = False

    @get("/", permission="meetings.call")
    async def ask_when(self, view: ask.View, now: ask.Now) -> Template:
        findings = {kind: await meetings.earliest_for_all(view, kind, now) for kind in Kind}
        return Template("pages/meetings/convene.html", context={"earliest": findings})

    @post("/", permission="meetings.call")
    async def call(self, tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now) -> Redirect:
        wanted = form.read(Calling)
        meeting = await meetings.call(
            tx,
            actor,
            kind=wanted.kind,
            starts_at=wanted.starts_at,
            place=wanted.place,
            link=wanted.join_link,
            now=now,
        )
        return after(f"/office/convene/{meeting.id}", say="called")

    @get("/{meeting_id:str}", permission="meetings.call")
    async def arrange(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/meetings/arrange.html", context=await shown(view, actor, meeting_id, now))

    @post("/{meeting_id:str}/items", permission="meetings.call", form="/office/convene/{meeting_id}")
    async def add_item(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        item = form.read(Item)
        await meetings.add_item(
            tx, actor, meeting_id, title=item.title, text=item.text, business=item.business, now=now
        )
        return after(f"/office/convene/{meeting_id}", say="item-added")

    @get("/{meeting_id:str}/items/{item_id:str}", permission="meetings.call")
    async def item(
        self, meeting_id: FromPath[str], item_id: FromPath[str], view: ask.View, actor: ask.Actor
    ) -> Template:
        meeting, item = await meetings.item(view, actor, meeting_id, item_id)
        return Template("pages/meetings/item.html", context={"meeting": meeting, "item": item})

    @post("/{meeting_id:str}/items/{item_id:str}", permission="meetings.call")
    async def correct_item(
        self,
        *,
        meeting_id: FromPath[str],
        item_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        form: ask.Form,
        now: ask.Now,
    ) -> Redirect:
        words = form.read(Words)
        await meetings.correct_item(tx, actor, meeting_id, item_id, title=words.title, text=words.text, now=now)
        return after(f"/office/convene/{meeting_id}", say="item-corrected")

    @post("/{meeting_id:str}/items/{item_id:str}/removal", permission="meetings.call")
    async def remove_item(
        self, meeting_id: FromPath[str], item_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await meetings.remove_item(tx, actor, meeting_id, item_id, now)
        return after(f"/office/convene/{meeting_id}", say="item-removed")

    @post("/{meeting_id:str}/notice", permission="meetings.call")
    async def serve_notice(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await meetings.serve_notice(tx, actor, meeting_id, now)
        return after(f"/office/convene/{meeting_id}", say="notice-served")

    @post("/{meeting_id:str}/date", permission="meetings.call", form="/office/convene/{meeting_id}")
    async def postpone(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        new = form.read(NewDate)
        reason = Texts(new.reason_en, new.reason_cy)
        await meetings.postpone(tx, actor, meeting_id, new.starts_at, now, reason=reason)
        return after(f"/office/convene/{meeting_id}", say="postponed")

    @post("/{meeting_id:str}/cancel", permission="meetings.call", form="/office/convene/{meeting_id}")
    async def cancel(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        reason = form.read(Reason)
        await meetings.cancel(tx, actor, meeting_id, now, reason=Texts(reason.reason_en, reason.reason_cy))
        return after(f"/office/convene/{meeting_id}", say="cancelled")


class DeskPages(Controller):
    """The door, the quorum, the run of the meeting (S-48)."""

    path = "/office/desk/{meeting_id:str}"
    include_in_schema = False

    @get("/", permission="meetings.desk")
    async def show(
        self,
        meeting_id: FromPath[str],
        view: ask.View,
        actor: ask.Actor,
        now: ask.Now,
        search: FromQuery[str] = "",
    ) -> Template:
        return Template("pages/meetings/desk.html", context=await desk(view, actor, meeting_id, search, now))

    @post("/there", permission="meetings.desk", form="/office/desk/{meeting_id}")
    async def there(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        arrival = form.read(Arrival)
        await meetings.attend(tx, actor, meeting_id, arrival.member, how=arrival.how, now=now)
        return after(f"/office/desk/{meeting_id}", say="let-in")

    @post("/begin", permission="meetings.desk")
    async def begin(self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await meetings.begin(tx, actor, meeting_id, now)
        return after(f"/office/desk/{meeting_id}", say="began")

    @post("/adjourn", permission="meetings.desk", form="/office/desk/{meeting_id}")
    async def adjourn(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        new = form.read(Adjourning)
        await meetings.adjourn_inquorate(tx, actor, meeting_id, now, starts_at=new.starts_at)
        return after(f"/office/desk/{meeting_id}", say="adjourned")

    @post("/close", permission="meetings.desk")
    async def close(self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await meetings.close(tx, actor, meeting_id, now)
        return after(f"/office/desk/{meeting_id}", say="closed")

    @post("/minutes", permission="meetings.desk")
    async def minutes(self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await meetings.minutes(tx, actor, meeting_id, now=now)
        return after(f"/meetings/{meeting_id}/minutes", say="minuted")

    @post("/approve", permission="meetings.desk")
    async def approve(self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await meetings.approve(tx, actor, meeting_id, now)
        return after(f"/meetings/{meeting_id}/minutes", say="approved")


PAGES = (MeetingPages, ConvenePages, DeskPages)
