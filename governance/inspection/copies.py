"""A copy of the register that anybody can hold against us: signed as it is made, checked without being kept (S-63)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from governance.actor import Actor
from governance.audit import service as audit
from governance.board.service import Officer
from governance.errors import Refusal
from governance.inspection.looking import Line, look_at_all
from governance.inspection.model import Column
from governance.platform.db import Transaction
from governance.platform.keys import Keys
from governance.rulebook import service as rulebook

PURPOSE = "register-copy"
KIND = "cydlais/register-copy/1"
MOST_BYTES = 20_000_000


class BadCopy(Refusal):
    """Not a copy of ours, or changed since; ``problem`` is "not-a-copy", "not-ours" or "changed"."""

    code = "copy-does-not-hold"
    status = 422


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy says of itself, once it has been found to be ours."""

    made_at: datetime
    made_for: str
    as_at: date
    entries: int
    fingerprint: str


async def signed_copy(tx: Transaction, actor: Actor, keys: Keys, grant_id: str, *, as_at: date, now: datetime) -> bytes:
    """The whole register as at a day, as far as the grant reaches, with our signature on it."""
    shown = await look_at_all(tx, actor, grant_id, as_at=as_at, now=now)
    organisation = await rulebook.organisation(tx)
    content = {
        "kind": KIND,
        "organisation": {"cy": organisation.name_cy, "en": organisation.name_en},
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "made_for": shown.grant.body,
        "power": shown.grant.power,
        "as_at": as_at.isoformat(),
        "entries": [_entry(line) for line in shown.lines],
        "officers": [_officer(officer) for officer in shown.officers],
    }
    whole, sha256 = signed(content, keys)
    await audit.note(tx, actor, "register.copied", grant_id, now, as_at=as_at.isoformat(), sha256=sha256)
    return whole


def signed(content: object, keys: Keys) -> tuple[bytes, str]:
    """The file with our signature on its content, and the SHA-256 of what is signed."""
    plain = canonical(content)
    whole = {"copy": content, "signature": keys.signing(PURPOSE).sign(plain).hex(), "public_key": public_key(keys)}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1).encode(), hashlib.sha256(plain).hexdigest()


def checked(raw: bytes, keys: Keys) -> Copy:
    """
    Raises:
        BadCopy: with what is wrong.
    """
    whole = _read(raw)
    if whole["public_key"] != public_key(keys):
        raise BadCopy(problem="not-ours")
    content = whole["copy"]
    plain = canonical(content)
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key(keys))).verify(
            bytes.fromhex(str(whole["signature"])), plain
        )
    except (InvalidSignature, ValueError) as error:
        raise BadCopy(problem="changed") from error
    return Copy(
        made_at=datetime.fromisoformat(content["made_at"]),
        made_for=content["made_for"],
        as_at=date.fromisoformat(content["as_at"]),
        entries=len(content["entries"]),
        fingerprint=hashlib.sha256(plain).hexdigest(),
    )


def public_key(keys: Keys) -> str:
    return keys.signing(PURPOSE).public_key().public_bytes_raw().hex()


def canonical(content: object) -> bytes:
    """The bytes that are signed: keys in order, no spaces, UTF-8, so that laying the file out anew changes nothing."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _read(raw: bytes) -> dict[str, Any]:
    try:
        whole = json.loads(raw.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
        if set(whole) == {"copy", "signature", "public_key"} and whole["copy"]["kind"] == KIND:
            return dict(whole)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadCopy(problem="not-a-copy") from error
    raise BadCopy(problem="not-a-copy")


def _refuse(number: str) -> object:
    raise ValueError(number)


def _entry(line: Line) -> dict[str, object]:
    """The columns that may be shown of this entry, and no trace of the others."""
    cells: dict[Column, dict[str, object]] = {
        Column.NAME: {"name": line.name},
        Column.ADDRESS: {"address": line.address},
        Column.EMAIL: {"email": line.email},
        Column.DATES: {"entered_on": _day(line.entered_on), "ceased_on": _day(line.ceased_on)},
        Column.CLASS: {"class": line.class_},
    }
    return {name: cell for column in cells if column in line.columns for name, cell in cells[column].items()}


def _officer(officer: Officer) -> dict[str, object]:
    return {
        "office": officer.office.value,
        "name": officer.name,
        "address": officer.address,
        "email": officer.email,
        "since": _day(officer.since),
        "until": _day(officer.until),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
