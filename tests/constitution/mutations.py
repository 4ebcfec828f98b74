"""Does anybody notice? Every small change of a model rule book or a law pack must make a check fail.

    python -m tests.constitution.mutations        all of them, and which kind of check noticed each

The checks in order: what the software answers (``answers``), what somebody would stumble over (``acceptance``), the
parameter sheet, and the whole text. A mutant that none of them notices is a survivor.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from constitution import ConstitutionError, Rulebook, shelf
from constitution.law import law_pack
from tests.constitution.acceptance import (
    differs_from_golden,
    differs_from_law_sheet,
    differs_from_sheet,
    stumbling_blocks,
)
from tests.constitution.answers import PACKS, QUESTIONS, Question, law
from tests.constitution.mutants import Mutant, law_mutants, mutants

KINDS = ("the reader", "answers", "stumbling blocks", "parameter sheet", "whole text")


class AlreadyFailing(Exception):
    """A check that fails anyway notices nothing."""


@dataclass(slots=True)
class Report:
    """How many mutants of a pack were noticed by which kind of check, and those that were not."""

    pack: str
    noticed: Counter[str] = field(default_factory=Counter)
    survivors: list[str] = field(default_factory=list)

    def add(self, what: str, kind: str | None) -> None:
        if kind is None:
            self.survivors.append(what)
        else:
            self.noticed[kind] += 1

    @property
    def count(self) -> int:
        return self.noticed.total() + len(self.survivors)

    def __str__(self) -> str:
        by_kind = ", ".join(f"{self.noticed[kind]} by {kind}" for kind in KINDS)
        return f"{self.pack}: {self.count} mutants, noticed {by_kind}; {len(self.survivors)} survive"


def of_rules(letter: str, every: int = 1) -> Report:
    """Each mutant of a model rule book, or one of ``every`` so many."""
    pack = PACKS[letter]
    rules = Rulebook.from_pack(pack)
    asked = _questions_by_parameter(rules, letter)
    report = Report(pack)
    if unchanged := _noticed(Mutant("nothing", rules), letter, {"": _asked_of(letter)}):
        raise AlreadyFailing(f"{pack}: the {unchanged} fail before anything is changed; run the tests first")
    for mutant in list(mutants(rules))[::every]:
        report.add(mutant.what, _noticed(mutant, letter, asked))
    return report


def of_law(name: str, every: int = 1) -> Report:
    report = Report(name)
    questions = [one for one in law.QUESTIONS if name in one.expected]
    for what, data in list(law_mutants(name))[::every]:
        with _on_the_shelf(f"law/{name}", data):
            report.add(what, _law_noticed(name, questions))
    return report


def read_by(rules: Rulebook, asked: Question) -> frozenset[str]:
    """The parameters on which the answer depends."""
    read: set[str] = set()
    stated = Rulebook.stated

    def noting(self: Rulebook, identity: str) -> Any:
        read.add(identity)
        return stated(self, identity)

    with mock.patch.object(Rulebook, "stated", noting):
        asked.answer(rules)
    return frozenset(read)


def _noticed(mutant: Mutant, letter: str, asked: Mapping[str, list[Question]]) -> str | None:
    questions = asked.get(mutant.touched or "", [])
    if any(_answers_otherwise(one, mutant.rules, one.expected[letter]) for one in questions):
        return "answers"
    pack, rules = PACKS[letter], mutant.rules
    checks: tuple[tuple[str, Callable[[Rulebook, str], Iterator[str]]], ...] = (
        ("stumbling blocks", stumbling_blocks),
        ("parameter sheet", differs_from_sheet),
        ("whole text", differs_from_golden),
    )
    return next((kind for kind, check in checks if _fails(check, rules, pack)), None)


def _law_noticed(name: str, questions: list[Question]) -> str | None:
    try:
        rules = law.rules_under(name)
        if any(_answers_otherwise(one, rules, one.expected[name]) for one in questions):
            return "answers"
        return "parameter sheet" if any(differs_from_law_sheet(name)) else None
    except (ConstitutionError, ValueError, KeyError):  # the law cannot be read at all
        return "the reader"


def _answers_otherwise(asked: Question, rules: Rulebook, expected: Any) -> bool:
    try:
        return bool(asked.answer(rules) != expected)
    except (ConstitutionError, LookupError, TypeError, ValueError, StopIteration):
        return True


def _fails(check: Callable[[Rulebook, str], Iterator[str]], rules: Rulebook, pack: str) -> bool:
    try:
        return next(check(rules, pack), None) is not None
    except (ConstitutionError, LookupError, TypeError, ValueError):
        return True


def _asked_of(letter: str) -> list[Question]:
    return [one for one in QUESTIONS if letter in one.expected]


def _questions_by_parameter(rules: Rulebook, letter: str) -> Mapping[str, list[Question]]:
    found: dict[str, list[Question]] = {}
    for one in _asked_of(letter):
        for identity in read_by(rules, one):
            found.setdefault(identity, []).append(one)
    return found


@contextmanager
def _on_the_shelf(name: str, data: dict[str, Any]) -> Iterator[None]:
    """While it lasts the library finds this in place of the pack."""
    pack = shelf.pack
    with mock.patch.object(shelf, "pack", lambda wanted: data if wanted == name else pack(wanted)):
        law_pack.cache_clear()
        try:
            yield
        finally:
            law_pack.cache_clear()


def main() -> int:
    try:
        reports = [*(of_rules(letter) for letter in PACKS), *(of_law(name) for name in law.LAWS)]
    except AlreadyFailing as problem:
        print(problem)
        return 1
    for report in reports:
        print(report)
        print(*(f"  {survivor}" for survivor in report.survivors), sep="\n", end="\n" if report.survivors else "")
    print(f"{sum(report.count for report in reports)} mutants in all")
    return 1 if any(report.survivors for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
