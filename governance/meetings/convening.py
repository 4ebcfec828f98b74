"""The secretary's pages for calling a meeting, one step a page, and for everything up to the day (S-41)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from constitution.notice import Business
from governance.access import ask
from governance.correspondence.press import Press
from governance.meetings import preparing
from governance.meetings import service as meetings
from governance.meetings.model import Kind
from governance.platform.clock import LEGAL_ZONE
from governance.platform.texts import Texts
from governance.platform.web.replies import Template, after
from governance.platform.web.wording import LARGEST_TEXTS, Words

USUAL_HOUR = time(14)
"""Filled in with a day chosen from the list of lawful days; the secretary changes it."""


@dataclass(frozen=True)
class Choice:
    kind: Kind


@dataclass(frozen=True)
class Plan:
    starts_at: datetime
    place: str = ""
    join_link: str = ""


@dataclass(frozen=True)
class Item(Words):
    business: Business | None = None


@dataclass(frozen=True)
class Explanation:
    reason: str = ""


@dataclass(frozen=True)
class NewDate:
    starts_at: datetime
    reason_en: str = ""
    reason_cy: str = ""


@dataclass(frozen=True)
class Reason:
    reason_en: str = ""
    reason_cy: str = ""


class ConvenePages(Controller):
    path = "/office/convene"
    include_in_schema = False

    @get("/", permission="meetings.call")
    async def ask_which(self, view: ask.View, now: ask.Now) -> Template:
        return Template("pages/meetings/convene.html", context=await preparing.kinds(view, now))

    @post("/", permission="meetings.call")
    async def choose(self, form: ask.Form) -> Redirect:
        return after(f"/office/convene/new/{form.read(Choice).kind.value}")

    @get("/new/{kind:str}", permission="meetings.call")
    async def ask_when(
        self, kind: FromPath[Kind], view: ask.View, now: ask.Now, day: FromQuery[date | None] = None
    ) -> Template:
        return _when(await preparing.when(view, kind, now), day)

    @post("/new/{kind:str}", permission="meetings.call")
    async def call(
        self, kind: FromPath[Kind], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        plan = form.read(Plan)
        meeting = await meetings.call(
            tx, actor, kind=kind, starts_at=plan.starts_at, place=plan.place, link=plan.join_link, now=now
        )
        return after(f"/office/convene/{meeting.id}", say="called")

    @get("/{meeting_id:str}", permission="meetings.call")
    async def prepare(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await preparing.prepared(view, actor, meeting_id, now)
        return Template("pages/meetings/prepare.html", context=context)

    @get("/{meeting_id:str}/kind", permission="meetings.call")
    async def kind(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await preparing.dated(view, actor, meeting_id, now)
        return Template("pages/meetings/kind.html", context=context)

    @post("/{meeting_id:str}/kind", permission="meetings.call")
    async def change_kind(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        await meetings.change_kind(tx, actor, meeting_id, form.read(Choice).kind, now)
        return after(f"/office/convene/{meeting_id}", say="kept")

    @get("/{meeting_id:str}/when", permission="meetings.call")
    async def when(
        self,
        meeting_id: FromPath[str],
        view: ask.View,
        actor: ask.Actor,
        now: ask.Now,
        day: FromQuery[date | None] = None,
    ) -> Template:
        return _when(await preparing.dated(view, actor, meeting_id, now), day)

    @post("/{meeting_id:str}/when", permission="meetings.call")
    async def replan(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        plan = form.read(Plan)
        await meetings.replan(
            tx, actor, meeting_id, starts_at=plan.starts_at, place=plan.place, link=plan.join_link, now=now
        )
        return after(f"/office/convene/{meeting_id}", say="kept")

    @get("/{meeting_id:str}/who", permission="meetings.call")
    async def who(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/meetings/who.html", context=await preparing.told(view, actor, meeting_id, now))

    @get("/{meeting_id:str}/words", permission="meetings.call")
    async def words(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await preparing.prepared(view, actor, meeting_id, now)
        return Template("pages/meetings/words.html", context=context)

    @get("/{meeting_id:str}/check", permission="meetings.call")
    async def seek(
        self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now, search: FromQuery[str] = ""
    ) -> Template:
        context = await preparing.sought(view, actor, meeting_id, search, now)
        return Template("pages/meetings/check.html", context=context)

    @get("/{meeting_id:str}/check/{member_id:str}", permission="meetings.call")
    async def check(
        self,
        *,
        meeting_id: FromPath[str],
        member_id: FromPath[str],
        view: ask.View,
        actor: ask.Actor,
        settings: ask.Settings,
        now: ask.Now,
    ) -> Template:
        press = Press.of(settings.origin, settings.time_zone)
        context = await preparing.sample(view, actor, meeting_id, member_id=member_id, press=press, now=now)
        return Template("pages/meetings/letter.html", context=context)

    @get("/{meeting_id:str}/send", permission="meetings.call")
    async def send(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await preparing.prepared(view, actor, meeting_id, now)
        return Template("pages/meetings/send.html", context=context)

    @post("/{meeting_id:str}/notice", permission="meetings.call", form="/office/convene/{meeting_id}/send")
    async def serve_notice(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await meetings.serve_notice(tx, actor, meeting_id, now)
        return after(f"/office/convene/{meeting_id}", say="notice-served")

    @get("/{meeting_id:str}/date", permission="meetings.call")
    async def ask_date(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await preparing.dated(view, actor, meeting_id, now)
        return Template("pages/meetings/postpone.html", context=context)

    @post("/{meeting_id:str}/date", permission="meetings.call")
    async def postpone(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        new = form.read(NewDate)
        reason = Texts(new.reason_en, new.reason_cy)
        await meetings.postpone(tx, actor, meeting_id, new.starts_at, now, reason=reason)
        return after(f"/office/convene/{meeting_id}", say="postponed")

    @get("/{meeting_id:str}/cancel", permission="meetings.call")
    async def ask_reason(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await preparing.prepared(view, actor, meeting_id, now)
        return Template("pages/meetings/cancel.html", context=context)

    @post("/{meeting_id:str}/cancel", permission="meetings.call")
    async def cancel(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        reason = form.read(Reason)
        await meetings.cancel(tx, actor, meeting_id, now, reason=Texts(reason.reason_en, reason.reason_cy))
        return after(f"/office/convene/{meeting_id}", say="cancelled")


class ItemPages(Controller):
    """The business of a meeting, item by item."""

    path = "/office/convene/{meeting_id:str}/items"
    include_in_schema = False

    @get("/", permission="meetings.call")
    async def new(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await preparing.prepared(view, actor, meeting_id, now)
        return Template("pages/meetings/new_item.html", context=context)

    @post("/", permission="meetings.call", request_max_body_size=LARGEST_TEXTS)
    async def add(
        self, meeting_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        item = form.read(Item)
        await meetings.add_item(
            tx, actor, meeting_id, title=item.title, text=item.text, business=item.business, now=now
        )
        return after(f"/office/convene/{meeting_id}/words", say="item-added")

    @get("/{item_id:str}", permission="meetings.call")
    async def show(
        self, meeting_id: FromPath[str], item_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await preparing.item(view, actor, meeting_id, item_id, now)
        return Template("pages/meetings/item.html", context=context)

    @post("/{item_id:str}", permission="meetings.call", request_max_body_size=LARGEST_TEXTS)
    async def correct(
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
        return after(f"/office/convene/{meeting_id}/words", say="item-corrected")

    @post("/{item_id:str}/removal", permission="meetings.call")
    async def remove(
        self, meeting_id: FromPath[str], item_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await meetings.remove_item(tx, actor, meeting_id, item_id, now)
        return after(f"/office/convene/{meeting_id}/words", say="item-removed")

    @get("/{item_id:str}/easy-read", permission="meetings.call")
    async def ask_why(
        self, meeting_id: FromPath[str], item_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await preparing.item(view, actor, meeting_id, item_id, now)
        return Template("pages/meetings/without_easy_read.html", context=context)

    @post("/{item_id:str}/easy-read", permission="meetings.call")
    async def explain(
        self,
        *,
        meeting_id: FromPath[str],
        item_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        form: ask.Form,
        now: ask.Now,
    ) -> Redirect:
        given = form.read(Explanation)
        await meetings.explain_item(tx, actor, meeting_id, item_id, reason=given.reason, now=now)
        return after(f"/office/convene/{meeting_id}/words", say="item-explained")


def _when(context: dict[str, Any], day: date | None) -> Template:
    chosen = None if day is None else datetime.combine(day, USUAL_HOUR, LEGAL_ZONE)
    return Template("pages/meetings/when.html", context={**context, "chosen": chosen})
