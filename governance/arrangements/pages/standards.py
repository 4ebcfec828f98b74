"""The quality standard: every version, readable for good."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.service import standards
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.platform.clock import legal_day
from governance.platform.texts import Texts
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class StandardForm:
    label: str
    since: date
    cy: str
    en: str
    motion: str | None = None
    cy_easy: str = ""
    en_easy: str = ""

    @property
    def texts(self) -> Texts:
        return Texts(self.en, self.cy, self.en_easy, self.cy_easy)


class StandardPages(Controller):
    path = "/standards"
    include_in_schema = False

    @get("/", permission="support.standards")
    async def all(self, view: ask.View, now: ask.Now) -> Template:
        today = legal_day(now)
        context = {"versions": await standards.versions(view), "current": await standards.in_force(view, today)}
        return Template("pages/arrangements/standards/list.html", context=context)

    @get("/new", permission="support.coordinate")
    async def new(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        carried = [one for one in await motions.motions(view, actor) if one.stage is Stage.CARRIED]
        context = {"motions": carried, "today": legal_day(now)}
        return Template("pages/arrangements/standards/new.html", context=context)

    @post("/new", permission="support.coordinate")
    async def adopt(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(StandardForm)
        await standards.adopt(
            tx, actor, label=given.label, text=given.texts, since=given.since, motion_id=given.motion, now=now
        )
        return after("/standards", say="standard-adopted")

    @get("/{label:str}", permission="support.standards")
    async def one(self, label: FromPath[str], view: ask.View) -> Template:
        context = {"standard": await standards.find(view, label)}
        return Template("pages/arrangements/standards/show.html", context=context)


PAGES = (StandardPages,)
