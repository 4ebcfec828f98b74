"""Keys of the browser and of the command line are the same: seed, words, file and public part, to the byte."""

import json

import pytest

from ballots import GROUPS, group, keyfiles, make_public_key, read_trustees, write_trustees
from ballots.keyfiles import Purpose, Seat, read_key_file, write_key_file
from ballots.recovery import seed_of, seeded, words_of
from ballots.roles.key_holder import derived, short_name
from tests.ballots.booth.engine import recorded
from tests.ballots.booth.same_vectors import refusal
from tests.ballots.election_room import counter

SEED = bytes(range(32))
PASSWORD = "naw cath ar y tŷ"
SEAT = Seat(2, 3, 1)
SEATS = (None, SEAT)


def as_json(seat):
    return seat and {"threshold": seat.threshold, "size": seat.size, "index": seat.index}


def test_the_same_bytes_follow_from_a_seed(making):
    draw, sizes = seeded(SEED, "committee|Ed25519"), [1, 1, 32, 200, 7]
    assert making.act("seeded", seed=SEED.hex(), purpose="committee|Ed25519", sizes=sizes) == [
        draw(size).hex() for size in sizes
    ]


@pytest.mark.parametrize("seed", [SEED, bytes(32), b"\xff" * 32])
def test_the_same_words_stand_for_a_seed(making, seed):
    assert making.act("wordsOf", seed=seed.hex()) == words_of(seed)
    assert making.act("seedOf", words=words_of(seed)) == seed.hex()


def test_words_may_be_typed_with_their_numbers_and_in_capitals(making):
    typed = "\n".join(f"{number}. {word.upper()} " for number, word in enumerate(words_of(SEED).split(), 1))
    assert making.act("seedOf", words=typed) == SEED.hex()


WORDS = words_of(SEED).split()
NEAR = {"code": "word-unknown", "number": 5, "word": "abandonn", "near": "abandon"}
STRANGE = {"code": "word-unknown", "number": 5, "word": "ŵyr"}
SLIPS = {
    "a word of another list": ([*WORDS[:4], "abandonn", *WORDS[5:]], NEAR),
    "a word like none": ([*WORDS[:4], "ŵyr", *WORDS[5:]], STRANGE),
    "a word too few": (WORDS[:23], {"code": "words-count", "count": 23}),
    "two words exchanged": ([WORDS[1], WORDS[0], *WORDS[2:]], {"code": "words-check"}),
}


@pytest.mark.parametrize(("words", "slip"), SLIPS.values(), ids=SLIPS)
def test_a_slip_in_the_words_is_named(making, words, slip):
    assert making.act("slipIn", words=" ".join(words)) == slip
    assert refusal(making, "seedOf", words=" ".join(words)) == slip["code"]
    with pytest.raises(Exception, match=slip["code"]):
        seed_of(" ".join(words))


@pytest.mark.parametrize("seat", SEATS)
@pytest.mark.parametrize("name", GROUPS)
def test_the_same_key_follows_from_a_seed(making, name, seat):
    holder = derived(group(name), SEED, seat)
    assert making.act("derived", group=name, seed=SEED.hex(), seat=as_json(seat)) == {
        "publicText": holder.public_text,
        "fingerprint": holder.fingerprint,
        "shortName": short_name(holder.public_text),
    }


@pytest.mark.control("BAL-10")
@pytest.mark.parametrize("name", GROUPS)
def test_a_public_key_made_in_the_browser_is_a_trustees(making, name):
    made = bytes.fromhex(making.act("publicPart", group=name, seed=SEED.hex(), name="Siân"))
    (trustee,) = read_trustees(group(name), write_trustees([made])).each
    assert (trustee.name, trustee.key) == ("Siân", derived(group(name), SEED, None).public_text)


