"""Holding a part of a vote in the browser: what is asked of me, and bringing it as a file (S-60)."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Actor, Role
from governance.errors import NotFound
from governance.platform.db import View
from governance.platform.texts import Texts
from governance.platform.web.replies import Template, after
from governance.votes import service as votes
from governance.votes.model import LARGEST_LIST, LARGEST_PART
from governance.votes.model.duties import Duty, Held, Stand, of_code_keeper, of_key_holder


@dataclass(frozen=True, slots=True)
class Holding:
    """One vote as its key-holder or code-keeper sees it; a duty that is None is not theirs."""

    vote: votes.VoteRecord
    question: Texts
    held: Held
    stand: Stand
    key: Duty | None
    codes: Duty | None

    @property
    def now(self) -> bool:
        return any(duty is not None and duty.is_now for duty in (self.key, self.codes))


class HoldingPages(Controller):
    path = "/keys"
    include_in_schema = False

    @get("/", permission="votes.hold-part")
    async def every(self, view: ask.View, actor: ask.Actor) -> Template:
        """What waits for me first, then the rest; votes in which I hold nothing are not here."""
        found = [await _holding(view, actor, vote) for vote in await votes.every(view, actor)]
        mine = sorted((one for one in found if one.key or one.codes), key=lambda one: not one.now)
        return Template("pages/votes/keys.html", context={"holdings": mine})

    @get("/{vote_id:str}", permission="votes.hold-part")
    async def show(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/key.html", context=await _shown(view, actor, vote_id))

    @get("/{vote_id:str}/key", permission="votes.hold-key")
    async def bringing_key(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/key_bring.html", context=await _shown(view, actor, vote_id))

    @post("/{vote_id:str}/key", permission="votes.hold-key")
    async def bring_key(
        self, vote_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await votes.register_key(tx, actor, vote_id, form.file("file").strip(), now)
        return after(f"/keys/{vote_id}", say="key-brought")

    @get("/{vote_id:str}/codes", permission="votes.hold-credentials")
    async def bringing_codes(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/codes_bring.html", context=await _shown(view, actor, vote_id))

    @post("/{vote_id:str}/codes", permission="votes.hold-credentials", request_max_body_size=LARGEST_LIST)
    async def bring_codes(
        self, vote_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await votes.register_credentials(tx, actor, vote_id, form.file("file").strip(), now)
        return after(f"/keys/{vote_id}", say="codes-brought")

    @get("/{vote_id:str}/open", permission="votes.hold-key")
    async def opening(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        context = await _shown(view, actor, vote_id)
        vote, owner = context["vote"], context["holding"].held.owner
        name = None if owner is None else await votes.key_name(view, vote, owner)
        return Template("pages/votes/key_open.html", context={**context, "key_name": name or "NAME"})

    @post("/{vote_id:str}/open", permission="votes.hold-key", request_max_body_size=LARGEST_PART)
    async def open(
        self, vote_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        part, binding = form.file("file").strip(), form.files.get("binding", b"").strip()
        await votes.add_partial_decryption(tx, actor, vote_id, part, now, binding=binding or None)
        return after(f"/keys/{vote_id}", say="part-brought")


async def _shown(view: View, actor: Actor, vote_id: str) -> dict[str, Any]:
    """One page for those who hold a part of the vote or are asked for one; to everybody else there is none."""
    holding = await _holding(view, actor, await votes.find(view, actor, vote_id))
    if holding.key is None and holding.codes is None:
        raise NotFound(vote=vote_id)
    return {"holding": holding, "vote": holding.vote, "question": holding.question, "key_holders": holding.vote.size}


async def _holding(view: View, actor: Actor, vote: votes.VoteRecord) -> Holding:
    held, stand = await votes.held(view, actor, vote), await votes.stand(view, vote)
    return Holding(
        vote=vote,
        question=vote.titled,
        held=held,
        stand=stand,
        key=of_key_holder(stand, held) if actor.has(Role.KEY_HOLDER) else None,
        codes=of_code_keeper(stand, held) if actor.has(Role.SCRUTINEER) else None,
    )


PAGES = (HoldingPages,)
