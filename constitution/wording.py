"""A rule book in words: its values as a sentence says them, and its clauses with the values filled in.

Languages are "en" and "cy". The words for values are data (``packs/words``); a rule book may bring words of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from constitution import phrases, shelf
from constitution.clause import QUOTE, Paragraph
from constitution.kinds import Closing
from constitution.parameters import parameter
from constitution.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Piece:
    """``quoted`` is the parameter whose value these words are, None for the clause's own."""

    words: str
    quoted: str | None = None


def value_in_words(rules: Rulebook, identity: str, language: str) -> str:
    """What the rules state, whatever the law makes of it: the value that a clause quotes."""
    return in_words(rules, identity, rules.stated(identity), language)


def paragraphs(rules: Rulebook, number: str, language: str) -> tuple[str, ...]:
    """The words of a clause, in order; those that stand only in other circumstances are left out."""
    return tuple(_filled(rules, one, language) for one in rules.clauses[number].paragraphs if stands(rules, one))


def easy(rules: Rulebook, number: str, language: str) -> tuple[str, ...]:
    """The same rule in short sentences."""
    return tuple(_filled(rules, one, language) for one in rules.clauses[number].easy if stands(rules, one))


def stands(rules: Rulebook, one: Paragraph) -> bool:
    wanted = one.when is None or _applies(rules, one.when)
    return wanted and (one.unless is None or not _applies(rules, one.unless))


def unworded(rules: Rulebook, language: str) -> Iterator[tuple[str, str]]:
    """Each word that a value of these rules uses and for which there are no words, with its parameter."""
    for identity in rules.entries:
        for code in _codes(rules.stated(identity)):
            if parameter(identity).kind not in _WRITTEN and _words(rules, identity, code, language) is None:
                yield identity, code


def missing_values(rules: Rulebook, one: Paragraph) -> Iterator[str]:
    """Each value that a paragraph quotes and that these rules do not have, such as "P-137.members"."""
    for written in one.words.values():
        for found in QUOTE.finditer(written):
            if value_quoted(rules, found) is None:
                yield ".".join(filter(None, (found["parameter"], found["entry"])))


def noun(name: str, language: str) -> tuple[str, str]:
    """The form after one, and the form after any other number."""
    one, other = shelf.pack("words/nouns")[name][language]
    return one, other


_ENDS = {"first": 0, "last": -1}
_WRITTEN = ("text", "year_day", "decimal", "money", "day_window")


def pieces(rules: Rulebook, one: Paragraph, language: str) -> Iterator[Piece]:
    """A paragraph in order, its own words and the values that it quotes apart."""
    words, place = one.words.get(language) or next(iter(one.words.values()), ""), 0
    for found in QUOTE.finditer(words):
        own, said = words[place : found.start()], _quoted(rules, found, language)
        if language == phrases.WELSH:
            own, said = phrases.article_joined(own, said)
        yield Piece(own)
        yield Piece(said, found["parameter"])
        place = found.end()
    yield Piece(words[place:])


def _filled(rules: Rulebook, one: Paragraph, language: str) -> str:
    return "".join(piece.words for piece in pieces(rules, one, language))


def value_quoted(rules: Rulebook, found: re.Match[str]) -> Any:
    """What a ``QUOTE`` found in words stands for; None where it does not apply or has no such entry."""
    value = rules.stated(found["parameter"])
    return _entry(value, found["entry"]) if found["entry"] else value


def _quoted(rules: Rulebook, found: re.Match[str], language: str) -> str:
    value = value_quoted(rules, found)
    if found["noun"] and isinstance(value, int):
        return phrases.counted(value, noun(found["noun"], language))
    return in_words(rules, found["parameter"], value, language)


def in_words(rules: Rulebook, identity: str, value: Any, language: str) -> str:
    """Any value that the parameter may have, or an entry of one."""
    kind = parameter(identity).kind
    if value is None:
        return phrases.pattern("does_not_apply", language)
    if kind in ("money", "payment") and isinstance(value, int):
        return phrases.money(value)
    if kind == "decimal" and isinstance(value, Fraction):
        return phrases.decimal(value)
    if kind == "year_day":
        return phrases.day_of_year(value, language)
    return value if kind == "text" else _said(rules, identity, value, language)


def _said(rules: Rulebook, identity: str, value: Any, language: str) -> str:
    if isinstance(value, bool):
        flag = str(value).lower()
        return _words(rules, identity, flag, language) or phrases.pattern(flag, language)
    if isinstance(value, str):
        return _word(rules, identity, value, language)
    if isinstance(value, Closing):
        return _word(rules, identity, value.at, language).replace("{hours}", phrases.number(value.hours))
    if isinstance(value, Mapping):
        return phrases.listed([_pair(rules, identity, *item, language) for item in value.items()], language)
    if isinstance(value, tuple):
        return phrases.listed([_said(rules, identity, one, language) for one in value], language)
    return phrases.amount(value, language)


def _pair(rules: Rulebook, identity: str, key: str, value: Any, language: str) -> str:
    """ "3 citizens", "4 to 7 citizens", or a word and what is said of it."""
    if key in shelf.pack("words/nouns") and isinstance(value, int) and not isinstance(value, bool):
        return phrases.counted(value, noun(key, language))
    if isinstance(value, Mapping) and set(value) == {"minimum", "maximum"}:
        said = phrases.pattern("up_to", language, *(phrases.number(value[end]) for end in ("minimum", "maximum")))
    else:
        said = _said(rules, identity, value, language)
    if key in shelf.pack("words/nouns"):
        return f"{said} {noun(key, language)[1]}"
    return phrases.pattern("entry", language, _word(rules, identity, key, language), said)


def _word(rules: Rulebook, identity: str, code: str, language: str) -> str:
    return _words(rules, identity, code, language) or code.replace("_", " ")


def _words(rules: Rulebook, identity: str, code: str, language: str) -> str | None:
    found = rules.words_of_its_own.get(code) or _vocabulary().get(identity, {}).get(code) or _vocabulary().get(code)
    return found.get(language) if found else None


def _entry(value: Any, path: str) -> Any:
    """One entry of a value, such as "citizen.minimum"; of a list its first or its last. None where there is none."""
    for name in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(name)
        elif isinstance(value, tuple):
            value = value[_ENDS[name]] if value and name in _ENDS else None
        else:
            part = "share" if name == "fraction" else name
            value = getattr(value, part) if part in getattr(value, "__slots__", ()) else None
    return value


def _applies(rules: Rulebook, condition: str) -> bool:
    identity, _, entry = condition.partition(".")
    value = rules.stated(identity)
    found = _entry(value, entry) if entry else value
    return bool(found) if isinstance(found, int | tuple | Mapping) else found is not None


def _codes(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Closing(at, _):
            yield at
        case Mapping():
            for key, one in value.items():
                yield from () if key in shelf.pack("words/nouns") else (key,)
                yield from _codes(one)
        case tuple():
            for one in value:
                yield from _codes(one)


@cache
def _vocabulary() -> Mapping[str, Any]:
    """Words by parameter and, beside them, words that mean the same everywhere."""
    found: dict[str, Any] = {}
    for name in shelf.names("words"):
        if name not in ("words/nouns", "words/phrases"):
            found |= shelf.pack(name)
    return found
