"""Votes that are not encrypted: a member's plain page, the room, and who voted how (S-20, S-29)."""

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.platform.web.replies import Template, after
from governance.votes import service as votes
from governance.votes.showing.answering import read_choices, read_hands
from governance.votes.showing.desk import answer_shown, room_shown


class AnswerPages(Controller):
    path = "/votes/{vote_id:str}"
    include_in_schema = False

    @get("/answer", permission="votes.cast", unlogged=True)
    async def answering(self, vote_id: FromPath[str], view: ask.View, keys: ask.Keys, actor: ask.Actor) -> Template:
        return Template("pages/votes/answer.html", context=await answer_shown(view, keys, actor, vote_id))

    @post("/answer", permission="votes.cast", unlogged=True)
    async def answer(
        self,
        vote_id: FromPath[str],
        *,
        tx: ask.Transaction,
        keys: ask.Keys,
        actor: ask.Actor,
        form: ask.Form,
        received_at: ask.ReceivedAt,
    ) -> Redirect:
        vote = await votes.find(tx, actor, vote_id)
        answers = read_choices(vote.asked, form)
        await votes.take_part(tx, keys, actor, vote_id, answers, now=received_at, right=form.text("right"))
        return after(f"/votes/{vote_id}", say="answered")

    @get("/names", permission="votes.read")
    async def names(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        vote = await votes.find(view, actor, vote_id)
        context = {"vote": vote, "question": vote.titled, "recorded": await votes.recorded(view, vote)}
        return Template("pages/votes/names.html", context=context)


class RoomPages(Controller):
    """What a teller enters in the room: the hands, or who says what aloud."""

    path = "/office/votes/{vote_id:str}"
    include_in_schema = False

    @get("/hands", permission="votes.tell")
    async def counting(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/desk/hands.html", context=await room_shown(view, actor, vote_id))

    @post("/hands", permission="votes.tell")
    async def count(
        self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        vote = await votes.find(tx, actor, vote_id)
        await votes.count_hands(tx, actor, vote_id, read_hands(vote.asked, form), now)
        return after(f"/office/votes/{vote_id}/hands", say="hands-counted")

    @get("/room", permission="votes.tell")
    async def listening(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/desk/room.html", context=await room_shown(view, actor, vote_id))

    @post("/room", permission="votes.tell")
    async def enter(
        self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        vote = await votes.find(tx, actor, vote_id)
        answers = read_choices(vote.asked, form)
        await votes.enter(tx, actor, vote_id, answers, now, right=form.text("right"))
        return after(f"/office/votes/{vote_id}/room", say="entered")
