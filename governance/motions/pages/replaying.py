"""What would have been different: past decisions under proposed rules, for a motion and for a change in mind."""

from collections.abc import Sequence
from typing import Any

from litestar import Controller, get
from litestar.params import FromPath

from governance.access import ask
from governance.motions import service as motions
from governance.motions.choosing import rules_in_mind
from governance.motions.replaying import LATEST, Replayed
from governance.platform.web.replies import Template


class ReplayPages(Controller):
    path = "/rules/changes"
    include_in_schema = False

    @get("/{motion_id:str}/replay", permission="motions.read")
    async def of_motion(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await motions.proposed(view, actor, motion_id, now)
        again = await motions.replayed(view, actor, found.change.new, now)
        context = {"motion": found.motion, "back_to": f"/rules/changes/{motion_id}", **_sorted(again)}
        return Template("pages/motions/explore/replay.html", context=context)

    @get("/new/replay", permission="motions.write")
    async def of_draft(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        """Before anything is sent."""
        _, rules = await rules_in_mind(view, actor, now)
        again = await motions.replayed(view, actor, rules, now)
        context = {"motion": None, "back_to": "/rules/changes/new/together", **_sorted(again)}
        return Template("pages/motions/explore/replay.html", context=context)


def _sorted(again: Sequence[Replayed]) -> dict[str, Any]:
    """What is different comes first; what cannot be told is said as well."""
    return {
        "number": len(again),
        "different": [one for one in again if one.is_changed],
        "untold": [one for one in again if one.after is None],
        "same": [one for one in again if one.after is not None and not one.is_changed],
        "latest": LATEST,
    }
