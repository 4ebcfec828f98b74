"""Large integers: GMP where it is installed, Python's own otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Integers:
    """``secret_power`` takes the same time for every exponent of one length; only GMP can promise that."""

    name: str
    number: Callable[[int], int]
    power: Callable[[int, int, int], int]
    secret_power: Callable[[int, int, int], int]
    jacobi: Callable[[int, int], int]


def jacobi(number: int, odd: int) -> int:
    """The Jacobi symbol (number / odd) for a positive odd modulus, by quadratic reciprocity: 1, −1 or 0."""
    number %= odd
    sign = 1
    while number:
        twos = (number & -number).bit_length() - 1
        number >>= twos
        if twos & 1 and odd & 7 in (3, 5):
            sign = -sign
        if number & odd & 3 == 3:
            sign = -sign
        number, odd = odd % number, number
    return sign if odd == 1 else 0


PYTHON = Integers("pure Python", int, pow, pow, jacobi)


def _gmp() -> Integers | None:
    try:
        gmpy2 = import_module("gmpy2")
    except ImportError:
        return None
    return Integers("gmpy2", gmpy2.mpz, gmpy2.powmod, gmpy2.powmod_sec, gmpy2.jacobi)


GMP = _gmp()