def test_the_same_randomness_gives_the_same_proof(making):
    draw, draws = recorded(counter("proof"))
    holder = derived(group("Ed25519"), SEED, None)
    expected = make_public_key(holder.group, holder.secret, None, draw)
    made = making.act("publicPart", group="Ed25519", seed=SEED.hex(), name="", draws=draws)
    assert bytes.fromhex(made) == expected


@pytest.mark.parametrize("seat", SEATS)
def test_a_key_that_is_logged_tells_nothing(making, seat):
    shown = making.act("shown", group="Ed25519", seed=SEED.hex(), seat=as_json(seat))
    holder = derived(group("Ed25519"), SEED, seat)
    assert holder.public_text in shown
    secret = str(holder.secret) if seat is None else holder.seed
    assert secret not in shown
    assert SEED.hex() not in shown


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.control("KEY-1")
def test_a_file_saved_in_the_browser_opens_at_the_command_line(making):
    parts = {"group": "Ed25519", "seed": SEED.hex(), "seat": as_json(SEAT), "name": "Siân"}
    purpose = Purpose("Ed25519", "Siân", SEAT, derived(group("Ed25519"), SEED, SEAT).fingerprint)
    draw, draws = recorded(counter("file"))
    expected = write_key_file(SEED, purpose, PASSWORD, draw)
    made = bytes.fromhex(making.act("writeKeyFile", **parts, password=f" {PASSWORD} ", draws=draws))
    assert made == expected
    assert read_key_file(made).unlock(PASSWORD) == SEED


@pytest.fixture(scope="module")
def locked():
    """As the command line writes it, of a key-holder alone."""
    purpose = Purpose("Ed25519", "Siân", None, derived(group("Ed25519"), SEED, None).fingerprint)
    return write_key_file(SEED, purpose, PASSWORD, counter())


@pytest.mark.control("KEY-1")
def test_a_file_of_the_command_line_opens_in_the_browser(making, locked):
    fingerprint = derived(group("Ed25519"), SEED, None).fingerprint
    opened = making.act("openKeyFile", file=locked.hex(), password=PASSWORD)
    assert opened == {"seed": SEED.hex(), "name": "Siân", "seat": None, "fingerprint": fingerprint}


def test_with_another_password_a_file_stays_shut(making, locked):
    assert refusal(making, "openKeyFile", file=locked.hex(), password="naw ci ar y tŷ") == "key-password"


def test_a_file_with_any_byte_harmed_is_told_from_a_wrong_password(making, locked):
    for place in range(0, len(locked) - 1, 29):
        harmed = locked[:place] + bytes([locked[place] ^ 1]) + locked[place + 1 :]
        assert refusal(making, "openKeyFile", file=harmed.hex(), password=PASSWORD) == "key-damaged", place
    for harmed in (b"", b"{}", b"[]\n", b"null", locked[:-9]):
        assert refusal(making, "openKeyFile", file=harmed.hex(), password=PASSWORD) == "key-damaged"


def test_a_file_that_was_given_another_name_is_not_opened(making, locked):
    body = {**json.loads(locked), "name": "Non"}
    del body["check"]
    whole = {**body, "check": keyfiles.hex_hash(keyfiles.write(body))}
    assert refusal(making, "openKeyFile", file=keyfiles.write(whole).hex(), password=PASSWORD) == "key-password"


def test_a_file_of_a_later_version_is_named_so(making, locked):
    body = {**json.loads(locked), "version": 2}
    del body["check"]
    whole = {**body, "check": keyfiles.hex_hash(keyfiles.write(body))}
    assert refusal(making, "openKeyFile", file=keyfiles.write(whole).hex(), password=PASSWORD) == "key-version"


@pytest.mark.parametrize("password", ["", "elevenchars", "           12          "])
def test_a_short_password_locks_nothing(making, password):
    parts = {"group": "Ed25519", "seed": SEED.hex(), "seat": None, "name": ""}
    assert refusal(making, "writeKeyFile", **parts, password=password) == "password-short"
