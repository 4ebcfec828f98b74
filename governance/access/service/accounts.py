"""Accounts, the parts people play, and the sign-ins that run.

Successful sign-ins are noted nowhere, in the audit log as little as beside the account: in a small society one sign-in
and one ballot in the same hour would be a pair (SEC-3), and of two copies of a day one would show who came in between.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from governance.access.model import (
    MORE_TIME,
    OFFICERS,
    AddressTaken,
    RoleHeld,
    Stamp,
    digest,
    expiry_hour,
    fold,
    idle_limit,
    read_stamp,
)
from governance.access.records import AccountRecord, LinkRecord, LoginRecord, RoleRecord
from governance.actor import Actor, Assurance, Role
from governance.audit import service as audit
from governance.errors import NotFound
from governance.platform.comfort import Comfort
from governance.platform.db import Database, Transaction, View
from governance.platform.ids import new_id, new_token

RESTAMP = timedelta(minutes=1)
"""How often a page's answer renews the idle time in the cookie."""
DEVICE = Comfort()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """``at_best``: the same person with every role they hold, had they signed in surely enough. ``cookie`` is set when
    the answer should renew it, ``comfort`` when the account keeps
    one; ``lasts`` is how long the sign-in runs on if nothing more is done."""

    login: str
    secret: str
    actor: Actor
    at_best: Actor
    cookie: str | None
    lasts: timedelta
    comfort: Comfort | None


async def who(view: View, key: bytes, cookie: str, now: datetime, *, liked: Comfort = DEVICE) -> SignedIn | None:
    """Whose sign-in this cookie is, if it is one that still runs (AUTH-7, AUTH-8). ``liked`` is what this browser keeps
    for people whose account keeps nothing."""
    stamp = read_stamp(key, cookie)
    if stamp is None or not stamp.is_fresh(now, MORE_TIME):
        return None
    login: LoginRecord | None = await view.scalar(
        select(LoginRecord).where(LoginRecord.token_hash == digest(stamp.token), LoginRecord.expires_at > now)
    )
    account = await view.get(AccountRecord, login.account_id) if login else None
    if login is None or account is None or account.closed_at is not None:
        return None
    roles = await roles_of(view, account.id, now)
    actor = _actor(account, roles, Assurance(login.assurance), stamp.stepped_up_at)
    comfort = Comfort.read(account.comfort) if account.comfort is not None else None
    idle = idle_limit(as_officer=actor.has(*OFFICERS), more_time=(comfort or liked).more_time)
    if not stamp.is_fresh(now, idle):
        return None
    resting = now - stamp.seen_at
    renewed = stamp.seen(now).written(key) if resting >= RESTAMP else None
    lasts = idle if renewed else idle - resting
    at_best = replace(actor, roles=roles, assurance=Assurance.TWO_FACTORS)
    return SignedIn(login.id, login.token_hash, actor, at_best, renewed, lasts, comfort)


def _actor(account: AccountRecord, roles: frozenset[Role], assurance: Assurance, stepped_up: datetime | None) -> Actor:
    """A link opens the doors of a member only, whatever else the person is (AUTH-5)."""
    if assurance < Assurance.TWO_FACTORS:
        roles &= {Role.MEMBER}
    return Actor(account.id, account.member, roles, assurance, stepped_up, account.name)


async def roles_of(view: View, account_id: str, at: datetime) -> frozenset[Role]:
    held = await view.scalars(
        select(RoleRecord.role).where(
            RoleRecord.account_id == account_id,
            RoleRecord.from_at <= at,
            or_(RoleRecord.until_at.is_(None), RoleRecord.until_at > at),
        )
    )
    return frozenset(Role(role) for role in held)


async def open_account(
    tx: Transaction, actor: Actor, *, member_id: str | None, email: str | None, name: str, now: datetime
) -> AccountRecord:
    """A way in for one person. ``email`` is the address they sign in with; without one they are served otherwise.

    Raises:
        AddressTaken: another account signs in with this address.
    """
    key = fold(email) if email else None
    if key is not None and await account_of(tx, key) is not None:
        raise AddressTaken
    account = AccountRecord(id=new_id(), member=member_id, name=name, address=email, address_key=key)
    tx.add(account)
    await tx.flush()
    await audit.note(tx, actor, "access.account-opened", account.id, now, member=member_id, address=email)
    return account


async def close_account(tx: Transaction, actor: Actor, account_id: str, now: datetime) -> None:
    """Leave or suspension: every sign-in ends, and the address is free again (AUTH-8)."""
    account = await locked(tx, account_id)
    account.closed_at = now
    account.address_key = None
    await end_sign_ins(tx, account_id)
    await audit.note(tx, actor, "access.account-closed", account_id, now)


async def grant_role(tx: Transaction, actor: Actor, account_id: str, role: Role, now: datetime) -> None:
    """The person plays this part from now on, and signs in anew to play it (AUTH-7).

    Raises:
        RoleHeld: they play it already.
    """
    await locked(tx, account_id)
    if await _held(tx, account_id, role) is not None:
        raise RoleHeld(role=role)
    tx.add(RoleRecord(id=new_id(), account_id=account_id, role=role, from_at=now))
    await end_sign_ins(tx, account_id)
    await audit.note(tx, actor, "access.role-granted", account_id, now, role=role)


