"""What arrived by mail, read as a person's program shows it."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from governance.app import job_handlers, mints
from governance.correspondence.jobs import channels, deliver_due
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.jobs.runner import run_due
from governance.platform.keys import Keys
from governance.settings import Settings


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    text: str
    files: dict[str, str]
    raw: bytes


def mails(folder: Path) -> list[Mail]:
    """In the order of their addresses."""
    found = [_read(path.read_bytes()) for path in sorted((folder / "mail").rglob("*.eml"))]
    return sorted(found, key=lambda mail: mail.to)


def _read(raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    files = {str(part.get_filename()): str(part.get_content()) for part in message.iter_attachments()}
    (address,) = message["To"].addresses
    return Mail(address.addr_spec, str(message["Subject"]), body.get_content(), files, raw)


@dataclass(frozen=True)
class Post:
    """Jobs and letters as the running application does them, in a folder of a test."""

    database: Database
    keys: Keys
    clock: ScriptedClock
    folder: Path

    async def pass_on(self) -> None:
        settings = Settings(home=self.folder, database="", origin="https://bryn.example")
        ways = channels(settings, "Tŷ Ni", mints(self.keys))
        await run_due(self.database, job_handlers(self.keys), self.clock)
        await deliver_due(self.database, ways, self.clock)
        await run_due(self.database, job_handlers(self.keys), self.clock)

    def take(self) -> list[Mail]:
        """What came since this was asked last."""
        found = mails(self.folder)
        for path in (self.folder / "mail").rglob("*.eml"):
            path.unlink()
        return found
