"""What those do who keep a fund's books: money that came, promises, decisions, leavers, the bank, the end."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.funds.service import (
    bank,
    changing,
    closing,
    committing,
    contributing,
    forgiving,
    funds,
    leaving,
    mandates,
    opening,
    payments,
    pilots,
    settling,
)
from governance.funds.service.mandates import Terms
from governance.funds.showing import desk as desks
from governance.platform.clock import legal_day
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after

LARGEST_FILE = 2_000_000
SOURCES = {"motion": "motion_id", "power": "power_id", "trustees": "trust_decision_id"}


@dataclass(frozen=True, slots=True)
class Came:
    person: str
    pence: Pence
    on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Promise:
    mandate: str
    pence: Pence
    what: str
    until: date


@dataclass(frozen=True, slots=True)
class Mandate:
    motion: str
    purposes: str
    since: date
    until: date | None = None
    total: Pence | None = None
    each: Pence | None = None


@dataclass(frozen=True, slots=True)
class Ends:
    on: date


@dataclass(frozen=True, slots=True)
class Trial:
    motion: str
    until: date


@dataclass(frozen=True, slots=True)
class Free:
    pence: Pence


@dataclass(frozen=True, slots=True)
class Account:
    account: str


class KeepingPages(Controller):
    path = "/funds/{fund_id:str}/keep"
    include_in_schema = False

    @get("/", permission="funds.keep")
    async def desk(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await desks.desk(view, actor, fund_id, now)
        return Template("pages/funds/keep/desk.html", context=context)

    @get("/contribution", permission="funds.keep")
    async def contribution_asked(
        self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await desks.desk(view, actor, fund_id, now)
        return Template("pages/funds/keep/contribution.html", context=context)

    @get("/commitment", permission="funds.keep")
    async def commitment_asked(
        self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await desks.desk(view, actor, fund_id, now)
        return Template("pages/funds/keep/commitment.html", context=context)

    @get("/mandate", permission="funds.keep")
    async def mandate_asked(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await desks.desk(view, actor, fund_id, now)
        return Template("pages/funds/keep/mandate.html", context=context)

    @get("/pilot", permission="funds.keep")
    async def pilot_asked(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await desks.desk(view, actor, fund_id, now)
        return Template("pages/funds/keep/pilot.html", context=context)

    @get("/bank", permission="funds.keep")
    async def bank_asked(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await desks.desk(view, actor, fund_id, now)
        return Template("pages/funds/keep/bank.html", context=context)

    @post("/open", permission="funds.keep", form="/funds/{fund_id}/keep")
    async def open_(self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await opening.open_fund(tx, actor, fund_id, now)
        await settling.promise(tx, actor, fund_id, now)
        return after(f"/funds/{fund_id}/keep", say="fund-opened")

    @post("/contribution", permission="funds.keep")
    async def contribution(
        self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Came)
        await contributing.enter(
            tx,
            actor,
            fund_id,
            person_id=given.person,
            pence=given.pence,
            on=given.on,
            reference=given.reference.strip(),
            now=now,
            once=True,
        )
        return after(f"/funds/{fund_id}/keep", say="fund-contribution")

    @post("/gone/{person_id:str}", permission="funds.keep", form="/funds/{fund_id}/keep")
    async def give_back(
        self, *, fund_id: FromPath[str], person_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await leaving.give_back(tx, actor, fund_id, person_id, now)
        return after(f"/funds/{fund_id}/keep", say="fund-given-back")

    @get("/debt/{person_id:str}", permission="funds.keep")
    async def debt_asked(
        self, *, fund_id: FromPath[str], person_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await desks.debt(view, actor, fund_id, person_id, now)
        return Template("pages/funds/keep/forgive.html", context=context)

    @post("/debt/{person_id:str}", permission="funds.keep")
    async def ask_to_forgive(
        self, *, fund_id: FromPath[str], person_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await forgiving.ask(tx, actor, fund_id, person_id, now)
        return after(f"/funds/{fund_id}/keep", say="fund-forgiving-asked")

    @post("/forgiven/{change_id:str}", permission="funds.keep", form="/funds/{fund_id}/keep")
    async def forgive(
        self, *, fund_id: FromPath[str], change_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await forgiving.enter(tx, actor, fund_id, change_id, now)
        return after(f"/funds/{fund_id}/keep", say="fund-forgiven")

    @post("/commitment", permission="funds.keep")
    async def commitment(
        self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Promise)
        await committing.commit(
            tx,
            actor,
            fund_id,
            mandate_id=given.mandate,
            pence=given.pence,
            what=given.what,
            until=given.until,
            now=now,
        )
        return after(f"/funds/{fund_id}/keep", say="fund-commitment")

    @post("/commitment/{commitment_id:str}/release", permission="funds.keep", form="/funds/{fund_id}/keep")
    async def release(
        self,
        *,
        fund_id: FromPath[str],
        commitment_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        await funds.find(tx, actor, fund_id, now)
        await committing.release(tx, actor, commitment_id, pence=form.read(Free).pence, now=now)
        return after(f"/funds/{fund_id}/keep", say="fund-released")

    @post("/mandate", permission="funds.keep")
    async def mandate(
        self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Mandate)
        wanted = tuple(line.strip() for line in given.purposes.splitlines() if line.strip())
        terms = Terms(wanted, given.since, given.until, given.total, given.each)
        kind, _, source = given.motion.partition(":")
        named = {SOURCES.get(kind, "motion_id"): source}
        await mandates.name(tx, actor, fund_id, terms=terms, now=now, **named)
        return after(f"/funds/{fund_id}/keep", say="fund-mandate")

    @get("/mandate/{mandate_id:str}/end", permission="funds.keep")
    async def ending(
        self, *, fund_id: FromPath[str], mandate_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await desks.ending(view, actor, fund_id, mandate_id, now)
        return Template("pages/funds/keep/end_mandate.html", context=context)

    @post("/mandate/{mandate_id:str}/end", permission="funds.keep")
    async def end_mandate(
        self,
        *,
        fund_id: FromPath[str],
        mandate_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        await desks.ending(tx, actor, fund_id, mandate_id, now)
        await mandates.end(tx, actor, mandate_id, on=form.read(Ends).on, now=now)
        return after(f"/funds/{fund_id}/keep", say="fund-mandate-ended")

    @post("/pilot", permission="funds.keep")
    async def pilot(
        self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Trial)
        source = given.motion.removeprefix("motion:")
        await pilots.begin(tx, actor, fund_id, motion_id=source, until=given.until, now=now)
        return after(f"/funds/{fund_id}/keep", say="fund-pilot")

    @post("/leaver/{person_id:str}", permission="funds.keep", form="/funds/{fund_id}/keep")
    async def settle(
        self, *, fund_id: FromPath[str], person_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        ended = await payments.ended(tx, person_id, legal_day(now))
        await leaving.settle(tx, actor, fund_id, person_id, now=now, payment_ended=ended)
        return after(f"/funds/{fund_id}/keep", say="fund-left")

    @post("/bank", permission="funds.keep", request_max_body_size=LARGEST_FILE)
    async def bank_(
        self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        """The same file again adds nothing (LED-5)."""
        await funds.find_to_keep(tx, actor, fund_id, now)
        account = form.read(Account).account
        await bank.take(tx, actor, fund_id, account=account, content=form.file("file"), now=now)
        return after(f"/funds/{fund_id}/keep", say="fund-bank")

    @post("/close", permission="funds.keep", form="/funds/{fund_id}/keep")
    async def ask_to_close(
        self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await changing.ask_to_close(tx, actor, fund_id, now)
        return after(f"/funds/{fund_id}/keep", say="fund-close-asked")

    @post("/finish", permission="funds.keep", form="/funds/{fund_id}/keep")
    async def finish(self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await closing.finish(tx, actor, fund_id, now)
        return after(f"/funds/{fund_id}/keep", say="fund-closed")
