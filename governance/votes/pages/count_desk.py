"""The last tasks of the count desk: a later end, counting again, certifying, holding it again (S-29)."""

from dataclasses import dataclass
from datetime import datetime

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.platform.web.replies import Template, after
from governance.votes import service as votes
from governance.votes.showing.desk import desk_shown


@dataclass(frozen=True, slots=True)
class Certificate:
    name: str


@dataclass(frozen=True, slots=True)
class Later:
    until: datetime


class CountDeskPages(Controller):
    path = "/office/votes/{vote_id:str}"
    include_in_schema = False

    @get("/declare", permission="votes.run")
    async def certifying(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/votes/desk/certify.html", context=await desk_shown(view, actor, vote_id, now))

    @post("/declare", permission="votes.run")
    async def certify(
        self, vote_id: FromPath[str], database: ask.Database, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        """The examination takes long and has a view of its own: nobody who writes waits for it."""
        await votes.certify(database, actor, vote_id, now, name=form.read(Certificate).name)
        return after(f"/office/votes/{vote_id}", say="declared")

    @post("/again", permission="votes.run", form="/office/votes/{vote_id}")
    async def count_again(
        self, vote_id: FromPath[str], database: ask.Database, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await votes.count_again(database, actor, vote_id, now)
        return after(f"/office/votes/{vote_id}", say="counted-again")

    @post("/remind", permission="votes.run", form="/office/votes/{vote_id}")
    async def remind(self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await votes.remind(tx, actor, vote_id, now)
        return after(f"/office/votes/{vote_id}", say="reminded")

    @get("/later", permission="votes.run")
    async def moving(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/votes/desk/later.html", context=await desk_shown(view, actor, vote_id, now))

    @post("/later", permission="votes.run")
    async def ask_later(
        self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        await votes.ask_extension(tx, actor, vote_id, form.read(Later).until, now)
        return after(f"/office/votes/{vote_id}/later", say="later-asked")

    @post("/later/agree", permission="votes.run", form="/office/votes/{vote_id}/later")
    async def agree(self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await votes.extend(tx, actor, vote_id, now)
        return after(f"/office/votes/{vote_id}", say="extended")

    @post("/rerun", permission="votes.run", form="/office/votes/{vote_id}/void")
    async def rerun(self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        again = await votes.hold_again(tx, actor, vote_id, now)
        return after(f"/office/votes/{again.id}", say="rerun")
