"""What the templates say: every message, taken from the sources as Jinja itself takes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2.ext import babel_extract

from constitution import CATALOGUE
from governance.settings import TEMPLATES

SUFFIXES = (".html", ".txt", ".md")
KEYWORDS = ["_", "gettext", "ngettext", "pgettext", "npgettext"]
OPTIONS = {"trimmed": "true", "newstyle_gettext": "true", "extensions": "jinja2.ext.i18n", "silent": "false"}


CONTEXTS_OF_LISTS = frozenset({"rule word", "month"})
"""Words of closed lists that templates look up by code; the slice that has the list tests that none is missing."""


@dataclass(frozen=True, slots=True)
class Said:
    """``singular`` alone, or with ``plural``; ``where`` is the template and its line."""

    singular: str
    plural: str | None
    context: str | None
    where: str


def templates() -> Iterator[Path]:
    for folder in ("ui", "pages", "mail", "print"):
        yield from sorted(path for path in (TEMPLATES / folder).rglob("*") if path.suffix in SUFFIXES)


def messages() -> Iterator[Said]:
    """Those of the templates, and the meanings of the rules' parameters, which templates say by name."""
    for parameter in CATALOGUE.values():
        yield Said(parameter.meaning, None, None, f"constitution:{parameter.id}")
    for path in templates():
        with path.open("rb") as file:
            for line, function, texts, _comments in babel_extract(file, KEYWORDS, [], OPTIONS):
                yield from _said(function, texts, f"{path.relative_to(TEMPLATES)}:{line}")


def _said(function: str | None, texts: object, where: str) -> Iterator[Said]:
    parts = [part for part in (texts if isinstance(texts, tuple) else (texts,)) if isinstance(part, str)]
    match function, parts:
        case ("ngettext", [singular, plural, *_]):
            yield Said(singular, plural, None, where)
        case ("pgettext", [context, singular, *_]):
            yield Said(singular, None, context, where)
        case ("pgettext", _):
            return  # a word of a listed kind, named by a variable: see `CONTEXTS_OF_LISTS`
        case ("npgettext", [context, singular, plural, *_]):
            yield Said(singular, plural, context, where)
        case (_, [singular, *_]):
            yield Said(singular, None, None, where)
