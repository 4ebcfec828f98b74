"""A real SMTP server in the test's own loop, which can be told where to fail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from notifications import Mailbox, Security, Server, Smtp

DROP = "drop"
DROP_AFTER_KEEPING = "drop after keeping"


@dataclass
class MailServer:
    """`troubles` are used up one by one, each at its own step: ``("DATA", "451 later")`` or ``("RCPT", DROP)``."""

    port: int = 0
    troubles: list[tuple[str, str]] = field(default_factory=list)
    kept: list[Message] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0

    def _trouble(self, server: SMTP, step: str) -> str | None:
        mine = next((trouble for trouble in self.troubles if trouble[0] == step), None)
        if mine is None:
            return None
        self.troubles.remove(mine)
        trouble = mine[1]
        if trouble in {DROP, DROP_AFTER_KEEPING}:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return trouble

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        trouble = self._trouble(server, "EHLO")
        return [trouble] if trouble else responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        trouble = self._trouble(server, "MAIL")
        if trouble is None:
            envelope.mail_from = address
        return trouble or "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        trouble = self._trouble(server, "RCPT")
        if trouble is None:
            envelope.rcpt_tos.append(address)
        return trouble or "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        trouble = self._trouble(server, "DATA")
        if trouble is None or trouble == DROP_AFTER_KEEPING:
            assert isinstance(envelope.content, bytes)
            assert envelope.mail_from is not None
            self.kept.append(message_from_bytes(envelope.content))
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos[0]))
        return trouble or "250 2.0.0 kept"

    def message_ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.kept]

    def channel(self, **changes: object) -> Smtp:
        settings: dict[str, object] = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": Security.NONE,
            "greeting": "coop.example",
            "bounces": Mailbox("Bounces", "bounces@coop.example"),
            "timeout": 5,
        }
        return Smtp(Server(**(settings | changes)))  # type: ignore[arg-type]


@asynccontextmanager
async def running(**settings: object) -> AsyncIterator[MailServer]:
    mail_server = MailServer()
    loop = asyncio.get_running_loop()

    def conversation() -> SMTP:
        return SMTP(mail_server, hostname="mail.example", loop=loop, **settings)  # type: ignore[arg-type]

    listening = await loop.create_server(conversation, "127.0.0.1", 0)
    mail_server.port = listening.sockets[0].getsockname()[1]
    try:
        yield mail_server
    finally:
        listening.close()
        await listening.wait_closed()


def only_ann(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    good = getattr(data, "login", None) == b"ann" and getattr(data, "password", None) == b"secret"
    return AuthResult(success=good, handled=False)
