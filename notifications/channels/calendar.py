"""A meeting as a calendar invitation (RFC 5545, sent as RFC 5546 asks)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from notifications.headers import check_text
from notifications.mailbox import Mailbox
from notifications.message import Attachment
from notifications.recipient import Language

LINE_OCTETS = 75
TEXT_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
PARAMETER_ESCAPES = str.maketrans({"^": "^^", '"': "^'"})


@dataclass(frozen=True, slots=True)
class Meeting:
    """`id` stays the same for the life of the meeting; `sequence` grows with each change, cancelling included.

    Times go out in UTC, so no reader's time zone table can move them: say the local time in words in `description`.
    """

    id: str
    sequence: int
    starts: datetime
    ends: datetime
    summary: str
    description: str
    location: str
    language: Language
    organizer: Mailbox
    cancelled: bool = False

    def __post_init__(self) -> None:
        check_text("meeting id", self.id, 120)
        if self.starts.utcoffset() is None or self.ends.utcoffset() is None or self.starts >= self.ends:
            raise ValueError("a meeting needs two aware instants in order")
        if self.sequence < 0:
            raise ValueError("sequence counts from 0")


def invitation(meeting: Meeting, attendee: Mailbox, now: datetime) -> Attachment:
    """The invitation for one person, or its withdrawal."""
    method = "CANCEL" if meeting.cancelled else "REQUEST"
    lines = _calendar(meeting, attendee, method, now)
    content = b"".join(_folded(line) for line in lines)
    return Attachment("meeting.ics", f"text/calendar; charset=utf-8; method={method}", content)


def published(meeting: Meeting, now: datetime) -> Attachment:
    """The meeting as a file that anybody may add to their own calendar; it names no guest."""
    content = b"".join(_folded(line) for line in _calendar(meeting, None, "PUBLISH", now))
    return Attachment("meeting.ics", "text/calendar; charset=utf-8; method=PUBLISH", content)


def _calendar(meeting: Meeting, attendee: Mailbox | None, method: str, now: datetime) -> list[str]:
    guests = [f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;{_person(attendee)}"] if attendee else []
    tongue = f"LANGUAGE={meeting.language}"
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cydlais//Notifications//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{_text(meeting.id)}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{_instant(now)}",
        f"DTSTART:{_instant(meeting.starts)}",
        f"DTEND:{_instant(meeting.ends)}",
        f"SUMMARY;{tongue}:{_text(meeting.summary)}",
        f"DESCRIPTION;{tongue}:{_text(meeting.description)}",
        f"LOCATION;{tongue}:{_text(meeting.location)}",
        f"ORGANIZER;{_person(meeting.organizer)}",
        *guests,
        f"STATUS:{'CANCELLED' if meeting.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Escaped as RFC 5545 section 3.3.11 asks; other control characters have no place in a calendar."""
    escaped = value.translate(TEXT_ESCAPES)
    return CONTROLS.sub("", escaped)


def _person(mailbox: Mailbox) -> str:
    """A quoted parameter cannot hold a quote: RFC 6868 writes it as ``^'``."""
    return f'CN="{mailbox.name.translate(PARAMETER_ESCAPES)}":mailto:{quote(mailbox.address, safe="@")}'


def _folded(line: str) -> bytes:
    """Lines of at most 75 octets, never cut inside a letter."""
    pieces: list[bytes] = [b""]
    for character in line:
        octets = character.encode()
        if len(pieces[-1]) + len(octets) > LINE_OCTETS:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"
