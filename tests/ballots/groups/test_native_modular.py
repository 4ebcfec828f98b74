"""The compiled powers modulo a prime against GMP; what is known of an element is its logarithm."""

from random import Random

import pytest

from ballots import Invalid, group
from ballots.groups import Term, registry
from ballots.groups.integers import GMP
from ballots.groups.native import NativeField
from tests.ballots.groups.awkward import edges, exponent

FINITE = ("BELENIOS-2048", "RFC-3526-2048")
LIBRARY = {name: group(name, arithmetic="library") for name in FINITE}
MODULI = {"BELENIOS-2048": registry.BELENIOS_P, "RFC-3526-2048": registry.RFC3526_P}
LIMBS = [2**61 - 1, 2**2048 - 1, sum(1 << 61 * limb for limb in range(33)), 2**1037 - 1, 2**1037, 2**64 - 1]


@pytest.fixture(scope="module", params=FINITE)
def both(native_core, request):
    """The compiled group, and the same in GMP's arithmetic."""
    parameters = registry._PARAMETERS[request.param]
    return NativeField(request.param, *parameters, GMP, core=native_core), LIBRARY[request.param]


def numbers(name):
    """How many are enough where an exponent has 256 bits, or 2047."""
    return {"BELENIOS-2048": 300, "RFC-3526-2048": 16}[name]


def check_commitments(both, number, seed):
    native, library = both
    chance = Random(seed)
    base = exponent(chance, native.order)
    y = library.secret_power(library.generator, base)
    logarithms = [exponent(chance, native.order) for _ in range(number // 8)]
    points = [library.secret_power(library.generator, logarithm) for logarithm in logarithms]
    drawn = [
        (chance.randrange(len(points)), *(exponent(chance, native.order) for _ in range(3))) for _ in range(number)
    ]
    terms = [Term(g, k, points[place], power) for place, g, k, power in drawn]
    expected = [g + k * base + power * logarithms[place] for place, g, k, power in drawn]
    made = native.commitments(y, terms, points[::3])
    assert made == library.encode([library.secret_power(library.generator, power) for power in expected])


def test_commitments_are_the_powers_they_say(both):
    check_commitments(both, numbers(both[0].name), seed=1)


@pytest.mark.long
def test_a_hundred_thousand_commitments_or_ten_of_the_longer_are_the_powers_they_say(both):
    for seed in range({"BELENIOS-2048": 100, "RFC-3526-2048": 10}[both[0].name]):
        check_commitments(both, 1000, seed=seed + 2)


@pytest.mark.parametrize("bits", [1, 6, 13, 61, 128, None])
def test_products_of_powers_are_those_of_gmp(both, bits):
    native, library = both
    chance = Random(bits)
    few = 40 if native.name == "BELENIOS-2048" else 6
    elements = [library.secret_power(library.generator, exponent(chance, native.order)) for _ in range(few)]
    cut = native.order.bit_length() - bits if bits else 0
    powers = [exponent(chance, native.order) >> cut for _ in elements]
    assert native.multi_exp(elements, powers) == library.multi_exp(elements, powers)


def test_a_product_longer_than_one_portion_is_that_of_gmp(both):
    native, library = both
    elements = library.independent(3) * 400
    powers = [place * place for place in range(1200)]
    assert native.multi_exp(elements, powers) == library.multi_exp(elements, powers)


def test_numbers_at_the_limits_of_limbs_and_modulus_are_multiplied_right(both):
    """Whether members or not: the arithmetic is that of all numbers below p."""
    native, _ = both
    p = MODULI[native.name]
    limits = [1, 2, 3, p - 1, p - 2, p >> 1, *(limb % p for limb in LIMBS), *(p - limb % p for limb in LIMBS[:2])]
    for number in limits:
        for power in (1, 2, 3, 17, 2**64 - 1, native.order - 1):
            assert native.multi_exp([number], [power]) == pow(number, power, p)
        y = native.order - 1
        terms = [Term(0, y, number, 5), Term(3, 1, number, 1), Term(0, 0, number, 0)]
        g = int(native.generator)
        expected = [pow(number, y + 5, p), pow(g, 3, p) * number * number % p, 1]
        assert native.commitments(number, terms) == [str(int(value)) for value in expected]
    for left, right in zip(limits, reversed(limits), strict=True):
        assert native.multi_exp([left, right], [1, 1]) == left * right % p


def test_edges_of_every_exponent_in_every_place(both):
    native, library = both
    g = library.generator
    y, point = library.secret_power(g, 7), library.secret_power(g, 11)
    some = edges(native.order)[:: 1 if native.name == "BELENIOS-2048" else 4]
    terms = [Term(a, b, point, c) for a in some for b in some for c in some]
    expected = [library.secret_power(g, term.g + 7 * term.y + 11 * term.power) for term in terms[::7]]
    assert native.commitments(y, terms)[::7] == library.encode(expected)
    assert native.multi_exp([], []) == native.product([]) == 1
    assert native.commitments(y, []) == []


@pytest.mark.control("BAL-2")
def test_what_is_no_member_is_refused_wherever_it_is_asked(both):
    native, library = both
    p = MODULI[native.name]
    member = int(library.secret_power(library.generator, 5))
    for wrong in (p - 1, p - member, p, p + member, 2**2048 + 1, 10**617 - 1):
        text = str(wrong)
        with pytest.raises(Invalid, match="not-in-group"):
            native.decode([str(member), text])
        (element,) = native.decode([text], members=False)
        with pytest.raises(Invalid, match="not-in-group"):
            native.commitments(native.generator, [Term(1, 2, element, 3)], [element])
        with pytest.raises(Invalid, match="not-in-group"):
            native.commitments(native.generator, [], [element])
    assert native.encode(native.decode([str(member), "1"])) == [str(member), "1"]


@pytest.mark.control("BAL-2")
def test_large_and_small_numbers_get_the_verdict_of_gmp(both):
    native, library = both
    chance = Random(4)
    for _ in range(20):
        for text in (str(chance.randrange(1, MODULI[native.name])), str(chance.randrange(2, 99))):
            verdicts = []
            for here in (native, library):
                try:
                    verdicts.append(here.encode(here.decode([text])))
                except Invalid as refused:
                    verdicts.append(refused.code)
            assert verdicts[0] == verdicts[1]
