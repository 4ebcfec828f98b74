"""What people do for each other: the switches, peer support, and things that are shared."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.together import Feature, Kind, Language, Notice, Times
from governance.arrangements.service import peers, people, things, together
from governance.errors import NotFound
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Turning:
    motion: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Putting:
    text: str
    language: str
    until: date
    contact: str


@dataclass(frozen=True, slots=True)
class Answering:
    contact: str


@dataclass(frozen=True, slots=True)
class Settling:
    person: str
    agreed: str


@dataclass(frozen=True, slots=True)
class Sharing:
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Booking:
    starts_at: datetime
    ends_at: datetime


WAYS = ("on", "off")


class TogetherPages(Controller):
    path = "/together"
    include_in_schema = False

    @get("/", permission="support.together")
    async def show(self, view: ask.View, now: ask.Now) -> Template:
        context = {"switches": await together.switches(view), "today": legal_day(now)}
        return Template("pages/arrangements/together/start.html", context=context)


class SwitchPages(Controller):
    path = "/office/together"
    include_in_schema = False

    @get("/", permission="support.switch")
    async def show(self, view: ask.View, now: ask.Now) -> Template:
        histories = {feature: await together.history(view, feature) for feature in Feature}
        context = {"histories": histories, "today": legal_day(now)}
        return Template("pages/arrangements/together/switches.html", context=context)

    @get("/{feature:str}", permission="support.switch")
    async def which_motion(self, feature: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return await _switching(view, actor, _feature(feature), "", now)

    @get("/{feature:str}/{way:str}", permission="support.switch")
    async def which_motion_for(
        self, feature: FromPath[str], way: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        return await _switching(view, actor, _feature(feature), way, now)

    @post("/{feature:str}/{way:str}", permission="support.switch")
    async def turn(
        self,
        *,
        feature: FromPath[str],
        way: FromPath[str],
        form: ask.Form,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        if way not in WAYS:
            raise NotFound(way=way)
        given = form.read(Turning)
        await together.turn(
            tx, actor, _feature(feature), on=way == "on", motion_id=given.motion, now=now, until=given.until
        )
        return after("/office/together", say=f"turned-{way}")


class PeerPages(Controller):
    path = "/together/peers"
    include_in_schema = False

    @get("/", permission="support.together")
    async def all_of_them(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        known = await peers.notices(view, actor, now)
        own = await together.known(view, actor, now)
        context = {"notices": known, "own": own, "names": await people.names(view, {one.person for one in known})}
        return Template("pages/arrangements/together/notices.html", context=context)

    @get("/new", permission="support.together")
    async def which_kind(self, view: ask.View, now: ask.Now) -> Template:
        await together.require_on(view, Feature.PEER_SUPPORT, now)
        return Template("pages/arrangements/together/kind.html", context={"kinds": list(Kind)})

    @get("/new/{kind:str}", permission="support.together")
    async def new(self, kind: FromPath[str], view: ask.View, now: ask.Now) -> Template:
        await together.require_on(view, Feature.PEER_SUPPORT, now)
        if kind not in tuple(Kind):
            raise NotFound(kind=kind)
        context = {"kind": kind, "languages": list(Language), "today": legal_day(now)}
        return Template("pages/arrangements/together/put.html", context=context)

    @post("/new/{kind:str}", permission="support.together")
    async def put(
        self,
        *,
        kind: FromPath[str],
        form: ask.Form,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        keys: ask.Keys,
    ) -> Redirect:
        given = form.read(Putting)
        notice = Notice(kind, given.text, given.language, given.until)
        record = await peers.put(tx, actor, keys, notice, contact=given.contact, now=now)
        return after(f"/together/peers/{record.id}", say="notice-put")

    @get("/{notice_id:str}", permission="support.together")
    async def one(
        self, notice_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now, keys: ask.Keys
    ) -> Template:
        notice = await peers.find(view, actor, notice_id, now)
        own = await together.known(view, actor, now)
        is_own = own is not None and notice.person == own.id
        context: dict[str, Any] = {
            "notice": notice,
            "stands": notice.stands_on(legal_day(now)),
            "is_own": is_own,
            "answers": notice.answers if is_own else (),
            "answer": next((one for one in notice.answers if own is not None and one.person == own.id), None),
            "reached": peers.reached(keys, notice, own),
            "names": await people.names(view, {notice.person, *(one.person for one in notice.answers)}),
        }
        return Template("pages/arrangements/together/notice.html", context=context)

    @post("/{notice_id:str}/answer", permission="support.together", form="/together/peers/{notice_id}")
    async def answer(
        self,
        *,
        notice_id: FromPath[str],
        form: ask.Form,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        keys: ask.Keys,
    ) -> Redirect:
        await peers.answer(tx, actor, keys, notice_id, contact=form.read(Answering).contact, now=now)
        return after(f"/together/peers/{notice_id}", say="notice-answered")

    @post("/{notice_id:str}/settle", permission="support.together", form="/together/peers/{notice_id}")
    async def settle(
        self, notice_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        given = form.read(Settling)
        await peers.settle(tx, actor, notice_id, given.person, agreed=given.agreed == "yes", now=now)
        return after(f"/together/peers/{notice_id}", say="answer-settled")

    @post("/{notice_id:str}/take-down", permission="support.together", form="/together/peers/{notice_id}")
    async def take_down(
        self, notice_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await peers.take_down(tx, actor, notice_id, now)
        return after("/together/peers", say="notice-down")


class ThingPages(Controller):
    path = "/together/things"
    include_in_schema = False

    @get("/", permission="support.together")
    async def all_of_them(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {"things": await things.things(view, actor, now)}
        return Template("pages/arrangements/together/things.html", context=context)

    @get("/new", permission="support.together")
    async def new(self, view: ask.View, now: ask.Now) -> Template:
        await together.require_on(view, Feature.SHARED_RESOURCES, now)
        return Template("pages/arrangements/together/share.html")

    @post("/new", permission="support.together")
    async def share(self, form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        given = form.read(Sharing)
        thing = await things.share(tx, actor, name=given.name, place=given.place, now=now)
        return after(f"/together/things/{thing.id}", say="thing-shared")

    @get("/{thing_id:str}", permission="support.together")
    async def one(self, thing_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        thing = await things.find(view, actor, thing_id)
        booked = await things.bookings(view, actor, thing_id, now)
        context = {
            "thing": thing,
            "bookings": booked,
            "own": await together.known(view, actor, now),
            "names": await people.names(view, {thing.keeper, *(one.person for one in booked)}),
            "now": now,
        }
        return Template("pages/arrangements/together/thing.html", context=context)

    @post("/{thing_id:str}/book", permission="support.together", form="/together/things/{thing_id}")
    async def book(
        self, thing_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        given = form.read(Booking)
        await things.book(tx, actor, thing_id, Times(given.starts_at, given.ends_at), now)
        return after(f"/together/things/{thing_id}", say="thing-booked")

    @post("/{thing_id:str}/withdraw", permission="support.together", form="/together/things/{thing_id}")
    async def withdraw(self, thing_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await things.withdraw(tx, actor, thing_id, now)
        return after("/together/things", say="thing-withdrawn")

    @post("/bookings/{booking_id:str}/cancel", permission="support.together", form="/together/things")
    async def cancel(self, booking_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        booking = await things.cancel(tx, actor, booking_id, now)
        return after(f"/together/things/{booking.thing}", say="booking-cancelled")


async def _switching(view: ask.View, actor: ask.Actor, feature: Feature, way: str, now: ask.Now) -> Template:
    """Which motion turns it on or off; a trial may be turned on for longer, or off before its day."""
    if way not in ("", *WAYS):
        raise NotFound(way=way)
    switch = (await together.switches(view))[feature]
    on = switch is not None and switch.is_on(legal_day(now))
    trial = switch.until if on and switch is not None else None
    context = {
        "feature": feature,
        "way": way or ("off" if on and trial is None else "on"),
        "trial": trial,
        "motions": await together.carried(view, actor),
    }
    return Template("pages/arrangements/together/switch.html", context=context)


def _feature(named: str) -> Feature:
    if named not in tuple(Feature):
        raise NotFound(feature=named)
    return Feature(named)


PAGES = (TogetherPages, SwitchPages, PeerPages, ThingPages)
