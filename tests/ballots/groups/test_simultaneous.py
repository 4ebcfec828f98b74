"""Powers computed together are what they are one by one, whatever way was chosen for them."""

from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import Invalid, group
from ballots.groups import Term
from ballots.groups.finite_field import FiniteField
from ballots.groups.integers import GMP, PYTHON, jacobi
from ballots.groups.interface import by_point
from ballots.groups.registry import RFC3526_P
from ballots.groups.simultaneous import Law, powers_of_one, product_of_powers

P = 1009
LAW = Law(1, lambda a, b: a * b % P, lambda a: a * a % P)
elements = st.integers(1, P - 1)
powers = st.integers(0, 2**260) | st.integers(0, 3)
pairs = st.lists(st.tuples(elements, powers), max_size=40)


def counted(act):
    """How many products an act on this law takes."""
    products = []
    law = Law(1, lambda a, b: products.append(a) or a * b % P, lambda a: products.append(a) or a * a % P)
    act(law)
    return len(products)


@settings(max_examples=150, deadline=None)
@given(pairs)
def test_a_product_of_powers_is_the_product_of_the_powers(given_pairs):
    bases, exponents = [base for base, _ in given_pairs], [exponent for _, exponent in given_pairs]
    assert product_of_powers(LAW, bases, exponents) == prod(pow(*pair, P) for pair in given_pairs) % P


@pytest.mark.parametrize("length", [0, 1, 2, 7, 300, 3000])
@pytest.mark.parametrize("bits", [1, 16, 128])
def test_a_long_product_of_powers_is_right_too(length, bits):
    bases = [2 + index % 1000 for index in range(length)]
    exponents = [pow(7, index, 2**bits) for index in range(length)]
    assert product_of_powers(LAW, bases, exponents) == prod(map(pow, bases, exponents, [P] * length)) % P


@settings(max_examples=100, deadline=None)
@given(elements, st.lists(powers, min_size=1, max_size=4))
def test_powers_of_one_element_are_its_powers(base, exponents):
    assert powers_of_one(LAW, base, exponents) == [pow(base, exponent, P) for exponent in exponents]


def test_an_element_costs_less_the_longer_the_list_and_the_shorter_the_power():
    def cost(length, bits):
        return counted(lambda law: product_of_powers(law, [3] * length, [2**bits - 1] * length)) / length

    assert cost(1, 256) > cost(4, 256) > cost(32, 256) > cost(1000, 256) > cost(1000, 128) > cost(1000, 1)
    assert cost(1000, 1) <= 1.1


def test_powers_of_one_element_share_their_squarings():
    def cost(count):
        return counted(lambda law: powers_of_one(law, 3, [2**256 - 1 - 2**number for number in range(count)]))

    assert cost(3) < 1.5 * cost(1)


def test_all_powers_of_one_point_are_made_together_wherever_its_terms_stand():
    here = FiniteField("small", 23, 11, 2, PYTHON)
    points = here.decode(["3", "4"])
    terms = [Term(number, 0, points[number % 2], number) for number in range(6)]
    assert by_point(terms) == {points[0]: [0, 2, 4], points[1]: [1, 3, 5]}
    one_by_one = [here.commitments(2, [term])[0] for term in terms]
    assert here.commitments(2, terms) == here.commitments(2, terms, points) == one_by_one


@settings(max_examples=300, deadline=None)
@given(st.integers(-(2**200), 2**200), st.integers(0, 2**100).map(lambda half: 2 * half + 1))
def test_the_jacobi_symbol_is_that_of_gmp(number, odd):
    assert jacobi(number, odd) == GMP.jacobi(number, odd)


@pytest.mark.control("BAL-2")
@settings(max_examples=6, deadline=None)
@given(st.integers(1, 2**2048 - 1))
def test_in_a_group_of_a_safe_prime_the_symbol_tells_members_as_the_power_does(number):
    member = number < RFC3526_P and pow(number, (RFC3526_P - 1) // 2, RFC3526_P) == 1
    for arithmetic in ("library", "pure"):
        here = group("RFC-3526-2048", arithmetic)
        if member:
            assert here.encode(here.decode([str(number)])) == [str(number)]
        else:
            with pytest.raises(Invalid, match="not-in-group"):
                here.decode([str(number)])


def test_generators_are_made_once():
    made = []
    here = FiniteField("small", 2039, 1019, 4, PYTHON)
    derive = here._independent._derive
    here._independent._derive = lambda seed: made.append(seed) or derive(seed)
    assert here.independent(5)[:3] == here.independent(3)
    assert len(made) == 5
    assert len(here.independent(7)) == 7
    assert len(made) == 7
