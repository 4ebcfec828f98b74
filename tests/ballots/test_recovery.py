"""Words that bring a key back, and what is wrong with words that do not."""

import hashlib
import sys

import pytest

from ballots import Invalid, Unsupported, group, new_secret
from ballots.encoding import BASE58
from ballots.keyfiles import Seat
from ballots.recovery import seed_of, seeded, words_of
from ballots.roles.key_holder import derived

# The published vectors of BIP-39 for 256 bits.
PUBLISHED = {
    "00" * 32: "abandon " * 23 + "art",
    "7f" * 32: "legal winner thank year wave sausage worth useful " * 2
    + "legal winner thank year wave sausage worth title",
    "80" * 32: "letter advice cage absurd amount doctor acoustic avoid " * 2
    + "letter advice cage absurd amount doctor acoustic bless",
    "ff" * 32: "zoo " * 23 + "vote",
    "68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c": "hamster diagram private dutch cause "
    "delay private meat slide toddler razor book happy fancy gospel tennis maple dilemma loan word shrug inflict delay "
    "length",
}
WORDS = PUBLISHED["68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c"].split()


@pytest.mark.parametrize(("seed", "words"), PUBLISHED.items())
def test_words_and_seeds_are_those_of_bip_39(seed, words):
    assert words_of(bytes.fromhex(seed)) == words
    assert seed_of(words).hex() == seed


def test_words_may_be_typed_in_lines_and_capitals():
    assert seed_of("\n".join(WORDS).upper()) == seed_of(" ".join(WORDS))


@pytest.mark.parametrize("form", ["{} {}", "{:2} {:<10}", "{}. {}\n", "{}) {}"])
def test_words_may_be_copied_with_the_numbers_beside_them(form):
    numbered = " ".join(form.format(number, word) for number, word in enumerate(WORDS, 1))
    assert seed_of(numbered) == seed_of(" ".join(WORDS))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([*WORDS[:3], "duch", *WORDS[4:]], "word-unknown", "word 4, “duch”, is not in the list; perhaps dutch"),
        ([*WORDS[:3], "xqx", *WORDS[4:]], "word-unknown", "word 4, “xqx”, is not in the list"),
        (WORDS[:23], "words-count", "these are 23 words where 24 were printed"),
        ([], "words-count", "these are 0 words where 24 were printed"),
        (
            [WORDS[1], WORDS[0], *WORDS[2:]],
            "words-check",
            "a word is another than was printed, or two stand in each other's place",
        ),
    ],
)
def test_a_slip_in_the_words_is_named(words, code, said):
    with pytest.raises(Invalid) as refused:
        seed_of(" ".join(words))
    assert (refused.value.code, refused.value.detail) == (code, said)


def test_what_follows_from_a_seed_is_shake_256_read_on():
    seed = bytes(range(32))
    draw = seeded(seed, "trustee|Ed25519")
    everything = hashlib.shake_256(b"cydlais|trustee|Ed25519|" + seed).digest(100)
    assert [draw(32), draw(0), draw(1), draw(67)] == [everything[:32], b"", everything[32:33], everything[33:]]


def test_keys_of_one_seed_are_the_same_each_time_and_unlike_for_each_purpose():
    seed, ed = bytes(32), group("Ed25519")
    assert new_secret(ed, seeded(seed, "a")) == new_secret(ed, seeded(seed, "a"))
    assert new_secret(ed, seeded(seed, "a")) != new_secret(ed, seeded(seed, "b"))
    assert new_secret(ed, seeded(seed, "a")) != new_secret(ed, seeded(bytes(31) + b"\1", "a"))


def test_without_the_package_the_program_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "mnemonic", None)
    with pytest.raises(Unsupported, match="pip install mnemonic"):
        words_of(bytes(32))


def first_below(bound, stream, place):
    """As docs/decisions/0014 says it: the number, and where the next one begins."""
    bits = (bound - 1).bit_length()
    size = -(-bits // 8)
    while (number := int.from_bytes(stream[place : place + size], "big") % 2**bits) >= bound:
        place += size
    return number, place + size


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048", "RFC-3526-2048"])
def test_the_keys_follow_from_the_seed_as_their_page_says(name):
    for seed in (bytes(32), bytes(range(32))):
        stream = hashlib.shake_256(f"cydlais|trustee|{name}|".encode() + seed).digest(10_000)
        in_group = group(name)
        assert derived(in_group, seed, None).secret == 1 + first_below(in_group.order - 1, stream, 0)[0]
        stream = hashlib.shake_256(f"cydlais|committee|{name}|".encode() + seed).digest(1_000)
        letters, place = "", 0
        for _ in range(22):
            digit, place = first_below(58, stream, place)
            letters += BASE58[digit]
        assert derived(in_group, seed, Seat(2, 3, 1)).seed == letters
