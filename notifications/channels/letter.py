"""A letter to print and post: one HTML file for each, addressed for a window envelope."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from notifications.channels import Accepted, Answer, Refused, Send
from notifications.channels.durable import write_once
from notifications.email_message import LAYOUT
from notifications.headers import check_text
from notifications.message import Message
from notifications.outbox import Claimed
from notifications.recipient import LINE_LIMIT, Format, Recipient

NAME_LIMIT = 500
"""An organisation may have a long name, in two languages."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, and where a letter that finds nobody goes back to."""

    name: str
    lines: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_text("letterhead", self.name, NAME_LIMIT)
        for line in self.lines:
            check_text("letterhead", line, LINE_LIMIT)


def letter_document(message: Message, recipient: Recipient, letterhead: Letterhead) -> str:
    """16 point, 20 for those who asked for large print; each language and form begins on a page of its own."""
    size = "20pt" if Format.LARGE_PRINT in recipient.formats else "16pt"
    template = LAYOUT.get_template("letter.html")
    return template.render(message=message, recipient=recipient, letterhead=letterhead, size=size)


@dataclass(frozen=True, slots=True)
class LetterTray:
    """Sent means ready to print. That it was posted is for the person who posts it to say."""

    folder: Path
    letterhead: Letterhead

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Send]:
        yield self.send

    async def send(self, claimed: Claimed) -> Answer:
        if not claimed.recipient.postal:
            return Refused("no-address", permanent=True)
        path = self.folder / f"{claimed.message.id}.html"
        document = letter_document(claimed.message, claimed.recipient, self.letterhead)
        try:
            await asyncio.to_thread(write_once, path, document.encode())
        except OSError as error:
            return Refused("folder", str(error))
        return Accepted(path.name)
