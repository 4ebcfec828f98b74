"""Sign-in without a database: passwords that may be chosen, codes in their window, limits, and the cookie's stamp."""

import hashlib
import hmac
import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pyotp

from governance.actor import Role
from governance.errors import Refusal

OFFICERS = frozenset(Role) - {Role.MEMBER}
"""Every part but that of a member: none of them opens by a link in a mail alone (AUTH-5)."""

SHORTEST, LONGEST = 12, 128
IDLE, OFFICER_IDLE = timedelta(minutes=30), timedelta(minutes=15)
ABSOLUTE = timedelta(hours=12)
STEP_UP = timedelta(minutes=5)
LINK_LIFE = timedelta(minutes=10)
MORE_TIME, LONGER_LINK_LIFE = timedelta(hours=2), timedelta(minutes=30)
"""For whoever asked for more time: instead of the idle limits, and of a link's life."""
LINK_WAIT = timedelta(hours=1)
"""How long a link that was asked for may wait to be sent."""
LINK_TRIES = 5
UNBOUND = "0" * 64
"""Stands where the hash of a link's browser would, for a link that a demonstration lends: no browser has this hash."""
TOTP_STEP = 30
TOTP_FAILURES = 5
TOTP_LOCK = timedelta(minutes=15)
RECOVERY_CODES = 10

_CODE_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


class WrongSignIn(Refusal):
    """One answer for an unknown address, a wrong password and a wrong code (AUTH-6)."""

    code = "wrong-sign-in"
    status = 403


class LinkSpent(Refusal):
    """The link was used, has expired, or belongs to another browser."""

    code = "link-spent"
    status = 410


class WrongCode(Refusal):
    code = "wrong-code"
    status = 403


class AlreadyEnrolled(Refusal):
    """There is an authenticator already; replacing it takes a step-up first (AUTH-10)."""

    code = "already-enrolled"


class NotEnrolled(Refusal):
    """There is no authenticator that a code could come from."""

    code = "not-enrolled"


class AddressTaken(Refusal):
    code = "address-taken"


class RoleHeld(Refusal):
    code = "role-held"


def fold(address: str) -> str:
    """The form in which two spellings of one mail address meet."""
    return unicodedata.normalize("NFC", address).strip().casefold()


def nfc(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def password_problem(password: str, *, names: Iterable[str] = ()) -> str | None:
    """What is wrong with a new password, as a code (AUTH-3). ``names``: the society's, and the person's."""
    password = nfc(password)
    if len(password) < SHORTEST:
        return "password-too-short"
    if len(password) > LONGEST:
        return "password-too-long"
    if _is_common(password.casefold()):
        return "password-common"
    if _is_named_after(password.casefold(), names):
        return "password-names-society"
    return None


def _is_common(password: str) -> bool:
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password)
    candidates = {password, core, _unit(password), _unit(core)}
    return len(_unit(password)) <= 3 or any(candidate in _common() for candidate in candidates)


def _unit(text: str) -> str:
    """The piece whose repetition makes the text: ``abc`` of ``abcabcabc``, or the text itself."""
    return text[: (text + text).find(text, 1)] if text else text


def _is_named_after(password: str, names: Iterable[str]) -> bool:
    """The name with nothing of substance added: fewer than eight signs beside it."""
    plain = re.sub(r"[\W_]+", "", password)
    folded = (re.sub(r"[\W_]+", "", name.casefold()) for name in names)
    return any(len(name) >= 4 and name in plain and len(plain) - len(name) < 8 for name in folded)


@lru_cache
def _common() -> frozenset[str]:
    lines = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def totp_step(secret: str, code: str, now: datetime, last: int | None) -> int | None:
    """The time step whose code this is: the current one or a neighbour, later than the last one used (AUTH-4)."""
    code = code.replace(" ", "")
    current = int(now.timestamp()) // TOTP_STEP
    generator = pyotp.TOTP(secret)
    found = None
    for step in (current - 1, current, current + 1):
        if hmac.compare_digest(generator.at(step * TOTP_STEP), code.encode("ascii", "replace").decode()):
            found = step
    return found if found is not None and (last is None or found > last) else None


