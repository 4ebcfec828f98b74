"""Columns that a stolen database must not give away (ENC-1)."""

import secrets
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from governance.platform.keys import Keys

VERSION = "v1"
PURPOSE = "columns"


class SealBroken(Exception):
    """The cell was altered, moved, or sealed under another key."""


def seal(keys: Keys, plain: bytes, *, table: str, column: str, row: str) -> str:
    """Text for the cell: ``v1|purpose|nonce|ciphertext``. The cell's place is authenticated with it."""
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(keys.secret(PURPOSE)).encrypt(nonce, plain, _place(table, column, row))
    return "|".join((VERSION, PURPOSE, b64encode(nonce).decode(), b64encode(sealed).decode()))


def unseal(keys: Keys, cell: str, *, table: str, column: str, row: str) -> bytes:
    """The plain bytes again.

    Raises:
        SealBroken: never returns garbage instead.
    """
    try:
        version, purpose, nonce, sealed = cell.split("|")
        if (version, purpose) != (VERSION, PURPOSE):
            raise SealBroken(f"{table}.{column}: unknown seal {version}|{purpose}")
        return AESGCM(keys.secret(PURPOSE)).decrypt(b64decode(nonce), b64decode(sealed), _place(table, column, row))
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"{table}.{column}") from error


def _place(table: str, column: str, row: str) -> bytes:
    return "|".join((table, column, row)).encode()
