"""Setting up an authenticator app: a secret under seal, codes in its window, recovery codes for the day it is lost."""

import secrets
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete

from governance.access.model import (
    RECOVERY_CODES,
    SIGN_IN,
    STEP_UP,
    AlreadyEnrolled,
    Stamp,
    WrongCode,
    WrongSignIn,
    totp_step,
)
from governance.access.records import AccountRecord, RecoveryCodeRecord
from governance.access.service import hashing, limits
from governance.access.service.accounts import begin, end_sign_ins, locked, own
from governance.access.service.door import Door
from governance.actor import Actor, Assurance
from governance.audit import service as audit
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from governance.platform.sealing import seal, unseal

TABLE = "access_account"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The recovery codes are shown this once."""

    stamp: Stamp
    recovery_codes: tuple[str, ...]


async def begin_totp(tx: Transaction, keys: Keys, actor: Actor, now: datetime) -> None:
    """Make a secret for an authenticator; nothing asks for its codes before `confirm_totp`.

    Raises:
        AlreadyEnrolled: there is one, and no step-up within five minutes.
    """
    account = await locked(tx, actor.account or "")
    fresh = actor.stepped_up_at is not None and now - actor.stepped_up_at <= STEP_UP
    if account.totp_secret is not None and not fresh:
        raise AlreadyEnrolled
    secret = pyotp.random_base32()
    account.totp_pending = seal(keys, secret.encode(), table=TABLE, column="totp_pending", row=account.id)


async def pending_secret(view: View, keys: Keys, actor: Actor) -> str | None:
    """The secret to be put into the authenticator, as long as it is not confirmed."""
    account = await own(view, actor)
    return _pending(keys, account)


def authenticator_address(secret: str, name: str, issuer: str) -> str:
    """The ``otpauth:`` address that an authenticator app on the same device opens."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


async def has_totp(view: View, actor: Actor) -> bool:
    return (await own(view, actor)).totp_secret is not None


async def confirm_totp(door: Door, actor: Actor, *, password: str, code: str) -> Enrolled:
    """The authenticator shows the right code: from now on it is asked for. Every sign-in ends but a new one.

    Raises:
        WrongSignIn: the password is asked for too, so that a mailbox alone cannot add a factor.
        WrongCode: the code is not one of the secret that was made.
    """
    async with door.database.reading() as view:
        account = await own(view, actor)
    await limits.spend(door, SIGN_IN, account.id)
    if not await hashing.matches(password, account.password):
        raise WrongSignIn
    codes = tuple(b32encode(secrets.token_bytes(10)).decode() for _ in range(RECOVERY_CODES))
    hashes = await hashing.hashed_codes(list(codes))
    async with door.database.writing() as tx:
        await _confirm(tx, door, account.id, code)
        await _replace_recovery_codes(tx, account.id, hashes)
        await end_sign_ins(tx, account.id)
        stamp = await begin(tx, account.id, Assurance.TWO_FACTORS, door.now)
        await audit.note(tx, actor, "access.authenticator-set", account.id, door.now)
    return Enrolled(stamp, tuple("-".join(code[i : i + 4] for i in range(0, 16, 4)) for code in codes))


async def _confirm(tx: Transaction, door: Door, account_id: str, code: str) -> None:
    account = await locked(tx, account_id)
    secret = _pending(door.keys, account)
    step = totp_step(secret, code, door.now, None) if secret is not None else None
    if secret is None or step is None:
        raise WrongCode
    account.totp_secret = seal(door.keys, secret.encode(), table=TABLE, column="totp_secret", row=account.id)
    account.totp_pending, account.totp_last_step = None, step
    account.totp_failures, account.totp_locked_until = 0, None


async def _replace_recovery_codes(tx: Transaction, account_id: str, hashes: Iterable[str]) -> None:
    await tx.execute(delete(RecoveryCodeRecord).where(RecoveryCodeRecord.account_id == account_id))
    tx.add_all(RecoveryCodeRecord(id=new_id(), account_id=account_id, hash=hash_) for hash_ in hashes)


def secret_of(keys: Keys, account: AccountRecord) -> str:
    return unseal(keys, account.totp_secret or "", table=TABLE, column="totp_secret", row=account.id).decode()


def _pending(keys: Keys, account: AccountRecord) -> str | None:
    if account.totp_pending is None:
        return None
    return unseal(keys, account.totp_pending, table=TABLE, column="totp_pending", row=account.id).decode()
