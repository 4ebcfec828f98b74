"""One rule of a rule book: its number, its title, what it says, and what that means in Easy Read.

Its words quote values by their parameter, so that text and value cannot differ: ``{P-100}`` is a value in words,
``{P-100:members}`` a number with its noun, ``{P-107.citizen}`` one entry of a value that has several.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from constitution import shelf
from constitution.errors import BadRulebook, UnknownPack, UnknownParameter
from constitution.parameters import parameter
from constitution.plain import fields, in_order, text, words

QUOTE = re.compile(r"\{(?P<parameter>P-\d{3})(?:\.(?P<entry>[a-z0-9_.]+))?(?::(?P<noun>[a-z_]+))?\}")

_KEYS = {"title", "paragraphs", "easy", "matter"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``words`` by language. With ``when`` it stands only where that parameter, or that entry of it, applies and is
    not false, nought or empty; with ``unless`` only where it does not."""

    words: Mapping[str, str]
    when: str | None = None
    unless: str | None = None

    @property
    def quoted(self) -> frozenset[str]:
        """The parameters that it quotes, in any language, or depends on."""
        named = {found["parameter"] for words in self.words.values() for found in QUOTE.finditer(words)}
        return frozenset(named.union(one.partition(".")[0] for one in (self.when, self.unless) if one))

    def to_dict(self) -> dict[str, str]:
        data = dict(self.words)
        data |= {"when": self.when} if self.when else {}
        return data | ({"unless": self.unless} if self.unless else {})


@dataclass(frozen=True, slots=True)
class Clause:
    """``matter`` names what a change of these words is, where the rules protect it, such as "purpose_clause"."""

    number: str
    titles: Mapping[str, str]
    paragraphs: tuple[Paragraph, ...] = ()
    easy: tuple[Paragraph, ...] = ()
    matter: str | None = None

    @property
    def quoted(self) -> frozenset[str]:
        return frozenset[str]().union(*(one.quoted for one in self.paragraphs))

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {"title": dict(self.titles)}
        data |= {"paragraphs": [one.to_dict() for one in self.paragraphs]} if self.paragraphs else {}
        data |= {"easy": [one.to_dict() for one in self.easy]} if self.easy else {}
        return data | ({"matter": self.matter} if self.matter else {})


@dataclass(frozen=True, slots=True)
class Part:
    """A heading over the clauses from ``first`` up to the next part."""

    first: str
    titles: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        return {"first": self.first, "title": dict(self.titles)}


def clauses(data: object) -> Mapping[str, Clause]:
    """The clauses of a rule book by number, 9 before 10."""
    found = in_order(fields("clauses", data, anything=True))
    return MappingProxyType({number: clause(f"clauses.{number}", number, one) for number, one in found.items()})


def clause(path: str, number: str, data: object) -> Clause:
    """A whole clause; the name of a model clause such as "society/quorum"; or nothing but a title by language."""
    if isinstance(data, str):
        data = _model(path, data)
    if isinstance(data, Mapping) and not _KEYS.intersection(data):
        return Clause(number, words(path, data))
    table = fields(path, data, required={"title"}, optional=_KEYS)
    return Clause(
        number=number,
        titles=words(f"{path}.title", table["title"]),
        paragraphs=_paragraphs(f"{path}.paragraphs", table.get("paragraphs", ())),
        easy=_paragraphs(f"{path}.easy", table.get("easy", ())),
        matter=text(path, table, "matter"),
    )


def parts(data: Iterable[object]) -> tuple[Part, ...]:
    return tuple(_part(f"parts.{place}", one) for place, one in enumerate(data))


def _part(path: str, data: object) -> Part:
    table = fields(path, data, required={"first", "title"})
    first = words(path, {"first": table["first"]})["first"]
    return Part(first, words(f"{path}.title", table["title"]))


def _model(path: str, name: str) -> object:
    try:
        return shelf.clause(name)
    except UnknownPack as fault:
        raise BadRulebook(path, str(fault), "unknown-clause") from fault


def _paragraphs(path: str, data: object) -> tuple[Paragraph, ...]:
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise BadRulebook(path, "must be a list")
    return tuple(_paragraph(f"{path}.{place}", one) for place, one in enumerate(data))


def _paragraph(path: str, data: object) -> Paragraph:
    table = dict(words(path, data))
    when, unless = table.pop("when", None), table.pop("unless", None)
    found = Paragraph(MappingProxyType(table), when, unless)
    _check_quotes(path, found)
    return found


def _check_quotes(path: str, paragraph: Paragraph) -> None:
    for language, written in paragraph.words.items():
        nouns = {found["noun"] for found in QUOTE.finditer(written)} - {None}
        if set("{}").intersection(QUOTE.sub("", written)) or not nouns <= shelf.pack("words/nouns").keys():
            raise BadRulebook(f"{path}.{language}", "quotes a value in a way that is not known", "bad-quote")
    for identity in sorted(paragraph.quoted):
        try:
            parameter(identity)
        except UnknownParameter as fault:
            raise BadRulebook(path, str(fault), "unknown-parameter") from fault
