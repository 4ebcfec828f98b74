"""The whole text of each model rule book as a member reads it, kept beside the tests.

    python -m tests.constitution.golden        writes tests/data/rulebooks/<pack>.<language>.txt anew

A changed value or word shows there as a difference that a person can read before agreeing to it. Under each clause
stand the parameters that name it, in brackets those that do not apply.
"""

from collections.abc import Iterator
from pathlib import Path

from constitution import Rulebook, shelf, wording
from constitution.clause import Clause
from constitution.phrases import LANGUAGES

FOLDER = Path(__file__).parents[1] / "data" / "rulebooks"
PACKS = tuple(name.removeprefix("rules/") for name in shelf.names("rules"))


def golden(pack: str, language: str) -> Path:
    return FOLDER / f"{pack}.{language}.txt"


def rendered(rules: Rulebook, language: str) -> str:
    headings = {part.first: part.titles[language] for part in rules.parts}
    lines = [f"{rules.titles[language]} ({rules.id}, {rules.version}, {rules.effective_from})"]
    for number, clause in rules.clauses.items():
        lines += ["", f"== {headings[number]} =="] if number in headings else []
        lines += ["", *_clause(rules, clause, language)]
    lines += [""] if rules.conditions else []
    lines += [f"When {one.when}, rule {one.rule}: {one.to_dict()['set']}" for one in rules.conditions]
    return "\n".join(lines) + "\n"


def _clause(rules: Rulebook, clause: Clause, language: str) -> Iterator[str]:
    yield f"{clause.number}. {clause.titles[language]}"
    yield from wording.paragraphs(rules, clause.number, language)
    yield from (f"  * {sentence}" for sentence in wording.easy(rules, clause.number, language))
    if named := " ".join(_parameters(rules, clause.number)):
        yield f"  {named}"


def _parameters(rules: Rulebook, number: str) -> Iterator[str]:
    for identity, entry in rules.entries.items():
        if entry.rule == number:
            undecided = "?" if entry.undecided else ""
            yield f"({identity})" if entry.not_applicable else identity + undecided


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for pack in PACKS:
        for language in LANGUAGES:
            golden(pack, language).write_text(rendered(Rulebook.from_pack(pack), language), encoding="utf-8")
            print(golden(pack, language))


if __name__ == "__main__":
    main()
