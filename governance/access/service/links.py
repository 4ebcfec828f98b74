"""Links in a mail: asked for, minted by whoever sends them, looked at, spent once (AUTH-5)."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, or_, select, update

from governance.access.model import (
    CODE,
    LINK,
    LINK_LIFE,
    LINK_TRIES,
    LINK_WAIT,
    LONGER_LINK_LIFE,
    UNBOUND,
    LinkSpent,
    Stamp,
    WrongCode,
    clean_code,
    digest,
    fold,
    short_code,
)
from governance.access.records import AccountRecord, LinkRecord
from governance.access.service import limits
from governance.access.service.accounts import account_of, begin
from governance.access.service.door import Door
from governance.actor import Assurance
from governance.platform.comfort import Comfort
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id, new_token
from governance.platform.jobs.queue import enqueue

WANTED = "sign-in-link-wanted"
"""The job left for whoever sends mail: ``{"link": id}``. It names neither person nor token."""

Purpose = Literal["sign-in", "password"]


@dataclass(frozen=True, slots=True)
class Minted:
    """What the message must hold; ``path`` is the address of the link's page, in the variant that was asked in."""

    account: str
    member: str | None
    name: str
    address: str
    purpose: str
    variant: str
    token: str
    code: str
    path: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What the link's page shows before anything is spent. ``code`` is for typing into the browser that asked."""

    purpose: str
    initials: str
    is_own_browser: bool
    code: str


@dataclass(frozen=True, slots=True)
class Proved:
    """The way a typed code opened: a sign-in, or the token of the page where a password is set."""

    stamp: Stamp | None = None
    password_token: str | None = None


async def request_link(door: Door, *, address: str, purpose: Purpose, variant: str) -> None:
    """Ask for a link. Known or unknown, the same row is written and the same job left (AUTH-6).

    Raises:
        TooMany: for this address, this network or altogether.
    """
    key = fold(address)
    await limits.spend(door, LINK, key)
    async with door.database.writing() as tx:
        account = await account_of(tx, key)
        link = LinkRecord(
            id=new_id(),
            account_id=account.id if account else None,
            purpose=purpose,
            variant=variant,
            browser_hash=digest(door.browser),
            expires_at=door.now + LINK_WAIT,
        )
        tx.add(link)
        enqueue(tx, WANTED, {"link": link.id}, due_at=door.now)


async def mint_link(tx: Transaction, link_id: str, now: datetime) -> Minted | None:
    """A token for a link that is to be sent now; only its hash stays. A message sent again gets a new one.

    ``None``: nobody is known by that address, or the wish is over; nothing is to be sent.
    """
    link = await tx.get(LinkRecord, link_id, lock=True)
    if link is None or link.expires_at <= now:
        return None
    account = await tx.get(AccountRecord, link.account_id) if link.account_id else None
    if account is None or account.closed_at is not None or account.address is None:
        await tx.delete(link)
        return None
    token = new_token()
    code = short_code(token)
    link.token_hash, link.code_hash, link.tries = digest(token), digest(code + link.id), 0
    life = LONGER_LINK_LIFE if Comfort.read(account.comfort or "").more_time else LINK_LIFE
    link.expires_at = now + life
    return Minted(
        account=account.id,
        member=account.member,
        name=account.name,
        address=account.address,
        purpose=link.purpose,
        variant=link.variant,
        token=token,
        code=code,
        path=_path(link, token),
        minutes=life // timedelta(minutes=1),
    )


async def lend_link(
    tx: Transaction, account_id: str, *, purpose: Purpose, variant: str, life: timedelta, now: datetime
) -> str:
    """A link that opens in any browser, and as surely as a password with its code; answers the path of its page.

    Only a demonstration lends links, at the terminal of whoever holds its database and keys: nothing on the web does.
    """
    token = new_token()
    link = LinkRecord(
        id=new_id(),
        account_id=account_id,
        purpose=purpose,
        variant=variant,
        browser_hash=UNBOUND,
        expires_at=now + life,
        token_hash=digest(token),
    )
    tx.add(link)
    return _path(link, token)


