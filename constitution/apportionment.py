"""Dividing a sum in whole pence by weights, so that nothing is lost and nobody is favoured (P-244, P-245)."""

from collections.abc import Sequence
from fractions import Fraction

from constitution.errors import CannotDivide

LARGEST_REMAINDER, LAST_PAYER = "largest_remainder", "last_payer_absorbs"


def apportioned(
    total: int, weights: Sequence[int | Fraction], *, rounding: str = LARGEST_REMAINDER, first: int = 0
) -> tuple[int, ...]:
    """The share of each in pence, in the order of the weights, which is the order of joining.

    Each share is exact, then cut to whole pence; what is left over goes, a penny each, to the largest fractions that
    were cut. Between equal fractions the place ``first`` comes first, then those after it, round and round. With the
    other way of ``rounding`` the last who pays anything takes all that is left over.

    Apportion what was spent since the beginning and take the difference of two such answers (`added`): rounded parts
    do not add up to the rounded whole.

    Raises:
        CannotDivide: a sum or weight below nothing, or nobody with any weight.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise CannotDivide("a sum is divided by weights, none of them below nothing")
    if not sum(weights):
        raise CannotDivide("nobody takes any part, so nothing can be divided")
    exact = [total * Fraction(weight) / sum(weights) for weight in weights]
    pence = [share.numerator // share.denominator for share in exact]
    left = total - sum(pence)
    if rounding == LAST_PAYER:
        pence[max(place for place, weight in enumerate(weights) if weight)] += left
        return tuple(pence)
    count = len(weights)
    order = sorted(range(count), key=lambda place: (pence[place] - exact[place], (place - first) % count))
    for place in order[:left]:
        pence[place] += 1
    return tuple(pence)


def added(
    before: int, after: int, weights: Sequence[int | Fraction], *, rounding: str = LARGEST_REMAINDER, first: int = 0
) -> tuple[int, ...]:
    """What each pays for the part of a sum between two totals. An odd penny may come back to somebody."""
    earlier, later = (apportioned(total, weights, rounding=rounding, first=first) for total in (before, after))
    return tuple(new - old for old, new in zip(earlier, later, strict=True))


def half_up(pence: Fraction) -> int:
    """The nearest whole penny; half a penny becomes one."""
    return (2 * pence.numerator + pence.denominator) // (2 * pence.denominator)
