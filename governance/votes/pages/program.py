"""A part of a vote with the program `ballots` instead of the keyroom: what it needs, and the file that it made."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Actor
from governance.errors import NotFound
from governance.platform.db import View
from governance.platform.texts import Texts
from governance.platform.web.replies import Template, after
from governance.votes import service as votes
from governance.votes.model import LARGEST_PART
from governance.votes.model.duties import Duty, of_key_holder

STEPS = {
    Duty.CERTIFY: votes.Step.CERTIFICATE,
    Duty.COMMIT: votes.Step.COMMITMENT,
    Duty.DEAL: votes.Step.DEALING,
    Duty.FINISH: votes.Step.SHARE,
}


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of a key-holder now; ``number`` is theirs, or the one that they would have."""

    vote: votes.VoteRecord
    question: Texts
    duty: Duty
    number: int
    key_name: str | None


class ProgramPages(Controller):
    path = "/keys/{vote_id:str}"
    include_in_schema = False

    @get("/program", permission="votes.hold-key")
    async def show(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        part = await _part(view, actor, vote_id)
        return Template("pages/votes/program.html", context={"part": part, **_named(part)})

    @post("/program", permission="votes.hold-key", request_max_body_size=LARGEST_PART)
    async def bring(
        self, vote_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        part, content = await _part(tx, actor, vote_id), form.file("file").strip()
        if part.duty is Duty.SHUFFLE:
            await votes.add_shuffle(tx, actor, vote_id, content, now)
        else:
            await votes.hand_over(tx, actor, vote_id, now, step=STEPS[part.duty], content=content)
        return after(f"/keys/{vote_id}", say="step-brought")

    @get("/table", permission="votes.hold-key", unlogged=True)
    async def table(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        """What the others have handed over, named as `ballots trustee deal` looks for it."""
        part = await _part(view, actor, vote_id)
        headers = {"Content-Disposition": f'attachment; filename="{part.vote.uuid}-table.zip"'}
        return Response(await _table(view, part), media_type="application/zip", headers=headers)

    @get("/share", permission="votes.hold-key", unlogged=True)
    async def share(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        """What this committee's member published, sealed for the key that made it: decrypting needs it."""
        vote = await votes.find(view, actor, vote_id)
        owner = (await votes.held(view, actor, vote)).owner
        found = await votes.messages(view, vote)
        content = None if owner is None else found.of(votes.Step.SHARE).get(owner)
        if content is None or owner is None:
            raise NotFound(vote=vote_id)
        name = await votes.key_name(view, vote, owner)
        headers = {"Content-Disposition": f'attachment; filename="{name}.share"'}
        return Response(content, media_type="application/json", headers=headers)


async def _part(view: View, actor: Actor, vote_id: str) -> Part:
    """
    Raises:
        NotFound: nothing is asked of this person now that the program makes a file for.
    """
    vote = await votes.find(view, actor, vote_id)
    held = await votes.held(view, actor, vote)
    duty = of_key_holder(await votes.stand(view, vote), held)
    number = held.owner or await votes.free_seat(view, vote)
    if number is None or duty not in (*STEPS, Duty.SHUFFLE):
        raise NotFound(vote=vote_id)
    return Part(vote, vote.titled, duty, number, await votes.key_name(view, vote, number))


def _named(part: Part) -> dict[str, Any]:
    """What the file to bring is called."""
    return {"file_name": "shuffle.json" if part.duty is Duty.SHUFFLE else f"{part.number}.{STEPS[part.duty]}"}


async def _table(view: View, part: Part) -> bytes:
    """Dealings are left out: each member gets their own part of them, as a letter."""
    found = await votes.messages(view, part.vote)
    files = {f"{owner}.certificate": content for owner, content in found.of(votes.Step.CERTIFICATE).items()}
    for owner, commitment in found.of(votes.Step.COMMITMENT).items():
        files[f"{owner}.commitment"] = commitment + b"\n"  # a line, as the program writes it
    if part.duty is Duty.FINISH:
        files[f"{part.number}.letter"] = await votes.letter(view, part.vote, part.number) or b""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"table/{name}"), content)
    return packed.getvalue()
