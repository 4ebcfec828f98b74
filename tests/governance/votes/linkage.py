"""Trying to pair members with ballots from all that a server stores: by time, order, size, address, row key and text.

A trace is one number beside one person or one ballot: the time, the place or the size of something that names it.
Traces of persons and traces of ballots that run alike pair the two, whoever sorts both; how alike they run is compared
with what chance does.
"""

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

WORD = re.compile(r"[A-Za-z0-9@._+/-]{12,}")
"""Identifiers, addresses and hashes; shorter words are everybody's."""

SHUFFLES = 2000
FEWEST = 6
"""Pairs below which nothing can be told from chance."""

Series = dict[int, float]
"""A number for each voter that has one."""


@dataclass(frozen=True)
class Fact:
    """One row, line, file or place in a file: the words in it, and its numbers by kind and name."""

    where: str
    text: str
    numbers: Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Names:
    """By which a person or a ballot is known, each with the number of its voter."""

    persons: Mapping[str, int]
    ballots: Mapping[str, int]


@dataclass(frozen=True)
class Match:
    """``kind`` of the matcher, what it looked at, and how often chance does as well."""

    kind: str
    persons: str
    ballots: str
    p: float


def matches(persons: Sequence[Fact], ballots: Sequence[Fact], names: Names, seed: int) -> list[Match]:
    """Every matcher's luck with what stands beside persons and what stands beside ballots, the best first.

    It has to be lucky with each third of the voters: with hundreds of matchers one in a hundred is always lucky once,
    and one in a million three times.
    """
    chance = random.Random(seed)
    voters = sorted({*names.persons.values()})
    chance.shuffle(voters)
    thirds = [_matches(persons, ballots, _only(names, set(voters[start::3])), chance) for start in range(3)]
    found = set.intersection(*(set(third) for third in thirds))
    luck = [Match(*what, max(third[what] for third in thirds)) for what in found]
    return sorted(luck, key=lambda match: (match.p, match.kind, match.persons, match.ballots))


def _only(names: Names, voters: set[int]) -> Names:
    persons = {name: voter for name, voter in names.persons.items() if voter in voters}
    return Names(persons, {name: voter for name, voter in names.ballots.items() if voter in voters})


def _matches(
    of_persons: Sequence[Fact], of_ballots: Sequence[Fact], names: Names, chance: random.Random
) -> dict[tuple[str, str, str], float]:
    persons, ballots = _series(of_persons, names.persons), _distinct(_series(of_ballots, names.ballots))
    found = {
        (kind, own, other): _p(one, two, chance)
        for (kind, own), one in persons.items()
        for (_, other), two in ballots.items()
        if len(one.keys() & two.keys()) >= FEWEST
    }
    return found | _by_words(of_persons, of_ballots, names, chance)


def _distinct(series: Mapping[tuple[str, str], Series]) -> dict[tuple[str, str], Series]:
    """One of those that sort the ballots alike."""
    orders = {tuple(sorted(one, key=lambda voter: (one[voter], voter))): key for key, one in reversed(series.items())}
    return {key: series[key] for key in orders.values()}


def _series(facts: Sequence[Fact], names: Mapping[str, int]) -> dict[tuple[str, str], Series]:
    """The first and the last number of each voter, by kind and source; a row that names several names nobody."""
    series: dict[tuple[str, str], Series] = defaultdict(dict)
    for fact in facts:
        meant = {names[word] for word in WORD.findall(fact.text) if word in names}
        if len(meant) != 1:
            continue
        voter = meant.pop()
        for (kind, name), number in fact.numbers.items():
            first = series[kind, f"{fact.where}.{name} first"]
            first[voter] = min(first.get(voter, number), number)
            last = series[kind, f"{fact.where}.{name} last"]
            last[voter] = max(last.get(voter, number), number)
    return {key: one for key, one in series.items() if len(set(one.values())) > 1}


def _p(one: Series, two: Series, chance: random.Random) -> float:
    """How often shuffled voters run as alike as the true ones, by the correlation of their ranks, either way round."""
    voters = sorted(one.keys() & two.keys())
    if len({one[voter] for voter in voters}) < 2 or len({two[voter] for voter in voters}) < 2:
        return 1.0
    left, right = _ranks([one[voter] for voter in voters]), _ranks([two[voter] for voter in voters])
    found = abs(_alike(left, right))
    as_good = 0
    for number in range(1, SHUFFLES + 1):
        chance.shuffle(left)
        as_good += abs(_alike(left, right)) >= found - 1e-9
        if number % 50 == 0 and as_good > 5 + number / 20:  # nobody asks how likely something likely is
            return (as_good + 1) / (number + 1)
    return (as_good + 1) / (SHUFFLES + 1)


def _ranks(values: Sequence[float]) -> list[float]:
    """Around nought; equal values share their rank."""
    places: dict[float, list[int]] = defaultdict(list)
    for place, value in enumerate(sorted(values)):
        places[value].append(place)
    middle = (len(values) - 1) / 2
    return [sum(places[value]) / len(places[value]) - middle for value in values]


def _alike(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(map(mul, left, right))


def _by_words(
    of_persons: Sequence[Fact], of_ballots: Sequence[Fact], names: Names, chance: random.Random
) -> dict[tuple[str, str, str], float]:
    """A person and a ballot in one place, or a rare word that stands beside both: an address, a session, a tag."""
    beside_persons, beside_ballots = _beside(of_persons, names.persons), _beside(of_ballots, names.ballots)
    persons = {word: next(iter(voters)) for word, voters in beside_persons.items() if len(voters) == 1}
    ballots = {word: next(iter(voters)) for word, voters in beside_ballots.items() if len(voters) == 1}
    pairs = sorted((persons[word], ballots[word]) for word in persons.keys() & ballots.keys())
    found = sum(own == other for own, other in pairs)
    others = [other for _, other in pairs]
    as_good = 0
    for _ in range(SHUFFLES if pairs else 0):
        chance.shuffle(others)
        as_good += sum(own == other for (own, _), other in zip(pairs, others, strict=True)) >= found
    return {("address", "words", "words"): (as_good + 1) / (SHUFFLES + 1) if pairs else 1.0}


def _beside(facts: Sequence[Fact], names: Mapping[str, int]) -> dict[str, set[int]]:
    beside: dict[str, set[int]] = defaultdict(set)
    for fact in facts:
        words = set(WORD.findall(fact.text))
        meant = {names[word] for word in words if word in names}
        if len(meant) == 1:
            for word in words:
                beside[word] |= meant
    return beside
