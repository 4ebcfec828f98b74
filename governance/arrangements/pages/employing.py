"""What is asked of whoever employs: hours outside a framework, and stopping somebody at once."""

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from constitution import Finding
from governance.access import ask
from governance.arrangements.service import escalations, urgent
from governance.arrangements.showing import agreements as showing
from governance.members import service as members
from governance.platform.web.replies import Template, after


class ChangePages(Controller):
    """The co-ordinator answers for the co-operative or the provider, and trustees for their trust."""

    path = "/support/changes"
    include_in_schema = False

    @get("/", permission="support.employ")
    async def waiting(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {"changes": await escalations.waiting(view, actor, now)}
        return Template("pages/arrangements/support/changes.html", context=context)

    @get("/{variation_id:str}", permission="support.employ")
    async def one(self, variation_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        variation = await escalations.find(view, actor, variation_id, now)
        broken = str(Finding.from_dict(variation.finding).figures["broken"]).split()
        context = {
            "variation": variation,
            "broken": broken,
            "whose": await showing.whose(view, variation),
            "rules": await members.rules_on(view, now),
        }
        return Template("pages/arrangements/support/escalated.html", context=context)

    @post("/{variation_id:str}", permission="support.employ")
    async def answer(
        self, variation_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        yes = form.text("answer") == "yes"
        await escalations.decide(tx, actor, variation_id, yes=yes, now=now)
        return after("/support/changes", say="agreed" if yes else "not-agreed")


class StoppingPages(Controller):
    """An assistant does not come from this hour on, to anybody; the board hears of it afterwards (K-097)."""

    path = "/support/urgent"
    include_in_schema = False

    @get("/", permission="support.stop")
    async def stopped(self, view: ask.View, actor: ask.Actor) -> Template:
        context = {"stopped": await urgent.stopped(view, actor), "assistants": await urgent.stoppable(view, actor)}
        return Template("pages/arrangements/support/urgent.html", context=context)

    @post("/", permission="support.stop")
    async def stop(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        await urgent.suspend(tx, actor, assistant_id=form.text("assistant"), now=now)
        return after("/support/urgent", say="assistant-stopped")

    @post("/{action_id:str}/lift", permission="support.stop", form="/support/urgent")
    async def lift(self, action_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await urgent.lift(tx, actor, action_id, now)
        return after("/support/urgent", say="assistant-comes-again")


PAGES = (ChangePages, StoppingPages)
