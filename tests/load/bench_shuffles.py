"""What it costs to shuffle encrypted rankings and to verify that somebody did."""

from dataclasses import dataclass

from ballots import NonHomomorphic, check_shuffle, make_shuffle, read_election
from ballots.chance import below
from ballots.election import Election
from ballots.groups import Arithmetic, Ciphertext, arithmetics
from tests.ballots.election_room import open_room
from tests.load.clock import once, say

RANKING = (NonHomomorphic("In which order?", ("Asha", "Bryn", "Carys")),)

CASES: tuple[tuple[str, Arithmetic, int], ...] = (
    ("Ed25519", "native", 200),
    ("Ed25519", "native", 2_000),
    ("Ed25519", "native", 10_000),
    ("Ed25519", "library", 200),
    ("Ed25519", "library", 2_000),
    ("RFC-3526-2048", "native", 200),
    ("RFC-3526-2048", "library", 200),
)
LONG = 10_000
"""Milliseconds above which a verification is not tried again."""

ROW = "{:<14} {:<12} {:>9} {:>11} {:>9} {:>9} {:>9}"


@dataclass(frozen=True, slots=True)
class Shuffle:
    """Seconds: to derive the generators, once for all elections; to make a shuffle and check it; to verify it."""

    generators: float
    make: float
    verify: float


def report(*, quick: bool) -> dict[tuple[str, str, int], Shuffle]:
    """By the names of group and arithmetic and the number of rankings."""
    found = {}
    say("\nOne shuffle of rankings, one core; seconds, and milliseconds for each ranking")
    say(ROW.format("group", "arithmetic", "rankings", "generators", "make", "verify", "ms each"))
    for name, arithmetic, number in CASES:
        if arithmetic not in arithmetics(name) or (quick and number > 2_000):
            continue
        election = _election(name, arithmetic)
        shuffle = measure(election, number)
        spoken = election.group.arithmetic
        found[name, spoken, number] = shuffle
        seconds = [f"{one:.2f}" for one in (shuffle.generators, shuffle.make, shuffle.verify)]
        say(ROW.format(name, spoken, f"{number:,}", *seconds, f"{shuffle.verify * 1000 / number:.2f}"))
    return found


def _election(name: str, arithmetic: Arithmetic) -> Election:
    return read_election(open_room(name, RANKING, voters=1, trustees=1).election.raw, arithmetic=arithmetic)


def measure(election: Election, number: int) -> Shuffle:
    rankings = [_encrypted(election, number)]
    generators = once(lambda: election.group.independent(number + 1))
    made: list[bytes] = []
    make = once(lambda: made.append(make_shuffle(election, rankings)))
    verify = once(lambda: check_shuffle(election, rankings, made[0]))
    if verify < LONG:
        verify = min(verify, *(once(lambda: check_shuffle(election, rankings, made[0])) for _ in range(2)))
    return Shuffle(generators / 1000, make / 1000, verify / 1000)


def _encrypted(election: Election, number: int) -> list[Ciphertext]:
    """What is encrypted does not matter to a shuffle."""
    group = election.group
    return group.encrypt(election.public_key, [(below(group.order), 1) for _ in range(number)])
