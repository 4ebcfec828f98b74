"""How far checking a ballot is from its arithmetic: the powers it needs, each measured alone, and all of it."""

from collections.abc import Mapping, Sequence

from ballots.chance import below
from ballots.groups import NAMES, Element, Group, Term, arithmetics, group
from tests.load.clock import best, say

NUMBER = 20
"""Terms in one call, as in a ballot."""

COLUMNS = ("group", "arithmetic", "g", "y", "one", "two", "three", "text", "singly", "shared", "checked", "rest")
ROW = "{:<14} {:<12} {:>7} {:>7} {:>7} {:>7} {:>7} {:>5} {:>8} {:>8} {:>8} {:>6}"

# A ballot with three ciphertexts: each of their six elements is raised to two challenges, and to the order to see that
# it is a member; the two elements of their sum to two challenges; the credential to one. All these are multiplied by
# powers of the generator and of the election's key.
MEMBERS, SUMS, CREDENTIALS, OF_G, OF_Y, TEXTS = 6, 2, 1, 13, 8, 19
ONE_BY_ONE = 3 * MEMBERS + 2 * SUMS + CREDENTIALS + OF_G + OF_Y


def report(checks: Mapping[tuple[str, str], float]) -> None:
    """``checks`` are the measured milliseconds to check a ballot, by the names of group and arithmetic."""
    say("\nThe powers of that ballot: microseconds each, and by count milliseconds of all of them")
    say(ROW.format(*COLUMNS))
    for name in NAMES:
        for arithmetic in arithmetics(name):
            here = group(name, arithmetic)
            say(_row(here, checks[name, here.arithmetic]))


def _row(here: Group, checked: float) -> str:
    costs = _costs(here)
    g, y, one, two, three, text = costs
    singly = (ONE_BY_ONE * one + TEXTS * text) / 1000
    shared = (MEMBERS * three + SUMS * two + CREDENTIALS * one + OF_G * g + OF_Y * y + TEXTS * text) / 1000
    figures = [f"{cost:.1f}" for cost in costs] + [f"{sum_:.2f}" for sum_ in (singly, shared, checked)]
    return ROW.format(here.name, here.arithmetic, *figures, f"{100 - shared / checked * 100:.0f} %")


def _costs(here: Group) -> tuple[float, ...]:
    """Microseconds of a power of g and of y; of one, two and three powers of a point, the last a test; of a text."""
    encrypted = here.encrypt(here.generator, [(_scalar(here), 0) for _ in range(NUMBER)])
    points = here.decode(here.encode([alpha for alpha, _ in encrypted]))
    y = encrypted[0][1]

    def cost(terms: list[Term[Element]], unchecked: Sequence[Element] = ()) -> float:
        return best(lambda: here.commitments(y, terms, unchecked)) / NUMBER * 1000

    def powers(times: int) -> list[Term[Element]]:
        return [Term(0, 0, point, _scalar(here)) for point in points for _ in range(times)]

    text = best(lambda: here.encode(points)) / NUMBER * 1000
    of_g = cost([Term(_scalar(here), 0, here.identity, 0) for _ in points])
    of_y = cost([Term(0, _scalar(here), here.identity, 0) for _ in points])
    three = cost(powers(2), points)
    return of_g - text, of_y - text, cost(powers(1)) - text, cost(powers(2)) - 2 * text, three - 2 * text, text


def _scalar(here: Group) -> int:
    return below(here.order)
