"""All motions, and one of them: read it, stand behind it, take it back, add a language (S-33, S-35)."""

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.motions import service as motions
from governance.motions.showing import listed, sent_shown, shown
from governance.platform.web.replies import Template, after
from governance.platform.web.wording import LARGEST_TEXTS, Words


class MotionPages(Controller):
    path = "/motions"
    include_in_schema = False

    @get("/", permission="motions.read")
    async def every(self, view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/motions/list.html", context=await listed(view, actor))

    @get("/{motion_id:str}", permission="motions.read")
    async def show(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/show.html", context=await shown(view, actor, motion_id, now))

    @get("/{motion_id:str}/sent", permission="motions.read")
    async def sent(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/sent.html", context=await sent_shown(view, actor, motion_id, now))

    @post("/{motion_id:str}/supporters", permission="motions.support")
    async def support(self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await motions.support(tx, actor, motion_id, now)
        return after(f"/motions/{motion_id}", say="supported")

    @get("/{motion_id:str}/withdraw", permission="motions.write")
    async def withdrawing(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/withdraw.html", context=await shown(view, actor, motion_id, now))

    @post("/{motion_id:str}/withdraw", permission="motions.write")
    async def withdraw(self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await motions.withdraw(tx, actor, motion_id, now)
        return after(f"/motions/{motion_id}", say="withdrawn")

    @get("/{motion_id:str}/words", permission="motions.translate")
    async def wording(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/words.html", context=await shown(view, actor, motion_id, now))

    @post("/{motion_id:str}/words", permission="motions.translate", request_max_body_size=LARGEST_TEXTS)
    async def translate(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        words = form.read(Words)
        await motions.translate(tx, actor, motion_id, title=words.title, text=words.text, now=now)
        return after(f"/motions/{motion_id}", say="translated")
