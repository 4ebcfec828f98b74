"""Motions, as members meet them in a browser, and the register of decisions (S-26, S-33 to S-35, S-39)."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.meetings import service as meetings
from governance.motions import service as motions
from governance.motions.model import MATTERS
from governance.motions.showing import result, shown
from governance.platform.web.replies import Template, after
from governance.platform.web.wording import Words
from governance.votes.service import GROUPS


@dataclass(frozen=True, slots=True)
class Proposal(Words):
    matter: str | None = None
    meeting: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    meeting: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    group: str


class MotionPages(Controller):
    path = "/motions"
    include_in_schema = False

    @get("/", permission="motions.read")
    async def every(self, view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/motions/list.html", context={"motions": await motions.motions(view, actor)})

    @get("/new", permission="motions.propose")
    async def new(self, view: ask.View, now: ask.Now) -> Template:
        context = {"chances": await motions.chances(view, now), "matters": MATTERS}
        return Template("pages/motions/new.html", context=context)

    @post("/new", permission="motions.propose")
    async def propose(self, tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now) -> Redirect:
        given = form.read(Proposal)
        motion = await motions.propose(
            tx, actor, title=given.title, text=given.text, matter=given.matter, meeting_id=given.meeting, now=now
        )
        return after(f"/motions/{motion.id}", say="proposed")

    @get("/{motion_id:str}", permission="motions.read")
    async def show(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {**await shown(view, actor, motion_id, now), "meetings": await meetings.meetings(view)}
        return Template("pages/motions/show.html", context={**context, "groups": GROUPS})

    @post("/{motion_id:str}/supporters", permission="motions.support")
    async def support(self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await motions.support(tx, actor, motion_id, now)
        return after(f"/motions/{motion_id}", say="supported")

    @post("/{motion_id:str}/withdraw", permission="motions.propose")
    async def withdraw(self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await motions.withdraw(tx, actor, motion_id, now)
        return after(f"/motions/{motion_id}", say="withdrawn")

    @post("/{motion_id:str}/words", permission="motions.translate", form="/motions/{motion_id}")
    async def translate(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        words = form.read(Words)
        await motions.translate(tx, actor, motion_id, title=words.title, text=words.text, now=now)
        return after(f"/motions/{motion_id}", say="translated")

    @post("/{motion_id:str}/agenda", permission="motions.run", form="/motions/{motion_id}")
    async def put_to_meeting(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        chosen = form.read(Choice).meeting
        await motions.put_to_meeting(tx, actor, motion_id, now, meeting_id=chosen)
        return after(f"/motions/{motion_id}", say="on-agenda")

    @post("/{motion_id:str}/ballot", permission="motions.run", form="/motions/{motion_id}")
    async def open_ballot(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        vote = await motions.open_ballot(tx, actor, motion_id, now, group=form.read(Group).group)
        return after(f"/votes/{vote.id}", say="prepared")

    @post("/{motion_id:str}/undecided", permission="motions.run")
    async def leave_undecided(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await motions.leave_undecided(tx, actor, motion_id, now)
        return after(f"/motions/{motion_id}", say="undecided")


class BoardsMotionPages(Controller):
    path = "/office/motions"
    include_in_schema = False

    @get("/new", permission="motions.for-the-board")
    async def new(self, view: ask.View, now: ask.Now) -> Template:
        context = {"chances": await motions.chances(view, now), "matters": MATTERS, "for_the_board": True}
        return Template("pages/motions/new.html", context=context)

    @post("/new", permission="motions.for-the-board")
    async def propose(self, tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now) -> Redirect:
        given = form.read(Proposal)
        motion = await motions.propose(
            tx, actor, title=given.title, text=given.text, matter=given.matter, by_board=True, now=now
        )
        return after(f"/motions/{motion.id}", say="proposed")


class ResultPages(Controller):
    path = "/votes/{vote_id:str}/result"
    include_in_schema = False

    @get("/", permission="votes.read")
    async def show(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/result.html", context=await result(view, actor, vote_id, now))


class DecisionPages(Controller):
    path = "/decisions"
    include_in_schema = False

    @get("/", permission="motions.read")
    async def decided(self, view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/motions/decisions.html", context={"motions": await motions.decided(view, actor)})


PAGES = (MotionPages, BoardsMotionPages, ResultPages, DecisionPages)
