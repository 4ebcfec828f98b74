"""Signed notes: lines of text with signatures below, as other transparency logs write them (C2SP signed-note).

A signature names its key; keys that a reader does not know are passed over. Two kinds are read and written: those of
logs (Ed25519) and those of witnesses, which add when they looked (cosignature/v1 of C2SP tlog-cosignature).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from ballots.errors import Invalid
from ballots.groups import Element, Term, group

LARGEST = 64 * 1024
"""The most bytes of a note."""

LOG, WITNESS = 1, 4
"""Kinds of signature, by their numbers in the specification."""

MARK = "\N{EM DASH} "
_SHAPE, _SIGNATURE, _KEY = "checkpoint-shape", "checkpoint-signature", "checkpoint-key"
_NAME = re.compile(r"[^\s+\ud800-\udfff]+")

Signer = Callable[[bytes], bytes]
"""Makes the 64 bytes of an Ed25519 signature (RFC 8032)."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signature is looked for: a name without spaces and plus signs, a kind and 32 bytes of public key."""

    name: str
    kind: int
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise Invalid(_KEY, "the name of a key has no space and no +")

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature says which key made it."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        """As people publish it: ``name+id+key``, called a vkey."""
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.kind]) + self.public)}"


def read_verifier_key(text: str) -> VerifierKey:
    """Raises ``Invalid`` (checkpoint-key) unless it is the one spelling of a usable key."""
    name, _, rest = text.strip().partition("+")
    given = _bytes(rest.partition("+")[2], _KEY)
    if len(given) != 33 or given[0] not in (LOG, WITNESS):
        raise Invalid(_KEY, "a key looks like name+0123abcd+AQ…, of the kind 1 or 4")
    key = VerifierKey(name, given[0], given[1:])
    if str(key) != text.strip():
        raise Invalid(_KEY, f"the key of {name} does not have the id it names")
    _point(key.public)
    return key


@dataclass(frozen=True, slots=True)
class Signature:
    """``blob``: four bytes of key id, in a witness's eight bytes of time (seconds), 64 bytes of signature."""

    name: str
    blob: bytes

    def is_by(self, key: VerifierKey) -> bool:
        return self.name == key.name and self.blob[:4] == key.id


def sign_note(text: str, key: VerifierKey, signer: Signer, at: datetime | None = None) -> Signature:
    """``at`` is when a witness saw the text; a log's signature has no time beside the one in its text."""
    seconds = 0 if at is None else int(at.timestamp())
    time = seconds.to_bytes(8, "big") if key.kind == WITNESS else b""
    return Signature(key.name, key.id + time + signer(_message(key.kind, text, seconds)))


def _message(kind: int, text: str, seconds: int) -> bytes:
    return (f"cosignature/v1\ntime {seconds}\n{text}" if kind == WITNESS else text).encode()


@dataclass(frozen=True, slots=True)
class Note:
    """``text`` ends with a line break and is what is signed."""

    text: str
    signatures: tuple[Signature, ...]

    def write(self) -> bytes:
        lines = [f"{MARK}{signature.name} {_base64(signature.blob)}\n" for signature in self.signatures]
        return f"{self.text}\n{''.join(lines)}".encode()

    def require_signed(self, key: VerifierKey) -> datetime | None:
        """Raises ``Invalid`` (checkpoint-signature) unless ``key`` signed; when, if it is a witness's."""
        own = [signature.blob[4:] for signature in self.signatures if signature.is_by(key)]
        if not own:
            raise Invalid(_SIGNATURE, f"{key.name} did not sign this note with the key {key.id.hex()}")
        times = [self._signed_at(key, blob) for blob in own]
        return datetime.fromtimestamp(max(times), UTC) if key.kind == WITNESS else None

    def _signed_at(self, key: VerifierKey, blob: bytes) -> int:
        seconds = int.from_bytes(blob[:-64], "big")
        is_whole = len(blob) == (72 if key.kind == WITNESS else 64) and seconds < 2**37
        if not is_whole or not verifies(key.public, _message(key.kind, self.text, seconds), blob[-64:]):
            raise Invalid(_SIGNATURE, f"the signature of {key.name} does not belong to this text")
        return seconds


def read_note(raw: bytes) -> Note:
    """The note of these bytes; raises ``Invalid`` (checkpoint-shape) unless it would be written just so."""
    if len(raw) > LARGEST:
        raise Invalid(_SHAPE, f"more than {LARGEST} bytes")
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise Invalid(_SHAPE, "not a text") from None
    text, _, below = whole.rpartition("\n\n")
    note = Note(text + "\n", tuple(_read_signature(line) for line in below.split("\n")[:-1]))
    if (
        not text
        or not note.signatures
        or any(letter < " " and letter != "\n" for letter in whole)
        or note.write() != raw
    ):
        raise Invalid(_SHAPE, "not a text, an empty line, and lines of signatures")
    return note


def _read_signature(line: str) -> Signature:
    name, _, blob = line.removeprefix(MARK).partition(" ")
    if not line.startswith(MARK) or not _NAME.fullmatch(name):
        raise Invalid(_SHAPE, "a line of signatures does not begin with a dash and a name")
    return Signature(name, _bytes(blob, _SHAPE))


def verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Is it a signature of the message: R = g^s · A^(−H(R ‖ A ‖ message)), to the byte (RFC 8032 §5.1.7)?"""
    curve = group("Ed25519")
    response = int.from_bytes(signature[32:], "little")
    if response >= curve.order:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    term = Term(response, 0, _point(public), -challenge)
    return curve.commitments(curve.generator, [term]) == [signature[31::-1].hex()]


def _point(public: bytes) -> Element:
    """The key as a member of the group; the neutral element would take any signature for its own."""
    curve = group("Ed25519")
    text = public[::-1].hex()
    try:
        (point,) = curve.decode([text])
    except Invalid as error:
        raise Invalid(_KEY, error.detail) from None
    if [text] == curve.encode([curve.identity]):
        raise Invalid(_KEY, "the neutral element is no key")
    return point


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str, code: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(code, "not base64") from None
