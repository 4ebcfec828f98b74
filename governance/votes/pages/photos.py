"""Candidates' pictures, for the booth, the paper and the page about a vote."""

from litestar import Controller, Response, get
from litestar.params import FromPath

from governance.access import ask
from governance.votes.service import photos


class PhotoPages(Controller):
    path = "/votes/{vote_id:str}/photos"
    include_in_schema = False

    @get("/{option:str}", permission="votes.read")
    async def photo(
        self, vote_id: FromPath[str], option: FromPath[str], view: ask.View, actor: ask.Actor
    ) -> Response[bytes]:
        return Response(await photos.photo(view, actor, vote_id, option), media_type="image/jpeg")
