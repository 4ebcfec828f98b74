"""Sending what has been promised, through whatever channels the organisation has."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from governance.access import service as access
from governance.correspondence import service as correspondence
from governance.correspondence.outbox import DatabaseOutbox, Minting, Secret
from governance.correspondence.press import Press
from governance.platform.clock import Clock
from governance.platform.db import Database, Transaction
from governance.platform.jobs.runner import Handler, keep_at
from governance.settings import Mail, Settings
from notifications import (
    Carrier,
    Channel,
    Delivery,
    Folder,
    Format,
    Letterhead,
    LetterTray,
    Mailbox,
    Pass,
    Recipient,
    Security,
    Server,
    Smtp,
    Variant,
    envelope_name,
)

SIGN_IN_LINK = "access/sign-in-link"
LEASE = timedelta(minutes=10)
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Channels:
    """How this organisation's letters leave, who signs them, and the press that puts them into words.

    ``mints`` are those of higher slices, by the kinds of messages whose words are known only when they are sent.
    """

    press: Press
    sender: Mailbox
    carriers: Mapping[Channel, Carrier]
    mints: Mapping[str, Minting] = field(default_factory=dict)


def channels(settings: Settings, name: str, mints: Mapping[str, Minting] | None = None) -> Channels:
    """E-mail through the server of the settings, or into the mail folder where there is none; letters into the folder.

    ``name`` is the organisation's, as it stands on envelopes.
    """
    sender = Mailbox(envelope_name(name), settings.mail.sender)
    letterhead = Letterhead(name)
    email: Carrier = Folder(settings.mail_folder, letterhead)
    if settings.mail.server is not None:
        email = Smtp(_server(settings.mail, settings.mail.server, sender))
    return Channels(
        press=Press.of(settings.origin, settings.time_zone),
        sender=sender,
        carriers={Channel.EMAIL: email, Channel.LETTER: LetterTray(settings.mail_folder / "letters", letterhead)},
        mints=mints or {},
    )


async def deliver_due(database: Database, channels: Channels, clock: Clock) -> Pass:
    """Send everything that is due now; answers how it went."""
    delivery = _delivery(database, channels, clock)
    whole = Pass()
    while (latest := await delivery.once()).claimed:
        whole = _together(whole, latest)
    return whole


async def deliver_for_ever(
    database: Database, channels: Channels, clock: Clock, stop: asyncio.Event, *, pause: float = 1.0
) -> None:
    """Deliver until ``stop`` is set, resting ``pause`` seconds when there is nothing to send."""
    delivery = _delivery(database, channels, clock)

    async def deliver() -> int:
        return (await delivery.once()).claimed

    await keep_at(deliver, stop, pause=pause)


def _delivery(database: Database, channels: Channels, clock: Clock) -> Delivery:
    return Delivery(
        outbox=DatabaseOutbox(database, channels.press, channels.sender, {**MINTS, **channels.mints}),
        carriers=channels.carriers,
        clock=clock.now,
        limit=AT_ONCE,
        lease=LEASE,
        jitter=lambda: Fraction(secrets.randbelow(1000), 1000),
    )


def _server(mail: Mail, host: str, bounces: Mailbox) -> Server:
    password = mail.password_file.read_text(encoding="utf-8").strip() if mail.password_file else None
    return Server(
        host=host,
        port=mail.port,
        security=Security(mail.security),
        greeting=bounces.domain,
        bounces=bounces,
        user=mail.user,
        password=password,
    )


def _together(one: Pass, other: Pass) -> Pass:
    return Pass(one.sent + other.sent, one.failed + other.failed, one.dead + other.dead, one.left + other.left)


async def _promise_link(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await correspondence.promise_secret(tx, kind=SIGN_IN_LINK, cause=payload["link"], now=now)


async def _mint_link(tx: Transaction, link_id: str, now: datetime) -> Secret | None:
    """The token is made here and lives in the message alone; a message sent again gets a new one."""
    minted = await access.mint_link(tx, link_id, now)
    if minted is None:
        return None
    variant = Variant(minted.variant)
    formats = frozenset({Format.EASY}) if variant.easy else frozenset[Format]()
    reader = Recipient(envelope_name(minted.name), variant.language, minted.address, formats=formats)
    return Secret(
        reader, {"purpose": minted.purpose, "path": minted.path, "code": minted.code, "minutes": minted.minutes}
    )


HANDLERS: Mapping[str, Handler] = {access.WANTED: _promise_link}
MINTS: Mapping[str, Minting] = {SIGN_IN_LINK: Minting(_mint_link)}
