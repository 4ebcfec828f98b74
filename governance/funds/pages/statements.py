"""A participant's statement: which days, then the page, the paper and the table (K-023)."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.errors import NotFound
from governance.funds.service import funds, statements
from governance.funds.showing.statements import document, packed, table
from governance.platform.clock import legal_day
from governance.platform.printing import pdf
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Days:
    since: date
    until: date


class StatementPages(Controller):
    path = "/funds/{fund_id:str}/statement/{person_id:str}"
    include_in_schema = False

    @get("/", permission="funds.own")
    async def which(
        self, fund_id: FromPath[str], person_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        fund, part = await funds.find_own(view, actor, fund_id, person_id, now)
        since, until = statements.first_days(legal_day(now))
        has_left = part.until is not None and part.until <= legal_day(now)
        context = {"fund": fund, "person": person_id, "since": since, "until": until, "has_left": has_left}
        return Template("pages/funds/statement_days.html", context=context)

    @post("/", permission="funds.own")
    async def chosen(self, fund_id: FromPath[str], person_id: FromPath[str], form: ask.Form) -> Redirect:
        given = form.read(Days)
        return after(f"/funds/{fund_id}/statement/{person_id}/{given.since.isoformat()}/{given.until.isoformat()}")

    @get("/{since:date}/{until:date}", permission="funds.own")
    async def show(
        self,
        *,
        fund_id: FromPath[str],
        person_id: FromPath[str],
        since: FromPath[date],
        until: FromPath[date],
        tx: ask.Transaction,
        keys: ask.Keys,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Template:
        """Changes nothing of the fund; that a statement was made is written down."""
        made = await statements.statement(
            tx, actor, keys, fund_id, person_id=person_id, since=since, until=until, now=now
        )
        return Template("pages/funds/statement.html", context={"made": made, "person": person_id})

    @get("/{since:date}/{until:date}/{file:str}", permission="funds.own")
    async def file_of(
        self,
        *,
        variant: FromPath[str],
        fund_id: FromPath[str],
        person_id: FromPath[str],
        since: FromPath[date],
        until: FromPath[date],
        file: FromPath[str],
        database: ask.Database,
        keys: ask.Keys,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Response[bytes]:
        """``statement.pdf``, ``statement.csv`` or, signed, ``statement.zip``."""
        if file not in {"statement.pdf", "statement.csv", "statement.zip"}:
            raise NotFound(file=file)
        async with database.writing() as tx:
            made = await statements.statement(
                tx, actor, keys, fund_id, person_id=person_id, since=since, until=until, now=now
            )
        headers = {"Content-Disposition": f'attachment; filename="{file}"'}
        if file == "statement.csv":
            return Response(table(made), media_type="text/csv; charset=utf-8", headers=headers)
        if file == "statement.zip":
            return Response(packed(made), media_type="application/zip", headers=headers)
        return Response(await pdf(document(made, variant)), media_type="application/pdf", headers=headers)
