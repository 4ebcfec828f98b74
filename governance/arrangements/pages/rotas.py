"""A rota as those see it whom it is for and who keep it: the week, what is needed, whom it is for, what it costs."""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from msgspec import Meta

from governance.access import ask
from governance.arrangements.model.cover import Kind
from governance.arrangements.service import assistants, needs, rotas, shifts
from governance.arrangements.showing import rotas as showing
from governance.platform.clock import legal_day
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class SetUp:
    title: str
    waking_rate: Pence
    sleep_in_rate: Pence
    trust: str | None = None


@dataclass(frozen=True, slots=True)
class Needed:
    weekdays: tuple[int, ...]
    begins: time
    ends: time
    kind: Kind
    people: Annotated[int, Meta(ge=1, le=9)]
    since: date


@dataclass(frozen=True, slots=True)
class Joined:
    person: str
    hours: Annotated[int, Meta(ge=0, le=168)]
    since: date


class RotaPages(Controller):
    path = "/rotas"
    include_in_schema = False

    @get("/", permission="trusts.read")
    async def mine(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        own = await assistants.of_actor(view, actor)
        context = {
            "places": await rotas.mine(view, actor, now),
            "work": None if own is None else await showing.work(view, actor, own, now),
        }
        return Template("pages/arrangements/rotas/list.html", context=context)

    @get("/new", permission="trusts.keep")
    async def asking(self, trust: FromQuery[str] = "") -> Template:
        return Template("pages/arrangements/rotas/new.html", context={"trust": trust})

    @post("/new", permission="trusts.keep")
    async def set_up(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(SetUp)
        made = await rotas.set_up(
            tx,
            actor,
            title=given.title,
            waking_rate=given.waking_rate,
            sleep_in_rate=given.sleep_in_rate,
            trust_id=given.trust,
            now=now,
        )
        return after(f"/rotas/{made.id}/need", say="rota-set-up")

    @get("/{household_id:str}", permission="trusts.keep")
    async def this_week(self, household_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return await _week(view, actor, household_id, legal_day(now), now)

    @get("/{household_id:str}/{week:date}", permission="trusts.keep")
    async def week(
        self, household_id: FromPath[str], week: FromPath[date], *, view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        return await _week(view, actor, household_id, week, now)

    @post("/{household_id:str}/{week:date}/copy", permission="trusts.keep")
    async def copy(
        self, household_id: FromPath[str], week: FromPath[date], *, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        monday = showing.monday_of(week)
        await shifts.copy_week(tx, actor, household_id, monday=monday, now=now)
        return after(f"/rotas/{household_id}/{monday + showing.WEEK}", say="week-copied")

    @get("/{household_id:str}/cost", permission="trusts.keep")
    async def cost(self, household_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        place = await rotas.find(view, actor, household_id, now)
        found = await showing.cost(view, place.household, showing.monday_of(legal_day(now)), now)
        everybody = place.keeps and place.household.living_trust is not None
        own = [one for one in found.shares if everybody or one.person in place.persons]
        context = {"cost": found, "shares": own, "everybody": everybody, "back_to": f"/rotas/{household_id}"}
        return Template("pages/arrangements/rotas/cost.html", context=context)

    @get("/{household_id:str}/need", permission="trusts.keep")
    async def needing(self, household_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        place = await rotas.keeping(view, actor, household_id, now)
        context = {
            "place": place,
            "needed": await showing.needed(view, household_id, legal_day(now)),
            "days": [showing.monday_of(legal_day(now)) + number * showing.DAY for number in range(7)],
            "kinds": list(Kind),
            "today": legal_day(now),
        }
        return Template("pages/arrangements/rotas/need.html", context=context)

    @post("/{household_id:str}/need", permission="trusts.keep")
    async def need(
        self, household_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Needed)
        await needs.need(
            tx,
            actor,
            household_id,
            weekdays=given.weekdays,
            begins=given.begins,
            ends=given.ends,
            kind=given.kind,
            people_needed=given.people,
            since=given.since,
            now=now,
        )
        return after(f"/rotas/{household_id}/need", say="rota-needed")

    @post("/{household_id:str}/need/{need_id:str}/end", permission="trusts.keep")
    async def need_no_more(
        self,
        household_id: FromPath[str],
        need_id: FromPath[str],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        await needs.need_no_more(tx, actor, household_id, need_id, on=legal_day(now), now=now)
        return after(f"/rotas/{household_id}/need", say="rota-not-needed")

    @get("/{household_id:str}/people", permission="trusts.keep")
    async def people(self, household_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await showing.joining(view, actor, household_id, now)
        return Template("pages/arrangements/rotas/people.html", context=context)

    @post("/{household_id:str}/people", permission="trusts.keep")
    async def join(
        self, household_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Joined)
        await rotas.join(
            tx, actor, household_id, person_id=given.person, minutes=given.hours * 60, since=given.since, now=now
        )
        return after(f"/rotas/{household_id}/people", say="rota-joined")


async def _week(view: ask.View, actor: ask.Actor, household_id: str, day: date, now: ask.Now) -> Template:
    place = await rotas.find(view, actor, household_id, now)
    context = {"place": place, "week": await showing.week(view, place.household, showing.monday_of(day))}
    return Template("pages/arrangements/rotas/week.html", context=context)


PAGES = (RotaPages,)
