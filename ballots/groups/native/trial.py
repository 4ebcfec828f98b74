"""Questions to the core whose answers are known: one that answers wrongly, or accepts too much, is not used."""

from typing import cast

from ballots.errors import Invalid
from ballots.groups import ed25519_pure as pure
from ballots.groups.integers import PYTHON
from ballots.groups.interface import Group, Term
from ballots.groups.native.edwards import NativeEd25519
from ballots.groups.native.library import Core
from ballots.groups.native.modular import NativeField

_POWERS = (5, -7, 2**200 + 3, pure.ORDER - 2)
_MANY = 500
"""Enough for the core to gather points in buckets."""

_P = 2**2048 - 159
_ORDERS = (2**64 - 59, 2**640 - 1)
"""Odd and of the right length is all that the arithmetic asks of a modulus; orders of both kinds of windows."""


def passes(core: Core) -> bool:
    try:
        return _right_on_the_curve(core) and all(_right_modulo(core, order) for order in _ORDERS)
    except (Invalid, RuntimeError):
        return False


def _right_on_the_curve(core: Core) -> bool:
    here = NativeEd25519(core, cast(Group, pure.PureEd25519()))
    a, b, c, d = _POWERS
    y, point = here.decode([pure.to_text(pure.multiply_fixed(pure.GENERATOR, power)) for power in (3, 11)])
    expected = [a + 3 * b + 11 * c, 3 * a + 11 * d, a * 3 + b * 11]
    sums = [pure.to_text(pure.multiply_fixed(pure.GENERATOR, power % pure.ORDER)) for power in expected]
    squares = [number * number * c for number in range(_MANY)]
    (many,) = here.commitments(y, [Term(sum(squares[::2]), sum(squares[1::2]), here.identity, 0)])
    return (
        here.commitments(y, [Term(a, b, point, c), Term(0, a, point, d)], [point]) == sums[:2]
        and here.encode([here.product([here.multi_exp([y, point], [a, b]), here.identity])]) == sums[2:]
        and here.encode([here.multi_exp([here.generator, y] * (_MANY // 2), squares)]) == [many]
        and not any(_accepts(here, torsion) for torsion in pure.small_order_points())
    )


def _accepts(here: NativeEd25519, torsion: pure.Point) -> bool:
    """Does either test of membership let a member through that was shifted by this point of small order?"""
    text = pure.to_text(pure.add(pure.double(pure.GENERATOR), torsion))
    (shifted,) = here.decode([text], members=False)
    for test in (lambda: here.decode([text]), lambda: here.commitments(here.generator, [], [shifted])):
        try:
            test()
        except Invalid:
            continue
        return True
    return False


def _right_modulo(core: Core, order: int) -> bool:
    here = NativeField("a trial", _P, order, 3, PYTHON, core=core)
    a, b, c, d = (power % order for power in _POWERS)
    y, point = pow(3, 5, _P), pow(3, 1001, _P)
    expected = [pow(3, a + 5 * b + 1001 * c, _P), pow(3, 5 * a + 1001 * d, _P)]
    terms = [Term(a, b, point, c), Term(0, a, point, d)]
    return here.commitments(y, terms) == here.encode(expected) and here.multi_exp([y, point], [a, d]) == expected[1]
