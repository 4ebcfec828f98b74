"""Writing a motion, one question a page; what was answered is kept until the motion is sent (S-34)."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.motions import service as motions
from governance.motions.draft import FIELDS, following, step_named
from governance.motions.showing import beginning, step_shown
from governance.platform.web.replies import Template, after
from governance.platform.web.wording import LARGEST_TEXTS


@dataclass(frozen=True, slots=True)
class Answers:
    """The fields of every step; a page sends those it shows."""

    for_board: str = ""
    matter: str = ""
    title_en: str = ""
    title_cy: str = ""
    title_en_easy: str = ""
    title_cy_easy: str = ""
    text_en: str = ""
    text_cy: str = ""
    text_en_easy: str = ""
    text_cy_easy: str = ""
    why_en: str = ""
    why_cy: str = ""
    why_en_easy: str = ""
    why_cy_easy: str = ""
    meeting: str = ""


class WritingPages(Controller):
    path = "/motions/new"
    include_in_schema = False

    @get("/", permission="motions.write")
    async def begin(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/new.html", context=await beginning(view, actor, now))

    @get("/{step:str}", permission="motions.write")
    async def ask_one(self, step: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        asked = step_named(step)
        return Template(f"pages/motions/write/{asked}.html", context=await step_shown(view, actor, asked, now))

    @post("/{step:str}", permission="motions.write", request_max_body_size=LARGEST_TEXTS)
    async def answer(
        self, step: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        asked, read = step_named(step), form.read(Answers)
        given = {name: getattr(read, name) for name in FIELDS[asked] if name in form.values}
        draft = await motions.answer(tx, actor, asked, given, now)
        return after(f"/motions/new/{following(actor, draft, asked)}")

    @post("/", permission="motions.write", form="/motions/new/check")
    async def send(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        motion = await motions.send(tx, actor, now)
        return after(f"/motions/{motion.id}/sent")

    @post("/thrown-away", permission="motions.write", form="/motions/new")
    async def throw_away(self, tx: ask.Transaction, actor: ask.Actor) -> Redirect:
        await motions.throw_away(tx, actor)
        return after("/motions/new", say="thrown-away")
