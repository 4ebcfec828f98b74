"""What a declared vote came to, and what it leaves for those who check it, as files (S-26, S-27)."""

from litestar import Controller, Response, get
from litestar.params import FromPath

from governance.access import ask
from governance.actor import Actor
from governance.errors import NotFound
from governance.platform.db import View
from governance.votes import service as votes
from governance.votes.model.tally import Tally
from governance.votes.showing.files import answers_file, bindings_file, checkpoints_file, counts_file, papers_file


class EvidencePages(Controller):
    path = "/votes/{vote_id:str}"
    include_in_schema = False

    @get("/checkpoints", permission="votes.read")
    async def checkpoints(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        vote = await votes.find(view, actor, vote_id)
        return checkpoints_file(vote, await votes.checkpoints(view, actor, vote_id))

    @get("/bindings", permission="votes.read")
    async def bindings(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        vote, _ = await _told(view, actor, vote_id)
        return bindings_file(vote, await votes.bindings(view, vote_id))

    @get("/result/counts", permission="votes.read")
    async def counts(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        return counts_file(*await _told(view, actor, vote_id))

    @get("/result/{number:int}/answers", permission="votes.read")
    async def answers(
        self, vote_id: FromPath[str], number: FromPath[int], view: ask.View, actor: ask.Actor
    ) -> Response[bytes]:
        return answers_file(*await _told(view, actor, vote_id), number)

    @get("/result/{number:int}/papers", permission="votes.read")
    async def papers(
        self, vote_id: FromPath[str], number: FromPath[int], view: ask.View, actor: ask.Actor
    ) -> Response[bytes]:
        return papers_file(*await _told(view, actor, vote_id), number)


async def _told(view: View, actor: Actor, vote_id: str) -> tuple[votes.VoteRecord, tuple[Tally, ...]]:
    """The vote with what is told of its result.

    Raises:
        NotFound: it is not declared.
    """
    results = await votes.results(view, actor, vote_id)
    if results is None:
        raise NotFound(vote=vote_id)
    return await votes.find(view, actor, vote_id), results.together
