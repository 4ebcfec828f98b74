"""Offices for programs."""

from datetime import date

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from governance.access import ask
from governance.board import service as board
from governance.platform.clock import legal_day


class HolderView(msgspec.Struct, frozen=True):
    """What every member may know: the name, never the address."""

    term: str
    office: str
    name: str
    since: date
    until: date | None
    how: str


class AppointmentBody(msgspec.Struct, forbid_unknown_fields=True):
    member: str
    office: str
    how: str
    from_day: date
    until: date | None = None


class VacationBody(msgspec.Struct, forbid_unknown_fields=True):
    on: date
    reason: str


class TermView(msgspec.Struct, frozen=True):
    term: str
    office: str
    member: str
    since: date
    until: date | None


class BoardApi(Controller):
    path = "/board"
    tags = ("board",)

    @get("/", permission="board.read", operation_id="board")
    async def holders(self, view: ask.View, now: ask.Now, on: FromQuery[date | None] = None) -> list[HolderView]:
        """Who holds which office, today or on another day."""
        return [
            HolderView(one.term, one.office, one.name, one.since, one.until, one.how)
            for one in await board.holders(view, on or legal_day(now))
        ]

    @post("/", permission="board.appoint", operation_id="appoint")
    async def appoint(
        self, data: JSONBody[AppointmentBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> TermView:
        record = await board.appoint(
            tx,
            actor,
            member_id=data.member,
            office=data.office,
            from_day=data.from_day,
            how=data.how,
            now=now,
            until=data.until,
        )
        return TermView(record.id, record.office, record.member, record.since, record.until)

    @post("/{term_id:str}/end", status_code=200, permission="board.appoint", operation_id="vacate")
    async def vacate(
        self, term_id: FromPath[str], data: JSONBody[VacationBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> TermView:
        record = await board.vacate(tx, actor, term_id, on=data.on, reason=data.reason, now=now)
        return TermView(record.id, record.office, record.member, record.since, record.until)
