"""The register of interests and the report of what became of them: read by members, written by directors (S-53)."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Role
from governance.board.model.interests import Declaration, kinds_of
from governance.board.service import interests, reporting
from governance.errors import NotFound
from governance.members import service as members
from governance.members import spreadsheet
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Declared:
    nature: str
    matters: str
    since: date
    counterparty: str = ""
    until: date | None = None
    director: str | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    on: date


class InterestPages(Controller):
    path = "/board/interests"
    include_in_schema = False

    @get("/", permission="board.interests")
    async def register(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        known = await interests.register(view, actor, now)
        today = legal_day(now)
        context = {
            "live": [one for one in known if one.last is None or today < one.last],
            "past": [one for one in known if one.last is not None and one.last <= today],
            "names": await members.names(view, {one.member for one in known}),
            "rules": await members.rules_on(view, now),
        }
        return Template("pages/board/interests/list.html", context=context)

    @get("/report", permission="board.interests")
    async def report(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        await interests.register(view, actor, now)
        return Template("pages/board/interests/report.html", context={"lines": await reporting.lines(view, actor)})

    @get("/report.csv", permission="board.interests")
    async def file(self, variant: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Response[bytes]:
        await interests.register(view, actor, now)
        rows = [reporting.row(line, variant) for line in await reporting.lines(view, actor)]
        headers = {"Content-Disposition": f'attachment; filename="interests-{legal_day(now).isoformat()}.csv"'}
        return Response(spreadsheet.write(rows, reporting.COLUMNS), media_type="text/csv", headers=headers)

    @get("/declare", permission="board.declare")
    async def choose_kind(self, view: ask.View, now: ask.Now) -> Template:
        rules = await members.rules_on(view, now)
        return Template("pages/board/interests/kind.html", context={"kinds": kinds_of(rules), "rules": rules})

    @get("/declare/{kind:str}", permission="board.declare")
    async def new(self, kind: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        if kind not in kinds_of(await members.rules_on(view, now)):
            raise NotFound(kind=kind)
        today = legal_day(now)
        board = await interests.directors(view, today) if actor.has(Role.SECRETARY) else ()
        context = {"kind": kind, "today": today, "board": [one for one in board if one.member != actor.member]}
        return Template("pages/board/interests/declare.html", context=context)

    @post("/declare/{kind:str}", permission="board.declare")
    async def declare(
        self, kind: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        given = form.read(Declared)
        said = Declaration(kind, given.nature, given.matters, given.since, given.counterparty, given.until)
        await interests.declare(tx, actor, said, now, director=given.director)
        return after("/board/interests", say="interest-declared")

    @get("/{interest_id:str}/end", permission="board.declare")
    async def ending(self, interest_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {"interest": await interests.find(view, actor, interest_id, now), "today": legal_day(now)}
        return Template("pages/board/interests/end.html", context=context)

    @post("/{interest_id:str}/end", permission="board.declare")
    async def end(
        self, interest_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await interests.end(tx, actor, interest_id, on=form.read(Ending).on, now=now)
        return after("/board/interests", say="interest-ended")