async def withdraw_role(tx: Transaction, actor: Actor, account_id: str, role: Role, now: datetime) -> None:
    """The part ends now, and with it every sign-in of the person. Not playing it is no error."""
    held = await _held(tx, account_id, role)
    if held is None:
        return
    held.until_at = now
    await end_sign_ins(tx, account_id)
    await audit.note(tx, actor, "access.role-withdrawn", account_id, now, role=role)


async def playing(view: View, role: Role, at: datetime) -> Sequence[AccountRecord]:
    """Everybody who plays this part, by name."""
    held = select(RoleRecord.account_id).where(
        RoleRecord.role == role,
        RoleRecord.from_at <= at,
        or_(RoleRecord.until_at.is_(None), RoleRecord.until_at > at),
    )
    accounts = select(AccountRecord).where(AccountRecord.id.in_(held), AccountRecord.closed_at.is_(None))
    return (await view.scalars(accounts.order_by(AccountRecord.name, AccountRecord.id))).all()


async def account_for(view: View, member_id: str) -> AccountRecord | None:
    """The account of a member; ``None`` for somebody without one."""
    found: AccountRecord | None = await view.scalar(select(AccountRecord).where(AccountRecord.member == member_id))
    return found


async def addressed(view: View, accounts: Iterable[str]) -> Sequence[AccountRecord]:
    """Those of these accounts that are open and have an address to write to."""
    known = select(AccountRecord).where(AccountRecord.id.in_(list(accounts)), AccountRecord.closed_at.is_(None))
    return (await view.scalars(known.where(AccountRecord.address.is_not(None)))).all()


async def names(view: View, references: Iterable[str]) -> Mapping[str, str]:
    """Who the actors of an audit log are, by their references; whoever has no account is left out."""
    accounts = [reference.removeprefix("account:") for reference in references if reference.startswith("account:")]
    found = await view.scalars(select(AccountRecord).where(AccountRecord.id.in_(accounts)))
    return {f"account:{account.id}": account.name for account in found}


async def account_of(view: View, address_key: str) -> AccountRecord | None:
    found: AccountRecord | None = await view.scalar(
        select(AccountRecord).where(AccountRecord.address_key == address_key)
    )
    return found


async def begin(tx: Transaction, account_id: str, assurance: Assurance, now: datetime) -> Stamp:
    """Sign somebody in who has proved who they are: a new row, a new token. The stamp goes into their cookie.

    A sign-in with two factors counts as a step-up (AUTH-10).
    """
    await locked(tx, account_id)
    token = new_token()
    tx.add(
        LoginRecord(
            id=new_id(),
            account_id=account_id,
            token_hash=digest(token),
            assurance=assurance,
            expires_at=expiry_hour(now),
        )
    )
    return Stamp(token, now, now if assurance is Assurance.TWO_FACTORS else None)


async def keep_comfort(database: Database, actor: Actor, comfort: Comfort) -> None:
    """How this person likes to read goes with them to every device. It is theirs alone and is noted nowhere."""
    if actor.account is None:
        return
    async with database.writing() as tx:
        (await locked(tx, actor.account)).comfort = comfort.written()


async def sign_ins(view: View, actor: Actor) -> Sequence[LoginRecord]:
    """One's own sign-ins that run, in no order that tells when they began."""
    own = select(LoginRecord).where(LoginRecord.account_id == actor.account).order_by(LoginRecord.id)
    return (await view.scalars(own)).all()


async def sign_out(tx: Transaction, login_id: str) -> None:
    await tx.execute(delete(LoginRecord).where(LoginRecord.id == login_id))


async def end_others(tx: Transaction, actor: Actor, login_id: str) -> None:
    """Every sign-in of one's own but this one."""
    await tx.execute(delete(LoginRecord).where(LoginRecord.account_id == actor.account, LoginRecord.id != login_id))


async def end_sign_ins(tx: Transaction, account_id: str) -> None:
    """On leaving, suspension, a new password and a change of roles; links on their way die too (AUTH-8)."""
    await tx.execute(delete(LoginRecord).where(LoginRecord.account_id == account_id))
    await tx.execute(delete(LinkRecord).where(LinkRecord.account_id == account_id))


async def locked(tx: Transaction, account_id: str) -> AccountRecord:
    """The account's row, held until the transaction ends.

    Raises:
        NotFound: there is none.
    """
    account = await tx.get(AccountRecord, account_id, lock=True)
    if account is None:
        raise NotFound(account=account_id)
    return account


async def own(view: View, actor: Actor) -> AccountRecord:
    """
    Raises:
        NotFound: the actor has no account.
    """
    account = await view.get(AccountRecord, actor.account or "")
    if account is None:
        raise NotFound
    return account


async def _held(tx: Transaction, account_id: str, role: Role) -> RoleRecord | None:
    held: RoleRecord | None = await tx.scalar(
        select(RoleRecord).where(
            RoleRecord.account_id == account_id, RoleRecord.role == role, RoleRecord.until_at.is_(None)
        )
    )
    return held
