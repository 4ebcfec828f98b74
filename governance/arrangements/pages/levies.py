"""What the co-operative adds to each hour: read by every member, written down where it was decided."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.service import levies
from governance.board.service import powers
from governance.platform.clock import legal_day
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Levy:
    """``decision`` is "motion:" or "power:" with its id."""

    pence: Pence
    since: date
    decision: str


class LevyPages(Controller):
    path = "/support/levy"
    include_in_schema = False

    @get("/", permission="board.read")
    async def all_of_them(self, view: ask.View, now: ask.Now) -> Template:
        found = await levies.all_of_them(view)
        context = {"levies": found, "today": await levies.on(view, legal_day(now))}
        return Template("pages/arrangements/support/levy.html", context=context)

    @get("/new", permission="support.levy")
    async def new(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "motions": await powers.carried(view, actor),
            "powers": [one for one in await powers.powers(view, actor) if one.holds_on(legal_day(now))],
            "today": legal_day(now),
        }
        return Template("pages/arrangements/support/levy_new.html", context=context)

    @post("/new", permission="support.levy")
    async def put(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(Levy)
        kind, _, source = given.decision.partition(":")
        named = {"motion_id": source} if kind == "motion" else {"power_id": source}
        await levies.put(tx, actor, pence=given.pence, since=given.since, now=now, **named)
        return after("/support/levy", say="levy-put")


PAGES = (LevyPages,)