async def look_at_link(view: View, token: str, browser: str | None, now: datetime) -> Seen:
    """Looking spends nothing: mail scanners look too.

    Raises:
        LinkSpent: used, expired or never made.
    """
    link: LinkRecord | None = await view.scalar(
        select(LinkRecord).where(LinkRecord.token_hash == digest(token), LinkRecord.expires_at > now)
    )
    account = await view.get(AccountRecord, link.account_id) if link else None
    if link is None or account is None:
        raise LinkSpent
    initials = " ".join(f"{part[0]}…" for part in account.name.split())
    is_own = browser is not None and hmac.compare_digest(link.browser_hash, digest(browser))
    is_own = is_own or link.browser_hash == UNBOUND
    return Seen(link.purpose, initials, is_own, short_code(token))


async def use_link(door: Door, token: str) -> Stamp:
    """Spend a link in the browser that asked for it, and sign in.

    Raises:
        LinkSpent: used, expired, another browser's, or made for something else.
    """
    async with door.database.writing() as tx:
        account_id, is_lent = await _spend(tx, door, token, "sign-in")
        return await begin(tx, account_id, Assurance.TWO_FACTORS if is_lent else Assurance.LINK, door.now)


async def spend_link(tx: Transaction, door: Door, token: str, purpose: Purpose) -> str:
    """Whose link it was."""
    account_id, _ = await _spend(tx, door, token, purpose)
    return account_id


async def _spend(tx: Transaction, door: Door, token: str, purpose: Purpose) -> tuple[str, bool]:
    """Whose link it was, and whether it was lent. One statement removes it: pressed twice, it opens once."""
    spent = (
        delete(LinkRecord)
        .where(
            LinkRecord.token_hash == digest(token),
            or_(LinkRecord.browser_hash == digest(door.browser), LinkRecord.browser_hash == UNBOUND),
            LinkRecord.purpose == purpose,
            LinkRecord.expires_at > door.now,
        )
        .returning(LinkRecord.account_id, LinkRecord.browser_hash)
    )
    found = (await tx.execute(spent)).first()
    if found is None:
        raise LinkSpent
    account_id, browser_hash = found
    return account_id, browser_hash == UNBOUND


def _path(link: LinkRecord, token: str) -> str:
    page = "password" if link.purpose == "password" else "sign-in/link"
    return f"/{link.variant}/{page}/{token}"


async def type_code(door: Door, code: str) -> Proved:
    """The eight letters of a mail that was read elsewhere, typed into the browser that asked; five tries a link.

    Raises:
        WrongCode: or no link of this browser waits for one.
        TooMany: for this browser or network.
    """
    await limits.spend(door, CODE, door.browser)
    async with door.database.writing() as tx:
        proved = await _try_code(tx, digest(door.browser), clean_code(code), door.now)
    if proved is None:
        raise WrongCode
    return proved


async def _try_code(tx: Transaction, browser_hash: str, code: str, now: datetime) -> Proved | None:
    waiting = (
        update(LinkRecord)
        .where(
            LinkRecord.browser_hash == browser_hash,
            LinkRecord.code_hash.is_not(None),
            LinkRecord.expires_at > now,
            LinkRecord.tries < LINK_TRIES,
        )
        .values(tries=LinkRecord.tries + 1)
        .returning(LinkRecord.id, LinkRecord.code_hash, LinkRecord.purpose, LinkRecord.account_id)
    )
    for link_id, code_hash, purpose, account_id in (await tx.execute(waiting)).all():
        if hmac.compare_digest(code_hash, digest(code + link_id)):
            return await _open(tx, link_id, purpose, account_id, now)
    return None


async def _open(tx: Transaction, link_id: str, purpose: str, account_id: str, now: datetime) -> Proved:
    if purpose == "password":
        token = new_token()
        await tx.execute(
            update(LinkRecord).where(LinkRecord.id == link_id).values(token_hash=digest(token), code_hash=None)
        )
        return Proved(password_token=token)
    await tx.execute(delete(LinkRecord).where(LinkRecord.id == link_id))
    return Proved(await begin(tx, account_id, Assurance.LINK, now))
