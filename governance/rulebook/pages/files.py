"""A version of the rules to take away: to print, to read anywhere, for other programs, to start other rules from."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from litestar import Controller, Response, get
from litestar.params import FromPath, FromQuery

from governance.access import ask
from governance.errors import NotFound
from governance.platform.clock import legal_day
from governance.platform.texts import CY, CY_EASY, EN, EN_EASY
from governance.rulebook import exporting
from governance.rulebook.exporting import Export

VOTED = "voted"
"""Asks for the words that members voted on where the registrar registered others (L-025)."""
SIDE_BY_SIDE = "cy-en"
EDITIONS: Mapping[str, Sequence[str]] = MappingProxyType(
    {CY: (CY,), EN: (EN,), SIDE_BY_SIDE: (CY, EN), CY_EASY: (CY_EASY,), EN_EASY: (EN_EASY,)}
)
"""What an address calls a document, and the variants that stand in it."""

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        CY: "rheolau",
        EN: "rules",
        SIDE_BY_SIDE: "rheolau-rules",
        CY_EASY: "rheolau-darllen-hawdd",
        EN_EASY: "easy-read-rules",
    }
)


class RuleFiles(Controller):
    path = "/rules/export/{version:int}"
    include_in_schema = False

    @get("/{file:str}", permission="rules.read")
    async def file(
        self,
        version: FromPath[int],
        file: FromPath[str],
        *,
        view: ask.View,
        actor: ask.Actor,
        now: ask.Now,
        words: FromQuery[str] = "",
    ) -> Response[bytes]:
        """``cy.html``, ``cy-en.html`` and so on, ``en.xml``, ``rules.toml``."""
        edition, _, kind = file.rpartition(".")
        found = await exporting.export(view, actor, version, as_voted=words == VOTED)
        content, media_type = _written(found, edition, kind, legal_day(now))
        return _file(content, media_type, _named(edition, found, kind, words))

    @get("/pdf/{edition:str}", permission="rules.print")
    async def pdf(
        self,
        version: FromPath[int],
        edition: FromPath[str],
        *,
        database: ask.Database,
        actor: ask.Actor,
        now: ask.Now,
        words: FromQuery[str] = "",
    ) -> Response[bytes]:
        """Printing takes a while, and nothing is held meanwhile."""
        variants = _variants(edition)
        async with database.reading() as view:
            found = await exporting.export(view, actor, version, as_voted=words == VOTED)
        content = await exporting.pdf(found, variants, legal_day(now))
        return _file(content, "application/pdf", _named(edition, found, "pdf", words))


def _written(found: Export, edition: str, kind: str, day: date) -> tuple[bytes, str]:
    """
    Raises:
        NotFound: there is no such file.
    """
    if kind == "html":
        return exporting.html(found, _variants(edition), day).encode(), "text/html"
    if kind == "xml" and edition in (CY, EN):
        return exporting.xml(found, edition, day), "application/akn+xml"
    if (edition, kind) == ("rules", "toml"):
        return exporting.toml(found).encode(), "application/toml"
    raise NotFound(file=f"{edition}.{kind}")


def _variants(edition: str) -> Sequence[str]:
    if edition not in EDITIONS:
        raise NotFound(file=edition)
    return EDITIONS[edition]


def _named(edition: str, found: Export, kind: str, words: str) -> str:
    """Whoever keeps several versions can tell them apart: rheolau-2-2027-08-01.pdf."""
    of_the_vote = f"-{VOTED}" if words == VOTED else ""
    return f"{_NAMES.get(edition, 'rules')}-{found.rules.version}-{found.since.isoformat()}{of_the_vote}.{kind}"


def _file(content: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
