"""What the board may do on the members' behalf: read by every member, recorded by the secretary or the chair."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.board.model.powers import HOLDERS, Limits
from governance.board.service import powers
from governance.errors import NotFound
from governance.platform.clock import legal_day
from governance.platform.texts import Texts
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after

SOURCES = ("motion", "rule")


@dataclass(frozen=True, slots=True)
class Giving:
    """``motion`` or ``rule``: what the page asked for."""

    holder: str
    since: date
    motion: str | None = None
    rule: str | None = None
    until: date | None = None
    total: Pence | None = None
    each: Pence | None = None
    purpose_en: str = ""
    purpose_cy: str = ""
    purpose_en_easy: str = ""
    purpose_cy_easy: str = ""

    @property
    def purpose(self) -> Texts:
        return Texts(self.purpose_en, self.purpose_cy, self.purpose_en_easy, self.purpose_cy_easy)


@dataclass(frozen=True, slots=True)
class Ending:
    on: date
    motion: str | None = None


class PowerPages(Controller):
    path = "/board/powers"
    include_in_schema = False

    @get("/", permission="board.read")
    async def all_of_them(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        today = legal_day(now)
        known = await powers.powers(view, actor)
        context = {
            "live": [power for power in known if power.last is None or today < power.last],
            "past": [power for power in known if power.last is not None and power.last <= today],
        }
        return Template("pages/board/powers/list.html", context=context)

    @get("/new", permission="board.empower")
    async def choose_source(self) -> Template:
        return Template("pages/board/powers/source.html")

    @get("/new/{source:str}", permission="board.empower")
    async def new(self, source: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        if source not in SOURCES:
            raise NotFound(source=source)
        context = {
            "source": source,
            "motions": await powers.carried(view, actor) if source == "motion" else (),
            "holders": HOLDERS,
            "today": legal_day(now),
        }
        return Template("pages/board/powers/new.html", context=context)

    @post("/new/{source:str}", permission="board.empower")
    async def give(
        self, source: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        if source not in SOURCES:
            raise NotFound(source=source)
        given = form.read(Giving)
        power = await powers.give(
            tx,
            actor,
            holder=given.holder,
            purpose=given.purpose,
            limits=Limits(given.total, given.each),
            since=given.since,
            until=given.until,
            motion_id=(given.motion or "") if source == "motion" else None,
            rule=(given.rule or "") if source == "rule" else None,
            now=now,
        )
        return after(f"/board/powers/{power.id}", say="power-given")

    @get("/{power_id:str}", permission="board.read")
    async def one(self, power_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        power = await powers.find(view, actor, power_id)
        context = {
            "power": power,
            "holds": power.holds_on(legal_day(now)),
            "source": await powers.source(view, actor, power),
        }
        return Template("pages/board/powers/one.html", context=context)

    @get("/{power_id:str}/end", permission="board.empower")
    async def ending(self, power_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "power": await powers.find(view, actor, power_id),
            "motions": await powers.carried(view, actor),
            "today": legal_day(now),
        }
        return Template("pages/board/powers/end.html", context=context)

    @post("/{power_id:str}/end", permission="board.empower")
    async def end(
        self, power_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        given = form.read(Ending)
        await powers.end(tx, actor, power_id, on=given.on, motion_id=given.motion, now=now)
        return after(f"/board/powers/{power_id}", say="power-ended")
