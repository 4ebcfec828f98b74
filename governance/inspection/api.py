"""Inspections for programs: one type of entry, whose fields are left out unless the grant reaches them."""

from datetime import date, datetime

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from governance.access import ask
from governance.inspection import service as inspection
from governance.inspection.model import Column, Power, Proposal
from governance.inspection.records import GrantRecord
from governance.inspection.service import Line


class GrantBody(msgspec.Struct, forbid_unknown_fields=True):
    body: str
    power: Power
    evidence: str
    columns: list[Column]
    earliest: date
    latest: date
    last_day: date
    lawful_basis: str | None = None
    member: str | None = None
    inspector_name: str = ""
    inspector_email: str = ""


class RevocationBody(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class GrantView(msgspec.Struct, frozen=True):
    id: str
    body: str
    power: str
    columns: list[str]
    earliest: date
    latest: date
    expires_at: datetime
    approved: bool
    revoked: bool


class EntryView(msgspec.Struct, frozen=True):
    name: str | msgspec.UnsetType | None = msgspec.UNSET
    address: str | msgspec.UnsetType | None = msgspec.UNSET
    email: str | msgspec.UnsetType | None = msgspec.UNSET
    entered_on: date | msgspec.UnsetType | None = msgspec.UNSET
    ceased_on: date | msgspec.UnsetType | None = msgspec.UNSET
    class_: str | msgspec.UnsetType | None = msgspec.field(default=msgspec.UNSET, name="class")


class OfficerView(msgspec.Struct, frozen=True):
    office: str
    name: str
    address: str
    email: str | None
    since: date
    until: date | None


class RegisterView(msgspec.Struct, frozen=True):
    as_at: date
    entries: list[EntryView]
    officers: list[OfficerView]
    page: int
    has_more: bool


class LookView(msgspec.Struct, frozen=True):
    at: datetime
    as_at: date
    page: int
    search: str


class InspectionsApi(Controller):
    path = "/inspections"
    tags = ("inspections",)

    @get("/", permission="inspection.look", operation_id="inspections")
    async def mine(self, view: ask.View, actor: ask.Actor) -> list[GrantView]:
        """One's own grants; those who decide about grants see all."""
        return [_grant(grant) for grant in await inspection.grants(view, actor)]

    @post("/", permission="inspection.propose", operation_id="propose-grant")
    async def propose(
        self, data: JSONBody[GrantBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> GrantView:
        fields = {name: getattr(data, name) for name in data.__struct_fields__}
        proposal = Proposal(**fields | {"columns": frozenset(data.columns)})
        return _grant(await inspection.propose(tx, actor, proposal, now))

    @post("/{grant_id:str}/approve", status_code=200, permission="inspection.decide", operation_id="approve-grant")
    async def approve(self, grant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> GrantView:
        return _grant(await inspection.approve(tx, actor, grant_id, now))

    @post("/{grant_id:str}/revoke", status_code=200, permission="inspection.list", operation_id="revoke-grant")
    async def revoke(
        self,
        grant_id: FromPath[str],
        data: JSONBody[RevocationBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> GrantView:
        return _grant(await inspection.revoke(tx, actor, grant_id, reason=data.reason, now=now))

    @get("/{grant_id:str}/looks", permission="inspection.list", operation_id="looks")
    async def looks(self, grant_id: FromPath[str], view: ask.View, actor: ask.Actor) -> list[LookView]:
        found = await inspection.looks(view, actor, grant_id)
        return [LookView(look.at, look.as_at, look.page, look.search) for look in found]

    @get("/{grant_id:str}/register", permission="inspection.look", operation_id="look")
    async def look(
        self,
        *,
        grant_id: FromPath[str],
        as_at: FromQuery[date],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        search: FromQuery[str] = "",
        page: ask.Ordinal = 1,
    ) -> RegisterView:
        """A page of the register as at a day. That it was shown is written down (REG-1)."""
        shown = await inspection.look(tx, actor, grant_id, as_at=as_at, now=now, search=search, page=page)
        officers = [
            OfficerView(one.office, one.name, one.address, one.email, one.since, one.until) for one in shown.officers
        ]
        return RegisterView(shown.as_at, [_entry(line) for line in shown.lines], officers, shown.page, shown.has_more)


def _grant(grant: GrantRecord) -> GrantView:
    return GrantView(
        id=grant.id,
        body=grant.body,
        power=grant.power,
        columns=list(grant.columns),
        earliest=grant.earliest,
        latest=grant.latest,
        expires_at=grant.expires_at,
        approved=grant.approved_at is not None,
        revoked=grant.revoked_at is not None,
    )


def _entry(line: Line) -> EntryView:
    """Only what the grant reaches is set, and only what is set is written (PERM-5)."""
    reached = line.columns
    return EntryView(
        name=line.name if Column.NAME in reached else msgspec.UNSET,
        address=line.address if Column.ADDRESS in reached else msgspec.UNSET,
        email=line.email if Column.EMAIL in reached else msgspec.UNSET,
        entered_on=line.entered_on if Column.DATES in reached else msgspec.UNSET,
        ceased_on=line.ceased_on if Column.DATES in reached else msgspec.UNSET,
        class_=line.class_ if Column.CLASS in reached else msgspec.UNSET,
    )


APIS = (InspectionsApi,)
