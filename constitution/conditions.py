"""Rules that change with a fact: "when members >= 100, each class elects its own seats".

Facts are numbers: "members" for all of them, "class citizen" for those of one class.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt

from constitution.errors import MissingFact

COMPARATORS = {">=": ge, ">": gt, "<=": le, "<": lt, "==": eq}
_SENTENCE = re.compile(r"([a-z_]+|class [a-z0-9_]+) (>=|>|<=|<|==) ([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class When:
    fact: str
    comparator: str
    number: int

    def holds(self, facts: Mapping[str, int]) -> bool:
        if self.fact not in facts:
            raise MissingFact(self.fact)
        return bool(COMPARATORS[self.comparator](facts[self.fact], self.number))

    def __str__(self) -> str:
        return f"{self.fact} {self.comparator} {self.number}"


def when(sentence: str) -> When:
    """Read "members >= 100" or "class citizen >= 20"; ``ValueError`` if it says anything else."""
    found = _SENTENCE.fullmatch(sentence)
    if found is None:
        raise ValueError('must read like "members >= 100"')
    fact, comparator, number = found.groups()
    return When(fact, comparator, int(number))


def facts_of(members: Mapping[str, int]) -> dict[str, int]:
    """The facts about a membership with so many in each class."""
    return {"members": sum(members.values()), **{f"class {name}": number for name, number in members.items()}}
