"""Signing in with password and authenticator, and proving oneself again."""

from dataclasses import dataclass, replace

from sqlalchemy import delete, select

from governance.access.model import (
    SIGN_IN,
    TOTP_FAILURES,
    TOTP_LOCK,
    NotEnrolled,
    Stamp,
    WrongSignIn,
    fold,
    totp_step,
)
from governance.access.records import AccountRecord, RecoveryCodeRecord
from governance.access.service import authenticator, hashing, limits
from governance.access.service.accounts import account_of, begin, locked, own, sign_out
from governance.access.service.door import Door
from governance.actor import Actor, Assurance
from governance.audit import service as audit
from governance.platform.db import Database, Transaction


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed. ``spare`` is the recovery code's id, if it was one; ``instead_of`` the sign-in to be replaced."""

    password: str
    code: str
    spare: str | None = None
    instead_of: str | None = None


async def sign_in_with_password(door: Door, *, address: str, password: str, code: str) -> Stamp:
    """Password and code give two factors. Where no authenticator is set up yet the password alone gives no more than a
    link would: enough to set one up.

    Raises:
        WrongSignIn: the same for an unknown address, a wrong password, a wrong code and a locked factor (AUTH-6).
        TooMany: for this address, this network or altogether.
    """
    key = fold(address)
    await limits.spend(door, SIGN_IN, key)
    async with door.database.reading() as view:
        account = await account_of(view, key)
    return await _prove(door, account, Given(password, code))


async def step_up(door: Door, actor: Actor, login_id: str, *, password: str, code: str) -> Stamp:
    """Prove oneself again; the sign-in gets a new token (AUTH-7, AUTH-10).

    Raises:
        WrongSignIn: as when signing in.
        NotEnrolled: there is no authenticator.
    """
    async with door.database.reading() as view:
        account = await own(view, actor)
    if account.totp_secret is None:
        raise NotEnrolled
    await limits.spend(door, SIGN_IN, account.id)
    return await _prove(door, account, Given(password, code, instead_of=login_id))


async def _prove(door: Door, account: AccountRecord | None, given: Given) -> Stamp:
    """Hashing happens outside any transaction; a failed code is counted although the sign-in fails."""
    known = account.password if account else None
    if not await hashing.matches(given.password, known) or account is None or known is None:
        raise WrongSignIn
    better = await hashing.hashed(given.password) if hashing.is_outdated(known) else known
    given = replace(given, spare=await _recovery_code(door.database, account.id, given.code))
    async with door.database.writing() as tx:
        held = await locked(tx, account.id)
        # Closed, or another password set, while this one was being held against its hash: nothing was proved.
        as_before = held.closed_at is None and held.password == known
        stamp = await _second_factor(tx, door, held, given) if as_before else None
        if stamp is not None:
            held.password = better
    if stamp is None:
        raise WrongSignIn
    return stamp


async def _second_factor(tx: Transaction, door: Door, account: AccountRecord, given: Given) -> Stamp | None:
    if account.totp_secret is None:
        return await begin(tx, account.id, Assurance.LINK, door.now)
    if account.totp_locked_until is not None and account.totp_locked_until > door.now:
        return None
    if await _code_holds(tx, door, account, given):
        account.totp_failures, account.totp_locked_until = 0, None
        if given.instead_of is not None:
            await sign_out(tx, given.instead_of)
        return await begin(tx, account.id, Assurance.TWO_FACTORS, door.now)
    account.totp_failures += 1
    if account.totp_failures >= TOTP_FAILURES:
        account.totp_failures, account.totp_locked_until = 0, door.now + TOTP_LOCK
        await audit.note(tx, Actor(account=account.id), "access.factor-locked", account.id, door.now)
    return None


async def _code_holds(tx: Transaction, door: Door, account: AccountRecord, given: Given) -> bool:
    """Under the lock of the account's row: each step opens once, whoever comes at the same moment (AUTH-4)."""
    step = totp_step(authenticator.secret_of(door.keys, account), given.code, door.now, account.totp_last_step)
    if step is not None:
        account.totp_last_step = step
        return True
    if given.spare is None:
        return False
    used = delete(RecoveryCodeRecord).where(RecoveryCodeRecord.id == given.spare).returning(RecoveryCodeRecord.id)
    if await tx.scalar(used) is None:
        return False
    await audit.note(tx, Actor(account=account.id), "access.recovery-code-used", account.id, door.now)
    return True


async def _recovery_code(database: Database, account_id: str, typed: str) -> str | None:
    """The id of the recovery code that was typed, where it looks like one; the hashes are compared outside the lock."""
    code = typed.replace("-", "").replace(" ", "").upper()
    if len(code) != 16:
        return None
    async with database.reading() as view:
        of_account = select(RecoveryCodeRecord).where(RecoveryCodeRecord.account_id == account_id)
        left = (await view.scalars(of_account)).all()
    found = await hashing.which(code, [record.hash for record in left])
    return None if found is None else left[found].id
