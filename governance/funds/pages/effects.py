"""An officer says what a motion would do to a fund, before anybody votes on it."""

from dataclasses import dataclass
from typing import Literal

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.errors import Invalid
from governance.funds.service import effects, funds
from governance.funds.service.effects import Change, Once, Rate
from governance.motions import service as motions
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class ChangeForm:
    fund: str
    change: Literal["rate", "once"]
    before: Pence | None = None
    after: Pence | None = None
    pence: Pence | None = None

    @property
    def change_meant(self) -> Change:
        """
        Raises:
            Invalid: the sums of the chosen change are missing.
        """
        if self.change == "once":
            return Once(self.pence or 0)
        if missing := [name for name in ("before", "after") if not getattr(self, name)]:
            raise Invalid(dict.fromkeys(missing, "missing"))
        return Rate(self.before or 0, self.after or 0)


class EffectPages(Controller):
    path = "/office/motions/{motion_id:str}/effect"
    include_in_schema = False

    @get("/", permission="funds.state-effect")
    async def stating(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        motion = await motions.find(view, actor, motion_id)
        context = {"motion": motion, "funds": await funds.funds(view, actor, now)}
        return Template("pages/funds/effect.html", context=context)

    @post("/", permission="funds.state-effect")
    async def state(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(ChangeForm)
        await effects.state(tx, actor, motion_id, fund_id=given.fund, change=given.change_meant, now=now)
        return after(f"/motions/{motion_id}", say="effect-stated")
