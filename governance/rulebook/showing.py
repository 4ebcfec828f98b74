"""A rule book as pages show it: parts, clauses, numbered sentences in the reader's language, and what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from constitution import Provenance, Rulebook, parameter, wording
from constitution.clause import Paragraph, Part
from constitution.contents import contents
from constitution.differences import ClauseChange, differences
from governance.actor import Actor
from governance.errors import NotFound
from governance.platform.db import View
from governance.rulebook import service as rulebook
from governance.rulebook.model import Clause, State, known_to
from governance.rulebook.records import RulebookVersionRecord
from governance.rulebook.searching import has_all, of_clause
from governance.rulebook.service import Edition

_PICTURES = {
    "membership": "person",
    "meetings": "meeting",
    "notice": "letter",
    "quorum": "group",
    "conduct": "meeting",
    "votes": "vote",
    "proxies": "sign",
    "board": "board",
    "money": "money",
    "funds": "pot",
    "arrangements": "assistant",
    "records": "paper",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """``number`` as it is cited, such as 36.1; ``language`` is another one where the reader's has no words."""

    number: str
    words: str
    language: str


def sentences(rules: Rulebook, paragraphs: Iterable[Paragraph], number: str, language: str) -> tuple[Sentence, ...]:
    """Those that stand under these values, with the values filled in; counted the same way in every language."""
    standing = (one for one in paragraphs if wording.stands(rules, one))
    return tuple(_sentence(rules, one, f"{number}.{place}", language) for place, one in enumerate(standing, start=1))


def _sentence(rules: Rulebook, one: Paragraph, number: str, language: str) -> Sentence:
    spoken = language if language in one.words else next(iter(one.words), language)
    return Sentence(number, "".join(piece.words for piece in wording.pieces(rules, one, spoken)), spoken)


@dataclass(frozen=True, slots=True)
class Section:
    """The clauses under one heading; those before the first part have none."""

    part: Part | None
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Reading:
    """The rules, ready to be read in any language."""

    edition: Edition

    @property
    def rules(self) -> Rulebook:
        return self.edition.rules

    def text(self, clause: Clause, language: str) -> tuple[Sentence, ...]:
        found = self.rules.clauses.get(clause.number)
        return () if found is None else sentences(self.rules, found.paragraphs, clause.number, language)

    def easy(self, clause: Clause, language: str) -> tuple[Sentence, ...]:
        found = self.rules.clauses.get(clause.number)
        return () if found is None else sentences(self.rules, found.easy, clause.number, language)

    def picture(self, clause: Clause) -> str:
        """What an Easy Read page draws beside it: by the subject of the first value that the clause sets."""
        return _PICTURES.get(parameter(clause.lines[0].parameter).group, "rules") if clause.lines else "rules"

    def sections(self, clauses: Sequence[Clause]) -> tuple[Section, ...]:
        """These clauses under their headings; a heading with none of them is left out."""
        found: list[Section] = []
        for clause in clauses:
            part = self._parts.get(clause.number)
            if found and found[-1].part == part:
                found[-1] = Section(part, (*found[-1].clauses, clause))
            else:
                found.append(Section(part, (clause,)))
        return tuple(found)

    def law(self, parameter: str) -> str | None:
        """Where the law says something else than these rules state, its section."""
        cited = self.rules.cite(parameter)
        return cited.source if cited.provenance is Provenance.LAW else None

    def speaking_of(self, words: str) -> tuple[Clause, ...]:
        """The clauses in which every word stands, in whichever tongue, whatever its accents."""
        return tuple(one for one in self.edition.clauses if has_all(words, self._told(one)))

    def before(self, version: RulebookVersionRecord) -> RulebookVersionRecord:
        """The version that a change on its way is read beside."""
        return changed_from(version, self.edition.past) or self.edition.version

    def _told(self, clause: Clause) -> Iterable[str]:
        return of_clause(self.rules, clause.number, (line.parameter for line in clause.lines))

    @cached_property
    def _parts(self) -> dict[str, Part | None]:
        return {number: part for part, numbers in contents(self.rules) for number in numbers}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and, clause by clause, what differs."""

    before: RulebookVersionRecord
    after: RulebookVersionRecord
    old: Rulebook
    new: Rulebook
    changes: tuple[ClauseChange, ...]


async def versions(view: View, actor: Actor) -> tuple[RulebookVersionRecord, ...]:
    """Those that the one who asks may know of, the newest first."""
    return tuple(one for one in await rulebook.versions(view) if known_to(actor, State(one.state)))


def changed_from(
    version: RulebookVersionRecord, every: Iterable[RulebookVersionRecord]
) -> RulebookVersionRecord | None:
    """The version that held before this one; for one that never took effect, that on which it was written. Its number
    is not always the one before: a version in between may have been rejected, or still be on its way."""
    if version.effective_at is None:
        return next((one for one in every if one.id == version.based_on), None)
    held = [one for one in every if one.effective_at and one.effective_at < version.effective_at]
    return max(held, key=lambda one: one.effective_at or version.drafted_at, default=None)


async def comparison(view: View, actor: Actor, before: int, after: int) -> Comparison:
    """
    Raises:
        NotFound: there is no such version, or it is a draft and not for this reader.
    """
    known = {one.number: one for one in await versions(view, actor)}
    if before not in known or after not in known:
        raise NotFound(version=before if before not in known else after)
    old, new = await rulebook.governing(view, known[before]), await rulebook.governing(view, known[after])
    return Comparison(known[before], known[after], old, new, differences(old, new))


async def numbers_on(view: View, first: date, second: date) -> tuple[int, int]:
    """The numbers of the versions that governed at the end of two days."""
    one = await rulebook.version_in_force(view, rulebook.end_of(first))
    other = await rulebook.version_in_force(view, rulebook.end_of(second))
    return one.number, other.number


@dataclass(frozen=True, slots=True)
class Past:
    """A version in which a clause came to read as it did, with what changed in it; None where it is as old as the
    rules."""

    version: RulebookVersionRecord
    change: ClauseChange | None


async def history(view: View, edition: Edition, clause: Clause) -> tuple[Past, ...]:
    """The versions in force that changed this clause, the newest first."""
    found: list[Past] = []
    before: Rulebook | None = None
    for version in reversed(edition.past):
        rules = await rulebook.governing(view, version)
        if before is not None:
            found += [Past(version, one) for one in differences(before, rules) if one.number == clause.number]
        elif clause.number in rules.clauses:
            found.append(Past(version, None))
        before = rules
    return tuple(reversed(found))
