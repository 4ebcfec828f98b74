"""Random numbers and texts, drawn evenly from whatever source the caller names."""

import secrets
from collections.abc import Callable
from typing import TypeAlias

from ballots.encoding import BASE58

Draw: TypeAlias = Callable[[int], bytes]
"""Gives that many random bytes. Everything secret comes from here, so only tests ever pass anything but ``SYSTEM``."""

SYSTEM: Draw = secrets.token_bytes


def below(bound: int, draw: Draw = SYSTEM) -> int:
    """Uniform in 0..bound−1 by rejection: a remainder of random bytes would not be uniform."""
    bits = (bound - 1).bit_length()
    while True:
        number = int.from_bytes(draw((bits + 7) // 8), "big") & (1 << bits) - 1
        if number < bound:
            return number


def nonzero(bound: int, draw: Draw = SYSTEM) -> int:
    return 1 + below(bound - 1, draw)


def permutation(size: int, draw: Draw = SYSTEM) -> list[int]:
    """0..size−1 in an order as likely as any other (Fisher and Yates)."""
    order = list(range(size))
    for last in range(size - 1, 0, -1):
        chosen = below(last + 1, draw)
        order[last], order[chosen] = order[chosen], order[last]
    return order


def characters(length: int, draw: Draw = SYSTEM) -> str:
    return "".join(BASE58[below(len(BASE58), draw)] for _ in range(length))


def identifier(draw: Draw = SYSTEM) -> str:
    """A new election's uuid: 14 Base58 characters."""
    return characters(14, draw)
