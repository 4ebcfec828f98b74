"""The whole text of each model rule book as a member reads it, kept beside the tests.

    python -m tests.constitution.golden        writes tests/data/rulebooks/<pack>.<language>.txt anew

A changed value or word shows there as a difference that a person can read before agreeing to it.
"""

from collections.abc import Iterator
from pathlib import Path

from constitution import Rulebook, shelf, wording
from constitution.phrases import LANGUAGES

FOLDER = Path(__file__).parents[1] / "data" / "rulebooks"
PACKS = tuple(name.removeprefix("rules/") for name in shelf.names("rules"))


def rendered(rules: Rulebook, language: str) -> str:
    return "\n".join(_lines(rules, language)) + "\n"


def golden(pack: str, language: str) -> Path:
    return FOLDER / f"{pack}.{language}.txt"


def _lines(rules: Rulebook, language: str) -> Iterator[str]:
    headings = {part.first: part.titles[language] for part in rules.parts}
    yield rules.titles[language]
    for number, clause in rules.clauses.items():
        if number in headings:
            yield from ("", f"== {headings[number]} ==")
        yield from ("", f"{number}. {clause.titles[language]}")
        yield from wording.paragraphs(rules, number, language)
        yield from (f"  * {sentence}" for sentence in wording.easy(rules, number, language))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for pack in PACKS:
        for language in LANGUAGES:
            golden(pack, language).write_text(rendered(Rulebook.from_pack(pack), language), encoding="utf-8")
            print(golden(pack, language))


if __name__ == "__main__":
    main()
