"""Everything into a folder instead of out of the house: for demonstrations, tests, and a desk without a mail server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from notifications.channels import Accepted, Answer, Refused, Send
from notifications.channels.durable import write_once
from notifications.channels.letter import Letterhead, LetterTray
from notifications.email_message import as_email
from notifications.outbox import Claimed
from notifications.recipient import Channel


@dataclass(frozen=True, slots=True)
class Folder:
    """``mail/ID.eml`` and ``letters/ID.html``. The same message twice is one file."""

    path: Path
    letterhead: Letterhead

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Send]:
        yield self.send

    async def send(self, claimed: Claimed) -> Answer:
        if claimed.channel is Channel.LETTER:
            return await LetterTray(self.path / "letters", self.letterhead).send(claimed)
        if claimed.recipient.email is None:
            return Refused("no-address", permanent=True)
        path = self.path / "mail" / f"{claimed.message.id}.eml"
        try:
            await asyncio.to_thread(write_once, path, as_email(claimed.message, claimed.recipient))
        except OSError as error:
            return Refused("folder", str(error))
        return Accepted(path.name)
