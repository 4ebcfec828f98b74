"""How a year's surplus is divided: proposed, seen with its floors, decided by members, entered in the books (M-08)."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.errors import Invalid
from governance.funds.service import surplus
from governance.members import service as members
from governance.motions import service as motions
from governance.platform.clock import legal_day
from governance.platform.web.forms import Form, Pence
from governance.platform.web.replies import Template, after

PERCENT = "percent_"
"""Each use has a field of its own, so the fields follow the rules."""


@dataclass(frozen=True, slots=True)
class Year:
    year_ended: date
    amount: Pence


@dataclass(frozen=True, slots=True)
class Named:
    motion: str


class SurplusPages(Controller):
    path = "/funds/surplus"
    include_in_schema = False

    @get("/", permission="funds.read")
    async def every(self, view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/funds/surplus/list.html", context={"proposals": await surplus.proposals(view, actor)})

    @get("/propose", permission="board.decide")
    async def proposing(self, view: ask.View, now: ask.Now) -> Template:
        context = {
            "uses": await surplus.uses(view, now),
            "prefix": PERCENT,
            "rules": await members.rules_on(view, now),
            "today": legal_day(now),
        }
        return Template("pages/funds/surplus/propose.html", context=context)

    @post("/propose", permission="board.decide")
    async def propose(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        uses = await surplus.uses(tx, now)
        fields = [f"{PERCENT}{use}" for use in uses]
        form.only("year_ended", "amount", *fields)
        given = Form({name: form.values.get(name, []) for name in ("year_ended", "amount")}, form.zone).read(Year)
        percents = {use: _percent(form, f"{PERCENT}{use}") for use in uses}
        proposed = await surplus.propose(
            tx, actor, year_ended=given.year_ended, surplus=given.amount, percents=percents, now=now
        )
        return after(f"/funds/surplus/{proposed.id}", say="surplus-proposed")

    @get("/{surplus_id:str}", permission="funds.read")
    async def show(self, surplus_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        found = await surplus.find(view, actor, surplus_id)
        motion = None if found.motion is None else await motions.find(view, actor, found.motion)
        return Template("pages/funds/surplus/show.html", context={"surplus": found, "motion": motion})

    @get("/{surplus_id:str}/motion", permission="board.decide")
    async def naming(self, surplus_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        context = {
            "surplus": await surplus.find(view, actor, surplus_id),
            "motions": await surplus.open_motions(view, actor),
        }
        return Template("pages/funds/surplus/motion.html", context=context)

    @post("/{surplus_id:str}/motion", permission="board.decide")
    async def name(
        self, surplus_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await surplus.put(tx, actor, surplus_id, form.read(Named).motion, now)
        return after(f"/funds/surplus/{surplus_id}", say="surplus-put")

    @post("/{surplus_id:str}/post", permission="funds.enter-surplus", form="/funds/surplus/{surplus_id}")
    async def post_(self, surplus_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await surplus.post(tx, actor, surplus_id, now)
        return after(f"/funds/surplus/{surplus_id}", say="surplus-posted")


def _percent(form: Form, name: str) -> int:
    """An empty field is nothing.

    Raises:
        Invalid: not a whole number from 0 to 100.
    """
    typed = form.text(name) or "0"
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len("100")):
        raise Invalid({name: "not-a-number"})
    return int(typed)
