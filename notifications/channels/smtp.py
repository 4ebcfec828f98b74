"""E-mail through an SMTP server."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

import aiosmtplib

from notifications.channels import Accepted, Answer, Refused, Send
from notifications.email_message import as_email
from notifications.errors import BadAddress
from notifications.mailbox import Mailbox, check_domain
from notifications.outbox import Claimed

# The server turned us away, not the message: somebody has to mend the settings, and the message can wait for that.
OUR_FAULT = frozenset({421, 454, 530, 534, 535, 538})
DETAIL_LIMIT = 500
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Security(StrEnum):
    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """Where to hand mail in. Without encryption only to this very machine.

    `bounces` is the mailbox that delivery reports come back to; each message gets its own address there
    (``bounces+ID@…``), so a report that quotes nothing still says which message it is about.
    """

    host: str
    port: int
    security: Security
    greeting: str
    bounces: Mailbox
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: int = 60
    trust: ssl.SSLContext | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        check_domain(self.greeting)
        if self.security is Security.NONE and self.host not in LOCAL:
            raise BadAddress("a server elsewhere needs starttls or tls")
        if len(self.bounces.local_part) > 23:
            raise BadAddress("the bounce address leaves no room for the message's name")

    def return_path(self, message: str) -> str:
        return f"{self.bounces.local_part}+{message}@{self.bounces.domain}"


@dataclass(frozen=True, slots=True)
class Smtp:
    server: Server

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Send]:
        """One connection for the batch, opened by its first message and again if the server drops it."""
        conversation = _Conversation(self.server)
        try:
            yield conversation.send
        finally:
            await conversation.leave()


class _Conversation:
    def __init__(self, server: Server) -> None:
        self._server = server
        self._unreachable: Refused | None = None
        self._smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            local_hostname=server.greeting,
            timeout=server.timeout,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            tls_context=server.trust,
        )

    async def send(self, claimed: Claimed) -> Answer:
        if not claimed.recipient.email:
            return Refused("no-address", permanent=True)
        trouble = await self._reach()
        if trouble is not None:
            return trouble
        try:
            return await self._hand_over(claimed)
        except asyncio.CancelledError:
            self._smtp.close()
            raise

    async def _reach(self) -> Refused | None:
        """A server that cannot be reached is asked once in a batch, not once for each message."""
        if self._smtp.is_connected or self._unreachable is not None:
            return self._unreachable
        try:
            await self._smtp.connect()
            if self._smtp.is_ehlo_or_helo_needed:
                await self._smtp.ehlo()
        except aiosmtplib.SMTPResponseException as error:
            self._unreachable = Refused(f"smtp-connect-{error.code}", _legible(error.message))
        except (aiosmtplib.SMTPException, OSError) as error:
            self._unreachable = Refused("smtp-connect", _legible(str(error)))
        if self._unreachable is not None:
            self._smtp.close()
        return self._unreachable

    async def _hand_over(self, claimed: Claimed) -> Answer:
        mail = as_email(claimed.message, claimed.recipient)
        data_begun = False
        try:
            await self._smtp.mail(self._server.return_path(claimed.message.id), options=self._size(mail))
            await self._smtp.rcpt(claimed.recipient.mailbox.address)
            data_begun = True
            response = await self._smtp.data(mail)
        except aiosmtplib.SMTPResponseException as error:
            await self._begin_afresh()
            return _refusal(error, data_begun)
        except (aiosmtplib.SMTPException, OSError) as error:
            self._smtp.close()
            code = "smtp-answer-lost" if data_begun else "smtp-dropped"
            return Refused(code, _legible(str(error)), uncertain=data_begun)
        return Accepted(_legible(f"{response.code} {response.message}"))

    def _size(self, mail: bytes) -> list[str]:
        """So that a server can refuse what is too big before it is sent."""
        return [f"SIZE={len(mail)}"] if self._smtp.supports_extension("size") else []

    async def _begin_afresh(self) -> None:
        try:
            await self._smtp.rset()
        except (aiosmtplib.SMTPException, OSError):
            self._smtp.close()

    async def leave(self) -> None:
        if not self._smtp.is_connected:
            return
        with suppress(aiosmtplib.SMTPException, OSError):
            await self._smtp.quit()
        self._smtp.close()


def _refusal(error: aiosmtplib.SMTPResponseException, data_begun: bool) -> Refused:
    if 400 <= error.code < 600:
        permanent = error.code >= 500 and error.code not in OUR_FAULT
        return Refused(f"smtp-{error.code}", _legible(error.message), permanent)
    return Refused("smtp-unclear", _legible(f"{error.code} {error.message}"), uncertain=data_begun)


def _legible(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text[:DETAIL_LIMIT])
