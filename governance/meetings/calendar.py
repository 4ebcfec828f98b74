"""A meeting as a file for a member's own calendar."""

from datetime import datetime, timedelta

from governance.meetings.model import Stage
from governance.meetings.records import MeetingRecord
from governance.platform.web.layout import environment
from governance.platform.web.variants import language_of, speaking
from governance.settings import Settings
from notifications import Attachment, Language, Mailbox, Meeting, published

USUALLY_LASTS = timedelta(hours=2)


def entry(meeting: MeetingRecord, variant: str, settings: Settings, now: datetime) -> Attachment:
    """In UTC, with the local time in words; the first line of the template is the title."""
    link = f"{settings.origin}/{variant}/meetings/{meeting.id}"
    with speaking(variant):
        template = environment(settings.time_zone).get_template("print/meetings/calendar.txt")
        title, _, words = template.render(meeting=meeting, link=link).strip().partition("\n")
    sender = settings.mail.sender
    return published(
        Meeting(
            id=f"{meeting.id}@{sender.partition('@')[2]}",
            sequence=meeting.sitting,
            starts=meeting.starts_at,
            ends=meeting.starts_at + USUALLY_LASTS,
            summary=title.strip(),
            description=words.strip(),
            location=meeting.place or meeting.join_link,
            language=Language(language_of(variant)),
            organizer=Mailbox("Cydlais", sender),
            cancelled=meeting.stage == Stage.CANCELLED,
        ),
        now,
    )
