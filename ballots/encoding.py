"""Published bytes: one way to write them, one strict way to read them, and their hashes."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from typing import NoReturn, TypeAlias

from ballots.errors import Invalid

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

SMALL = 256 * 1024
"""The most bytes of one ballot or one election description (BAL-14)."""

LARGE = 64 * 1024 * 1024
"""The most bytes of an object that grows with the electorate."""

DEPTH = 16
CONTAINERS = 100_000
"""The most lists and objects inside one object. Empty ones take two bytes in a file and thirty times that in memory."""

DIGITS = 20
"""JSON numbers are small counts here; everything large travels as a string."""

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,999}")
_HASH = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(f"[{BASE58}]{{14,64}}")
_TRACKER = re.compile(r"[A-Za-z0-9+/]{43}")


def write(value: Json) -> bytes:
    """Compact JSON exactly as the protocol's tools write it."""
    try:
        return _WRITER.encode(value).replace("\x7f", "\\u007f").encode()
    except UnicodeEncodeError:
        raise Invalid("json", "a text holds half a character") from None


def read(data: bytes, limit: int = SMALL) -> Json:
    """The value of canonical bytes: whatever would not be written back as the same bytes is refused (BAL-14).

    So a member named twice is refused as well: only its last value would be written back.
    """
    if len(data) > limit:
        raise Invalid("too-large", f"{len(data)} bytes where at most {limit} are allowed")
    try:
        _refuse_deep_or_full(data)
        value: Json = _READER.decode(data.decode())
        written = write(value)
    except (ValueError, RecursionError) as error:
        raise Invalid("json", str(error)) from None
    if written != data:
        raise Invalid("not-canonical", "the object is not written in its one canonical form")
    return value


def _refuse_deep_or_full(data: bytes) -> None:
    """Looks at the brackets before parsing, because a parser that recurses and builds is the thing to protect."""
    unescaped = _ESCAPED.sub(b"", data) if b"\\" in data else data
    brackets = b"".join(unescaped.split(b'"')[::2]).translate(_ONE_KIND, _NO_BRACKETS)
    if brackets.count(b"[") > CONTAINERS:
        raise ValueError(f"more than {CONTAINERS} lists and objects")
    for _ in range(DEPTH):
        if not brackets:
            return
        brackets = brackets.replace(b"[]", b"")  # the innermost pairs
    if brackets:
        raise ValueError(f"nested deeper than {DEPTH}, or a bracket is missing")


def _number(text: str) -> int:
    if len(text) > DIGITS:
        raise ValueError("a number is too long")
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is not a whole number")


_READER = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number, parse_int=_number)
_WRITER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), allow_nan=False)


def members(value: Json, code: str, *names: str) -> dict[str, Json]:
    """An object with exactly these members in this order; a name ending in ``?`` may be absent."""
    if not isinstance(value, dict):
        raise Invalid(code, "an object was expected")
    if tuple(value) == names:
        return value
    expected = [name.rstrip("?") for name in names if not name.endswith("?") or name[:-1] in value]
    if list(value) != expected:
        raise Invalid(code, f"expected the members {', '.join(names)}")
    return value


def array(value: Json, code: str, length: int | None = None) -> list[Json]:
    if not isinstance(value, list):
        raise Invalid(code, "a list was expected")
    if length is not None and len(value) != length:
        raise Invalid(code, f"a list has {len(value)} entries where {length} were expected")
    return value


def string(value: Json, code: str) -> str:
    if not isinstance(value, str):
        raise Invalid(code, "a text was expected")
    return value


def strings(values: Sequence[Json], code: str) -> list[str]:
    return [string(value, code) for value in values]


def count(value: Json, code: str) -> int:
    """A non-negative JSON number; ``true`` is not one."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Invalid(code, "a count was expected")
    return value


def decimal(text: str, code: str) -> int:
    """A non-negative integer as text, without sign or leading zero."""
    if not _DECIMAL.fullmatch(text):
        raise Invalid(code, "not a plain decimal number")
    return int(text)


def scalar(value: Json, order: int) -> int:
    """An exponent as published: decimal text of a number below the group's order (BAL-2)."""
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise Invalid("scalar-shape", "not a plain decimal number as text")
    number = int(value)
    if number >= order:
        raise Invalid("scalar-range", "a number is not below the order of the group")
    return number


def printable(text: str) -> str:
    """Published text for a terminal, without the control characters that could paint over a verdict."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


LARGEST_NUMBER = 2**30 - 1


def write_weight(weight: int) -> Json:
    """Large weights are published as text, because the protocol's reference program reads 31-bit numbers."""
    return weight if weight <= LARGEST_NUMBER else str(weight)


def read_weight(value: Json, code: str) -> int:
    """A weight in the one form that ``write_weight`` gives it."""
    weight = decimal(value, code) if isinstance(value, str) else count(value, code)
    if write_weight(weight) != value:
        raise Invalid(code, f"a weight is a number up to {LARGEST_NUMBER}, and a text above")
    return weight


def hex_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def b64_hash(data: bytes) -> str:
    """The form in which people see a hash: 43 characters, no padding."""
    return b64_of(hex_hash(data))


def b64_of(digest: str) -> str:
    return base64.b64encode(bytes.fromhex(digest)).decode().rstrip("=")


def hex_of(tracker: str) -> str:
    """The file name behind a tracker: the same hash in the other spelling."""
    if not _TRACKER.fullmatch(tracker):
        raise Invalid("tracker", "a tracker has 43 characters: letters, digits, + and /")
    digest = base64.b64decode(tracker + "=").hex()
    if b64_of(digest) != tracker:
        raise Invalid("tracker", "no tracker ends like that")
    return digest


def hash_in(text: str) -> str:
    """The hexadecimal hash that somebody typed or pasted in one of its two spellings."""
    text = text.strip()
    return text if _HASH.fullmatch(text) else hex_of(text)


def read_hash(value: Json, code: str) -> str:
    text = string(value, code)
    if not _HASH.fullmatch(text):
        raise Invalid(code, "a hash in 64 lower-case hexadecimal digits was expected")
    return text


def read_uuid(value: Json, code: str) -> str:
    text = string(value, code)
    if not _UUID.fullmatch(text):
        raise Invalid(code, "the identifier is not at least 14 Base58 characters")
    return text
