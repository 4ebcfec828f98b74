"""Proposing to spend from a fund, one question a page; agreeing; and that it was paid (S-56)."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.errors import Invalid
from governance.funds.model.cover import cover
from governance.funds.model.funds import Payee
from governance.funds.service import bearing, plans, spending
from governance.funds.service import funds as pooled
from governance.funds.service.spending import Payment
from governance.funds.showing import pools
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after

MOST_MINUTES = 14 * 24 * 60
STEPS = ("purpose", "pence", "payee", "payee_name", "evidence")


@dataclass(frozen=True, slots=True)
class Spend:
    """What was answered so far; ``checked`` once everything was read again."""

    purpose: str
    pence: Pence | None = None
    payee: Payee | None = None
    payee_name: str = ""
    evidence: str = ""
    checked: bool = False

    @property
    def unanswered(self) -> str | None:
        return next((name for name in STEPS if not getattr(self, name)), None)

    @property
    def payment(self) -> Payment:
        """
        Raises:
            Invalid: a question was not answered.
        """
        if self.pence is None or self.payee is None or self.unanswered is not None:
            raise Invalid({self.unanswered or "pence": "missing"})
        return Payment(self.pence, self.purpose, self.payee, self.payee_name, self.evidence)


@dataclass(frozen=True, slots=True)
class PlanForm:
    purpose: str
    pence: Pence
    until: date


@dataclass(frozen=True, slots=True)
class Paid:
    on: date


@dataclass(frozen=True, slots=True)
class CoverForm:
    minutes: int
    rate: Pence
    premium: Pence


class CoverPages(Controller):
    path = "/funds/{fund_id:str}/cover"
    include_in_schema = False

    @get("/", permission="funds.prepare")
    async def begin(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        fund = await pooled.find(view, actor, fund_id, now)
        return Template("pages/funds/cover.html", context={"fund": fund, "cover": None})

    @post("/", permission="funds.prepare", status_code=200)
    async def reckon(
        self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Template:
        """Who pays how much (M-10); nothing is fixed by looking. What the fund pays is proposed as any spending."""
        fund = await pooled.find(view, actor, fund_id, now)
        given = form.read(CoverForm)
        if not 0 < given.minutes <= MOST_MINUTES:
            raise Invalid({"minutes": "not-so-long"})
        found = cover(given.minutes, given.rate, given.premium)
        return Template("pages/funds/cover.html", context={"fund": fund, "cover": found})


class PlanPages(Controller):
    path = "/funds/{fund_id:str}/plan"
    include_in_schema = False

    @get("/", permission="funds.prepare")
    async def begin(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        fund = await pooled.find(view, actor, fund_id, now)
        purposes = await pools.purposes(view, fund_id, legal_day(now))
        rules = await members.rules_on(view, now)
        return Template("pages/funds/plan.html", context={"fund": fund, "purposes": purposes, "rules": rules})

    @post("/", permission="funds.prepare")
    async def propose(
        self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        """Ask those who take part for a plan of what may be spent on one thing (P-241)."""
        given = form.read(PlanForm)
        fund = await pooled.find(tx, actor, fund_id, now)
        if given.purpose not in await pools.purposes(tx, fund.id, legal_day(now)):
            raise Invalid({"purpose": "not-a-choice"})
        await plans.ask(tx, actor, fund.id, purpose=given.purpose, pence=given.pence, until=given.until, now=now)
        return after(f"/funds/{fund.id}", say="fund-plan-asked")


class SpendPages(Controller):
    path = "/funds/{fund_id:str}/spend"
    include_in_schema = False

    @get("/", permission="funds.prepare")
    async def begin(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        fund = await pooled.find(view, actor, fund_id, now)
        context = {"purposes": await pools.purposes(view, fund_id, legal_day(now)), "payees": list(Payee)}
        return Template(
            "pages/funds/spend.html", context={**context, "fund": fund, "given": {}, "finding": None, "planned": None}
        )

    @post("/", permission="funds.prepare", status_code=200)
    async def answer(
        self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Template | Redirect:
        """The next question; when all are answered, what the rules say; and once that was read, it is prepared."""
        given = form.read(Spend)
        fund = await pooled.find(tx, actor, fund_id, now)
        purposes = await pools.purposes(tx, fund_id, legal_day(now))
        if given.purpose not in purposes:
            raise Invalid({"purpose": "not-a-choice"})
        finding, planned = None, None
        if given.unanswered is None:
            mandate, finding, planned = await pools.trying(tx, fund, given.purpose, given.payment.pence, now)
            if given.checked:
                made = await spending.prepare(tx, actor, fund_id, mandate_id=mandate, payment=given.payment, now=now)
                return after(f"/funds/{fund_id}/spend/{made.id}", say="spend-prepared")
        typed = {name: form.text(name) for name in STEPS if form.text(name)}
        context = {"fund": fund, "purposes": purposes, "payees": list(Payee), "given": typed}
        context |= {"finding": finding, "planned": planned}
        return Template("pages/funds/spend.html", context=context)

    @get("/{spend_id:str}", permission="funds.own")
    async def show(
        self, fund_id: FromPath[str], spend_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        found = await pools.spend_shown(view, actor, fund_id, spend_id, now)
        return Template("pages/funds/spent.html", context=found)

    @post("/{spend_id:str}/approve", permission="funds.approve", form="/funds/{fund_id}/spend/{spend_id}")
    async def approve(
        self, *, fund_id: FromPath[str], spend_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await spending.approve(tx, actor, spend_id, now)
        return after(f"/funds/{fund_id}/spend/{spend_id}", say="spend-approved")

    @post("/{spend_id:str}/bear", permission="funds.prepare", form="/funds/{fund_id}/spend/{spend_id}")
    async def bear(
        self, *, fund_id: FromPath[str], spend_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        """Ask whether the others pay what somebody's part does not cover."""
        await bearing.ask(tx, actor, spend_id, now)
        return after(f"/funds/{fund_id}", say="fund-bearing-asked")

    @post("/{spend_id:str}/refuse", permission="funds.own", form="/funds/{fund_id}/spend/{spend_id}")
    async def refuse(
        self, *, fund_id: FromPath[str], spend_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await spending.refuse(tx, actor, spend_id, now)
        return after(f"/funds/{fund_id}/spend/{spend_id}", say="spend-refused")

    @post("/{spend_id:str}/paid", permission="funds.keep", form="/funds/{fund_id}/spend/{spend_id}")
    async def pay(
        self,
        *,
        fund_id: FromPath[str],
        spend_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        await spending.pay(tx, actor, spend_id, on=form.read(Paid).on, now=now)
        return after(f"/funds/{fund_id}/spend/{spend_id}", say="spend-paid")
