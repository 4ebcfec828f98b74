"""Support that several people share: agreeing, planning, who came, and what each pays."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.activities import Choice
from governance.arrangements.service import activities, sessions, sharing
from governance.arrangements.showing import sharing as showing
from governance.errors import Invalid
from governance.platform.clock import LEGAL_ZONE
from governance.platform.web.replies import Template, after

FOLDER = "pages/arrangements/sharing"
MOST_WEEKS = 60


@dataclass(frozen=True, slots=True)
class Agreeing:
    person: str
    sha256: str
    shows_name: bool = False
    shows_amounts: bool = False


@dataclass(frozen=True, slots=True)
class Showing:
    person: str
    shows_name: bool = False
    shows_amounts: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    person: str


@dataclass(frozen=True, slots=True)
class Chosen:
    choice: Choice


@dataclass(frozen=True, slots=True)
class Planned:
    starts_at: datetime
    ends_at: datetime
    weeks: int = 1


class SharedPages(Controller):
    path = "/support/shared"
    include_in_schema = False

    @get("/", permission="support.shared")
    async def every(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template(f"{FOLDER}/list.html", context=dict(await showing.every(view, actor, now)))

    @get("/{shared_id:str}", permission="support.shared")
    async def show(self, shared_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template(f"{FOLDER}/show.html", context=await showing.one(view, actor, shared_id, now))

    @post("/{shared_id:str}/agreed", permission="support.own", form="/support/shared/{shared_id}")
    async def agree(
        self, shared_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        given = form.read(Agreeing)
        await sharing.agree(
            tx,
            actor,
            shared_id,
            given.person,
            sha256=given.sha256,
            shows_name=given.shows_name,
            shows_amounts=given.shows_amounts,
            now=now,
        )
        return after(f"/support/shared/{shared_id}", say="sharing-agreed")

    @post("/{shared_id:str}/shown", permission="support.own", form="/support/shared/{shared_id}")
    async def show_others(
        self, shared_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        given = form.read(Showing)
        await sharing.show(
            tx,
            actor,
            shared_id,
            given.person,
            shows_name=given.shows_name,
            shows_amounts=given.shows_amounts,
            now=now,
        )
        return after(f"/support/shared/{shared_id}", say="sharing-shown")

    @post("/{shared_id:str}/begun", permission="support.own", form="/support/shared/{shared_id}")
    async def begin(self, shared_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await sharing.begin(tx, actor, shared_id, now)
        return after(f"/support/shared/{shared_id}", say="sharing-begun")

    @get("/{shared_id:str}/leave/{person_id:str}", permission="support.own")
    async def leaving(
        self, shared_id: FromPath[str], person_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        """What comes back, and how the others may go on, before anybody decides."""
        context = await showing.leaving(view, actor, shared_id, person_id, now)
        return Template(f"{FOLDER}/leave.html", context=dict(context))

    @post("/{shared_id:str}/leave/{person_id:str}", permission="support.own")
    async def leave(
        self, shared_id: FromPath[str], person_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await sharing.leave(tx, actor, shared_id, person_id, now)
        return after(f"/support/shared/{shared_id}", say="sharing-left")

    @post("/{shared_id:str}/go-on", permission="support.own", form="/support/shared/{shared_id}")
    async def go_on(
        self, shared_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await activities.choose(tx, actor, shared_id, form.read(Chosen).choice, now)
        return after(f"/support/shared/{shared_id}", say="sharing-asked")

    @post("/{shared_id:str}/ended", permission="support.own", form="/support/shared/{shared_id}")
    async def end(self, shared_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await sharing.end(tx, actor, shared_id, now)
        return after(f"/support/shared/{shared_id}", say="sharing-ended")


class SessionPages(Controller):
    path = "/support/shared/{shared_id:str}/sessions"
    include_in_schema = False

    @get("/new", permission="support.shared")
    async def planning(self, shared_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template(f"{FOLDER}/plan.html", context=await showing.kept(view, actor, shared_id, now))

    @post("/new", permission="support.shared")
    async def plan(
        self, shared_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        """One session, or one each week at the same time by the clock."""
        given = form.read(Planned)
        if not 0 < given.weeks <= MOST_WEEKS:
            raise Invalid({"weeks": "out-of-range"})
        for week in range(given.weeks):
            starts_at, ends_at = (_weeks_later(time, week) for time in (given.starts_at, given.ends_at))
            await sessions.plan(tx, actor, shared_id, starts_at=starts_at, ends_at=ends_at, now=now)
        return after(f"/support/shared/{shared_id}", say="session-planned")

    @get("/{number:int}", permission="support.shared")
    async def show(
        self, shared_id: FromPath[str], number: FromPath[int], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await showing.session(view, actor, shared_id, number, now)
        return Template(f"{FOLDER}/session.html", context=dict(context))

    @post("/{number:int}/called-off", permission="support.shared", form="/support/shared/{shared_id}/sessions/{number}")
    async def call_off(
        self, shared_id: FromPath[str], number: FromPath[int], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await sessions.call_off(tx, actor, shared_id, number, now)
        return after(f"/support/shared/{shared_id}/sessions/{number}", say="session-called-off")


def _weeks_later(instant: datetime, weeks: int) -> datetime:
    """The same time by the clock, also where the clocks change in between."""
    return instant.astimezone(LEGAL_ZONE) + timedelta(weeks=weeks)
