"""What a motion would let a fund spend: said by whoever brings it, before members support it or vote (LED-4)."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.motions import service as motions
from governance.motions.showing import sent_shown
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Said:
    purposes: str
    since: date
    until: date | None = None
    total: Pence | None = None
    each: Pence | None = None

    @property
    def authority(self) -> motions.Authority:
        named = tuple(line.strip() for line in self.purposes.splitlines() if line.strip())
        return motions.Authority(named, self.since, self.until, self.total, self.each)


class AuthorisingPages(Controller):
    path = "/motions/{motion_id:str}/money"
    include_in_schema = False

    @get("/", permission="motions.write")
    async def asking(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/money.html", context=await sent_shown(view, actor, motion_id, now))

    @post("/", permission="motions.write")
    async def authorise(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await motions.authorise(tx, actor, motion_id, form.read(Said).authority, now)
        return after(f"/motions/{motion_id}", say="authority-stated")
