"""A version of the rules as a file: to print, to read on a screen, for other programs, or to start other rules from."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from constitution import Rulebook, akoma_ntoso
from constitution import toml as packs
from constitution.contents import contents
from constitution.frbr import Publication
from governance.actor import Actor
from governance.errors import NotFound
from governance.platform import printing
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.web.layout import environment
from governance.platform.web.variants import in_turn, language_of, speaking
from governance.rulebook import model
from governance.rulebook import service as rulebook
from governance.rulebook.model import State
from governance.rulebook.showing import Sentence, sentences

MODEL = "model"
"""The state of a model rule book of the library: it is nobody's yet."""


@dataclass(frozen=True, slots=True)
class Export:
    """A rule book with what its cover says. ``name`` is the organisation's, empty for a model; ``adopted`` the day of
    its first rules.

    ``since`` is the day from which this version holds or held, or on which it was drafted while ``took_effect`` is
    false; ``until`` the first day of the version that replaced it; ``fingerprint`` the SHA-256 of the words as kept.
    """

    rules: Rulebook
    name: str
    state: str
    adopted: date
    since: date
    fingerprint: str
    took_effect: bool = False
    until: date | None = None
    reference: str | None = None

    def published(self, exported: date) -> Publication:
        return Publication(
            self.name or "Cydlais",
            self.adopted,
            self.since,
            exported,
            is_in_force=self.took_effect,
            reference=self.reference,
        )


@dataclass(frozen=True, slots=True)
class Words:
    """``language`` is another one where the reader's has no words."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Section:
    """A clause as it is printed; a row is one sentence in each of the languages side by side."""

    number: str
    titles: tuple[Words, ...]
    rows: tuple[tuple[Sentence, ...], ...]

    @property
    def anchor(self) -> str:
        return "rule-" + re.sub(r"[^\w.]+", "-", self.number)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the clauses under it; those before the first part have none."""

    titles: tuple[Words, ...]
    sections: tuple[Section, ...]


async def export(view: View, actor: Actor, number: int, *, as_voted: bool = False) -> Export:
    """A version in the words that govern, or ``as_voted`` where the registrar registered others (L-025).

    Raises:
        NotFound: there is no such version, or it is a draft and not for this reader.
    """
    every = await rulebook.versions(view)
    version = next((one for one in every if one.number == number), None)
    if version is None or not model.known_to(actor, State(version.state)):
        raise NotFound(version=number)
    organisation = await rulebook.organisation(view)
    effective = sorted(one.effective_at for one in every if one.effective_at)
    since = version.effective_at or version.drafted_at
    following = [one for one in effective if version.effective_at and one > version.effective_at]
    return Export(
        rules=await (rulebook.voted if as_voted else rulebook.governing)(view, version),
        name=organisation.name_both,
        state=version.state,
        adopted=legal_day(effective[0] if effective else since),
        since=legal_day(since),
        fingerprint=version.text if as_voted else version.governing_text,
        took_effect=version.effective_at is not None,
        until=legal_day(following[0]) if following else None,
        reference=version.reference,
    )


def of_model(rules: Rulebook, day: date) -> Export:
    """A model rule book, or one that somebody brings: it has no organisation, and ``day`` where it names none."""
    since = rules.effective_from or day
    return Export(rules, "", MODEL, since, since, model.fingerprint(model.written(rules)))


def xml(found: Export, language: str, exported: date) -> bytes:
    """Akoma Ntoso, "en" or "cy"."""
    return akoma_ntoso.document(found.rules, language, found.published(exported))


def toml(found: Export) -> str:
    """A pack to start other rules from."""
    return packs.written(found.rules)


async def pdf(found: Export, variants: Sequence[str], exported: date) -> bytes:
    """The same document as PDF/UA.

    Raises:
        CannotPrint, TooMuchToPrint: see ``printing.pdf``.
    """
    return await printing.pdf(html(found, variants, exported))


def html(found: Export, variants: Sequence[str], exported: date) -> str:
    """One document with its styles in it: ("cy",), ("cy", "en") side by side, or ("en-easy",) with the Easy Read words
    alone. ``exported`` is the day that stands on the cover."""
    languages = [language_of(variant) for variant in variants]
    with speaking(variants[0]):
        return (
            environment()
            .get_template("print/rulebook/rules.html")
            .render(
                found=found,
                titles=_in(found.rules.titles, languages),
                parts=_parts(found.rules, languages, easy=variants[0].endswith("-easy")),
                variants=variants,
                languages=languages,
                exported=exported,
                easy=variants[0].endswith("-easy"),
                in_turn=in_turn,
            )
        )


def _parts(rules: Rulebook, languages: Sequence[str], *, easy: bool) -> tuple[Part, ...]:
    """In Easy Read, only what has Easy Read words."""
    found = []
    for part, numbers in contents(rules):
        sections = tuple(_section(rules, number, languages, easy=easy) for number in numbers)
        titles = _in(part.titles, languages) if part else ()
        found.append(Part(titles, tuple(one for one in sections if one.rows or not easy)))
    return tuple(part for part in found if part.sections)


def _section(rules: Rulebook, number: str, languages: Sequence[str], *, easy: bool) -> Section:
    clause = rules.clauses[number]
    paragraphs = clause.easy if easy else clause.paragraphs
    columns = [sentences(rules, paragraphs, number, language) for language in languages]
    return Section(number, _in(clause.titles, languages), tuple(zip(*columns, strict=True)))


def _in(words: Mapping[str, str], languages: Iterable[str]) -> tuple[Words, ...]:
    usual = next(iter(words), None)
    spoken = [language if language in words else usual for language in languages]
    return tuple(Words(words[language], language) for language in spoken if language)
