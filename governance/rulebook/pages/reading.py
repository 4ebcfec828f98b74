"""The rules reader: every clause in its words, what the software takes from it, its past, and what differs."""

from datetime import date

from litestar import Controller, get
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.errors import Invalid
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.web.replies import Template, after
from governance.rulebook import service as rulebook
from governance.rulebook import showing
from governance.rulebook.service import Edition
from governance.rulebook.showing import Reading


class RulePages(Controller):
    path = "/rules"
    include_in_schema = False

    @get("/", permission="rules.read")
    async def read(self, view: ask.View, now: ask.Now, search: FromQuery[str] = "") -> Template:
        return _rules(await rulebook.edition(view, now), search, legal_day(now))

    @get("/print", permission="rules.read")
    async def whole(self, view: ask.View, now: ask.Now, version: FromQuery[int | None] = None) -> Template:
        """Every rule on one page, for paper."""
        edition = await _edition(view, now, version)
        return Template("pages/rulebook/whole.html", context={"edition": edition, "reading": Reading(edition)})

    @get("/{number:str}", permission="rules.read")
    async def clause(self, number: FromPath[str], view: ask.View, now: ask.Now) -> Template:
        return await _clause(view, await rulebook.edition(view, now), number, is_old=False)

    @get("/{number:str}/version/{version:int}", permission="rules.read")
    async def clause_in_version(
        self, number: FromPath[str], version: FromPath[int], view: ask.View, now: ask.Now
    ) -> Template:
        """Where a "Why?" leads: the rule in the words that decided, even when they have changed since."""
        edition = await rulebook.edition_numbered(view, version)
        current = await rulebook.version_in_force(view, now)
        return await _clause(view, edition, number, is_old=edition.version.id != current.id)

    @get("/at", permission="rules.read", form="/rules")
    async def on_a_day(self, day: FromQuery[str] = "") -> Redirect:
        """The field with a date has one address, the rules on a date have another."""
        return after(f"/rules/at/{_day('day', day).isoformat()}")

    @get("/at/{day:date}", permission="rules.read")
    async def read_on(self, day: FromPath[date], view: ask.View, now: ask.Now, search: FromQuery[str] = "") -> Template:
        """As the rules stood at the end of that day."""
        edition = await rulebook.edition(view, rulebook.end_of(day))
        return _rules(edition, search, legal_day(now), as_at=day)

    @get("/versions", permission="rules.read")
    async def versions(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await showing.versions(view, actor)
        context = {
            "versions": [(one, showing.changed_from(one, found)) for one in found],
            "current": await rulebook.version_in_force(view, now),
            "today": legal_day(now),
        }
        return Template("pages/rulebook/versions.html", context=context)

    @get("/compare", permission="rules.read", form="/rules/versions")
    async def compare_days(self, view: ask.View, first: FromQuery[str] = "", second: FromQuery[str] = "") -> Redirect:
        before, after_ = await showing.numbers_on(view, _day("first", first), _day("second", second))
        return after(f"/rules/compare/{before}/{after_}")

    @get("/compare/{before:int}/{following:int}", permission="rules.read")
    async def compare(
        self, before: FromPath[int], following: FromPath[int], view: ask.View, actor: ask.Actor
    ) -> Template:
        found = await showing.comparison(view, actor, before, following)
        return Template("pages/rulebook/compare.html", context={"comparison": found})


async def _edition(view: View, now: ask.Now, version: int | None) -> Edition:
    return await (rulebook.edition(view, now) if version is None else rulebook.edition_numbered(view, version))


def _rules(edition: Edition, search: str, today: date, *, as_at: date | None = None) -> Template:
    reading = Reading(edition)
    context = {
        "edition": edition,
        "reading": reading,
        "clauses": reading.speaking_of(search),
        "search": search,
        "as_at": as_at,
        "today": today,
    }
    return Template("pages/rulebook/rules.html", context=context)


async def _clause(view: View, edition: Edition, number: str, *, is_old: bool) -> Template:
    clause = edition.clause(number)
    place = edition.clauses.index(clause)
    context = {
        "edition": edition,
        "reading": Reading(edition),
        "clause": clause,
        "is_old": is_old,
        "history": await showing.history(view, edition, clause),
        "before": edition.clauses[place - 1] if place else None,
        "following": edition.clauses[place + 1] if place + 1 < len(edition.clauses) else None,
    }
    return Template("pages/rulebook/clause.html", context=context)


def _day(field: str, written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise Invalid({field: "not-a-day"}) from None
