"""A message with its recipient as one JSON text, for an outbox to keep and give back unchanged."""

import json
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

from notifications.mailbox import Mailbox
from notifications.message import Attachment, Message, Part
from notifications.recipient import Channel, Format, Language, Recipient, Variant


def dump(message: Message, recipient: Recipient) -> str:
    return json.dumps({"message": _message(message), "recipient": _recipient(recipient)}, ensure_ascii=False)


def load(text: str) -> tuple[Message, Recipient]:
    stored = json.loads(text)
    return _read_message(stored["message"]), _read_recipient(stored["recipient"])


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "domain": message.domain,
        "kind": message.kind,
        "created_at": message.created_at.isoformat(),
        "sender": _mailbox(message.sender),
        "reply_to": _mailbox(message.reply_to) if message.reply_to else None,
        "unsubscribe": message.unsubscribe,
        "parts": [[part.variant, part.subject, part.text, part.html] for part in message.parts],
        "attachments": [[a.filename, a.media_type, b64encode(a.content).decode()] for a in message.attachments],
    }


def _read_message(stored: dict[str, Any]) -> Message:
    return Message(
        id=stored["id"],
        domain=stored["domain"],
        kind=stored["kind"],
        created_at=datetime.fromisoformat(stored["created_at"]),
        sender=Mailbox(*stored["sender"]),
        reply_to=Mailbox(*stored["reply_to"]) if stored["reply_to"] else None,
        unsubscribe=stored["unsubscribe"],
        parts=tuple(Part(Variant(variant), *words) for variant, *words in stored["parts"]),
        attachments=tuple(Attachment(name, kind, b64decode(data)) for name, kind, data in stored["attachments"]),
    )


def _mailbox(mailbox: Mailbox) -> list[str]:
    return [mailbox.name, mailbox.address]


def _recipient(recipient: Recipient) -> dict[str, Any]:
    return {
        "name": recipient.name,
        "language": recipient.language,
        "email": recipient.email,
        "postal": recipient.postal,
        "formats": sorted(recipient.formats),
        "channels": recipient.channels,
    }


def _read_recipient(stored: dict[str, Any]) -> Recipient:
    return Recipient(
        name=stored["name"],
        language=Language(stored["language"]),
        email=stored["email"],
        postal=tuple(stored["postal"]),
        formats=frozenset(Format(name) for name in stored["formats"]),
        channels=tuple(Channel(name) for name in stored["channels"]),
    )
