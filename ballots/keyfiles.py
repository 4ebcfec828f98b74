"""A key-holder's seed in a file behind a password, with what it is for in clear.

Other programs are to open it too, a browser among them: docs/decisions/0014 gives the format byte by byte.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ballots.chance import SYSTEM, Draw
from ballots.encoding import Json, count, hex_hash, members, read, string, write
from ballots.errors import Invalid, Unsupported
from ballots.recovery import SEED

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SHORTEST_PASSWORD = 12

COST = 1 << 17
"""What scrypt calls N: with it every attempt at a password takes 128 MB and some tenths of a second."""

_VERSION = 1
_CODE = "key-damaged"
_SALT, _NONCE, _TAG = 16, 12, 16


@dataclass(frozen=True, slots=True)
class Seat:
    """Which member of a committee of ``size``, any ``threshold`` of whom open the result together."""

    threshold: int
    size: int
    index: int


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a seed is for. ``fingerprint`` is that of the trustee's key, or of the committee member's certificate."""

    group: str
    name: str
    seat: Seat | None
    fingerprint: str

    def json(self) -> dict[str, Json]:
        seat: dict[str, Json] = {}
        if self.seat is not None:
            seat["seat"] = {"threshold": self.seat.threshold, "size": self.seat.size, "index": self.seat.index}
        return {"group": self.group, "name": self.name, **seat, "fingerprint": self.fingerprint}


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file that was found whole. ``head`` is what stands in clear, to which the encrypted seed is bound."""

    purpose: Purpose
    head: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    data: bytes = field(repr=False)

    def unlock(self, password: str) -> bytes:
        """The seed; ``Invalid("key-password")`` with any other password than it was locked with."""
        cipher = _cipher(password, self.salt)
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 — whoever verifies does without

        try:
            return cipher.decrypt(self.nonce, self.data, self.head)
        except InvalidTag:
            raise Invalid("key-password", "this is not the password of this key file") from None


def write_key_file(seed: bytes, purpose: Purpose, password: str, draw: Draw = SYSTEM) -> bytes:
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("password-short", f"the password needs {SHORTEST_PASSWORD} characters; four words will do")
    salt, nonce = draw(_SALT), draw(_NONCE)
    head: dict[str, Json] = {"version": _VERSION, **purpose.json(), "salt": salt.hex(), "nonce": nonce.hex()}
    data = _cipher(password, salt).encrypt(nonce, seed, write(head))
    body = {**head, "data": data.hex()}
    return write({**body, "check": hex_hash(write(body))}) + b"\n"


def read_key_file(raw: bytes) -> KeyFile:
    """What a file says before its password is known; raises ``Invalid("key-damaged")`` if a byte of it was lost."""
    try:
        return _read(raw.removesuffix(b"\n"))
    except Invalid as error:
        reason = f"{error.detail}; make this key file anew from the recovery words"
        raise Invalid(_CODE, reason) from None


def _read(raw: bytes) -> KeyFile:
    fields = read(raw)
    if not isinstance(fields, dict) or fields.pop("check", None) != hex_hash(write(fields)):
        raise Invalid(_CODE, "the file is not as it was written")
    if fields.get("version") != _VERSION:
        raise Unsupported("a key file of a later version")
    members(fields, _CODE, "version", "group", "name", "seat?", "fingerprint", "salt", "nonce", "data")
    data = _bytes(fields.pop("data"), SEED + _TAG)
    salt, nonce = _bytes(fields["salt"], _SALT), _bytes(fields["nonce"], _NONCE)
    return KeyFile(_purpose(fields), write(fields), salt, nonce, data)


def _purpose(fields: dict[str, Json]) -> Purpose:
    group, name, fingerprint = (string(fields[member], _CODE) for member in ("group", "name", "fingerprint"))
    return Purpose(group, name, _seat(fields["seat"]) if "seat" in fields else None, fingerprint)


def _seat(value: Json) -> Seat:
    fields = members(value, _CODE, "threshold", "size", "index")
    return Seat(*(count(number, _CODE) for number in fields.values()))


def _bytes(value: Json, length: int) -> bytes:
    text = string(value, _CODE)
    if not re.fullmatch(f"[0-9a-f]{{{2 * length}}}", text):
        raise Invalid(_CODE, f"{length} bytes in hexadecimal digits were expected")
    return bytes.fromhex(text)


def _cipher(password: str, salt: bytes) -> "AESGCM":
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    except ImportError:
        raise Unsupported("a locked key file needs the package “cryptography”: pip install cryptography") from None
    text = unicodedata.normalize("NFC", password).encode(errors="surrogateescape")
    return AESGCM(hashlib.scrypt(text, salt=salt, n=COST, r=8, p=1, maxmem=1 << 28, dklen=32))
