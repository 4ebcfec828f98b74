"""A vote seen with the motion that it decides, its result, and the register of decisions (S-21, S-26, S-39)."""

from litestar import Controller, get
from litestar.params import FromPath, FromQuery

from governance.access import ask
from governance.motions.showing import decisions_shown, result, vote_shown
from governance.platform.web.replies import Template

LONGEST_SEARCH = 200
"""Letters that are looked for; nobody types more, and a longer address helps nobody."""


class AboutVotePages(Controller):
    path = "/votes/{vote_id:str}"
    include_in_schema = False

    @get("/", permission="votes.read")
    async def show(self, vote_id: FromPath[str], view: ask.View, keys: ask.Keys, actor: ask.Actor) -> Template:
        return Template("pages/votes/show.html", context=await vote_shown(view, keys, actor, vote_id))


class ResultPages(Controller):
    path = "/votes/{vote_id:str}/result"
    include_in_schema = False

    @get("/", permission="votes.read")
    async def show(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/motions/result.html", context=await result(view, actor, vote_id, now))


class DecisionPages(Controller):
    path = "/decisions"
    include_in_schema = False

    @get("/", permission="motions.read")
    async def decided(
        self,
        view: ask.View,
        actor: ask.Actor,
        search: FromQuery[str] = "",
        page: ask.Ordinal = 1,
    ) -> Template:
        found = await decisions_shown(view, actor, search[:LONGEST_SEARCH].strip(), page)
        return Template("pages/motions/decisions.html", context=found)
