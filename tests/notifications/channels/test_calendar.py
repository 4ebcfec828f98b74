from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import Language, Mailbox, Meeting, UnsafeHeader, as_email, invitation, published
from tests.notifications.examples import NIA, NOON, message

MEETING = Meeting(
    id="meeting-1@coop.example",
    sequence=0,
    starts=datetime(2026, 10, 3, 18, 30, tzinfo=ZoneInfo("Europe/London")),
    ends=datetime(2026, 10, 3, 20, 0, tzinfo=ZoneInfo("Europe/London")),
    summary="Cyfarfod; tŷ, ŵyl",
    description="6.30 yr hwyr\nNeuadd\\Goffa",
    location="Neuadd Goffa, Pwllheli",
    language=Language.WELSH,
    organizer=Mailbox('Cydweithfa "Tŷ" ^', "notices@coop.example"),
)


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_an_invitation_says_when_in_utc_and_who_and_where() -> None:
    file = invitation(MEETING, NIA.mailbox, NOON)
    lines = unfolded(file.content)
    assert file.media_type == "text/calendar; charset=utf-8; method=REQUEST"
    for line in (
        "METHOD:REQUEST",
        "UID:meeting-1@coop.example",
        "SEQUENCE:0",
        "DTSTAMP:20260901T120000Z",
        "DTSTART:20261003T173000Z",
        "DTEND:20261003T190000Z",
        "SUMMARY;LANGUAGE=cy:Cyfarfod\\; tŷ\\, ŵyl",
        "DESCRIPTION;LANGUAGE=cy:6.30 yr hwyr\\nNeuadd\\\\Goffa",
        "LOCATION;LANGUAGE=cy:Neuadd Goffa\\, Pwllheli",
        "ORGANIZER;CN=\"Cydweithfa ^'Tŷ^' ^^\":mailto:notices@coop.example",
        "STATUS:CONFIRMED",
    ):
        assert line in lines
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert any(line.startswith("ATTENDEE;") and line.endswith(":mailto:sian@member.example") for line in lines)


def test_a_cancelled_meeting_is_withdrawn_under_the_same_name() -> None:
    cancelled = replace(MEETING, cancelled=True, sequence=1)
    lines = unfolded(invitation(cancelled, NIA.mailbox, NOON).content)
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1", "UID:meeting-1@coop.example"} <= set(lines)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_no_text_can_add_a_line_of_its_own_and_every_line_is_short(words: str) -> None:
    content = invitation(replace(MEETING, description=words), NIA.mailbox, NOON).content
    plain = invitation(replace(MEETING, description=""), NIA.mailbox, NOON).content
    assert len(unfolded(content)) == len(unfolded(plain))
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()


def test_an_invitation_travels_in_a_mail() -> None:
    file = invitation(MEETING, NIA.mailbox, NOON)
    wire = as_email(message(attachments=(file,)), NIA)
    assert b"Content-Type: text/calendar;" in wire
    assert b'method="REQUEST"' in wire


def test_a_meeting_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="in order"):
        replace(MEETING, ends=MEETING.starts)
    with pytest.raises(ValueError, match="in order"):
        replace(MEETING, starts=MEETING.starts.replace(tzinfo=None))
    with pytest.raises(ValueError, match="from 0"):
        replace(MEETING, sequence=-1)
    with pytest.raises(UnsafeHeader):
        replace(MEETING, id="a\r\nATTENDEE:b")
    assert replace(MEETING, ends=MEETING.starts.astimezone(UTC) + timedelta(hours=1)).ends.tzinfo is UTC


def test_a_file_for_everybody_names_no_guest() -> None:
    file = published(MEETING, NOON)
    lines = unfolded(file.content)
    assert "METHOD:PUBLISH" in lines
    assert "UID:meeting-1@coop.example" in lines
    assert not [line for line in lines if line.startswith("ATTENDEE")]
    assert file.media_type == "text/calendar; charset=utf-8; method=PUBLISH"
