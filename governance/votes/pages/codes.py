"""Voting codes that this server makes and sends, as the scrutineer sees them (CRED-1)."""

from datetime import datetime

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Actor
from governance.platform.printing import pdf
from governance.platform.web.replies import Template, after
from governance.rulebook import service as rulebook
from governance.votes import service as votes
from governance.votes.showing.code_letters import code_letters_document


class CodePages(Controller):
    path = "/office/votes/{vote_id:str}/codes"
    include_in_schema = False

    @get("/", permission="votes.scrutinise")
    async def show(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        vote = await votes.find_with_codes(view, actor, vote_id)
        stand = await votes.codes_stand(view, actor, vote_id)
        return Template("pages/votes/server_codes.html", context={"vote": vote, "stand": stand})

    @post("/", permission="votes.scrutinise")
    async def make(
        self, vote_id: FromPath[str], tx: ask.Transaction, keys: ask.Keys, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await votes.make_codes(tx, keys, actor, vote_id, now)
        return after(f"/office/votes/{vote_id}/codes", say="codes-made")

    @post("/letters", permission="votes.scrutinise", form="/office/votes/{vote_id}/codes")
    async def letters(
        self,
        vote_id: FromPath[str],
        *,
        database: ask.Database,
        keys: ask.Keys,
        settings: ask.Settings,
        actor: ask.Actor,
        clock: ask.Clock,
    ) -> Response[bytes]:
        """The file is made after the transaction: drawing takes seconds, in which nobody else could write."""
        printed = await pdf(await _document(database, keys, settings, actor, vote_id, now=clock.now()))
        return _file(printed, "application/pdf", "letters.pdf")

    @post("/letters.html", permission="votes.scrutinise", form="/office/votes/{vote_id}/codes")
    async def letters_as_page(
        self,
        vote_id: FromPath[str],
        *,
        database: ask.Database,
        keys: ask.Keys,
        settings: ask.Settings,
        actor: ask.Actor,
        clock: ask.Clock,
    ) -> Response[bytes]:
        """For a machine that has nothing to draw PDF with: any browser prints it."""
        document = await _document(database, keys, settings, actor, vote_id, now=clock.now())
        return _file(document.encode(), "text/html; charset=utf-8", "letters.html")

    @post("/posted", permission="votes.scrutinise")
    async def posted(self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await votes.codes_were_posted(tx, actor, vote_id, now)
        return after(f"/office/votes/{vote_id}/codes", say="codes-posted")


async def _document(
    database: ask.Database, keys: ask.Keys, settings: ask.Settings, actor: Actor, vote_id: str, *, now: datetime
) -> str:
    async with database.writing() as tx:
        vote = await votes.find_with_codes(tx, actor, vote_id)
        letters = await votes.code_letters(tx, keys, actor, vote_id, now)
        return code_letters_document(letters, vote, await rulebook.organisation(tx), settings)


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers, status_code=200)
