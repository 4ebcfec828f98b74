"""The rules reader: every clause, what it sets, and how it stood on another day or in another version."""

from datetime import UTC, date, datetime, time

from litestar import Controller, get
from litestar.params import FromPath

from governance.access import ask
from governance.platform.clock import LEGAL_ZONE
from governance.platform.web.replies import Template
from governance.rulebook import service as rulebook
from governance.rulebook.service import Edition


class RulePages(Controller):
    path = "/rules"
    include_in_schema = False

    @get("/", permission="rules.read")
    async def read(self, view: ask.View, now: ask.Now) -> Template:
        return _rules(await rulebook.edition(view, now), is_old=False)

    @get("/{number:str}", permission="rules.read")
    async def clause(self, number: FromPath[str], view: ask.View, now: ask.Now) -> Template:
        return _clause(await rulebook.edition(view, now), number, is_old=False)

    @get("/{number:str}/version/{version:int}", permission="rules.read")
    async def clause_in_version(
        self, number: FromPath[str], version: FromPath[int], view: ask.View, now: ask.Now
    ) -> Template:
        """Where a "Why?" leads: the rule in the words that decided, even when they have changed since."""
        edition = await rulebook.edition_numbered(view, version)
        current = await rulebook.version_in_force(view, now)
        return _clause(edition, number, is_old=edition.version.id != current.id)

    @get("/at/{day:date}", permission="rules.read")
    async def read_on(self, day: FromPath[date], view: ask.View) -> Template:
        """As the rules stood at the end of that day."""
        return _rules(await rulebook.edition(view, _end_of(day)), is_old=True, as_at=day)


def _rules(edition: Edition, *, is_old: bool, as_at: date | None = None) -> Template:
    context = {"edition": edition, "is_old": is_old, "as_at": as_at}
    return Template("pages/rulebook/rules.html", context=context)


def _clause(edition: Edition, number: str, *, is_old: bool) -> Template:
    context = {"edition": edition, "clause": edition.clause(number), "is_old": is_old}
    return Template("pages/rulebook/clause.html", context=context)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, LEGAL_ZONE).astimezone(UTC)


PAGES = (RulePages,)
