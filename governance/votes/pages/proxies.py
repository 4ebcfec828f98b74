"""Proxies: a member lets somebody vote for them at a meeting; the secretary's list and forms on paper (P-170)."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.platform.web.replies import Template, after
from governance.votes import service as votes
from governance.votes.model import OPEN_MODES
from governance.votes.service import delegating, rolls
from governance.votes.service.delegating import Wanted
from governance.votes.showing.answering import read_choices
from governance.votes.showing.proxies import desk_shown, listed, shown


@dataclass(frozen=True, slots=True)
class Person:
    """Who shall vote; ``positions`` are those that the giver says they hold."""

    name: str = ""
    number: str = ""
    positions: tuple[str, ...] = ()

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.name, self.number, frozenset(self.positions))


@dataclass(frozen=True, slots=True)
class Paper(Person):
    """A form that a member signed; ``giver`` is the member's number."""

    giver: str = ""
    witness: str = ""


class ProxyPages(Controller):
    path = "/proxies"
    include_in_schema = False

    @get("/", permission="votes.lend")
    async def every(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/votes/proxies/list.html", context=await listed(view, actor, now))

    @get("/{meeting_id:str}", permission="votes.lend")
    async def show(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/votes/proxies/one.html", context=await shown(view, actor, meeting_id, now))

    @post("/{meeting_id:str}", permission="votes.lend")
    async def appoint(
        self, meeting_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await delegating.appoint(tx, actor, meeting_id, form.read(Person).wanted, now)
        return after(f"/proxies/{meeting_id}", say="proxy-appointed")

    @post("/{meeting_id:str}/revoked/{proxy_id:str}", permission="votes.lend", form="/proxies/{meeting_id}")
    async def revoke(
        self, meeting_id: FromPath[str], proxy_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        kept = await delegating.revoke(tx, actor, proxy_id, now)
        return after(f"/proxies/{meeting_id}", say="proxy-revoked-but" if kept else "proxy-revoked")

    @post("/{meeting_id:str}/directed/{vote_id:str}", permission="votes.lend", form="/proxies/{meeting_id}")
    async def direct(
        self,
        meeting_id: FromPath[str],
        vote_id: FromPath[str],
        *,
        form: ask.Form,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        vote = await votes.find(tx, actor, vote_id)
        answers = read_choices(vote.asked, form, prefix=vote_id) if vote.mode in OPEN_MODES else None
        await delegating.direct(tx, actor, vote_id, now, answers=answers)
        return after(f"/proxies/{meeting_id}", say="proxy-directed")


class ProxyDeskPages(Controller):
    path = "/office/proxies/{meeting_id:str}"
    include_in_schema = False

    @get("/", permission="votes.proxies")
    async def every(self, meeting_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/votes/proxies/desk.html", context=await desk_shown(view, actor, meeting_id, now))

    @post("/", permission="votes.proxies")
    async def enter(
        self, meeting_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        read = form.read(Paper)
        giver = next(iter(await rolls.numbered(tx, "giver", read.giver)), "")
        await delegating.enter_paper(tx, actor, meeting_id, read.wanted, now, giver=giver, witness=read.witness)
        return after(f"/office/proxies/{meeting_id}", say="proxy-appointed")

    @post("/revoked/{proxy_id:str}", permission="votes.proxies", form="/office/proxies/{meeting_id}")
    async def revoke(
        self, meeting_id: FromPath[str], proxy_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        kept = await delegating.revoke(tx, actor, proxy_id, now)
        return after(f"/office/proxies/{meeting_id}", say="proxy-revoked-but" if kept else "proxy-revoked")
