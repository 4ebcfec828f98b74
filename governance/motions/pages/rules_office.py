"""The office's way of a change of the rules: sent, registered, refused, filed; and the papers for it."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.errors import NotFound
from governance.motions import registering, rules_office
from governance.platform.printing import pdf
from governance.platform.texts import CY, EN
from governance.platform.web.forms import Form
from governance.platform.web.replies import Template, after
from governance.platform.web.wording import LARGEST_TEXTS
from governance.rulebook import service as rulebook
from governance.rulebook.model import State

DESK = "/office/rules/{version_id}"


@dataclass(frozen=True, slots=True)
class Sent:
    sent_on: date


@dataclass(frozen=True, slots=True)
class Registered:
    """What stands in the registrar's letter; whether a field may be used is for the service to say."""

    registered_on: date
    reference: str = ""


class RulesOfficePages(Controller):
    path = "/office/rules"
    include_in_schema = False

    @get("/", permission="rules.office")
    async def every(self, view: ask.View, now: ask.Now) -> Template:
        return Template("pages/motions/office/rules.html", context=await rules_office.listed(view, now))

    @get("/{version_id:str}", permission="rules.office")
    async def desk(self, version_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await rules_office.desk(view, actor, version_id, now)
        return Template("pages/motions/office/rule.html", context=found)

    @post("/{version_id:str}/sent", permission="rules.office", form=DESK)
    async def send(
        self, version_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        await rulebook.submit(tx, actor, version_id, sent_on=form.read(Sent).sent_on, now=now)
        return after(f"/office/rules/{version_id}", say="rules-sent")

    @post("/{version_id:str}/registered", permission="rules.register", form=DESK)
    async def register(
        self, version_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        read = form.read(Registered)
        await rulebook.register(
            tx, actor, version_id, reference=read.reference, registered_on=read.registered_on, now=now
        )
        return after(f"/office/rules/{version_id}", say="rules-registered")

    @get("/{version_id:str}/wording", permission="rules.register")
    async def wording(self, version_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        found = await registering.wording_shown(view, actor, version_id)
        return Template("pages/motions/office/wording.html", context=found)

    @post("/{version_id:str}/wording", permission="rules.register", request_max_body_size=LARGEST_TEXTS)
    async def register_in_other_words(
        self, version_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        typed = form.only(*await registering.names(tx, actor, version_id))
        letter = Form({name: given for name, given in typed.items() if name in registering.LETTER}, form.zone)
        read = letter.read(Registered)
        await rulebook.register(
            tx,
            actor,
            version_id,
            reference=read.reference,
            registered_on=read.registered_on,
            as_registered=await registering.read(tx, actor, version_id, typed),
            now=now,
        )
        return after(f"/office/rules/{version_id}", say="rules-registered")

    @post("/{version_id:str}/filed", permission="rules.office", form=DESK)
    async def file(
        self, version_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        await rulebook.file(tx, actor, version_id, sent_on=form.read(Sent).sent_on, now=now)
        return after(f"/office/rules/{version_id}", say="rules-sent")

    @post("/{version_id:str}/refused", permission="rules.register", form=DESK)
    async def refuse(self, version_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await rulebook.advance(tx, actor, version_id, State.REFUSED, now)
        return after(f"/office/rules/{version_id}", say="rules-refused")

    @post("/{version_id:str}/withdrawn", permission="rules.register", form=DESK)
    async def withdraw(
        self, version_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await rulebook.give_up(tx, actor, version_id, now)
        return after(f"/office/rules/{version_id}", say="rules-withdrawn")

    @get("/{version_id:str}/papers", permission="rules.office")
    async def papers(self, version_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await rules_office.papers(view, actor, version_id, now)
        context = {"papers": found, "change": found.change, "signatures": rules_office.SIGNATURES}
        return Template("pages/motions/office/papers.html", context=context)

    @get("/{version_id:str}/papers/{file:str}", permission="rules.office")
    async def file_of(
        self,
        version_id: FromPath[str],
        file: FromPath[str],
        *,
        database: ask.Database,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Response[bytes]:
        """``change-en.pdf``, ``change-cy.pdf``, pages of the same, or all of it in ``change.zip``."""
        async with database.reading() as view:
            found = await rules_office.papers(view, actor, version_id, now)
        headers = {"Content-Disposition": f'attachment; filename="{_known(file)}"'}
        if file == "change.zip":
            printed = {f"change-{one}.pdf": await pdf(rules_office.document(found, one)) for one in (CY, EN)}
            return Response(rules_office.zipped(found, printed), media_type="application/zip", headers=headers)
        language, kind = file[len("change-") :].split(".")
        page = rules_office.document(found, language)
        if kind == "html":
            return Response(page.encode(), media_type="text/html; charset=utf-8", headers=headers)
        return Response(await pdf(page), media_type="application/pdf", headers=headers)


def _known(file: str) -> str:
    """
    Raises:
        NotFound: there is no such file.
    """
    if file not in {"change.zip", *(f"change-{one}.{kind}" for one in (CY, EN) for kind in ("pdf", "html"))}:
        raise NotFound(file=file)
    return file
