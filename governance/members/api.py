"""The register for programs. Each audience has a type of its own, which holds what it may know and nothing else."""

from datetime import date

import msgspec
from litestar import Controller, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody

from governance.access import ask
from governance.actor import Actor
from governance.members import model
from governance.members import service as members
from governance.members.model import Candidate, Particulars
from governance.members.records import ImportRecord, MemberRecord
from governance.members.spreadsheet import MOST_BYTES
from governance.platform.clock import legal_day


class PeriodView(msgspec.Struct, frozen=True):
    class_: str = msgspec.field(name="class")
    since: date
    until: date | None


class ChairsMember(msgspec.Struct, frozen=True, kw_only=True):
    """What the chair sees: the inspectable part of an entry, its number, and the class."""

    id: str
    number: str
    name_given: str
    name_family: str
    address: str
    email: str | None
    entered_on: date
    ceased_on: date | None
    classes: list[PeriodView]


class KeptMember(ChairsMember, frozen=True, kw_only=True):
    """What the secretary sees of everybody, and everybody of themselves."""

    language: str
    formats: list[str]
    ceased_ground: str | None


AnyMember = ChairsMember | KeptMember


class NewMemberBody(msgspec.Struct, forbid_unknown_fields=True):
    number: str
    name_given: str
    name_family: str
    address: str
    language: str
    class_: str = msgspec.field(name="class")
    entered_on: date
    email: str | None = None
    formats: list[str] = msgspec.field(default_factory=list)
    born_on: date | None = None


class CorrectionBody(msgspec.Struct, forbid_unknown_fields=True):
    name_given: str
    name_family: str
    address: str
    language: str
    reason: str
    email: str | None = None
    formats: list[str] = msgspec.field(default_factory=list)


class MoveBody(msgspec.Struct, forbid_unknown_fields=True):
    class_: str = msgspec.field(name="class")
    on: date
    reason: str


class LeavingBody(msgspec.Struct, forbid_unknown_fields=True):
    ground: str
    on: date
    reason: str


class ImportBody(msgspec.Struct, forbid_unknown_fields=True):
    """``csv``: the file as text."""

    csv: str


class RowErrorView(msgspec.Struct, frozen=True):
    row: int
    column: str
    code: str


class ImportView(msgspec.Struct, frozen=True):
    id: str
    sha256: str
    rows: int
    errors: list[RowErrorView]
    confirmed: bool


class MembersApi(Controller):
    path = "/members"
    tags = ("members",)

    @get("/", permission="members.list", operation_id="members")
    async def register(
        self,
        view: ask.View,
        actor: ask.Actor,
        now: ask.Now,
        search: FromQuery[str] = "",
        page: ask.Ordinal = 1,
    ) -> list[AnyMember]:
        """Members today, a hundred a page, in the order of their numbers."""
        found = await members.register(view, actor, day=legal_day(now), search=search, page=page)
        return [seen_by(actor, member) for member in found]

    @get("/{member_id:str}", permission="members.read", operation_id="member")
    async def show(self, member_id: FromPath[str], view: ask.View, actor: ask.Actor) -> AnyMember:
        return seen_by(actor, await members.find(view, actor, member_id))

    @post("/", permission="members.keep", operation_id="admit")
    async def admit(
        self, data: JSONBody[NewMemberBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> AnyMember:
        candidate = Candidate(
            number=data.number,
            name_given=data.name_given,
            name_family=data.name_family,
            address=data.address,
            email=data.email,
            language=data.language,
            formats=tuple(data.formats),
            class_=data.class_,
            entered_on=data.entered_on,
            born_on=data.born_on,
        )
        return seen_by(actor, await members.admit(tx, actor, candidate, now))

    @patch("/{member_id:str}", permission="members.keep", operation_id="correct-member")
    async def correct(
        self,
        member_id: FromPath[str],
        data: JSONBody[CorrectionBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> AnyMember:
        given = Particulars(
            data.name_given, data.name_family, data.address, data.email, data.language, tuple(data.formats)
        )
        return seen_by(actor, await members.correct(tx, actor, member_id, given, reason=data.reason, now=now))

    @post("/{member_id:str}/class", status_code=200, permission="members.keep", operation_id="change-class")
    async def change_class(
        self, member_id: FromPath[str], data: JSONBody[MoveBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> AnyMember:
        member = await members.change_class(tx, actor, member_id, data.class_, on=data.on, reason=data.reason, now=now)
        return seen_by(actor, member)

    @post("/{member_id:str}/end", status_code=200, permission="members.keep", operation_id="end-membership")
    async def cease(
        self,
        member_id: FromPath[str],
        data: JSONBody[LeavingBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> AnyMember:
        member = await members.cease(tx, actor, member_id, ground=data.ground, on=data.on, reason=data.reason, now=now)
        return seen_by(actor, member)

    @post("/imports", permission="members.keep", operation_id="preview-import", request_max_body_size=2 * MOST_BYTES)
    async def upload(
        self, data: JSONBody[ImportBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> ImportView:
        return _import(await members.preview_import(tx, actor, data.csv.encode(), now))

    @get("/imports/{import_id:str}", permission="members.keep", operation_id="import")
    async def preview(self, import_id: FromPath[str], view: ask.View, actor: ask.Actor) -> ImportView:
        return _import(await members.find_import(view, actor, import_id))

    @post("/imports/{import_id:str}/confirm", status_code=200, permission="members.keep", operation_id="confirm-import")
    async def confirm(
        self, import_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> ImportView:
        return _import(await members.confirm_import(tx, actor, import_id, now))


def seen_by(actor: Actor, member: MemberRecord) -> AnyMember:
    """The entry in the type made for this audience (PERM-5)."""
    chairs = {name: getattr(member, name) for name in ChairsMember.__struct_fields__ if name != "classes"}
    chairs["classes"] = [PeriodView(record.class_, record.since, record.until) for record in member.periods]
    if not model.may_see_needs(actor, member.id):
        return ChairsMember(**chairs)
    return KeptMember(
        **chairs,
        language=member.language,
        formats=list(member.formats),
        ceased_ground=member.ceased_ground,
    )


def _import(record: ImportRecord) -> ImportView:
    errors = [RowErrorView(*error) for error in record.errors]
    return ImportView(record.id, record.sha256, record.rows, errors, record.confirmed_at is not None)


APIS = (MembersApi,)
