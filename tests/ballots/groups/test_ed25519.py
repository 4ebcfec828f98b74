"""The answers of libsodium that differ from the group's, each handled; and libsodium against the reference."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings, exceptions

from ballots import Invalid, group
from ballots.groups import Term, ed25519
from ballots.groups import ed25519_pure as pure

FAST, REFERENCE = group("Ed25519", arithmetic="library"), group("Ed25519", arithmetic="pure")
NEUTRAL = f"{1:064x}"
edges = st.sampled_from([0, 1, 2, pure.ORDER - 1, pure.ORDER, pure.ORDER + 1, -1])
scalars = edges | st.integers(0, pure.ORDER - 1)


def both(act):
    """The same act in both arithmetics, with the outcome or the reason of the refusal."""
    outcomes = []
    for here in (FAST, REFERENCE):
        try:
            outcomes.append(act(here))
        except Invalid as error:
            outcomes.append(error.code)
    assert outcomes[0] == outcomes[1]
    return outcomes[0]


@settings(max_examples=25, deadline=None)
@given(scalars, scalars, scalars, scalars)
def test_commitments_agree_with_the_reference(point, y, power, g):
    def act(here):
        base = here.secret_power(here.generator, y)
        element = here.secret_power(here.generator, point)
        return here.commitments(base, [Term(g, power, element, y), Term(0, 0, element, 0)])

    assert both(act)[1] == NEUTRAL


@settings(max_examples=25, deadline=None)
@given(scalars, scalars, scalars)
def test_encryption_and_powers_agree_with_the_reference(y, r, m):
    def act(here):
        base = here.secret_power(here.generator, y)
        (pair,) = here.encrypt(base, [(r, m)])
        return here.encode([*pair, here.secret_power(base, r), here.multi_exp([base, pair[0]], [m, r])])

    alpha, beta, *_ = both(act)
    assert (alpha, beta) == both(
        lambda here: tuple(
            here.commitments(
                here.secret_power(here.generator, y),
                [Term(r, 0, here.identity, 0), Term(m, r, here.identity, 0)],
            )
        )
    )


@settings(max_examples=40, deadline=None)
@given(scalars | st.integers(0, 2**260))
def test_multiples_of_a_key_from_its_table_are_those_of_libsodium(power):
    key = FAST.secret_power(FAST.generator, 1234567)
    expected = FAST.encode([FAST.secret_power(key, power)])
    assert FAST.commitments(key, [Term(0, power, FAST.identity, 0)]) == expected


def test_without_gmp_libsodium_raises_the_key_too(monkeypatch):
    key = FAST.secret_power(FAST.generator, 9)
    terms = [Term(5, power, key, 7) for power in (0, 1, 2**200)]
    with_gmp = FAST.commitments(key, terms)
    monkeypatch.setattr(ed25519, "GMP", None)
    assert FAST.commitments(key, terms) == with_gmp


@settings(max_examples=25, deadline=None)
@given(scalars, scalars, st.integers(0, 2**256 - 1))
def test_responses_agree_with_the_reference(nonce, secret, challenge):
    nonce, secret, challenge = (number % pure.ORDER for number in (nonce, secret, challenge))
    both(lambda here: here.response(nonce, secret, challenge))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**256 - 1).map("{:064x}".format) | st.text("0123456789abcdefABCDEF \n", max_size=66))
def test_any_text_is_decoded_alike(text):
    both(lambda here: here.encode(here.decode([text])))


def test_libsodium_fails_on_a_zero_scalar_where_the_group_has_an_answer():
    with pytest.raises(exceptions.RuntimeError):
        bindings.crypto_scalarmult_ed25519_noclamp(bytes(32), FAST.generator)
    with pytest.raises(exceptions.RuntimeError):
        bindings.crypto_scalarmult_ed25519_base_noclamp(bytes(32))
    for power in (0, pure.ORDER):
        assert FAST.encode([FAST.multi_exp([FAST.generator], [power])]) == [NEUTRAL]
        assert FAST.encode([FAST.secret_power(FAST.generator, power)]) == [NEUTRAL]


def test_libsodium_fails_on_the_neutral_element_where_the_group_has_an_answer():
    with pytest.raises(exceptions.RuntimeError):
        bindings.crypto_scalarmult_ed25519_noclamp((2).to_bytes(32, "little"), FAST.identity)
    assert FAST.encode([FAST.multi_exp([FAST.identity], [2])]) == [NEUTRAL]
    assert FAST.encode([FAST.secret_power(FAST.identity, 2)]) == [NEUTRAL]
    assert FAST.commitments(FAST.identity, [Term(0, 5, FAST.identity, 7)]) == [NEUTRAL]


def test_the_neutral_element_is_a_member_though_libsodium_calls_it_invalid():
    assert not bindings.crypto_core_ed25519_is_valid_point(FAST.identity)
    assert FAST.decode([NEUTRAL]) == [FAST.identity]


def test_a_product_may_be_the_neutral_element():
    inverse = FAST.multi_exp([FAST.generator], [-1])
    assert FAST.encode([FAST.product([FAST.generator, inverse])]) == [NEUTRAL]


@pytest.mark.control("BAL-2")
def test_a_member_shifted_by_any_point_of_small_order_is_refused():
    torsion = ed25519.small_order_points()
    assert len({pure.to_text(point) for point in torsion}) == 7
    assert all(pure.to_text(pure.multiply(point, 8)) == NEUTRAL for point in torsion)
    assert ed25519.sound()
    for point in torsion:
        for start in (pure.GENERATOR, pure.IDENTITY):
            text = pure.to_text(pure.add(start, point))
            assert both(lambda here, text=text: here.decode([text])) == "not-in-group"


@pytest.mark.control("BAL-2")
@pytest.mark.parametrize("power", [0, 1, 2, 8, pure.ORDER - 1, pure.ORDER, pure.ORDER + 1])
def test_a_point_of_the_curve_but_not_of_the_group_is_refused_whatever_its_power(power):
    for torsion in ed25519.small_order_points():
        text = pure.to_text(pure.add(pure.GENERATOR, torsion))

        def act(here, text=text):
            (point,) = here.decode([text], members=False)
            total = here.product([point, here.generator])
            return here.commitments(here.generator, [Term(1, 1, total, 0), Term(1, 1, point, power)], [point])

        assert both(act) == "not-in-group"


@pytest.mark.control("BAL-2")
@pytest.mark.parametrize("text", [f"{2:064x}", f"{pure.P + 1:064x}", f"{(1 << 255) + 1:064x}"])
def test_adding_something_that_is_no_point_is_a_refusal_with_a_reason(text):
    assert both(lambda here: here.product([here.generator, *here.decode([text], members=False)])) in (
        "not-in-group",
        "element-spelling",
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 255), max_size=30))
def test_numbers_are_embedded_alike_and_read_again(numbers):
    def act(here):
        element = here.embed(numbers)
        assert here.embedded(element, len(numbers)) == numbers
        return here.encode([element])

    both(act)


def test_generators_are_derived_alike():
    assert FAST.encode(FAST.independent(20)) == REFERENCE.encode(REFERENCE.independent(20))


@pytest.mark.control("BAL-2")
@pytest.mark.parametrize(
    "text",
    [
        f"{pure.P + 1:064x}",  # the neutral element with y not reduced
        f"{pure.P:064x}",
        f"{2**255 - 1:064x}",
        f"{(1 << 255) + 1:064x}",  # x = 0 with the sign of an odd x
        f"{(1 << 255) + pure.P - 1:064x}",
        NEUTRAL.replace("1", "1 "),
        "6" * 63 + "58",
        "6" * 63,
        "0x" + "6" * 60 + "58",
    ],
)
def test_a_point_has_one_spelling(text):
    assert both(lambda here: here.decode([text])) == "element-spelling"


def test_upper_case_is_another_spelling():
    text = FAST.encode([FAST.secret_power(FAST.generator, 3)])[0]
    assert text.upper() != text
    assert both(lambda here: here.decode([text.upper()])) == "element-spelling"


def test_elements_sort_by_their_little_endian_bytes():
    assert sorted(["01" + "00" * 31, "00" * 31 + "02"], key=FAST.sort_key) == ["01" + "00" * 31, "00" * 31 + "02"]
    assert REFERENCE.sort_key(NEUTRAL) == FAST.sort_key(NEUTRAL)
