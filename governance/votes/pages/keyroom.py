"""The keyroom's page: what runs in the browser of a key-holder and of the keeper of the codes (KEY-1, CRED-1)."""

from litestar import Controller, Response, get
from litestar.params import FromPath

from governance.access import ask
from governance.platform.web.rooms import room
from governance.votes import service as votes


class KeyroomPages(Controller):
    path = "/keys/{vote_id:str}/room"
    include_in_schema = False

    @get("/", permission="votes.hold-part", unlogged=True)
    async def keyroom(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        """The same for every vote. Whether this one asks anything of the visitor is said by the data it fetches."""
        await votes.find(view, actor, vote_id)
        return room("keyroom")
