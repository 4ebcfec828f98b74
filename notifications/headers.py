"""What may stand in a mail header, and how it is written there."""

import re
import unicodedata
from email.header import Header

from notifications.errors import UnsafeHeader

TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}[A-Za-z0-9])?")
PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})


def check_text(field: str, value: str, limit: int) -> None:
    """Refuse what could end the header early, disguise it or overflow it (MAIL-2)."""
    if not value.strip():
        raise UnsafeHeader(field, "empty")
    if len(value) > limit:
        raise UnsafeHeader(field, f"longer than {limit} characters")
    if any(_is_control(character) for character in value):
        raise UnsafeHeader(field, "control character")
    if not DIRECTION_MARKS.isdisjoint(value):
        raise UnsafeHeader(field, "direction mark")


def without_tricks(value: str) -> str:
    """What is left of a text when nothing in it can end a header or turn its reading direction."""
    return "".join(letter for letter in value if not _is_control(letter) and letter not in DIRECTION_MARKS)


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in FORBIDDEN_CATEGORIES


def check_token(field: str, value: str) -> None:
    """A name safe in a Message-ID, an envelope address and a file name: 1 to 40 letters, digits, ``-`` and ``_``."""
    if not TOKEN.fullmatch(value):
        raise UnsafeHeader(field, "not a plain name of at most 40 characters")


def is_plain(value: str) -> bool:
    """Whether no reader could take the value for anything but itself."""
    return PLAIN.fullmatch(value) is not None and "=?" not in value


def encoded(field: str, value: str) -> str:
    """RFC 2047, so that ŵ and ŷ survive servers that know only ASCII.

    Either all of a value is encoded or none, because blanks between encoded and plain words get lost on the way.
    """
    return Header(value, "us-ascii" if is_plain(value) else "utf-8", header_name=field).encode()
