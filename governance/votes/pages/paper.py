"""The tellers' desk: papers and phone calls, the paper to print, and the count of what came back (S-29, S-43)."""

from dataclasses import dataclass

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Actor
from governance.platform.printing import pdf
from governance.platform.web.replies import Template, after
from governance.rulebook import service as rulebook
from governance.votes import service as votes
from governance.votes.showing.answering import read_totals
from governance.votes.showing.ballot_paper import ballot_paper
from governance.votes.showing.desk import hand_count_shown, paper_shown

PAPER = "/office/votes/{vote_id}/paper"


@dataclass(frozen=True, slots=True)
class Issued:
    member: str
    channel: votes.Channel


@dataclass(frozen=True, slots=True)
class Whose:
    member: str


class PaperPages(Controller):
    path = "/office/votes/{vote_id:str}/paper"
    include_in_schema = False

    @get("/", permission="votes.tell")
    async def show(
        self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor, search: FromQuery[str] = ""
    ) -> Template:
        found = await paper_shown(view, actor, vote_id, search[:200].strip())
        return Template("pages/votes/desk/paper.html", context=found)

    @post("/issue", permission="votes.tell", form=PAPER)
    async def issue(
        self,
        vote_id: FromPath[str],
        *,
        tx: ask.Transaction,
        keys: ask.Keys,
        actor: ask.Actor,
        form: ask.Form,
        now: ask.Now,
    ) -> Redirect:
        wanted = form.read(Issued)
        await votes.issue(tx, keys, actor, vote_id, wanted.member, channel=wanted.channel, now=now)
        return after(f"/office/votes/{vote_id}/paper", say="struck-off")

    @post("/confirm", permission="votes.tell", form=PAPER)
    async def confirm(
        self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        await votes.confirm(tx, actor, vote_id, form.read(Whose).member, now)
        return after(f"/office/votes/{vote_id}/paper", say="issue-confirmed")

    @post("/refuse", permission="votes.tell", form=PAPER)
    async def refuse(
        self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        await votes.refuse(tx, actor, vote_id, form.read(Whose).member, now)
        return after(f"/office/votes/{vote_id}/paper", say="issue-refused")

    @post("/back", permission="votes.tell", form=PAPER)
    async def back(
        self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        await votes.take_back(tx, actor, vote_id, form.read(Whose).member, now)
        return after(f"/office/votes/{vote_id}/paper", say="paper-back")

    @post("/ballot.pdf", permission="votes.tell", form=PAPER)
    async def printed(
        self, vote_id: FromPath[str], database: ask.Database, settings: ask.Settings, actor: ask.Actor
    ) -> Response[bytes]:
        """Every copy is the same, whoever prints it: nothing tells papers apart."""
        headers = {"Content-Disposition": 'attachment; filename="ballot-paper.pdf"'}
        content = await pdf(await _paper(database, settings, actor, vote_id))
        return Response(content, media_type="application/pdf", headers=headers)

    @post("/ballot.html", permission="votes.tell", form=PAPER)
    async def as_page(
        self, vote_id: FromPath[str], database: ask.Database, settings: ask.Settings, actor: ask.Actor
    ) -> Response[bytes]:
        """For a machine that has nothing to draw PDF with: any browser prints it."""
        headers = {"Content-Disposition": 'attachment; filename="ballot-paper.html"'}
        content = (await _paper(database, settings, actor, vote_id)).encode()
        return Response(content, media_type="text/html; charset=utf-8", headers=headers)

    @get("/count", permission="votes.tell")
    async def counting(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/desk/hand_count.html", context=await hand_count_shown(view, actor, vote_id))

    @post("/count", permission="votes.tell")
    async def count(
        self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        vote = await votes.find(tx, actor, vote_id)
        vote = await votes.count_papers(tx, actor, vote_id, read_totals(vote.asked, form), now)
        return after(f"/office/votes/{vote_id}/paper/count", say="papers-counted" if vote.paper is None else "agreed")


async def _paper(database: ask.Database, settings: ask.Settings, actor: Actor, vote_id: str) -> str:
    async with database.reading() as view:
        vote = await votes.find(view, actor, vote_id)
        return ballot_paper(vote, await rulebook.organisation(view), settings.time_zone)
