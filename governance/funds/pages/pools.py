"""Funds as people meet them: all of them, one of them, taking part, and leaving (S-55)."""

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.service import people
from governance.funds.service import funds, leaving, opening, payments
from governance.funds.showing import pools
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after


class FundPages(Controller):
    path = "/funds"
    include_in_schema = False

    @get("/", permission="funds.read")
    async def every(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/funds/list.html", context=await pools.listed(view, actor, now))

    @get("/{fund_id:str}", permission="funds.own")
    async def show(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/funds/show.html", context=await pools.shown(view, actor, fund_id, now))

    @get("/{fund_id:str}/agree/{person_id:str}", permission="funds.own")
    async def asking(
        self, *, fund_id: FromPath[str], person_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        """What somebody would agree to, before any money comes (invariant 8)."""
        await people.find(view, actor, person_id, now)
        found = await pools.shown(view, actor, fund_id, now)
        names = await people.names(view, [person_id])
        context = {**found, "name": names[person_id], "person": person_id, "rules": await members.rules_on(view, now)}
        return Template("pages/funds/agree.html", context=context)

    @post("/{fund_id:str}/agree/{person_id:str}", permission="funds.own")
    async def agree(
        self, *, fund_id: FromPath[str], person_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await opening.consent(tx, actor, fund_id, person_id, now)
        return after(f"/funds/{fund_id}", say="fund-agreed")

    @get("/{fund_id:str}/leave/{person_id:str}", permission="funds.own")
    async def going(
        self, *, fund_id: FromPath[str], person_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        """To the penny, before anybody confirms; and where it goes (P-247 to P-249)."""
        person = await people.find(view, actor, person_id, now)
        fund, part = await funds.find_own(view, actor, fund_id, person_id, now)
        rules = await members.rules_on(view, now)
        ended = await payments.ended(view, person.id, legal_day(now))
        context = {
            "fund": fund,
            "person": person.id,
            "name": (await people.names(view, [person.id]))[person.id],
            "told_on": part.told_on,
            **pools.leaving_found(rules, part.told_on or legal_day(now), payment_ended=ended),
            "leaving": await leaving.preview(view, fund_id, person_id, now),
        }
        return Template("pages/funds/leave.html", context=context)

    @post("/{fund_id:str}/leave/{person_id:str}", permission="funds.own")
    async def leave(
        self, *, fund_id: FromPath[str], person_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await leaving.tell(tx, actor, fund_id, person_id, now)
        return after(f"/funds/{fund_id}", say="fund-notice-given")
