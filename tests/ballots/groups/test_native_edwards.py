"""The compiled curve against libsodium and the plain reference; what is known of an element is its logarithm."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from nacl.bindings import crypto_core_ed25519_is_valid_point as is_valid_point

from ballots import Invalid, group
from ballots.groups import Term
from ballots.groups import ed25519_pure as pure
from ballots.groups.native import NativeEd25519, library
from tests.ballots.groups.awkward import edges, exponent

LIBRARY, REFERENCE = group("Ed25519", arithmetic="library"), group("Ed25519", arithmetic="pure")
TORSION = [pure.IDENTITY, *pure.small_order_points()]
EDGES = edges(pure.ORDER)
THOUSANDS = pytest.mark.parametrize("number", [600, pytest.param(100_000, marks=pytest.mark.long)])


@pytest.fixture(scope="module")
def native(native_core):
    return NativeEd25519(native_core, LIBRARY)


def powers(here, logarithms):
    """The elements with these logarithms, made by the library."""
    made = LIBRARY.encode([LIBRARY.secret_power(LIBRARY.generator, logarithm) for logarithm in logarithms])
    return here.decode(made)


def texts(*logarithms):
    return LIBRARY.encode([LIBRARY.secret_power(LIBRARY.generator, logarithm) for logarithm in logarithms])


def verdict(here, text):
    try:
        return here.encode(here.decode([text]))
    except Invalid as refused:
        return refused.code


@THOUSANDS
def test_commitments_are_the_powers_they_say(native, number):
    chance = Random(1)
    base = exponent(chance, pure.ORDER)
    (y,) = powers(native, [base])
    for start in range(0, number, 200):
        logarithms = [exponent(chance, pure.ORDER) for _ in range(min(200, number - start))]
        points = powers(native, logarithms)
        drawn = [(chance.randrange(len(points)), *(exponent(chance, pure.ORDER) for _ in range(3))) for _ in points * 2]
        terms = [Term(g, k, points[place], power) for place, g, k, power in drawn]
        expected = [g + k * base + power * logarithms[place] for place, g, k, power in drawn]
        assert native.commitments(y, terms, points[::2]) == texts(*expected)


@pytest.mark.parametrize("shape", [(0, 253), (1, 253), (2, 1), (3, 128), (30, 5), (60, 20), (399, 253), (400, 253)])
@pytest.mark.parametrize("seed", range(3))
def test_products_of_powers_are_right_by_either_method(native, shape, seed):
    number, bits = shape
    chance = Random(seed)
    logarithms = [exponent(chance, pure.ORDER) for _ in range(number)]
    scalars = [exponent(chance, pure.ORDER) >> pure.ORDER.bit_length() - bits for _ in range(number)]
    expected = sum(a * b for a, b in zip(logarithms, scalars, strict=True))
    points = powers(native, logarithms)
    assert native.encode([native.multi_exp(points, scalars)]) == texts(expected)
    assert native.encode([native.product(points)]) == texts(sum(logarithms))


@pytest.mark.parametrize("number", [2_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_a_long_product_of_powers_with_short_ones_among_them_is_right(native, number):
    chance = Random(number)
    logarithms = [exponent(chance, pure.ORDER) for _ in range(500)]
    points = powers(native, logarithms) * (number // 500)
    scalars = [exponent(chance, pure.ORDER) >> chance.choice([0, 0, 0, 125]) for _ in points]
    expected = sum(scalar * logarithms[place % 500] for place, scalar in enumerate(scalars))
    assert native.encode([native.multi_exp(points, scalars)]) == texts(expected)


def accepted_by_the_core(core, code):
    """Its own word, without the reference that is asked before anybody is refused."""
    return core.run("ed25519_decode", library.space(64), code, 1, 1) is None


@THOUSANDS
def test_random_bytes_are_accepted_exactly_if_libsodium_accepts_them(native_core, number):
    chance = Random(2)
    for code in (chance.randbytes(32) for _ in range(number)):
        assert accepted_by_the_core(native_core, code) == is_valid_point(code), code.hex()


@THOUSANDS
def test_random_points_of_the_curve_are_accepted_exactly_if_libsodium_accepts_them(native_core, number):
    """An eighth of them are members: a point and its seven translates by points of small order, in turn."""
    chance = Random(3)
    for start in range(0, number, 8):
        base = pure.from_text(texts(chance.randrange(pure.ORDER))[0])
        codes = [bytes.fromhex(pure.to_text(pure.add(base, torsion)))[::-1] for torsion in TORSION]
        accepted = [accepted_by_the_core(native_core, code) for code in codes]
        assert accepted == [is_valid_point(code) for code in codes] == [True] + [False] * 7, (start, codes[0].hex())


@pytest.mark.control("BAL-2")
@pytest.mark.parametrize("multiple", [*EDGES, 12345, 2**200 + 7])
def test_of_eight_translates_of_a_member_one_is_accepted(native, multiple):
    member = pure.multiply(pure.GENERATOR, multiple % pure.ORDER)
    for torsion in TORSION:
        text = pure.to_text(pure.add(member, torsion))
        assert (verdict(native, text) == [text]) == (torsion == pure.IDENTITY)
        (point,) = native.decode([text], members=False)
        if torsion != pure.IDENTITY:
            with pytest.raises(Invalid, match="not-in-group"):
                native.commitments(native.generator, [Term(1, 2, point, 3)], [point])


@pytest.mark.control("BAL-2")
def test_every_flipped_bit_of_a_member_gets_the_verdict_of_the_reference(native):
    (text,) = texts(2**100 + 1)
    for bit in range(256):
        changed = f"{int(text, 16) ^ 1 << bit:064x}"
        assert verdict(native, changed) == verdict(REFERENCE, changed)


def near_the_limits():
    """Numbers about the multiples of a limb, about zero and about p: where a carry is the last, or one too many."""
    for middle in (0, pure.P, *(2 ** (51 * limb) for limb in range(1, 6)), 2**255 - 2**204):
        yield from (number for number in range(middle - 24, middle + 24) if 0 <= number < 2**256)


@pytest.mark.control("BAL-2")
def test_numbers_at_the_limits_get_the_verdict_of_the_reference(native):
    for number in near_the_limits():
        for text in {f"{number:064x}", f"{number | 1 << 255:064x}"}:
            assert verdict(native, text) == verdict(REFERENCE, text), text


def test_points_at_the_limits_are_added_and_multiplied_as_by_the_reference(native):
    """Members or not: the formulas hold for every point of the curve."""
    found = [point for number in near_the_limits() if number < pure.P and (point := pure.even_point(number))]
    found += [*TORSION, pure.GENERATOR, pure.multiply(pure.GENERATOR, pure.ORDER - 1)]
    spelled = [pure.to_text(point) for point in found]
    ours, theirs = (here.decode(spelled, members=False) for here in (native, REFERENCE))
    for place in range(len(found)):
        left, right = ours[: place + 1], theirs[: place + 1]
        assert native.encode([native.product(left)]) == REFERENCE.encode([REFERENCE.product(right)])
        pair = [EDGES[place % len(EDGES)], 5]
        assert native.encode([native.multi_exp([ours[place], ours[-1]], pair)]) == REFERENCE.encode(
            [REFERENCE.multi_exp([theirs[place], theirs[-1]], pair)]
        )


def test_edges_of_every_exponent_in_every_place(native):
    y, point = powers(native, [7, 11])
    terms = [Term(g, k, point, power) for g in EDGES for k in EDGES for power in EDGES]
    assert native.commitments(y, terms) == texts(*[term.g + 7 * term.y + 11 * term.power for term in terms])
    assert native.commitments(native.identity, [Term(0, 9, native.identity, 9)]) == texts(0)
    assert native.encode([native.product([]), native.multi_exp([], [])]) == texts(0, 0)
    assert native.commitments(y, []) == []


def test_the_first_that_is_refused_is_named(native):
    spelled = texts(1, 2, 3)
    shifted = pure.to_text(pure.add(pure.from_text(spelled[1]), TORSION[4]))
    with pytest.raises(Invalid, match=shifted):
        native.decode([spelled[0], shifted, spelled[2]])
    with pytest.raises(Invalid, match=shifted):
        native.commitments(native.generator, [], native.decode([spelled[0], shifted], members=False))


def test_independent_generators_are_those_of_the_reference(native):
    assert native.encode(native.independent(30)) == LIBRARY.encode(LIBRARY.independent(30))
    assert native.encode(native.independent(4)) == REFERENCE.encode(REFERENCE.independent(4))


def test_what_libsodium_gives_is_as_good_as_what_was_decoded(native):
    y, point = native.secret_power(native.generator, 7), native.secret_power(native.generator, 11)
    assert native.commitments(y, [Term(3, 5, point, 2)]) == texts(3 + 35 + 22)
    ((alpha, beta),) = native.encrypt(y, [(9, 1)])
    assert native.encode([native.product([alpha, beta]), native.multi_exp([alpha, beta], [2, 3])]) == texts(73, 210)


def test_threads_work_side_by_side(native):
    (y,) = powers(native, [7])

    def work(start):
        points = powers(native, range(start, start + 40))
        return native.commitments(y, [Term(1, 2, point, 3) for point in points], points)

    with ThreadPoolExecutor(4) as executor:
        for start, made in zip(range(24), executor.map(work, range(24)), strict=True):
            assert made == texts(*[1 + 14 + 3 * (start + i) for i in range(40)])


@pytest.mark.parametrize("number", [200, pytest.param(20_000, marks=pytest.mark.long)])
def test_published_answers_become_the_same_elements_as_secret_ones(native, number):
    chance = Random(5)
    answers = [[], [0], [0] * 30, [255] * 30]
    answers += [[chance.randrange(256) for _ in range(chance.randrange(31))] for _ in range(number)]
    assert native.encode(native.embed_public(answers)) == LIBRARY.encode([LIBRARY.embed(answer) for answer in answers])
