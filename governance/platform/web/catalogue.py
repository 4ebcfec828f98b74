"""Is every word that a person reads there in all four variants? ``python -m governance.platform.web.catalogue [slice]``

Needs neither the web nor a database, so the build of the package asks it too.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from jinja2.ext import babel_extract

from constitution import CATALOGUE
from governance.platform.texts import CY, CY_EASY, EN, EN_EASY
from governance.platform.web.variants import LOCALE, entries, files
from governance.settings import TEMPLATES

SAME = "same-as-parent"
"""The flag of an entry that needs no words of its own: those of its parent are already as they should be."""
WELSH_FORMS = 6
CONTEXTS_OF_LISTS = frozenset({"rule word"})
"""Words of closed lists that templates look up by code; the slice that has the list tests that none is missing."""

_PARENTS = {CY: EN, EN_EASY: EN, CY_EASY: CY}
_SUFFIXES = (".html", ".txt", ".md")
_KEYWORDS = ["_", "gettext", "ngettext", "pgettext", "npgettext"]
_OPTIONS = {"trimmed": "true", "newstyle_gettext": "true", "extensions": "jinja2.ext.i18n", "silent": "false"}
_PLACE = re.compile(r"%\((\w+)\)s")

Key = tuple[str | None, str]
"""A message by its context and its (singular) English."""


@dataclass(frozen=True, slots=True)
class Said:
    """``singular`` alone, or with ``plural``; ``where`` is the template and its line."""

    singular: str
    plural: str | None
    context: str | None
    where: str

    @property
    def key(self) -> Key:
        return self.context, self.singular

    def is_of(self, slice_: str) -> bool:
        folder = self.where.partition(":")[0].split("/")
        return slice_ in folder


@dataclass(frozen=True, slots=True)
class Problem:
    """``what``: "missing", "fuzzy", "places" (not those of its message), "same" (as its parent, without the flag that
    says it should be), or "left over" (from a message that nobody says)."""

    variant: str
    what: str
    text: str
    where: str

    def __str__(self) -> str:
        return f"{self.variant}: {self.what}: {self.text!r} ({self.where})"


def messages() -> Iterator[Said]:
    """Those of the templates, as Jinja itself takes them, and the meanings of the rules' parameters, which templates
    say by name."""
    for parameter in CATALOGUE.values():
        yield Said(parameter.meaning, None, None, f"constitution:{parameter.id}")
    for path in _templates():
        with path.open("rb") as file:
            for line, function, texts, _comments in babel_extract(file, _KEYWORDS, [], _OPTIONS):
                yield from _said(function, texts, f"{path.relative_to(TEMPLATES).as_posix()}:{line}")


def _templates() -> Iterator[Path]:
    for folder in ("ui", "pages", "mail", "print"):
        yield from sorted(path for path in (TEMPLATES / folder).rglob("*") if path.suffix in _SUFFIXES)


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


def problems(said: Iterable[Said] | None = None, folder: Path = LOCALE) -> list[Problem]:
    """What keeps a reader of some variant from reading it all in that variant."""
    wanted = {one.key: one for one in (messages() if said is None else said)}
    known = {variant: _known(folder, variant) for variant in _PARENTS}
    found: list[Problem] = []
    for variant in _PARENTS:
        for one in wanted.values():
            what = _wrong(one, variant, known)
            if what is not None:
                found.append(Problem(variant, what, one.singular, one.where))
        left = (key for key in known[variant] if key not in wanted and key[0] not in CONTEXTS_OF_LISTS)
        found += [Problem(variant, "left over", key[1], "") for key in left]
    return found


def _known(folder: Path, variant: str) -> Mapping[Key, Message]:
    found: dict[Key, Message] = {}
    for path in files(folder, variant):
        for message in entries(path):
            found.setdefault((message.context, _ids(message)[0]), message)
    return found


def _wrong(said: Said, variant: str, known: Mapping[str, Mapping[Key, Message]]) -> str | None:
    entry = known[variant].get(said.key)
    if entry is None:
        return "missing"
    if entry.fuzzy:
        return "fuzzy"
    strings = _strings(entry)
    if not all(strings):
        return None if SAME in entry.flags and variant != CY else "missing"
    if said.plural is not None and variant in (CY, CY_EASY) and len(strings) != WELSH_FORMS:
        return "missing"
    if not _keeps_places(entry):
        return "places"
    parent = known[CY].get(said.key) if _PARENTS[variant] == CY else None
    before = _strings(parent) if parent is not None else _ids(entry)
    return "same" if strings == before and SAME not in entry.flags else None


def _keeps_places(entry: Message) -> bool:
    """A place that is missing or misspelt would lose a name or a date. A plural form may leave out the number where its
    word says it ("un", "dau")."""
    ids = _ids(entry)
    wanted = {place for id_ in ids for place in _PLACE.findall(id_)}
    found = [set(_PLACE.findall(string)) for string in _strings(entry)]
    return all(places <= wanted if len(ids) > 1 else places == wanted for places in found)


def _ids(message: Message) -> Sequence[str]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def _strings(message: Message) -> Sequence[str]:
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return tuple(string or "" for string in strings)


def main(slices: Sequence[str]) -> int:
    said = list(messages())
    keys = {one.key[1] for one in said if not slices or any(one.is_of(slice_) for slice_ in slices)}
    found = [problem for problem in problems(said) if not slices or (problem.text in keys and problem.where)]
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(keys)} messages, {len(found)} entries to look at\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
