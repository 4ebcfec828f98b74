"""Something is wrong: the three ways to say so, a dispute step by step, and what cannot wait."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.agreements import Party
from governance.arrangements.model.disputes import Referred
from governance.arrangements.service import agreements, disputes, urgent
from governance.members import service as members
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Complaint:
    about: str
    advocate_wanted: bool = False


class TroublePages(Controller):
    """Either of the two comes here from their own page; a dispute also opens for the member named to help."""

    path = "/support"
    include_in_schema = False

    @get("/{arrangement_id:str}/wrong", permission="support.shared")
    async def wrong(self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        record = await agreements.find(view, actor, arrangement_id, now)
        side = Party.MEMBER if Party.MEMBER in await agreements.sides(view, actor, record, now) else Party.PA
        context = {
            "record": record,
            "side": side,
            "may_suspend": side is Party.MEMBER and urgent.may_suspend(record),
            "suspended": await urgent.open_for(view, record.id),
            "referrals": list(Referred),
            "rules": await members.rules_on(view, now),
        }
        return Template("pages/arrangements/support/wrong.html", context=context)

    @post("/{arrangement_id:str}/wrong", permission="support.shared")
    async def complain(
        self,
        *,
        arrangement_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        given = form.read(Complaint)
        record = await agreements.find(tx, actor, arrangement_id, now)
        side = Party.MEMBER if Party.MEMBER in await agreements.sides(tx, actor, record, now) else Party.PA
        dispute = await disputes.raise_one(
            tx,
            actor,
            keys,
            arrangement_id,
            side=side,
            about=given.about,
            now=now,
            advocate_wanted=given.advocate_wanted,
        )
        return after(f"/support/disputes/{dispute.id}", say="dispute-raised")

    @post("/{arrangement_id:str}/wrong/referred", permission="support.urgent", form="/support/{arrangement_id}/wrong")
    async def referred(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await urgent.raised(tx, actor, arrangement_id, referred_to=form.text("referred_to"), now=now)
        return after(f"/support/{arrangement_id}/wrong", say="concern-noted")

    @post("/{arrangement_id:str}/wrong/stop", permission="support.urgent", form="/support/{arrangement_id}/wrong")
    async def stop(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await urgent.suspend(tx, actor, arrangement_id=arrangement_id, now=now)
        return after(f"/support/{arrangement_id}/wrong", say="assistant-stopped")

    @post("/{arrangement_id:str}/wrong/go-on", permission="support.urgent", form="/support/{arrangement_id}/wrong")
    async def lift(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await urgent.lift_in(tx, actor, arrangement_id, now)
        return after(f"/support/{arrangement_id}/wrong", say="assistant-comes-again")

    @get("/disputes/{dispute_id:str}", permission="support.shared")
    async def dispute(
        self, dispute_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        found = await disputes.find(view, actor, dispute_id, now)
        rules = await members.rules_on(view, now)
        context = {
            "dispute": found,
            "about": disputes.about(keys, found),
            "steps": await disputes.steps(view, found),
            "rules": rules,
            "all_steps": rules.words("P-230"),
            "outcomes": await disputes.outcomes(view, actor, found, now),
            "panel": (await members.names(view, [found.panel]))[found.panel] if found.panel else None,
        }
        return Template("pages/arrangements/support/dispute.html", context=context)

    @post("/disputes/{dispute_id:str}/next", permission="support.shared")
    async def go_on(self, dispute_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await disputes.go_on(tx, actor, dispute_id, now)
        return after(f"/support/disputes/{dispute_id}", say="dispute-went-on")

    @post("/disputes/{dispute_id:str}/close", permission="support.shared")
    async def close(
        self, dispute_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await disputes.close(tx, actor, dispute_id, outcome=form.text("outcome"), now=now)
        return after(f"/support/disputes/{dispute_id}", say="dispute-closed")


PAGES = (TroublePages,)
