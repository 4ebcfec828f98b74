"""What cover in an emergency costs: the member pays as always, the fund what it costs more (M-10)."""

from dataclasses import dataclass
from fractions import Fraction

MINUTES = 60


@dataclass(frozen=True, slots=True)
class Cover:
    """In pence: the ``whole`` cost, of which the member pays what the hours usually cost, and the fund the rest."""

    whole: int
    member: int
    fund: int


def cover(minutes: int, rate: int, premium: int) -> Cover:
    """So many minutes at the usual rate and a premium for short notice, both in pence an hour.

    Each is rounded half up to the penny, as an invoice has them on two lines.
    """
    usual, more = (_rounded(Fraction(minutes * pence, MINUTES)) for pence in (rate, premium))
    return Cover(usual + more, usual, more)


def _rounded(pence: Fraction) -> int:
    return int((pence * 2 + 1) // 2)
