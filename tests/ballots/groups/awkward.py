"""Numbers that arithmetic gets wrong if it gets any wrong: edges, runs of equal bits, few bits; and random ones."""

from random import Random


def edges(order: int) -> list[int]:
    return [0, 1, 2, 3, order - 2, order - 1, order, order + 1, -1, 2 * order, 2 ** (order.bit_length() - 1)]


def exponent(chance: Random, order: int) -> int:
    """One between 0 and the order, of a kind that is drawn too."""
    bits = order.bit_length()
    kind = chance.randrange(6)
    if kind == 0:
        return chance.choice(edges(order)) % order
    if kind == 1:  # runs of ones and zeros, which carries walk through
        number = 0
        while number.bit_length() < bits:
            run = chance.randrange(1, 40)
            number = number << run | chance.choice([0, (1 << run) - 1, 1])
        return number % order
    if kind == 2:
        return chance.getrandbits(chance.randrange(1, bits))
    if kind == 3:
        return (1 << chance.randrange(bits)) - chance.choice([0, 1]) + chance.choice([0, 1])
    return chance.randrange(order)
