"""How far checking a ballot is from its arithmetic: the powers it needs, each measured alone, and all of it."""

from collections.abc import Mapping, Sequence

from ballots.chance import below
from ballots.groups import NAMES, Element, Group, Term, arithmetics, group
from tests.load.clock import best, say

NUMBER = 20
"""Terms in one call, as in a ballot."""

COLUMNS = ("group", "arithmetic", "g", "y", "one", "three", "text", "singly", "shared", "checked", "rest")
ROW = "{:<14} {:<12} {:>7} {:>7} {:>7} {:>7} {:>5} {:>8} {:>8} {:>8} {:>6}"

# A ballot with three ciphertexts: each of their six elements is raised to two challenges, and to the order to see that
# it is a member; the two elements of their sum and the credential to one challenge. All these are multiplied by powers
# of the generator and of the election's key.
OF_THREE, OF_ONE, OF_G, OF_Y, TEXTS = 6, 3, 12, 7, 17
SINGLY = 3 * OF_THREE + OF_ONE + OF_G + OF_Y


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
    g, y, one, three, text = costs
    singly = (SINGLY * one + TEXTS * text) / 1000
    shared = (OF_THREE * three + OF_ONE * one + OF_G * g + OF_Y * y + TEXTS * text) / 1000
    figures = [f"{cost:.1f}" for cost in costs] + [f"{sum_:.2f}" for sum_ in (singly, shared, checked)]
    return ROW.format(here.name, here.arithmetic, *figures, f"{100 - shared / checked * 100:.0f} %")


def _costs(here: Group) -> tuple[float, ...]:
    """Microseconds of a product with a power of g, and of y; of one power of a point, two and its test, a text."""
    encrypted = here.encrypt(here.generator, [(_scalar(here), 0) for _ in range(NUMBER)])
    points = here.decode(here.encode([alpha for alpha, _ in encrypted]))
    y = encrypted[0][1]

    def cost(terms: list[Term[Element]], unchecked: Sequence[Element] = ()) -> float:
        return best(lambda: here.commitments(y, terms, unchecked)) / NUMBER * 1000

    def powers(times: int) -> list[Term[Element]]:
        return [Term(0, 0, point, _scalar(here)) for point in points for _ in range(times)]

    text = best(lambda: here.encode(points)) / NUMBER * 1000
    alone = cost([Term(0, 0, point, 1) for point in points])
    times_g = cost([Term(_scalar(here), 0, point, 1) for point in points])
    times_y = cost([Term(0, _scalar(here), point, 1) for point in points])
    return times_g - alone, times_y - alone, cost(powers(1)) - text, cost(powers(2), points) - 2 * text, text


def _scalar(here: Group) -> int:
    return below(here.order)
