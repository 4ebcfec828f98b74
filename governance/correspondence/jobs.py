"""Sending what has been promised, through whatever channels the organisation has."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from governance.correspondence.outbox import DatabaseOutbox, Mint
from governance.correspondence.press import Press
from governance.platform.clock import Clock
from governance.platform.db import Database
from governance.platform.jobs.runner import Handler
from governance.settings import Mail, Settings
from notifications import (
    Carrier,
    Channel,
    Delivery,
    Folder,
    Letterhead,
    LetterTray,
    Mailbox,
    Pass,
    Security,
    Server,
    Smtp,
)

HANDLERS: Mapping[str, Handler] = {}
MINTS: Mapping[str, Mint] = {}
LEASE = timedelta(minutes=10)
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Channels:
    """How this organisation's letters leave, who signs them, and the press that puts them into words."""

    press: Press
    sender: Mailbox
    carriers: Mapping[Channel, Carrier]


def channels(settings: Settings, name: str) -> Channels:
    """E-mail through the server of the settings, or into the mail folder where there is none; letters into the folder.

    ``name`` is the organisation's, as it stands on envelopes.
    """
    sender = Mailbox(name, settings.mail.sender)
    letterhead = Letterhead(name)
    email: Carrier = Folder(settings.mail_folder, letterhead)
    if settings.mail.server is not None:
        email = Smtp(_server(settings.mail, settings.mail.server, sender))
    return Channels(
        press=Press.of(settings.origin, settings.time_zone),
        sender=sender,
        carriers={Channel.EMAIL: email, Channel.LETTER: LetterTray(settings.mail_folder / "letters", letterhead)},
    )


async def deliver_due(database: Database, channels: Channels, clock: Clock) -> Pass:
    """Send everything that is due now; answers how it went."""
    delivery = Delivery(
        outbox=DatabaseOutbox(database, channels.press, channels.sender, MINTS),
        carriers=channels.carriers,
        clock=clock.now,
        limit=AT_ONCE,
        lease=LEASE,
        jitter=lambda: Fraction(secrets.randbelow(1000), 1000),
    )
    whole = Pass()
    while (latest := await delivery.once()).claimed:
        whole = _together(whole, latest)
    return whole


async def deliver_for_ever(
    database: Database, channels: Channels, clock: Clock, stop: asyncio.Event, *, pause: float = 1.0
) -> None:
    """Deliver until ``stop`` is set, resting ``pause`` seconds when there is nothing to send."""
    while not stop.is_set():
        if (await deliver_due(database, channels, clock)).claimed == 0:
            try:
                await asyncio.wait_for(stop.wait(), timeout=pause)
            except TimeoutError:
                continue


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
