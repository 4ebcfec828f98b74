"""What a delivery status notification says (RFC 3464): which message did not arrive, and whether it ever will."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as MimePart

from notifications.errors import NotADeliveryReport

SIZE_LIMIT = 1_000_000
CONTAINER_LIMIT = 60
CONTAINER = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
FAILURES = frozenset({"failed", "delayed"})
STATUS = re.compile(r"([245])\.\d{1,3}\.\d{1,3}")
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}@[!-;=?-~]{1,250}>")
RETURN_PATH = re.compile(r"\+([A-Za-z0-9_-]{1,40})@")


@dataclass(frozen=True, slots=True)
class Bounce:
    """One address that one message did not reach.

    `final`: the server gave up, nothing more will come of this message. `permanent`: the address itself is no good and
    must not be written to again. A server may give up on a passing trouble, such as a full mailbox: final, not
    permanent. No bounce is no proof of delivery.

    `message` is our own name for the message, read from the address that the report came back to or else from the
    Message-ID that it quotes. All of it was written by a stranger: look the message up before believing it.
    """

    message: str | None
    message_id: str | None
    recipient: str
    status: str
    final: bool
    permanent: bool
    diagnosis: str


def parse_bounces(report: bytes) -> tuple[Bounce, ...]:
    """The failures and delays that a report tells of; none if it only confirms delivery."""
    if len(report) > SIZE_LIMIT or len(CONTAINER.findall(report)) > CONTAINER_LIMIT:
        raise NotADeliveryReport("too big or too deep to be a delivery report")
    mail = message_from_bytes(report)
    status = _first(mail, "message/delivery-status")
    if mail.get_content_type() != "multipart/report" or status is None or not status.is_multipart():
        raise NotADeliveryReport("no delivery status part")
    message_id = _original_message_id(mail)
    message = _returned_to(mail) or (message_id[1:].partition("@")[0] if message_id else None)
    blocks = [block for block in status.get_payload() if isinstance(block, MimePart)]
    # The first block is about the message as a whole; one for each recipient follows.
    return tuple(bounce for block in blocks[1:] for bounce in _bounce(block, message, message_id))


def _bounce(block: MimePart, message: str | None, message_id: str | None) -> Iterator[Bounce]:
    action = _field(block, "Action").lower()
    if action not in FAILURES:
        return
    found = STATUS.search(_field(block, "Status"))
    final = action == "failed"
    yield Bounce(
        message=message,
        message_id=message_id,
        recipient=_typed(_field(block, "Original-Recipient") or _field(block, "Final-Recipient")),
        status=found[0] if found else "",
        final=final,
        permanent=final and found is not None and found[1] == "5",
        diagnosis=_typed(_field(block, "Diagnostic-Code")),
    )


def _first(mail: MimePart, *kinds: str) -> MimePart | None:
    return next((part for part in mail.walk() if part.get_content_type() in kinds), None)


def _original_message_id(mail: MimePart) -> str | None:
    """From the returned mail, whole or only its headers; never from the report's own headers."""
    returned = _first(mail, "message/rfc822", "text/rfc822-headers")
    if returned is None:
        return None
    payload = returned.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    original = inner if isinstance(inner, MimePart) else message_from_bytes(_decoded(returned))
    found = MESSAGE_ID.search(_field(original, "Message-ID"))
    return found[0] if found else None


def _decoded(part: MimePart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _returned_to(mail: MimePart) -> str | None:
    for name in ("Delivered-To", "X-Original-To", "To"):
        found = RETURN_PATH.search(_field(mail, name))
        if found:
            return found[1]
    return None


def _field(block: MimePart, name: str) -> str:
    """One line of legible text, however the sender wrote it."""
    text = " ".join(str(block.get(name, "")).split())
    return "".join(character for character in text if character.isprintable())[:500]


def _typed(value: str) -> str:
    """``rfc822; someone@example.org`` → ``someone@example.org``."""
    return value.partition(";")[2].strip() if ";" in value else value
