"""What the secretary and the chair do with a motion: agenda, ballot, closing the file (S-50)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.motions import service as motions
from governance.motions.showing import ballot_shown, desk_shown
from governance.platform.web.replies import Template, after
from governance.votes.model import CodesBy, Fallback, Mode
from governance.votes.model.conduct import Conduct, read_hands


@dataclass(frozen=True, slots=True)
class Choice:
    meeting: str | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """In whose hands the ballot on a motion is; ``hands`` are the key-holders, as `read_hands` has them."""

    group: str
    hands: str = "3-3"
    seats: tuple[str, ...] = ()
    codes_by: CodesBy = CodesBy.HOLDER
    on_paper: bool = False
    fallback: Fallback = Fallback.LAPSE

    @property
    def conduct(self) -> Conduct:
        needed, size = read_hands(self.hands)
        return Conduct(Mode.VERIFIABLE, needed, size, self.seats, self.codes_by, self.on_paper, self.fallback)


@dataclass(frozen=True, slots=True)
class Sent:
    sent_on: date


@dataclass(frozen=True, slots=True)
class Registered:
    registered_on: date


@dataclass(frozen=True, slots=True)
class Casting:
    casting: Literal["in-favour", "against"]


class MotionOfficePages(Controller):
    path = "/office/motions/{motion_id:str}"
    include_in_schema = False

    @get("/", permission="motions.run")
    async def desk(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/desk.html", context=await desk_shown(view, actor, motion_id, now))

    @post("/agenda", permission="motions.run", form="/office/motions/{motion_id}")
    async def put_to_meeting(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        chosen = form.read(Choice).meeting
        await motions.put_to_meeting(tx, actor, motion_id, now, meeting_id=chosen)
        return after(f"/office/motions/{motion_id}", say="on-agenda")

    @get("/ballot", permission="motions.run")
    async def preparing(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/ballot.html", context=await ballot_shown(view, actor, motion_id, now))

    @post("/ballot", permission="motions.run")
    async def open_ballot(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        read = form.read(Ballot)
        vote = await motions.open_ballot(tx, actor, motion_id, now, group=read.group, conduct=read.conduct)
        return after(f"/votes/{vote.id}", say="prepared")

    @post("/sent", permission="motions.run", form="/office/motions/{motion_id}")
    async def send(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        await motions.sent(tx, actor, motion_id, form.read(Sent).sent_on, now)
        return after(f"/office/motions/{motion_id}", say="copy-sent")

    @post("/registered", permission="motions.run", form="/office/motions/{motion_id}")
    async def register(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        await motions.registered(tx, actor, motion_id, form.read(Registered).registered_on, now)
        return after(f"/office/motions/{motion_id}", say="copy-registered")

    @post("/casting", permission="motions.run", form="/office/motions/{motion_id}")
    async def cast(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        is_for = form.read(Casting).casting == "in-favour"
        await motions.cast_deciding_vote(tx, actor, motion_id, now, in_favour=is_for)
        return after(f"/motions/{motion_id}", say="decided")

    @post("/undecided", permission="motions.run", form="/office/motions/{motion_id}")
    async def leave_undecided(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await motions.leave_undecided(tx, actor, motion_id, now)
        return after(f"/motions/{motion_id}", say="undecided")
