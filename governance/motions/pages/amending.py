"""Changing the rules, one question a page: which rule, what about it, how it reads; and reading a change (S-34)."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.motions import presenting, rewording
from governance.motions import service as motions
from governance.motions.asking import ABSENT, INSTEAD, RULE
from governance.motions.choosing import bring, clause_named, number_for_new, parameter_named
from governance.platform.web.replies import Template, after
from governance.platform.web.wording import LARGEST_TEXTS
from governance.rulebook.packs import LARGEST

TOGETHER = "/rules/changes/new/together"


@dataclass(frozen=True, slots=True)
class Named:
    name: str


@dataclass(frozen=True, slots=True)
class Numbered:
    number: str = ""


class AmendingPages(Controller):
    path = "/rules/changes/new"
    include_in_schema = False

    @get("/", permission="motions.write")
    async def begin(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/amend/new.html", context=await presenting.beginning(view, actor, now))

    @get("/rules", permission="motions.write")
    async def which(self, view: ask.View, actor: ask.Actor, now: ask.Now, search: FromQuery[str] = "") -> Template:
        found = await presenting.listed(view, actor, now, search[:200])
        return Template("pages/motions/amend/which.html", context=found)

    @post("/rules", permission="motions.write")
    async def another(self, form: ask.Form, view: ask.View, actor: ask.Actor, now: ask.Now) -> Redirect:
        """A rule that is not there yet."""
        number = await number_for_new(view, actor, form.read(Numbered).number, now)
        return after(f"/rules/changes/new/words/{number}")

    @get("/rules/{number:str}", permission="motions.write")
    async def what(self, number: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await presenting.rule_shown(view, actor, number, now)
        return Template("pages/motions/amend/what.html", context=found)

    @get("/values/{identity:str}", permission="motions.write")
    async def value(self, identity: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await presenting.value_shown(view, actor, identity, now)
        return Template("pages/motions/amend/value.html", context=found)

    @post("/values/{identity:str}", permission="motions.write", request_max_body_size=LARGEST_TEXTS)
    async def choose_value(
        self, identity: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        asked = (await presenting.value_shown(tx, actor, parameter_named(identity).id, now))["fields"]
        typed = form.only(ABSENT, INSTEAD, RULE, *(field.name for field in asked))
        await motions.choose_value(tx, actor, identity, typed, now)
        return after(TOGETHER)

    @get("/words/{number:str}", permission="motions.write")
    async def words(self, number: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await presenting.words_shown(view, actor, number, now)
        return Template("pages/motions/amend/words.html", context=found)

    @post("/words/{number:str}", permission="motions.write", request_max_body_size=LARGEST_TEXTS)
    async def choose_words(
        self, number: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        clause = await clause_named(tx, actor, number, now)
        await motions.choose_words(tx, actor, number, form.only(*rewording.names(clause)), now)
        return after(TOGETHER)

    @post("/words/{number:str}/struck-out", permission="motions.write", form="/rules/changes/new/rules/{number}")
    async def strike_out(self, number: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await motions.strike_out(tx, actor, number, now)
        return after(TOGETHER)

    @post("/brought", permission="motions.write", form="/rules/import", request_max_body_size=4 * LARGEST)
    async def bring(self, form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        """A whole rule book that was read from a file."""
        await bring(tx, actor, form.text("source"), now)
        return after(TOGETHER)

    @get("/together", permission="motions.write")
    async def together(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/amend/together.html", context=await presenting.together(view, actor, now))

    @post("/left-out", permission="motions.write", form=TOGETHER)
    async def leave_out(self, form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await motions.leave_out(tx, actor, form.read(Named).name, now)
        return after(TOGETHER)


class ChangePages(Controller):
    path = "/rules/changes"
    include_in_schema = False

    @get("/", permission="motions.read")
    async def every(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await presenting.changes_listed(view, actor, now)
        return Template("pages/motions/amend/changes.html", context=found)

    @get("/{motion_id:str}", permission="motions.read")
    async def show(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await presenting.change_shown(view, actor, motion_id, now)
        return Template("pages/motions/amend/change.html", context=found)

    @get("/{motion_id:str}/text", permission="motions.read")
    async def text(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        """The whole rules as they would read with the change."""
        return Template(
            "pages/motions/amend/text.html", context=await presenting.text_shown(view, actor, motion_id, now)
        )
