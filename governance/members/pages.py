"""The register of members, as the secretary and other officers meet it, and one's own record."""

from dataclasses import dataclass, fields
from datetime import date

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.members import model
from governance.members import service as members
from governance.members.model import FORMATS, LANGUAGES, Candidate, Particulars
from governance.members.service import Filter, Purpose
from governance.members.spreadsheet import COLUMNS, MOST_BYTES, write
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after

PAGE = 50
CHOICES = {"languages": LANGUAGES, "formats": FORMATS}


@dataclass(frozen=True, slots=True)
class NewMember:
    number: str
    language: str
    class_: str
    entered_on: date
    address: str
    name_given: str = ""
    name_family: str = ""
    email: str | None = None
    formats: tuple[str, ...] = ()
    born_on: date | None = None

    def candidate(self) -> Candidate:
        return Candidate(**{field.name: getattr(self, field.name) for field in fields(Candidate)})


@dataclass(frozen=True, slots=True)
class Correction:
    address: str
    language: str
    reason: str
    name_given: str = ""
    name_family: str = ""
    email: str | None = None
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    class_: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Leaving:
    ground: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Copy:
    purpose: Purpose


class RegisterPages(Controller):
    path = "/office/register"
    include_in_schema = False

    @get("/", permission="members.list")
    async def register(
        self,
        *,
        view: ask.View,
        actor: ask.Actor,
        now: ask.Now,
        search: FromQuery[str] = "",
        former: FromQuery[bool] = False,
        without_email: FromQuery[bool] = False,
        class_: FromQuery[str] = "",
        page: ask.Ordinal = 1,
    ) -> Template:
        day = legal_day(now)
        only = Filter(former=former, class_=class_, without_email=without_email)
        found = await members.count(view, day, search=search, only=only)
        context = {
            "members": await members.register(view, actor, day=day, search=search, only=only, page=page, size=PAGE),
            "found": found,
            "count": await members.count(view, day),
            "search": search,
            "only": only,
            "page": page,
            "more": found > page * PAGE,
            "sees_class": model.may_see_class(actor, ""),
            "classes": (await members.rules_on(view, now)).words("P-020"),
        }
        return Template("pages/members/register.html", context=context)

    @get("/export", permission="members.keep")
    async def copies(self) -> Template:
        return Template("pages/members/export.html", context={"purposes": list(Purpose)})

    @post("/export", permission="members.export", status_code=200)
    async def export(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Response[bytes]:
        purpose = form.read(Copy).purpose
        content = await members.export(tx, actor, now, purpose)
        return _file(content, f"register-{purpose}-{legal_day(now).isoformat()}.csv")

    @get("/new", permission="members.keep")
    async def new(self, view: ask.View, now: ask.Now) -> Template:
        rules = await members.rules_on(view, now)
        context = {
            "rules": rules,
            "classes": rules.words("P-020"),
            "number": await members.next_number(view),
            "today": legal_day(now),
            **CHOICES,
        }
        return Template("pages/members/new.html", context=context)

    @post("/new", permission="members.keep")
    async def admit(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        member = await members.admit(tx, actor, form.read(NewMember).candidate(), now)
        return after(f"/office/register/{member.id}", say="admitted")

    @get("/{member_id:str}", permission="members.list")
    async def show(self, member_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        context = {
            "member": await members.find(view, actor, member_id),
            "history": await members.history(view, actor, member_id),
            "sees_class": model.may_see_class(actor, member_id),
            "sees_needs": model.may_see_needs(actor, member_id),
        }
        return Template("pages/members/member.html", context=context)

    @get("/{member_id:str}/correct", permission="members.keep")
    async def correction(self, member_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        member = await members.find(view, actor, member_id)
        return Template("pages/members/correct.html", context={"member": member, **CHOICES})

    @post("/{member_id:str}/correct", permission="members.keep")
    async def correct(
        self, member_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Correction)
        particulars = Particulars(
            given.name_given, given.name_family, given.address, given.email, given.language, given.formats
        )
        await members.correct(tx, actor, member_id, particulars, reason=given.reason, now=now)
        return after(f"/office/register/{member_id}", say="corrected")

    @get("/{member_id:str}/class", permission="members.keep")
    async def move(self, member_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        rules = await members.rules_on(view, now)
        context = {
            "member": await members.find(view, actor, member_id),
            "rules": rules,
            "voting": rules.words("P-022"),
            "today": legal_day(now),
        }
        return Template("pages/members/class.html", context=context)

    @post("/{member_id:str}/class", permission="members.keep")
    async def change_class(
        self, member_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Move)
        await members.change_class(tx, actor, member_id, given.class_, on=given.on, reason=given.reason, now=now)
        return after(f"/office/register/{member_id}", say="class-changed")

    @get("/{member_id:str}/end", permission="members.keep")
    async def leaving(self, member_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "member": await members.find(view, actor, member_id),
            "rules": await members.rules_on(view, now),
            "today": legal_day(now),
        }
        return Template("pages/members/end.html", context=context)

    @post(
        "/{member_id:str}/end/check",
        permission="members.keep",
        form="/office/register/{member_id}/end",
        status_code=200,
    )
    async def check_leaving(
        self, member_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Template:
        """What ending it would do, before it is done (UX-18)."""
        given = form.read(Leaving)
        member = await members.would_cease(
            view, actor, member_id, ground=given.ground, on=given.on, reason=given.reason, now=now
        )
        context = {"member": member, "given": given, "rules": await members.rules_on(view, now)}
        return Template("pages/members/end_check.html", context=context)

    @post("/{member_id:str}/end", permission="members.keep")
    async def cease(
        self, member_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Leaving)
        await members.cease(tx, actor, member_id, ground=given.ground, on=given.on, reason=given.reason, now=now)
        return after(f"/office/register/{member_id}", say="ceased")


class ImportPages(Controller):
    path = "/office/import"
    include_in_schema = False

    @get("/", permission="members.keep")
    async def choose(self) -> Template:
        return Template("pages/members/import.html", context={"columns": COLUMNS})

    @get("/template", permission="members.keep")
    async def template(self) -> Response[bytes]:
        return _file(write([]), "members.csv")

    @post("/", permission="members.keep", request_max_body_size=MOST_BYTES + 100_000)
    async def upload(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        record = await members.preview_import(tx, actor, form.file("file"), now)
        return after(f"/office/import/{record.id}")

    @get("/{import_id:str}", permission="members.keep")
    async def preview(self, import_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        preview = await members.previewed(view, actor, import_id)
        return Template("pages/members/preview.html", context={"preview": preview, "columns": COLUMNS})

    @post("/{import_id:str}", permission="members.keep")
    async def confirm(self, import_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await members.confirm_import(tx, actor, import_id, now)
        return after(f"/office/import/{import_id}", say="imported")


class OwnRecordPages(Controller):
    path = "/me/record"
    include_in_schema = False

    @get("/", permission="members.own")
    async def own(self, view: ask.View, actor: ask.Actor) -> Template:
        member = await members.find(view, actor, actor.member or "")
        return Template("pages/members/own.html", context={"member": member})


def _file(content: bytes, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv", headers=headers)


PAGES = (RegisterPages, ImportPages, OwnRecordPages)
