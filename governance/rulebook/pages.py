"""The rules reader: every clause, what it sets, and how it stood on another day."""

from datetime import UTC, date, datetime, time

from litestar import Controller, get
from litestar.params import FromPath

from governance.access import ask
from governance.platform.clock import LEGAL_ZONE
from governance.platform.web.replies import Template
from governance.rulebook import service as rulebook


class RulePages(Controller):
    path = "/rules"
    include_in_schema = False

    @get("/", permission="rules.read")
    async def read(self, view: ask.View, now: ask.Now) -> Template:
        return Template("pages/rulebook/rules.html", context={"edition": await rulebook.edition(view, now)})

    @get("/{number:str}", permission="rules.read")
    async def clause(self, number: FromPath[str], view: ask.View, now: ask.Now) -> Template:
        edition = await rulebook.edition(view, now)
        return Template(
            "pages/rulebook/clause.html", context={"edition": edition, "clause": edition.clause(number), "as_at": None}
        )

    @get("/at/{day:date}", permission="rules.read")
    async def read_on(self, day: FromPath[date], view: ask.View) -> Template:
        """As the rules stood at the end of that day."""
        edition = await rulebook.edition(view, _end_of(day))
        return Template("pages/rulebook/rules.html", context={"edition": edition, "as_at": day})


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, LEGAL_ZONE).astimezone(UTC)


PAGES = (RulePages,)
