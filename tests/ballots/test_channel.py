import json
import sys

import pytest

from ballots import GROUPS, Invalid, Unsupported, channel, group
from ballots.channel import channel_keys, new_seed, read_signed, receive, send, sign, signed_by
from ballots.encoding import write
from ballots.proofs import require
from tests.ballots.election_room import counter
from tests.ballots.vectors import PRIMITIVES

ED = group("Ed25519")
MAIR, NON, OWAIN = (channel_keys(ED, seed) for seed in ("mair", "non", "owain"))
LETTER = '{"says":"Bore da \\"Non\\""}'
SEALED = send(ED, MAIR, NON.encryption_key, LETTER, counter())


def key_of(keys):
    return ED.decode([keys.verification_key])[0]


def reason(recipient, sender, sealed):
    with pytest.raises(Invalid) as refused:
        receive(ED, recipient, key_of(sender), sealed)
    return refused.value.code


def altered(sealed, **fields):
    return write({**json.loads(sealed), **fields}).decode()


def only(number, order):
    """A source whose one draw is this number."""
    size = ((order - 1).bit_length() + 7) // 8
    return lambda wanted: number.to_bytes(size, "big") if wanted == size else pytest.fail("another size was drawn")


@pytest.mark.parametrize("name", GROUPS)
def test_both_secrets_of_a_member_come_from_the_seed(name):
    here, published = group(name), PRIMITIVES[name]["channel_seed"]
    keys = channel_keys(here, published["seed"])
    assert (str(keys.signing), str(keys.decryption)) == (published["signing_scalar"], published["decryption_scalar"])
    assert here.decode([keys.verification_key, keys.encryption_key])


@pytest.mark.parametrize("name", GROUPS)
def test_signing_gives_the_published_signature(name):
    here, published = group(name), PRIMITIVES[name]["signed_msg"]
    signing = int(published["signing_key"])
    signed = sign(here, signing, published["signed"]["message"], only(int(published["nonce"]), here.order))
    assert signed.json() == published["signed"]
    verification_key = here.secret_power(here.generator, signing)
    require(here, here.generator, [signed_by("signature", verification_key, signed)])


@pytest.mark.control("BAL-1")
def test_a_signature_is_for_one_message_and_one_key():
    value = sign(ED, MAIR.signing, LETTER, counter()).json()
    for key, wrong in ((NON, value), (MAIR, {**value, "message": LETTER + " "})):
        with pytest.raises(Invalid, match="signature"):
            require(ED, ED.generator, [signed_by("signature", key_of(key), read_signed(wrong, ED.order, "shape"))])


def test_a_new_seed_is_22_characters_and_different_each_time():
    seeds = {new_seed() for _ in range(3)}
    assert {len(seed) for seed in seeds} == {22}
    assert len(seeds) == 3


def test_secrets_are_not_shown_with_the_keys():
    assert str(MAIR.signing) not in repr(MAIR)
    assert str(MAIR.decryption) not in repr(MAIR)


@pytest.mark.parametrize("name", GROUPS)
def test_a_letter_arrives_as_it_was_written(name):
    here = group(name)
    mair, non = channel_keys(here, "mair"), channel_keys(here, "non")
    sealed = send(here, mair, non.encryption_key, LETTER, counter())
    assert receive(here, non, here.decode([mair.verification_key])[0], sealed) == LETTER


def test_only_the_recipient_opens_a_letter():
    assert reason(OWAIN, MAIR, SEALED) == "message-sealed"


def test_a_letter_is_from_its_sender_only():
    assert reason(NON, OWAIN, SEALED) == "message-signature"


def test_a_letter_passed_on_to_somebody_else_is_refused():
    """Whoever received a letter can seal it again with its signature intact."""
    addressed = write({"recipient": NON.encryption_key, "message": LETTER}).decode()
    signed = write(sign(ED, MAIR.signing, addressed, counter()).json())
    resealed = channel._seal(ED, OWAIN.encryption_key, signed, counter())
    assert reason(OWAIN, MAIR, resealed) == "message-recipient"


@pytest.mark.control("BAL-2")
def test_a_letter_altered_on_its_way_is_refused():
    value = json.loads(SEALED)
    data = value["data"]
    other = ED.encode([ED.generator])[0]
    for fields, code in (
        ({"data": data[:-1] + ("0" if data[-1] != "0" else "1")}, "message-sealed"),
        ({"data": data[2:]}, "message-sealed"),
        ({"data": "x"}, "message-sealed"),
        ({"data": ""}, "message-sealed"),
        ({"alpha": other}, "message-sealed"),
        ({"beta": other}, "message-sealed"),
        ({"alpha": f"{0:064x}"}, "not-in-group"),
        ({"beta": f"{0:064x}"}, "not-in-group"),
        ({"algorithm": "AES-CCM"}, "message-shape"),
        ({"extra": ""}, "message-shape"),
    ):
        assert reason(NON, MAIR, altered(SEALED, **fields)) == code


def test_without_the_package_for_sealing_the_reader_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers.aead", None)
    with pytest.raises(Unsupported, match="pip install cryptography"):
        receive(ED, NON, key_of(MAIR), SEALED)
