"""The roll: a member's own line, and what officers change of it together until the vote opens (BAL-7, PERM-7)."""

from dataclasses import dataclass

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.access import service as access
from governance.members import service as members
from governance.platform.web.replies import Template, after
from governance.votes import service as votes
from governance.votes.model import roll_text
from governance.votes.service import rolls


@dataclass(frozen=True, slots=True)
class Change:
    """Numbers of members, with commas or spaces between them."""

    reason: str = ""
    added: str = ""
    removed: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    approve: bool = False


class RollPages(Controller):
    path = "/votes/{vote_id:str}/roll"
    include_in_schema = False

    @get("/", permission="votes.cast", unlogged=True)
    async def own(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        """Am I on the roll?"""
        standing = await rolls.standing(view, actor, vote_id)
        holder = standing.line.holder if standing.line else None
        context = {
            "standing": standing,
            "vote": standing.vote,
            "names": await members.names(view, [holder] if holder else []),
            "rules": await members.rules_on(view, standing.vote.prepared_at),
        }
        return Template("pages/votes/roll/own.html", context=context)


class RollDeskPages(Controller):
    path = "/office/votes/{vote_id:str}/rolls"
    include_in_schema = False

    @get("/", permission="votes.change-roll")
    async def versions(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        changes = await rolls.changes(view, actor, vote_id)
        people = {one for change in changes for one in (*change.added, *change.removed)}
        officers = {one for change in changes for one in (change.asked_by, change.decided_by or "")}
        context = {
            "vote": await votes.find(view, actor, vote_id),
            "versions": await rolls.versions(view, actor, vote_id),
            "changes": changes,
            "people": await members.names(view, people),
            "officers": await access.names(view, officers),
        }
        return Template("pages/votes/roll/versions.html", context=context)

    @get("/{version:int}", permission="votes.roll")
    async def text(
        self, vote_id: FromPath[str], version: FromPath[int], view: ask.View, actor: ask.Actor
    ) -> Response[bytes]:
        """One version as it was hashed: members' ids and classes, no names."""
        content = roll_text(await rolls.version(view, actor, vote_id, version)).encode()
        headers = {"Content-Disposition": f'attachment; filename="roll-{version}.txt"'}
        return Response(content, media_type="text/plain; charset=utf-8", headers=headers)

    @post("/", permission="votes.change-roll")
    async def ask_change(
        self, vote_id: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        read = form.read(Change)
        added = await rolls.numbered(tx, "added", read.added)
        removed = await rolls.numbered(tx, "removed", read.removed)
        await rolls.ask_change(tx, actor, vote_id, now, added=added, removed=removed, reason=read.reason)
        return after(f"/office/votes/{vote_id}/rolls", say="roll-change-asked")

    @post("/{change_id:str}/decided", permission="votes.change-roll", form="/office/votes/{vote_id}/rolls")
    async def decide(
        self,
        vote_id: FromPath[str],
        change_id: FromPath[str],
        *,
        form: ask.Form,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        approve = form.read(Answer).approve
        await rolls.decide_change(tx, actor, vote_id, change_id, now, approve=approve)
        return after(f"/office/votes/{vote_id}/rolls", say="roll-changed" if approve else "roll-stays")
