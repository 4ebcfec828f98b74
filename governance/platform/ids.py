"""Names for rows and tokens for people: random, never counted, compared whole."""

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no letter can be taken for a figure
_LETTERS = 26
ID_LENGTH = _LETTERS


def new_id() -> str:
    """130 random bits as 26 letters that survive URLs, file names and reading aloud."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS))


def new_token() -> str:
    """256 random bits for a link or a cookie; only its SHA-256 is ever stored (AUTH-5, AUTH-7)."""
    return secrets.token_urlsafe(32)
