"""What offices do about support without reading arrangements: totals, registration, frameworks, help."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Role
from governance.arrangements.model.agreements import Party
from governance.arrangements.model.registration import Position, likely
from governance.arrangements.service import disputes, escalations, helping, registration, totals, urgent
from governance.arrangements.showing import agreements as showing
from governance.members import service as members
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Decision:
    position: str
    reason: str


class OfficePages(Controller):
    path = "/support"
    include_in_schema = False

    @get("/totals", permission="support.totals")
    async def totals(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "totals": await totals.totals(view, actor, now),
            "rules": await members.rules_on(view, now),
            "urgent": await urgent.taken(view, actor) if actor.has(*urgent.READERS) else (),
        }
        return Template("pages/arrangements/support/totals.html", context=context)

    @post("/urgent/{number:int}/ratify", permission="support.totals", form="/support/totals")
    async def ratify(
        self, number: FromPath[int], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await urgent.ratify(tx, actor, number, confirmed=form.text("confirmed") == "yes", now=now)
        return after("/support/totals", say="ratified")

    @get("/office", permission="support.totals")
    async def waiting(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        coordinates = actor.has(Role.COORDINATOR)
        context = {
            "registrations": await registration.waiting(view, actor) if coordinates else (),
            "changes": await escalations.waiting(view, actor, now),
            "help": await helping.asked(view, actor, now),
            "disputes": await disputes.waiting_for_panel(view, actor) if actor.has(Role.SECRETARY) else (),
        }
        return Template("pages/arrangements/support/office.html", context=context)

    @get("/office/registration/{arrangement_id:str}", permission="support.coordinate")
    async def registration(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        standing = await registration.find(view, actor, arrangement_id)
        context = {
            "arrangement": arrangement_id,
            "standing": standing,
            "likely": likely(standing),
            "positions": list(Position),
            "rules": await members.rules_on(view, now),
        }
        return Template("pages/arrangements/support/registration.html", context=context)

    @post("/office/registration/{arrangement_id:str}", permission="support.coordinate")
    async def decide(
        self,
        *,
        arrangement_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        given = form.read(Decision)
        await registration.decide(
            tx, actor, keys, arrangement_id, position=given.position, reason=given.reason, now=now
        )
        return after("/support/office", say="registration-decided")

    @post("/office/help/{arrangement_id:str}", permission="support.totals", form="/support/office")
    async def look(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        """A look is an act: it is written down before anything is shown."""
        record = await helping.look(tx, actor, arrangement_id, now)
        context = {
            "shown": await showing.put_together(tx, keys, record, Party.PA, now),
            "rules": await members.rules_on(tx, now),
        }
        return Template("pages/arrangements/support/helped.html", context=context)


PAGES = (OfficePages,)
