"""Witnesses of a vote: named by the scrutineer, and at an address of their own without signing in (BAL-8)."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from ballots.notes import LARGEST
from governance.access import ask
from governance.platform.web.replies import Template, after
from governance.votes import service as votes
from governance.votes.showing.files import archive_file


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    email: str
    key: str = ""


class WitnessesPages(Controller):
    path = "/office/votes/{vote_id:str}/witnesses"
    include_in_schema = False

    @get("/", permission="votes.scrutinise")
    async def show(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        vote = await votes.find(view, actor, vote_id)
        context = {"vote": vote, "witnesses": await votes.witnesses(view, actor, vote_id)}
        return Template("pages/votes/witnesses.html", context=context)

    @post("/", permission="votes.scrutinise")
    async def name(
        self, vote_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        named = form.read(Named)
        await votes.name_witness(tx, actor, vote_id, name=named.name, email=named.email, key=named.key, now=now)
        return after(f"/office/votes/{vote_id}/witnesses", say="witness-named")

    @post("/{witness_id:str}/leave", permission="votes.scrutinise", form="/office/votes/{vote_id}/witnesses")
    async def leave(
        self, vote_id: FromPath[str], witness_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await votes.dismiss_witness(tx, actor, vote_id, witness_id, now)
        return after(f"/office/votes/{vote_id}/witnesses", say="witness-left")


class WitnessPages(Controller):
    """What `ballots witness watch` asks for. The address is the key: only its hash is kept."""

    path = "/witness/{token:str}"
    include_in_schema = False

    @get("/", permission="votes.witness", unlogged=True)
    async def show(self, token: FromPath[str], view: ask.View, keys: ask.Keys, settings: ask.Settings) -> Template:
        seen = await votes.seen_by_witness(view, keys, token)
        context = {"vote": seen.vote, "witness": seen.witness, "note": seen.note, "key": seen.key}
        return Template(
            "pages/votes/witness.html",
            context={**context, "path": f"/witness/{token}/", "origin": settings.origin},
        )

    @get("/archive", permission="votes.witness", unlogged=True)
    async def archive(self, token: FromPath[str], view: ask.View) -> Response[bytes]:
        vote, witness = await votes.known_by(view, token)
        return archive_file(vote, await votes.archive(view, votes.as_actor(witness), vote.id, hourly=False))

    @get("/checkpoint", permission="votes.witness", unlogged=True)
    async def checkpoint(self, token: FromPath[str], view: ask.View, keys: ask.Keys) -> Response[bytes]:
        note = (await votes.seen_by_witness(view, keys, token)).newest
        return Response(note.encode(), media_type="text/plain; charset=utf-8")

    @post("/cosignature", permission="votes.witness", unlogged=True, program=True, request_max_body_size=LARGEST)
    async def cosign(
        self, token: FromPath[str], request: Request[Any, Any, Any], tx: ask.Transaction, now: ask.Now
    ) -> Response[None]:
        """A checkpoint of ours with the witness's signature below it."""
        await votes.cosign(tx, token, await request.body(), now)
        return Response(None, status_code=204)
