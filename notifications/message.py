"""One message to one person, complete and fixed when it is made."""

import re
from dataclasses import dataclass
from datetime import datetime

from notifications.errors import NoWording, UnsafeHeader
from notifications.headers import check_text, check_token
from notifications.mailbox import Mailbox, check_domain
from notifications.recipient import Language, Variant

SUBJECT_LIMIT = 150
URL_LIMIT = 500
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]*(?:; [a-z]+=[A-Za-z0-9.-]+)*")
UNSENDABLE = re.compile("[\0\ud800-\udfff]")
URL = re.compile(r"https://[!-~]+")


@dataclass(frozen=True, slots=True)
class Part:
    """The whole notice in one variant. `html` is a trusted fragment: composing escapes every fact put into it."""

    variant: Variant
    subject: str
    text: str
    html: str

    def __post_init__(self) -> None:
        check_text("subject", self.subject, SUBJECT_LIMIT)
        for body in (self.text, self.html):
            if UNSENDABLE.search(body):
                raise UnsafeHeader("body", "a character that mail cannot carry")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; `media_type` may carry parameters: ``text/calendar; method=REQUEST``."""

    filename: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        check_text("attachment name", self.filename, 120)
        if "/" in self.filename or "\\" in self.filename:
            raise UnsafeHeader("attachment name", "path separator")
        if not MEDIA_TYPE.fullmatch(self.media_type):
            raise UnsafeHeader("media type", "not a media type")


@dataclass(frozen=True, slots=True)
class Message:
    """Fixed for good: a repeat after a lost answer is the same bytes under the same Message-ID (MAIL-1)."""

    id: str
    domain: str
    kind: str
    created_at: datetime
    sender: Mailbox
    parts: tuple[Part, ...]
    attachments: tuple[Attachment, ...] = ()
    reply_to: Mailbox | None = None
    unsubscribe: str | None = None
    """The https address that stops optional mail at one click. A lawful notice has none."""

    def __post_init__(self) -> None:
        check_token("id", self.id)
        check_token("kind", self.kind)
        check_domain(self.domain)
        if not self.parts:
            raise NoWording("a message needs at least one part")
        if self.created_at.utcoffset() is None:
            raise ValueError("created_at must be aware")
        if self.unsubscribe is not None:
            check_text("unsubscribe", self.unsubscribe, URL_LIMIT)
            if not URL.fullmatch(self.unsubscribe) or set('<>"') & set(self.unsubscribe):
                raise UnsafeHeader("unsubscribe", "not an https address")

    @property
    def message_id(self) -> str:
        return f"<{self.id}@{self.domain}>"

    @property
    def languages(self) -> tuple[Language, ...]:
        """In reading order."""
        return tuple(dict.fromkeys(part.variant.language for part in self.parts))

    @property
    def subject(self) -> str:
        """The first part's subject in each language, the reader's own first."""
        first = {part.variant.language: part.subject for part in reversed(self.parts)}
        return " / ".join(dict.fromkeys(first[language] for language in self.languages))
