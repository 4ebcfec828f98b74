"""A member's own direct payments: each with its periods, its return, and its end; totals for the treasurer (M-09)."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.service import people
from governance.errors import NotFound
from governance.funds.model.payments import Entered
from governance.funds.service import entering, payments
from governance.funds.showing.payments import table
from governance.platform.clock import legal_day
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after

NOTHING = Pence(0)


@dataclass(frozen=True, slots=True)
class PeriodForm:
    authority: Pence = NOTHING
    own: Pence = NOTHING
    invoice: Pence = NOTHING
    levy: Pence = NOTHING
    evidence: str = ""
    other: Pence = NOTHING

    @property
    def entered(self) -> Entered:
        return Entered(self.authority, self.own, self.invoice, self.levy, self.evidence, self.other)


@dataclass(frozen=True, slots=True)
class Ending:
    on: date


class PaymentPages(Controller):
    path = "/funds/payments"
    include_in_schema = False

    @get("/", permission="funds.own")
    async def mine(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await payments.of_mine(view, actor, now)
        names = await people.names(view, {one.payment.person for one in found})
        first = "who" if len(await entering.for_whom(view, actor, now)) > 1 else "kind"
        context = {"accounts": found, "names": names, "first": first}
        return Template("pages/funds/payments/list.html", context=context)

    @get("/{payment_id:str}", permission="funds.own")
    async def show(self, payment_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await payments.account(view, actor, payment_id, now)
        names = await people.names(view, [found.payment.person])
        context = {"account": found, "name": names[found.payment.person], "today": legal_day(now)}
        return Template("pages/funds/payments/show.html", context=context)

    @get("/{payment_id:str}/return.csv", permission="funds.own")
    async def spreadsheet(
        self, payment_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Response[bytes]:
        found = await payments.account(view, actor, payment_id, now)
        headers = {"Content-Disposition": 'attachment; filename="direct-payment.csv"'}
        return Response(table(found), media_type="text/csv; charset=utf-8", headers=headers)

    @get("/{payment_id:str}/period/{number:int}", permission="funds.own")
    async def period(
        self, payment_id: FromPath[str], number: FromPath[int], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        """The period after the last, to be written down; or the last, to be put right."""
        found = await payments.account(view, actor, payment_id, now)
        if number not in {len(found.lines), len(found.lines) + 1} or not number:
            raise NotFound(payment=payment_id, number=number)
        terms = found.payment.terms
        context = {
            "account": found,
            "number": number,
            "line": found.lines[number - 1] if number <= len(found.lines) else None,
            "begins": terms.begins(number),
            "next": terms.begins(number + 1),
        }
        return Template("pages/funds/payments/period.html", context=context)

    @post("/{payment_id:str}/period/{number:int}", permission="funds.own")
    async def keep_period(
        self,
        *,
        payment_id: FromPath[str],
        number: FromPath[int],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        entered = form.read(PeriodForm).entered
        found = await payments.account(tx, actor, payment_id, now)
        if number == len(found.lines) + 1:
            await payments.add_period(tx, actor, payment_id, entered, now)
            return after(f"/funds/payments/{payment_id}", say="period-entered")
        await payments.correct_period(tx, actor, payment_id, number=number, entered=entered, now=now)
        return after(f"/funds/payments/{payment_id}", say="period-corrected")

    @get("/{payment_id:str}/end", permission="funds.own")
    async def ending(self, payment_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await payments.account(view, actor, payment_id, now)
        return Template("pages/funds/payments/end.html", context={"account": found, "today": legal_day(now)})

    @post("/{payment_id:str}/end", permission="funds.own")
    async def end(
        self, payment_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await payments.end(tx, actor, payment_id, form.read(Ending).on, now)
        return after(f"/funds/payments/{payment_id}", say="payment-ended")


class PaymentTotalPages(Controller):
    path = "/office/payments"
    include_in_schema = False

    @get("/", permission="funds.totals")
    async def totals(self, view: ask.View, now: ask.Now) -> Template:
        found = await payments.totals(view, legal_day(now), now)
        return Template("pages/funds/payments/totals.html", context={"totals": found})
