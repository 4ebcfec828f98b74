"""Raising a worry that somebody is not safe, and writing down who was told (K-096)."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Role
from governance.arrangements.model.worries import Category, ReferredTo
from governance.arrangements.service import worries
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class WorryForm:
    category: Category


@dataclass(frozen=True, slots=True)
class ReferralForm:
    to: ReferredTo
    on: date


class WorryPages(Controller):
    path = "/worries"
    include_in_schema = False

    @get("/", permission="support.urgent")
    async def raised(self, view: ask.View, actor: ask.Actor) -> Template:
        context = {"worries": await worries.of_actor(view, actor), "leads": actor.has(Role.SECRETARY)}
        return Template("pages/arrangements/worries/list.html", context=context)

    @get("/new", permission="support.urgent")
    async def new(self) -> Template:
        return Template("pages/arrangements/worries/new.html", context={"categories": list(Category)})

    @post("/new", permission="support.urgent")
    async def raise_one(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        await worries.raise_one(tx, actor, form.read(WorryForm).category, now)
        return after("/worries", say="worry-raised")

    @get("/{worry_id:str}", permission="support.lead")
    async def referring(self, worry_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "worry": await worries.find(view, actor, worry_id),
            "bodies": list(ReferredTo),
            "today": legal_day(now),
        }
        return Template("pages/arrangements/worries/refer.html", context=context)

    @post("/{worry_id:str}", permission="support.lead")
    async def refer(
        self, worry_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(ReferralForm)
        await worries.refer(tx, actor, worry_id, to=given.to, on=given.on, now=now)
        return after("/worries", say="worry-referred")


PAGES = (WorryPages,)
