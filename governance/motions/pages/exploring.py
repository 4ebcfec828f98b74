"""The rules explorer: what each rule controls, and where it was used."""

from litestar import Controller, get
from litestar.params import FromPath, FromQuery

from governance.access import ask
from governance.errors import NotFound
from governance.motions import service as motions
from governance.motions.exploring import WINDOW
from governance.platform.web.replies import Template
from governance.rulebook import service as rulebook
from governance.rulebook.showing import Reading


class ExplorerPages(Controller):
    path = "/rules"
    include_in_schema = False

    @get("/explorer", permission="motions.read")
    async def explorer(self, view: ask.View, actor: ask.Actor, now: ask.Now, search: FromQuery[str] = "") -> Template:
        edition = await rulebook.edition(view, now)
        reading = Reading(edition)
        wanted = {clause.address for clause in reading.speaking_of(search[:200])}
        found = [one for one in await motions.explored(view, actor, edition) if one.clause.address in wanted]
        context = {"explored": found, "reading": reading, "search": search, "window": WINDOW}
        return Template("pages/motions/explore/explorer.html", context=context)

    @get("/{number:str}/used", permission="motions.read")
    async def used(
        self, number: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now, page: FromQuery[int] = 1
    ) -> Template:
        """Also for a rule that has gone since, as long as an answer rested on it."""
        edition = await rulebook.edition(view, now)
        clause = next((one for one in edition.clauses if one.number == number), None)
        uses, more = await motions.used(view, actor, number, page)
        if clause is None and not uses:
            raise NotFound(rule=number)
        context = {"number": number, "clause": clause, "uses": uses, "page": page, "more": more}
        return Template("pages/motions/explore/used.html", context=context)
