"""Votes in a browser: the list, the box, the count, the officers' desk (S-20, S-24, S-25, S-27 to S-29)."""

from dataclasses import dataclass

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from ballots import LARGEST_BALLOT
from governance.access import ask
from governance.errors import Invalid
from governance.platform.web.replies import Template
from governance.votes import service as votes
from governance.votes.showing.files import archive_file, checkpoint_file, codes_file, tracker_in
from governance.votes.showing.verifier import verifier
from governance.votes.showing.voting import box_shown, casting_shown, count_shown, listed, proof_shown


@dataclass(frozen=True, slots=True)
class Code:
    code: str


@dataclass(frozen=True, slots=True)
class LookedFor:
    """A code that was typed, where no receipt was chosen."""

    code: str = ""


class VotePages(Controller):
    path = "/votes"
    include_in_schema = False

    @get("/", permission="votes.read")
    async def every(self, view: ask.View, keys: ask.Keys, actor: ask.Actor) -> Template:
        return Template("pages/votes/list.html", context={"votes": await listed(view, keys, actor)})

    @get("/verifier", permission="votes.read")
    async def verifier(self) -> Response[bytes]:
        headers = {"Content-Disposition": 'attachment; filename="ballots.pyz"'}
        return Response(verifier(), media_type="application/zip", headers=headers)

    @get("/{vote_id:str}/cast", permission="votes.cast", unlogged=True)
    async def casting(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/cast.html", context=await casting_shown(view, actor, vote_id))

    @post(
        "/{vote_id:str}/cast",
        permission="votes.cast",
        unlogged=True,
        request_max_body_size=3 * LARGEST_BALLOT + 10_000,
    )
    async def cast(
        self,
        vote_id: FromPath[str],
        *,
        form: ask.Form,
        database: ask.Database,
        keys: ask.Keys,
        actor: ask.Actor,
        clock: ask.Clock,
    ) -> Template:
        """The answer is the receipt itself: no address ever holds a tracker. Sending the form again changes nothing."""
        received_at = clock.now()
        raw = form.files.get("file") or form.text("ballot").encode()
        if not raw:
            raise Invalid({"ballot": "missing"})
        receipt = await votes.cast(database, keys, actor, vote_id, raw, received_at=received_at)
        return Template("pages/votes/receipt.html", context={"receipt": receipt})

    @get("/{vote_id:str}/box", permission="votes.read")
    async def box(
        self, vote_id: FromPath[str], view: ask.View, keys: ask.Keys, actor: ask.Actor, page: ask.Ordinal = 1
    ) -> Template:
        return Template("pages/votes/box.html", context=await box_shown(view, keys, actor, vote_id, page))

    @post("/{vote_id:str}/box", permission="votes.read")
    async def find(
        self, vote_id: FromPath[str], form: ask.Form, view: ask.View, keys: ask.Keys, actor: ask.Actor
    ) -> Template:
        """The answer to a code stands at the address of the box, so that no address holds a tracker."""
        typed = form.read(LookedFor).code or tracker_in(form.files.get("receipt", b""))
        if not typed:
            raise Invalid({"code": "missing"})
        found = {"found": await votes.find_ballot(view, actor, vote_id, typed), "typed": typed}
        context = await box_shown(view, keys, actor, vote_id, 1)
        return Template("pages/votes/box.html", context={**context, **found})

    @get("/{vote_id:str}/checkpoint", permission="votes.read")
    async def checkpoint(
        self, vote_id: FromPath[str], view: ask.View, keys: ask.Keys, actor: ask.Actor
    ) -> Response[bytes]:
        return checkpoint_file(await votes.find(view, actor, vote_id), await votes.box(view, keys, actor, vote_id))

    @get("/{vote_id:str}/codes", permission="votes.read")
    async def codes(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        return codes_file(await votes.find(view, actor, vote_id), await votes.codes(view, actor, vote_id))

    @get("/{vote_id:str}/count", permission="votes.read")
    async def count(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/count.html", context=await count_shown(view, actor, vote_id))

    @get("/{vote_id:str}/proof", permission="votes.read")
    async def proof(self, vote_id: FromPath[str], view: ask.View, keys: ask.Keys, actor: ask.Actor) -> Template:
        return Template("pages/votes/proof.html", context=await proof_shown(view, keys, actor, vote_id))

    @post("/{vote_id:str}/receipt", permission="votes.read", form="/votes/{vote_id}/box")
    async def receipt(
        self, vote_id: FromPath[str], form: ask.Form, view: ask.View, keys: ask.Keys, actor: ask.Actor
    ) -> Template:
        receipt = await votes.receipt(view, keys, actor, vote_id, form.read(Code).code)
        return Template("pages/votes/receipt.html", context={"receipt": receipt})

    @get("/{vote_id:str}/archive", permission="votes.read")
    async def archive(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        return archive_file(await votes.find(view, actor, vote_id), await votes.archive(view, actor, vote_id))
