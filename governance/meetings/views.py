"""Meetings as programs see them."""

from datetime import datetime

import msgspec

from governance.meetings.records import ItemRecord, MeetingRecord
from governance.platform.web.findings import FindingView
from governance.platform.web.wording import TextsView


class ItemView(msgspec.Struct, frozen=True):
    id: str
    position: int
    title: TextsView
    text: TextsView
    subject: str | None
    business: str | None


class MeetingView(msgspec.Struct, frozen=True):
    id: str
    kind: str
    stage: str
    sitting: int
    starts_at: datetime
    place: str
    join_link: str
    rules_version: int
    notice: FindingView
    quorum: FindingView | None
    cause: str


class AgendaView(msgspec.Struct, frozen=True):
    meeting: MeetingView
    items: list[ItemView]


class AttendanceView(msgspec.Struct, frozen=True):
    member: str
    how: str
    at: datetime


def meeting_view(meeting: MeetingRecord) -> MeetingView:
    quorum = meeting.quorum_finding
    return MeetingView(
        id=meeting.id,
        kind=meeting.kind,
        stage=meeting.stage,
        sitting=meeting.sitting,
        starts_at=meeting.starts_at,
        place=meeting.place,
        join_link=meeting.join_link,
        rules_version=meeting.rules_version,
        notice=FindingView.of(meeting.notice_finding),
        quorum=None if quorum is None else FindingView.of(quorum),
        cause=meeting.cause,
    )


def item_view(item: ItemRecord) -> ItemView:
    return ItemView(
        id=item.id,
        position=item.position,
        title=TextsView(**item.title),
        text=TextsView(**item.text),
        subject=item.subject,
        business=item.business,
    )
