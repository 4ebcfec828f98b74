"""Who holds which office, and the forms that fill and end offices."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.board import service as board
from governance.board.model import Chosen, Office
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Appointment:
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
        terms = await board.terms(view)
        context = {
            "holders": await board.holders(view, today),
            "coming": [term for term in terms if term.since > today],
            "past": [term for term in terms if term.until is not None and term.until <= today],
            "rules": await members.rules_on(view, now),
        }
        return Template("pages/board/board.html", context=context)

    @get("/appoint", permission="board.appoint")
    async def whom(self, view: ask.View, actor: ask.Actor, now: ask.Now, search: FromQuery[str] = "") -> Template:
        """First who, then which office."""
        found = await members.register(view, actor, day=legal_day(now), search=search, size=MOST_FOUND)
        context = {"search": search, "members": found if search.strip() else ()}
        return Template("pages/board/whom.html", context=context)

    @get("/appoint/{member_id:str}", permission="board.appoint")
    async def appointment(self, member_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "member": await members.find(view, actor, member_id),
            "rules": await members.rules_on(view, now),
            "offices": list(Office),
            "ways": list(Chosen),
            "today": legal_day(now),
        }
        return Template("pages/board/appoint.html", context=context)

    @post("/appoint/{member_id:str}", permission="board.appoint")
    async def appoint(
        self, member_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Appointment)
        await board.appoint(
            tx,
            actor,
            member_id=member_id,
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
