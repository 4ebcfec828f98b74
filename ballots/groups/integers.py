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


PYTHON = Integers("pure Python", int, pow, pow)


def _gmp() -> Integers | None:
    try:
        gmpy2 = import_module("gmpy2")
    except ImportError:
        return None
    return Integers("gmpy2", gmpy2.mpz, gmpy2.powmod, gmpy2.powmod_sec)


GMP = _gmp()