def short_code(token: str) -> str:
    """The eight letters that stand for a link's token where it cannot be opened (AUTH-5)."""
    number = int.from_bytes(hashlib.sha256(b"cydlais/short-code/" + token.encode()).digest()[:5], "big")
    return "".join(_CODE_LETTERS[number >> 5 * place & 31] for place in range(8))


def clean_code(typed: str) -> str:
    """What was meant by a code typed by hand: case, spaces and dashes do not count, look-alikes are the figure."""
    plain = re.sub(r"[\s\-–]", "", typed.casefold())
    return plain.translate(str.maketrans("oil", "011"))


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Quota:
    """``most`` acts within ``period``, evenly refilled (GCRA)."""

    name: str
    most: int
    period: timedelta

    @property
    def interval(self) -> int:
        """Microseconds that one act uses up."""
        return self.period // timedelta(microseconds=1) // self.most

    @property
    def burst(self) -> int:
        return self.interval * self.most


@dataclass(frozen=True, slots=True)
class Limits:
    """One kind of act, limited for the account, for the network it comes from, and altogether (AUTH-13)."""

    account: Quota
    network: Quota
    everybody: Quota


SIGN_IN = Limits(
    Quota("sign-in", 10, timedelta(minutes=15)),
    Quota("sign-in-network", 30, timedelta(minutes=15)),
    Quota("sign-in-everybody", 600, timedelta(minutes=15)),
)
LINK = Limits(
    Quota("link", 3, timedelta(hours=1)),
    Quota("link-network", 20, timedelta(hours=1)),
    Quota("link-everybody", 600, timedelta(hours=1)),
)
CODE = Limits(
    Quota("code", 5, timedelta(minutes=15)),
    Quota("code-network", 30, timedelta(minutes=15)),
    Quota("code-everybody", 600, timedelta(minutes=15)),
)


def spend(quota: Quota, full_at: int | None, now: int) -> int | None:
    """The bucket after one more act, or ``None`` when it would overflow. Instants are microseconds since 1970.

    The same sum is done by the database in one statement (`limits.take`); this is its definition.
    """
    later = max(full_at or now, now) + quota.interval
    return later if later - now <= quota.burst else None


def network(address: str) -> str:
    """The part of a network address that one household or office shares: /24, or /56 (AUTH-13)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    mapped = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network(f"{mapped}/{24 if mapped.version == 4 else 56}", strict=False))


def expiry_hour(now: datetime) -> datetime:
    """When a sign-in ends at the latest, cut to the hour so that it does not tell when it began (SEC-3)."""
    return (now + ABSOLUTE).astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def idle_limit(*, as_officer: bool, more_time: bool) -> timedelta:
    """How long somebody may do nothing and stay signed in (AUTH-8). More time is for the person, whatever the part:
    what weighs heavily asks for a step-up in any case."""
    if more_time:
        return MORE_TIME
    return OFFICER_IDLE if as_officer else IDLE


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the sign-in cookie holds. Idle time and step-up live here, under our seal, and never in the database: a row
    that said when a member was last seen would pair them with a ballot (SEC-3)."""

    token: str
    seen_at: datetime
    stepped_up_at: datetime | None = None

    def written(self, key: bytes) -> str:
        stepped = int(self.stepped_up_at.timestamp()) if self.stepped_up_at else 0
        content = f"{self.token}.{int(self.seen_at.timestamp())}.{stepped}"
        return f"{content}.{_seal(key, content)}"

    def seen(self, now: datetime) -> "Stamp":
        return replace(self, seen_at=now)

    def is_fresh(self, now: datetime, idle: timedelta) -> bool:
        return now - self.seen_at < idle


def read_stamp(key: bytes, cookie: str) -> Stamp | None:
    """The stamp, or ``None`` for a cookie that we did not write."""
    content, _, seal = cookie.rpartition(".")
    if not hmac.compare_digest(seal.encode(), _seal(key, content).encode()):
        return None
    token, seen, stepped = content.split(".")
    return Stamp(token, _instant(int(seen)), _instant(int(stepped)) if int(stepped) else None)


def _seal(key: bytes, content: str) -> str:
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
