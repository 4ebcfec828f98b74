"""The clauses of a rule book in reading order, under the headings of its parts."""

from constitution.clause import Part
from constitution.plain import in_order
from constitution.rulebook import Rulebook


def contents(rules: Rulebook) -> tuple[tuple[Part | None, tuple[str, ...]], ...]:
    """Each part with the numbers of its clauses; None over those before the first part. A part without clauses is
    left out; where the clause that it began with has been struck out it begins with the next."""
    headings = {part.first: part for part in rules.parts}
    found: list[tuple[Part | None, list[str]]] = [(None, [])]
    for number in in_order(dict.fromkeys([*rules.clauses, *headings])):
        if number in headings:
            found.append((headings[number], []))
        if number in rules.clauses:
            found[-1][1].append(number)
    return tuple((part, tuple(numbers)) for part, numbers in found if numbers)
