"""Other words for a clause: which fields ask for them, and how what was typed becomes the clause again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constitution import BadRulebook
from constitution.clause import Clause, Paragraph, clause
from constitution.phrases import LANGUAGES
from governance.errors import Invalid

SPARE = 2
"""Empty places for further paragraphs below those that are there."""
KINDS = ("paragraphs", "easy")


@dataclass(frozen=True, slots=True)
class Place:
    """One paragraph: ``names`` of its fields and its ``words``, by language; what it depends on stays with it."""

    number: int
    names: Mapping[str, str]
    words: Mapping[str, str]
    when: str | None = None
    unless: str | None = None


def places(found: Clause | None, kind: str) -> tuple[Place, ...]:
    """Those of the ``paragraphs`` or of the ``easy`` sentences, and a few empty ones."""
    there: Sequence[Paragraph] = () if found is None else getattr(found, kind)
    filled = [
        Place(number, _names(kind, number), one.words, one.when, one.unless)
        for number, one in enumerate(there, start=1)
    ]
    spare = [Place(number, _names(kind, number), {}) for number in range(len(there) + 1, len(there) + 1 + SPARE)]
    return (*filled, *spare)


def names(found: Clause | None) -> tuple[str, ...]:
    """Every field of the page."""
    asked = (name for kind in KINDS for place in places(found, kind) for name in place.names.values())
    return (*(f"title_{language}" for language in LANGUAGES), *asked)


def read(number: str, found: Clause | None, typed: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The clause in plain data, each text in both languages.

    Raises:
        Invalid: with the problem of each field.
    """
    words = {name: (typed.get(name) or [""])[0].strip() for name in names(found)}
    errors = {f"title_{language}": "missing" for language in LANGUAGES if not words[f"title_{language}"]}
    written: dict[str, Any] = {"title": {language: words[f"title_{language}"] for language in LANGUAGES}}
    for kind in KINDS:
        kept = [place for place in places(found, kind) if any(words[name] for name in place.names.values())]
        errors |= {name: "missing" for place in kept for name in place.names.values() if not words[name]}
        written[kind] = [_plain(place, words) for place in kept]
    if not written["paragraphs"]:
        errors.setdefault(_names("paragraphs", 1)[LANGUAGES[0]], "missing")
    if errors:
        raise Invalid(errors)
    matter = None if found is None else found.matter
    plain = {name: one for name, one in written.items() if one} | ({"matter": matter} if matter else {})
    _check(number, plain)
    return plain


def _check(number: str, plain: Mapping[str, Any]) -> None:
    for kind in KINDS:
        for place, one in enumerate(plain.get(kind, ()), start=1):
            try:
                clause("", number, {"title": plain["title"], kind: [one]})
            except BadRulebook as fault:
                names = _names(kind, place)
                raise Invalid({names.get(fault.path[-2:], names[LANGUAGES[0]]): "unknown-quote"}) from fault


def _plain(place: Place, words: Mapping[str, str]) -> dict[str, str]:
    plain = {language: words[name] for language, name in place.names.items()}
    plain |= {"when": place.when} if place.when else {}
    return plain | ({"unless": place.unless} if place.unless else {})


def _names(kind: str, number: int) -> dict[str, str]:
    return {language: f"{kind}_{number}_{language}" for language in LANGUAGES}
