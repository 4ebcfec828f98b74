"""Who does each task of the employer in one arrangement (K-018)."""

from litestar import Controller, get
from litestar.params import FromPath

from governance.access import ask
from governance.arrangements.model.agreements import Party
from governance.arrangements.service import agreements, duties
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template


class DutyPages(Controller):
    path = "/support/{arrangement_id:str}/duties"
    include_in_schema = False

    @get("/", permission="support.shared")
    async def show(self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        arrangement = await agreements.find(view, actor, arrangement_id, now)
        on_their_side = Party.MEMBER in await agreements.sides(view, actor, arrangement, now)
        context = {
            "back": f"/support/{arrangement_id}" if on_their_side else f"/work/agreements/{arrangement_id}",
            "duties": (await duties.of(view, arrangement_id, legal_day(now))).values(),
            "past": [duty for duty in await duties.history(view, arrangement_id) if duty.until is not None],
        }
        return Template("pages/arrangements/duties.html", context=context)


PAGES = (DutyPages,)
