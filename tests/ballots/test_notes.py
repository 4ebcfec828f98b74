"""Signed notes: those that others published are read and verified, and nothing that merely looks like one."""

import hashlib
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots.errors import Invalid
from ballots.groups import group
from ballots.notes import LOG, WITNESS, Note, Signature, VerifierKey, read_note, read_verifier_key, sign_note, verifies

NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
PUBLISHED = """\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=
"""
"""From the documentation of golang.org/x/mod/sumdb/note."""

SECRET = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a log").digest())
PUBLIC = SECRET.public_key().public_bytes_raw()
TEXT = "one line\nanother – Siân's\n"
SEEN = datetime(2027, 1, 4, 9, 0, 7, tzinfo=UTC)


def test_the_published_note_is_signed_by_both_who_signed_it() -> None:
    note = read_note(PUBLISHED.encode())
    for text in (NEUMANN, ENOCH):
        key = read_verifier_key(f"{text}\n")
        assert str(key) == text
        assert note.require_signed(key) is None
    assert note.write().decode() == PUBLISHED


def test_another_text_is_not_signed_and_nor_is_the_same_text_by_somebody_else() -> None:
    key = read_verifier_key(NEUMANN)
    with pytest.raises(Invalid, match=r"checkpoint-signature.*does not belong to this text"):
        read_note(PUBLISHED.replace("answer", "anwser").encode()).require_signed(key)
    with pytest.raises(Invalid, match=r"checkpoint-signature.*did not sign"):
        read_note(PUBLISHED.encode()).require_signed(VerifierKey("PeterNeumann", LOG, PUBLIC))


@pytest.mark.parametrize("kind", [LOG, WITNESS])
def test_what_is_signed_here_verifies_and_a_changed_bit_does_not(kind: int) -> None:
    key = VerifierKey("log.example/1", kind, PUBLIC)
    signature = sign_note(TEXT, key, SECRET.sign, SEEN)
    note = read_note(Note(TEXT, (signature,)).write())
    assert note.require_signed(read_verifier_key(str(key))) == (SEEN if kind == WITNESS else None)
    for bit in range(32, len(signature.blob) * 8, 5):
        spoilt = bytearray(signature.blob)
        spoilt[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Invalid, match="checkpoint-signature"):
            Note(TEXT, (Signature(key.name, bytes(spoilt)),)).require_signed(key)


def test_a_witness_signs_the_text_with_the_time_as_the_specification_says() -> None:
    key = VerifierKey("witness.example/anna", WITNESS, PUBLIC)
    blob = sign_note(TEXT, key, SECRET.sign, SEEN).blob
    assert blob[:4] == hashlib.sha256(b"witness.example/anna\n\x04" + PUBLIC).digest()[:4]
    assert int.from_bytes(blob[4:12], "big") == int(SEEN.timestamp())
    message = f"cosignature/v1\ntime {int(SEEN.timestamp())}\n{TEXT}".encode()
    SECRET.public_key().verify(blob[12:], message)


def test_a_good_signature_does_not_hide_a_bad_one_of_the_same_key() -> None:
    key = VerifierKey("log.example/1", LOG, PUBLIC)
    good = sign_note(TEXT, key, SECRET.sign)
    bad = Signature(key.name, good.blob[:-1] + b"\x00")
    with pytest.raises(Invalid, match="checkpoint-signature"):
        Note(TEXT, (good, bad)).require_signed(key)


SIGNED = Note(TEXT, (sign_note(TEXT, VerifierKey("log.example/1", LOG, PUBLIC), SECRET.sign),)).write().decode()


@pytest.mark.parametrize(
    "spoilt",
    [
        "",
        TEXT,
        TEXT + "\n",
        SIGNED.replace("\n\n", "\n"),
        SIGNED.removesuffix("\n"),
        SIGNED + "\n",
        SIGNED + "more\n",
        SIGNED.replace("\n", "\r\n"),
        SIGNED.replace("one line", "one\tline"),
        SIGNED.replace("log.example/1", "log\x1b.example/1"),
        SIGNED.replace("— ", "- "),
        SIGNED.replace("— log", "—  log"),
        SIGNED.replace("log.example/1", "log+example/1"),
        SIGNED.replace("log.example/1 ", "log.example/1 !"),
        SIGNED.replace("=\n", "\n"),
        "\n\n" + SIGNED.partition("\n\n")[2],
        SIGNED.replace("one line", "x" * 70_000),
    ],
)
def test_what_is_not_a_note_is_refused(spoilt: str) -> None:
    assert spoilt != SIGNED
    with pytest.raises(Invalid, match="checkpoint-shape"):
        read_note(spoilt.encode())


def test_half_a_letter_is_refused() -> None:
    with pytest.raises(Invalid, match="checkpoint-shape"):
        read_note(SIGNED.encode().replace("â".encode(), b"\xc3"))


SMALL_ORDER = "0100000000000000000000000000000000000000000000000000000000000000"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("c74f20a3", "C74F20A3"),
        NEUMANN.replace("Peter", "Peter "),
        NEUMANN + "AAAA",
        NEUMANN.replace("ARpc", "AhpC"),
        str(VerifierKey("log.example/1", 2, PUBLIC)),
        str(VerifierKey("log.example/1", LOG, PUBLIC[:31])),
    ],
)
def test_what_is_not_a_key_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="checkpoint-key"):
        read_verifier_key(text)


def test_a_key_outside_the_group_is_refused_because_it_takes_signatures_of_nobody() -> None:
    with pytest.raises(Invalid, match="checkpoint-key"):
        read_verifier_key(str(VerifierKey("log.example/1", LOG, bytes.fromhex(SMALL_ORDER))))
    minus_one = (2**255 - 20).to_bytes(32, "little")
    with pytest.raises(Invalid, match="checkpoint-key"):
        read_verifier_key(str(VerifierKey("log.example/1", LOG, minus_one)))


def test_signatures_are_those_of_the_published_vectors_and_no_second_form_of_them() -> None:
    """RFC 8032 §7.1, tests 2 and 3."""
    vectors = [
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ]
    order = group("Ed25519").order
    for public, message, text in vectors:
        signature = bytes.fromhex(text)
        assert verifies(bytes.fromhex(public), bytes.fromhex(message), signature)
        again = int.from_bytes(signature[32:], "little") + order
        assert not verifies(
            bytes.fromhex(public), bytes.fromhex(message), signature[:32] + again.to_bytes(32, "little")
        )
