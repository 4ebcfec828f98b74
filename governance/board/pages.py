"""Who holds which office, and the forms that fill and end offices."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.board import service as board
from governance.board.model import Chosen, Office
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Appointment:
    member: str
    office: str
    how: str
    from_day: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Vacation:
    on: date
    reason: str


class BoardPages(Controller):
    path = "/board"
    include_in_schema = False

    @get("/", permission="board.read")
    async def show(self, view: ask.View, now: ask.Now) -> Template:
        today = legal_day(now)
        context = {"holders": await board.holders(view, today), "terms": await board.terms(view), "today": today}
        return Template("pages/board/board.html", context=context)

    @get("/appoint", permission="board.appoint")
    async def appointment(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        today = legal_day(now)
        context = {
            "members": await members.register(view, actor, day=today, size=1000),
            "offices": list(Office),
            "ways": list(Chosen),
            "today": today,
        }
        return Template("pages/board/appoint.html", context=context)

    @post("/appoint", permission="board.appoint")
    async def appoint(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(Appointment)
        await board.appoint(
            tx,
            actor,
            member_id=given.member,
            office=given.office,
            from_day=given.from_day,
            how=given.how,
            now=now,
            until=given.until,
        )
        return after("/board", say="appointed")

    @get("/{term_id:str}/end", permission="board.appoint")
    async def ending(self, term_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        term = await board.find(view, actor, term_id)
        names = await members.names(view, [term.member])
        context = {"term": term, "name": names[term.member], "today": legal_day(now)}
        return Template("pages/board/end.html", context=context)

    @post("/{term_id:str}/end", permission="board.appoint")
    async def vacate(
        self, term_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Vacation)
        await board.vacate(tx, actor, term_id, on=given.on, reason=given.reason, now=now)
        return after("/board", say="vacated")


PAGES = (BoardPages,)
