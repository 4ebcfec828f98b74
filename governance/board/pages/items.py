"""What the board decides: an item is begun, those who are there are asked about interests, those left vote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from constitution.majority import Votes
from governance.access import ask
from governance.board.model.interests import kinds_of
from governance.board.model.items import voters
from governance.board.records.items import ItemRecord
from governance.board.service import interests, items
from governance.board.service.items import Said
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import Texts
from governance.platform.web.forms import Form
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Beginning:
    day: date
    title_en: str = ""
    title_cy: str = ""
    proposal_en: str = ""
    proposal_cy: str = ""
    touches: tuple[str, ...] = ()
    counterparty: str = ""
    present: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deciding:
    in_favour: int
    against: int = 0
    abstaining: int = 0
    casting: str = ""
    alternatives_en: str = ""
    alternatives_cy: str = ""
    reason_en: str = ""
    reason_cy: str = ""


class ItemPages(Controller):
    path = "/board/decisions"
    include_in_schema = False

    @get("/", permission="board.read")
    async def all_of_them(self, view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/board/items/list.html", context={"items": await items.items(view, actor)})

    @get("/new", permission="board.decide")
    async def new(self, view: ask.View, now: ask.Now) -> Template:
        today = legal_day(now)
        context = {
            "today": today,
            "directors": await interests.directors(view, today),
            "kinds": kinds_of(await members.rules_on(view, now)),
        }
        return Template("pages/board/items/new.html", context=context)

    @post("/new", permission="board.decide")
    async def begin(self, form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        given = form.read(Beginning)
        item = await items.begin(
            tx,
            actor,
            day=given.day,
            title=Texts(given.title_en, given.title_cy),
            proposal=Texts(given.proposal_en, given.proposal_cy),
            touches=given.touches,
            counterparty=given.counterparty,
            present=given.present,
            now=now,
        )
        return after(f"/board/decisions/{item.id}/interests")

    @get("/{item_id:str}", permission="board.read")
    async def one(self, item_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        item = await items.find(view, actor, item_id)
        asked = item.asked_at is not None
        quorum = item.quorum_finding or (await items.quorum(view, item, now) if asked else None)
        return Template("pages/board/items/one.html", context=await _shown(view, item) | {"quorum": quorum})

    @get("/{item_id:str}/interests", permission="board.decide")
    async def questions(self, item_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        item = await items.find(view, actor, item_id)
        context = await _shown(view, item) | {"rules": await members.rules_on(view, now)}
        return Template("pages/board/items/interests.html", context=context)

    @post("/{item_id:str}/interests", permission="board.decide")
    async def answers(
        self, item_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        item = await items.find(tx, actor, item_id)
        await items.ask(tx, actor, item_id, _said(form, [seat.member for seat in item.seats]), now)
        return after(f"/board/decisions/{item_id}", say="interests-asked")

    @get("/{item_id:str}/votes", permission="board.decide")
    async def voting(self, item_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        item = await items.find(view, actor, item_id)
        rules = await members.rules_on(view, now)
        context = await _shown(view, item) | {
            "rules": rules,
            "voters": voters(rules, [seat.seat for seat in item.seats]),
            "with_interest": any(seat.seat.has_interest for seat in item.seats),
        }
        return Template("pages/board/items/votes.html", context=context)

    @post("/{item_id:str}/votes", permission="board.decide")
    async def decide(
        self, item_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        given = form.read(Deciding)
        await items.decide(
            tx,
            actor,
            item_id,
            Votes(given.in_favour, given.against, given.abstaining),
            alternatives=Texts(given.alternatives_en, given.alternatives_cy),
            reason=Texts(given.reason_en, given.reason_cy),
            casting={"in-favour": True, "against": False}.get(given.casting),
            now=now,
        )
        return after(f"/board/decisions/{item_id}", say="item-decided")

    @post("/{item_id:str}/leave", permission="board.decide", form="/board/decisions/{item_id}")
    async def leave(self, item_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await items.leave(tx, actor, item_id, now)
        return after(f"/board/decisions/{item_id}", say="item-left")


async def _shown(view: View, item: ItemRecord) -> dict[str, Any]:
    return {"item": item, "names": await members.names(view, [seat.member for seat in item.seats])}


def _said(form: Form, present: Sequence[str]) -> dict[str, Said]:
    """Two fields for each director who is there."""
    form.only(*(f"{name}_{member}" for member in present for name in ("answer", "reason")))
    return {member: Said(form.text(f"answer_{member}"), reason=form.text(f"reason_{member}")) for member in present}
