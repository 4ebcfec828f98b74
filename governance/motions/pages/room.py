"""The officer puts a motion to the vote in the room (S-31)."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from constitution.balloting import Demand
from governance.access import ask
from governance.motions import service as motions
from governance.motions.showing import desk_shown
from governance.platform.web.replies import Template, after
from governance.votes.model import Mode


@dataclass(frozen=True, slots=True)
class Room:
    """``members`` ask for a secret ballot; so may the chair."""

    mode: Mode
    members: int = 0
    chair: bool = False


class RoomPages(Controller):
    path = "/office/motions/{motion_id:str}/room"
    include_in_schema = False

    @get("/", permission="motions.run")
    async def show(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/room.html", context=await desk_shown(view, actor, motion_id, now))

    @post("/", permission="motions.run")
    async def open(
        self,
        motion_id: FromPath[str],
        *,
        tx: ask.Transaction,
        keys: ask.Keys,
        actor: ask.Actor,
        form: ask.Form,
        now: ask.Now,
    ) -> Redirect:
        room = form.read(Room)
        demand = Demand(members=room.members, chair=room.chair)
        vote = await motions.vote_in_the_room(tx, keys, actor, motion_id, now, mode=room.mode, demand=demand)
        place = "hands" if vote.mode is Mode.HANDS else "room"
        return after(f"/office/votes/{vote.id}/{place}", say="opened")
