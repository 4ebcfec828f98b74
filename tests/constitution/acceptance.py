"""Whether a model rule book is what it should be: the parameter sheet, its clauses and words, its whole text."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from constitution import Rulebook, Value, parameter, shelf, wording
from constitution.checks import problems
from constitution.phrases import LANGUAGES
from tests.constitution.golden import FOLDER, golden, rendered

KNOWN_PROBLEMS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "c-employee-owned": {
            "reconvened-meeting-has-floor": "The sheet lets whoever comes to the meeting held again decide, even one.",
        },
    }
)
"""By pack and question: why a problem that the checks report is meant to be there."""


@cache
def sheet(pack: str) -> Mapping[str, Mapping[str, Any]]:
    """By parameter the cell as it stands on the parameter sheet and, where it applies, the value that it means."""
    return tomllib.loads((FOLDER / f"{pack}.toml").read_text(encoding="utf-8"))


def differs_from_sheet(rules: Rulebook, pack: str) -> Iterator[str]:
    for identity, wanted in _values(pack).items():
        found = rules.entries.get(identity)
        if found is None or found.value != wanted:
            cell = sheet(pack)[identity]["cell"]
            yield f"{identity}: the sheet says {cell}, the rules {found.value if found else 'nothing'}"


def differs_from_law_sheet(law: str) -> Iterator[str]:
    """The fixed numbers of a statute and the sections that they stand in."""
    fixed = tomllib.loads((FOLDER / "laws.toml").read_text(encoding="utf-8"))[law]
    data = shelf.pack(f"law/{law}").get("tests", {})
    yield from (
        f"{name} is not what {law} says" for name in fixed.keys() | data.keys() if fixed.get(name) != data.get(name)
    )


def stumbling_blocks(rules: Rulebook, pack: str) -> Iterator[str]:
    """What somebody would stumble over who works with these rules: gaps, contradictions, citations that lead astray."""
    known = KNOWN_PROBLEMS.get(pack, {})
    found = {finding.question for finding in problems(rules)}
    yield from (f"the checks report {question}" for question in sorted(found - known.keys()))
    yield from (f"the checks no longer report {question}" for question in sorted(known.keys() - found))


@cache
def _values(pack: str) -> Mapping[str, Value | None]:
    rows = sheet(pack).items()
    return {identity: parameter(identity).read(row["value"]) if "value" in row else None for identity, row in rows}


def differs_from_golden(rules: Rulebook, pack: str) -> Iterator[str]:
    for language in LANGUAGES:
        if rendered(rules, language) != golden(pack, language).read_text(encoding="utf-8"):
            yield f"the text in {language} is another"


def unsaid(rules: Rulebook) -> Iterator[str]:
    for language in LANGUAGES:
        yield from (
            f"{identity}: no {language} word for {code}" for identity, code in wording.unworded(rules, language)
        )
        for number, clause in rules.clauses.items():
            said = (*clause.paragraphs, *clause.easy)
            if not clause.paragraphs or not clause.easy or any(language not in one.words for one in said):
                yield f"rule {number} is not complete in {language}"
            filled = (*wording.paragraphs(rules, number, language), *wording.easy(rules, number, language))
            if language not in clause.titles or any("{" in text or not text.strip() for text in filled):
                yield f"rule {number} does not read well in {language}"
