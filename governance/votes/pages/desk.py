"""The officers' desk of a vote: opened, closed, set aside (S-29)."""

from dataclasses import dataclass

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.platform.web.replies import Template, after
from governance.votes import service as votes
from governance.votes.model import roll_text
from governance.votes.showing.desk import desk_shown
from governance.votes.showing.voting import shown


@dataclass(frozen=True, slots=True)
class Reason:
    reason: str


class DeskPages(Controller):
    """The officers' side of a vote (S-29)."""

    path = "/office/votes/{vote_id:str}"
    include_in_schema = False

    @get("/", permission="votes.run")
    async def desk(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/votes/desk/desk.html", context=await desk_shown(view, actor, vote_id, now))

    @get("/roll", permission="votes.roll")
    async def roll(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        """The text whose hash was published: members' ids and classes, no names."""
        content = roll_text(await votes.roll(view, actor, vote_id)).encode()
        headers = {"Content-Disposition": 'attachment; filename="roll.txt"'}
        return Response(content, media_type="text/plain; charset=utf-8", headers=headers)

    @post("/open", permission="votes.run")
    async def open(
        self, vote_id: FromPath[str], tx: ask.Transaction, keys: ask.Keys, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await votes.open_vote(tx, keys, actor, vote_id, now)
        return after(f"/office/votes/{vote_id}", say="opened")

    @post("/close", permission="votes.run")
    async def close(
        self, vote_id: FromPath[str], tx: ask.Transaction, keys: ask.Keys, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await votes.close(tx, keys, actor, vote_id, now)
        return after(f"/office/votes/{vote_id}", say="closed")

    @get("/anew", permission="votes.run")
    async def beginning_anew(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/desk/anew.html", context=await shown(view, actor, vote_id))

    @post("/anew", permission="votes.run")
    async def begin_anew(self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        vote = await votes.begin_anew(tx, actor, vote_id, now)
        return after(f"/office/votes/{vote_id}", say="anew-asked" if vote.anew_asked_by else "begun-anew")

    @get("/void", permission="votes.run")
    async def voiding(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/void.html", context=await shown(view, actor, vote_id))

    @post("/void", permission="votes.run")
    async def void(
        self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        await votes.void(tx, actor, vote_id, form.read(Reason).reason, now)
        return after(f"/office/votes/{vote_id}", say="voided")
