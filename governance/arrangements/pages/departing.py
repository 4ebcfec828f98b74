"""An assistant leaves: what that means, from which day, and the record of training to take."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Actor, Role
from governance.arrangements.model.assistants import CHECKS_KEPT_YEARS
from governance.arrangements.service import assistants, departing, training
from governance.arrangements.showing.training_record import Taught, packed, printed
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.printing import pdf
from governance.platform.web.replies import Template, after
from governance.rulebook import service as rulebook


@dataclass(frozen=True, slots=True)
class Day:
    on: date


class DepartingPages(Controller):
    path = "/assistants/{assistant_id:str}"
    include_in_schema = False

    @get("/leave", permission="support.shared")
    async def leaving(self, assistant_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "assistant": await assistants.find_own(view, actor, assistant_id),
            "supported": await departing.supported(view, assistant_id),
            "sharing": await departing.shared_by_people(view, assistant_id),
            "taught": await training.of(view, assistant_id),
            "years": CHECKS_KEPT_YEARS,
            "rules": await members.rules_on(view, now),
        }
        return Template("pages/arrangements/assistants/leave.html", context=context)

    @post("/leave", permission="support.shared")
    async def leave(
        self, assistant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        on = form.read(Day).on
        await departing.tell(tx, actor, assistant_id, on=on, now=now)
        if actor.has(Role.COORDINATOR):
            return after(f"/assistants/{assistant_id}/file", say="assistant-leaves")
        return after("/work" if on > legal_day(now) else "/", say="assistant-leaves")

    @get("/training.pdf", permission="support.shared")
    async def as_pdf(
        self,
        variant: FromPath[str],
        assistant_id: FromPath[str],
        *,
        view: ask.View,
        settings: ask.Settings,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Response[bytes]:
        """For the co-ordinator to hand to somebody who can no longer sign in."""
        rules, taught = await members.rules_on(view, now), await _taught(view, actor, assistant_id)
        paper = printed(taught, rules, variant=variant, time_zone=settings.time_zone, now=now)
        headers = {"Content-Disposition": 'attachment; filename="training.pdf"'}
        return Response(await pdf(paper), media_type="application/pdf", headers=headers)

    @get("/training.zip", permission="support.shared")
    async def signed(
        self, assistant_id: FromPath[str], view: ask.View, keys: ask.Keys, actor: ask.Actor, now: ask.Now
    ) -> Response[bytes]:
        content = packed(await _taught(view, actor, assistant_id), keys, now)
        headers = {"Content-Disposition": 'attachment; filename="training.zip"'}
        return Response(content, media_type="application/zip", headers=headers)


async def _taught(view: View, actor: Actor, assistant_id: str) -> Taught:
    assistant = await assistants.find_own(view, actor, assistant_id)
    organisation = (await rulebook.organisation(view)).name_both
    return Taught(assistant.name, organisation, await training.of(view, assistant.id))


PAGES = (DepartingPages,)
