import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import Invalid, group
from ballots.groups import Term
from ballots.groups.finite_field import FiniteField, FixedBase
from ballots.groups.integers import GMP, PYTHON
from ballots.groups.registry import BELENIOS_P

# A small group of the same shape, so that plain Python and GMP can be compared on many values.
P, Q, G = 2039, 1019, 4
SMALL = [FiniteField("small", P, Q, G, integers) for integers in (GMP, PYTHON)]
FAST, REFERENCE = group("BELENIOS-2048", arithmetic="library"), group("BELENIOS-2048", arithmetic="pure")


@settings(max_examples=80, deadline=None)
@given(*[st.integers(-Q, 2 * Q)] * 5)
def test_gmp_and_plain_python_agree_and_are_right(y, point, g, power, r):
    for here in SMALL:
        base, element = here.secret_power(here.generator, y), here.secret_power(here.generator, point)
        right = pow(G, g + y * power + point * r, P)
        assert here.commitments(base, [Term(g, power, element, r)]) == [str(right)]
        assert here.encode(here.encrypt(base, [(r, g)])[0]) == [str(pow(G, r, P)), str(pow(G, y * r + g, P))]
        assert here.multi_exp([base, element], [g, r]) == pow(G, y * g + point * r, P)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, FAST.order - 1), st.integers(0, FAST.order - 1))
def test_the_full_size_agrees_too(a, b):
    texts = []
    for here in (FAST, REFERENCE):
        y = here.secret_power(here.generator, a)
        texts.append(here.commitments(y, [Term(b, a, y, b)]) + here.encode(here.encrypt(y, [(b, a)])[0]))
    assert texts[0] == texts[1]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**20 - 1), st.integers(1, 7))
def test_a_table_gives_the_powers(exponent, window):
    assert FixedBase(7, 1, 1009, 20, window).power(exponent) == pow(7, exponent, 1009)


def test_members_of_a_small_group_are_exactly_the_powers():
    members = {str(pow(G, exponent, P)) for exponent in range(Q)}
    for here in SMALL:
        accepted = set()
        for number in range(P + 3):
            try:
                accepted.update(here.encode(here.decode([str(number)])))
            except Invalid:
                continue
        assert accepted == members


@pytest.mark.control("BAL-2")
@pytest.mark.parametrize("here", [FAST, REFERENCE], ids=["gmpy2", "python"])
def test_texts_that_are_no_members_are_refused(here):
    g = here.encode([here.generator])[0]
    number = int(g)
    for wrong in ("0", str(BELENIOS_P - 1), str(BELENIOS_P), str(BELENIOS_P - number), str(BELENIOS_P + number), "2"):
        with pytest.raises(Invalid):
            here.decode([g, wrong])
    for spelling in ("0" + g, "+" + g, " " + g, g + "\n", "-" + g, "", "٤", g[:5] + "_" + g[5:], "9" * 5000, "1.0"):
        with pytest.raises(Invalid, match="element-spelling"):
            here.decode([spelling])
    assert here.encode(here.decode(["1", g])) == ["1", g]


def test_only_a_few_tables_are_kept():
    here = FiniteField("small", P, Q, G, PYTHON)
    for exponent in range(1, 10):
        here.commitments(here.secret_power(here.generator, exponent), [Term(1, 1, here.identity, 0)])
    assert here._table.cache_info().currsize <= 4
