"""My support: an arrangement as the person and the assistant read and answer it, and what only the person does."""

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.agreements import Party
from governance.arrangements.service import (
    agreements,
    costing,
    disputes,
    helping,
    people,
    schemes,
    starting,
)
from governance.arrangements.showing import agreements as showing
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after


class SupportPages(Controller):
    """For the person, and who speaks for them."""

    path = "/support"
    include_in_schema = False

    @get("/", permission="support.own")
    async def mine(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        spoken_for = await people.spoken_for(view, actor, now)
        names = await people.names(view, {person.id for person in spoken_for})
        found = {person.id: await agreements.of_person(view, actor, person.id, now) for person in spoken_for}
        _, called = await agreements.names(view, [one for records in found.values() for one in records])
        context = {
            "people": [(person, names[person.id], found[person.id]) for person in spoken_for],
            "called": called,
            "schemes": {one.id: await schemes.of_person(view, actor, one.id, now) for one in spoken_for},
            "helping": await disputes.helped_by(view, actor),
        }
        return Template("pages/arrangements/support/mine.html", context=context)

    @get("/{arrangement_id:str}", permission="support.own")
    async def show(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        shown = await showing.shown(view, actor, keys, arrangement_id, side=Party.MEMBER, now=now)
        known = shown.record.agreement is not None
        cost = await costing.of(view, actor, arrangement_id, now) if known else None
        context = {"shown": shown, "cost": cost, "rules": await members.rules_on(view, now), "today": legal_day(now)}
        return Template("pages/arrangements/support/show.html", context=context)

    @get("/{arrangement_id:str}/cost", permission="support.own")
    async def cost(self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await costing.of(view, actor, arrangement_id, now)
        context = {"cost": found, "back": f"/support/{arrangement_id}"}
        return Template("pages/arrangements/support/cost.html", context=context)

    @post("/{arrangement_id:str}/start", permission="support.own")
    async def start(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await starting.start(tx, actor, arrangement_id, now=now)
        return after(f"/support/{arrangement_id}", say="support-started")

    @post("/{arrangement_id:str}/reviewed", permission="support.own")
    async def reviewed(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await starting.review(tx, actor, arrangement_id, on=legal_day(now), now=now)
        return after(f"/support/{arrangement_id}", say="support-reviewed")

    @post("/{arrangement_id:str}/help", permission="support.own")
    async def ask_for_help(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await helping.ask_for(tx, actor, arrangement_id, office=form.text("office"), now=now)
        return after(f"/support/{arrangement_id}", say="help-asked")

    @post("/{arrangement_id:str}/help/end", permission="support.own")
    async def end_help(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await helping.withdraw(tx, actor, arrangement_id, now)
        return after(f"/support/{arrangement_id}", say="help-ended")


class WorkAgreementPages(Controller):
    """The same for the assistant, without a word about the payment."""

    path = "/work/agreements"
    include_in_schema = False

    @get("/{arrangement_id:str}", permission="support.work")
    async def show(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        shown = await showing.shown(view, actor, keys, arrangement_id, side=Party.PA, now=now)
        context = {"shown": shown, "cost": None, "rules": await members.rules_on(view, now), "today": legal_day(now)}
        return Template("pages/arrangements/support/show.html", context=context)


PAGES = (SupportPages, WorkAgreementPages)
