"""Put a notice into words for one person, in every variant they read."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment, Template

from notifications.errors import UnsafeHeader
from notifications.mailbox import Mailbox
from notifications.message import Attachment, Message, Part
from notifications.recipient import Recipient, Variant


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told: the kind names the templates, the facts fill them."""

    kind: str
    facts: Mapping[str, object]
    attachments: tuple[Attachment, ...] = ()
    offered: tuple[Variant, ...] = tuple(Variant)
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """What all messages of one organisation share. `domain` goes into each Message-ID."""

    domain: str
    mailbox: Mailbox
    reply_to: Mailbox | None = None


class Wording:
    """The application's templates and the voice that speaks them.

    For each kind: ``<folder>/<kind>/subject.txt``, ``body.txt`` and ``body.html`` (a fragment, no document). A variant
    may have its own file, ``body.en-easy.html``, which is then used instead. Besides the facts a template sees
    `recipient`, `variant`, `kind` and `link`.

    `speaking` is entered around the rendering of a variant; that is where an application switches its catalogue.
    `origin` is the configured address of the application; `link` builds from nothing else (MAIL-2).
    """

    def __init__(
        self,
        environment: Environment,
        *,
        origin: str,
        folder: str = "mail",
        speaking: Callable[[Variant], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        # Overlays share the loader, filters and globals; they pin what safety rests on, whatever was configured.
        self._html = environment.overlay(autoescape=True, enable_async=False)
        self._text = environment.overlay(autoescape=False, enable_async=False)
        self._origin = origin.rstrip("/")
        self._folder = folder
        self._speaking = speaking

    def link(self, path: str) -> str:
        """An address within the application: a path, never a host."""
        if not path.startswith("/") or path.startswith(("//", "/\\")) or any(sign <= " " for sign in path):
            raise UnsafeHeader("link", "not a path of the application")
        return self._origin + path

    def part(self, notice: Notice, recipient: Recipient, variant: Variant) -> Part:
        facts = {
            **notice.facts,
            "recipient": recipient,
            "variant": variant,
            "kind": notice.kind,
            "link": self.link,
        }
        with self._speaking(variant):
            return Part(
                variant=variant,
                subject=self._template(self._text, notice.kind, "subject", variant, "txt").render(facts).strip(),
                text=self._template(self._text, notice.kind, "body", variant, "txt").render(facts).strip() + "\n",
                html=self._template(self._html, notice.kind, "body", variant, "html").render(facts).strip() + "\n",
            )

    def _template(self, environment: Environment, kind: str, piece: str, variant: Variant, ending: str) -> Template:
        place = f"{self._folder}/{kind}/{piece}"
        return environment.select_template([f"{place}.{variant}.{ending}", f"{place}.{ending}"])


def compose(
    wording: Wording, notice: Notice, recipient: Recipient, sender: Sender, *, message: str, now: datetime
) -> Message:
    """All variants that this person is sent, in one message named `message`: no language goes earlier (W-04)."""
    variants = recipient.variants(notice.offered)
    return Message(
        id=message,
        domain=sender.domain,
        kind=notice.kind,
        created_at=now,
        sender=sender.mailbox,
        parts=tuple(wording.part(notice, recipient, variant) for variant in variants),
        attachments=notice.attachments,
        reply_to=sender.reply_to,
        unsubscribe=notice.unsubscribe,
    )
