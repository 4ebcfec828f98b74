"""The rules reader: every clause, what it sets, and how it stood on another day or in another version."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from litestar import Controller, get
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.errors import Invalid
from governance.platform.clock import LEGAL_ZONE, legal_day
from governance.platform.web import variants
from governance.platform.web.replies import Template, after
from governance.rulebook import service as rulebook
from governance.rulebook.service import Edition


class RulePages(Controller):
    path = "/rules"
    include_in_schema = False

    @get("/", permission="rules.read")
    async def read(self, view: ask.View, now: ask.Now, search: FromQuery[str] = "") -> Template:
        return _rules(await rulebook.edition(view, now), search, legal_day(now))

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

    @get("/at", permission="rules.read")
    async def on_a_day(self, day: FromQuery[str] = "") -> Redirect:
        """The field with a date has one address, the rules on a date have another."""
        try:
            return after(f"/rules/at/{date.fromisoformat(day.strip()).isoformat()}")
        except ValueError:
            raise Invalid({"day": "not-a-day"}) from None

    @get("/at/{day:date}", permission="rules.read")
    async def read_on(self, day: FromPath[date], view: ask.View, now: ask.Now, search: FromQuery[str] = "") -> Template:
        """As the rules stood at the end of that day."""
        edition = await rulebook.edition(view, _end_of(day))
        return _rules(edition, search, legal_day(now), as_at=day)


def _rules(edition: Edition, search: str, today: date, *, as_at: date | None = None) -> Template:
    found = [clause for clause in edition.clauses if clause.speaks_of(search, _sayings)]
    context = {"edition": edition, "clauses": found, "search": search, "as_at": as_at, "today": today}
    return Template("pages/rulebook/rules.html", context=context)


def _clause(edition: Edition, number: str, *, is_old: bool) -> Template:
    clause = edition.clause(number)
    place = edition.clauses.index(clause)
    context = {
        "edition": edition,
        "clause": clause,
        "is_old": is_old,
        "before": edition.clauses[place - 1] if place else None,
        "following": edition.clauses[place + 1] if place + 1 < len(edition.clauses) else None,
    }
    return Template("pages/rulebook/clause.html", context=context)


def _sayings(meaning: str) -> Iterable[str]:
    """Whoever reads Welsh finds Welsh words, whoever reads Easy Read the easy ones."""
    return {str(catalogue.gettext(meaning)) for catalogue in variants.catalogues().values()}


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, LEGAL_ZONE).astimezone(UTC)


PAGES = (RulePages,)
