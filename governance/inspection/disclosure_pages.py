"""Disclosures for the officers who agree to them, the authority that reads, and the person whose money it is."""

from dataclasses import dataclass
from datetime import date, timedelta

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.service import people
from governance.errors import NotFound
from governance.funds.model.payments import Funder
from governance.funds.showing import payments as showing_payments
from governance.funds.showing import statements as showing_statements
from governance.inspection import disclosed, disclosing
from governance.inspection import service as inspection
from governance.inspection.disclosures import Asked, Purpose
from governance.inspection.model import MOST_DAYS, person
from governance.platform.clock import legal_day
from governance.platform.printing import pdf
from governance.platform.web.replies import Template, after

OFFICE, OWN = "/office/disclosures/person", "/me/disclosures"
FILES = {
    "statement.pdf": "application/pdf",
    "statement.csv": "text/csv; charset=utf-8",
    "statement.zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class AskedForm:
    """``person`` is somebody who is no member, ``whom`` a member's number or e-mail address: one of the two."""

    body: str
    authority: Funder
    relied_on: str
    evidence: str
    purpose: Purpose
    since: date
    until: date
    last_day: date
    officer_name: str
    officer_email: str
    person: str = ""
    whom: str = ""

    @property
    def asked(self) -> Asked:
        return Asked(
            self.body,
            self.authority,
            self.relied_on,
            self.evidence,
            self.purpose,
            self.since,
            self.until,
            self.last_day,
            self.officer_name,
            self.officer_email,
        )


@dataclass(frozen=True, slots=True)
class Opening:
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    reason: str


class DisclosingPages(Controller):
    path = OFFICE
    include_in_schema = False

    @get("/new", permission="inspection.disclose")
    async def new(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        today = legal_day(now)
        context = {
            "persons": await disclosing.without_membership(view, actor),
            "funders": list(Funder),
            "purposes": list(Purpose),
            "today": today,
            "last": today + timedelta(days=MOST_DAYS),
        }
        return Template("pages/inspection/disclosing/new.html", context=context)

    @post("/new", permission="inspection.disclose")
    async def propose(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(AskedForm)
        whose = await disclosing.whose(tx, actor, given.person, given.whom, now)
        record = await disclosing.propose(tx, actor, whose, given.asked, now)
        return after(f"{OFFICE}/{record.grant}", say="disclosure-proposed")

    @get("/{grant_id:str}", permission="inspection.disclosures")
    async def show(self, grant_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await disclosing.find(view, actor, grant_id)
        context = {
            "one": found,
            "grant": found.grant,
            "told": await disclosing.was_told(view, found.record, now),
            "mine": found.grant.proposed_by == person(actor),
            "now": now,
        }
        return Template("pages/inspection/disclosing/show.html", context=context)

    @post("/{grant_id:str}/open", permission="inspection.disclose", form=OFFICE + "/{grant_id}")
    async def open_it(
        self, grant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await disclosing.open_it(tx, actor, grant_id, answer=form.read(Opening).answer, now=now)
        return after(f"{OFFICE}/{grant_id}", say="disclosure-opened")

    @post("/{grant_id:str}/answer", permission="inspection.disclose", form=OFFICE + "/{grant_id}")
    async def answer(
        self, grant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await disclosing.answer(tx, actor, grant_id, words=form.read(Opening).answer, now=now)
        return after(f"{OFFICE}/{grant_id}", say="objection-answered")

    @post("/{grant_id:str}/end", permission="inspection.disclosures", form=OFFICE + "/{grant_id}")
    async def end(
        self, grant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        """No step-up: taking it back must never wait."""
        await disclosing.find(tx, actor, grant_id)
        await inspection.revoke(tx, actor, grant_id, reason=form.read(Ending).reason, now=now)
        return after(f"{OFFICE}/{grant_id}", say="revoked")


class DisclosedPages(Controller):
    """What the authority's officer reads. Nothing is changed by it; that it was shown is written down (REG-1)."""

    path = "/inspect/{grant_id:str}/person"
    include_in_schema = False

    @get("/", permission="inspection.disclosed")
    async def opened(self, grant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Template:
        found = await disclosed.opened(tx, actor, grant_id, now)
        return Template("pages/inspection/disclosing/opened.html", context={"opened": found, "grant": found.grant})

    @get("/funds/{fund_id:str}", permission="inspection.disclosed")
    async def statement(
        self,
        *,
        grant_id: FromPath[str],
        fund_id: FromPath[str],
        tx: ask.Transaction,
        keys: ask.Keys,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Template:
        grant, made = await disclosed.statement(tx, actor, keys, grant_id, fund_id, file=None, now=now)
        return Template("pages/inspection/disclosing/statement.html", context={"grant": grant, "made": made})

    @get("/funds/{fund_id:str}/{file:str}", permission="inspection.disclosed")
    async def file_of(
        self,
        *,
        variant: FromPath[str],
        grant_id: FromPath[str],
        fund_id: FromPath[str],
        file: FromPath[str],
        database: ask.Database,
        keys: ask.Keys,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Response[bytes]:
        if file not in FILES:
            raise NotFound(file=file)
        async with database.writing() as tx:
            _, made = await disclosed.statement(tx, actor, keys, grant_id, fund_id, file=file, now=now)
        if file == "statement.csv":
            content = showing_statements.table(made)
        elif file == "statement.zip":
            content = showing_statements.packed(made)
        else:
            content = await pdf(showing_statements.document(made, variant))
        return _file(content, file, FILES[file])

    @get("/payments/{payment_id:str}", permission="inspection.disclosed")
    async def payment(
        self,
        grant_id: FromPath[str],
        payment_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Template:
        grant, account = await disclosed.account(tx, actor, grant_id, payment_id, file=None, now=now)
        return Template("pages/inspection/disclosing/payment.html", context={"grant": grant, "account": account})

    @get("/payments/{payment_id:str}/return.csv", permission="inspection.disclosed")
    async def spreadsheet(
        self,
        grant_id: FromPath[str],
        payment_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Response[bytes]:
        _, account = await disclosed.account(tx, actor, grant_id, payment_id, file="return.csv", now=now)
        return _file(showing_payments.table(account), "return.csv", "text/csv; charset=utf-8")


class ToldPages(Controller):
    path = OWN
    include_in_schema = False

    @get("/", permission="inspection.told")
    async def mine(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await disclosing.of_mine(view, actor, now)
        own = [one.id for one in await people.spoken_for(view, actor, now) if people.is_own(one, actor)]
        return Template("pages/inspection/disclosing/mine.html", context={"found": found, "own": own, "now": now})

    @post("/{grant_id:str}/object", permission="inspection.told")
    async def object_to(self, grant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await disclosing.object_to(tx, actor, grant_id, now)
        return after(OWN, say="objected")


def _file(content: bytes, name: str, kind: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


PAGES = (DisclosingPages, DisclosedPages, ToldPages)
