"""Who one is, for programs."""

from collections.abc import Sequence

import msgspec
from litestar import Controller, get

from governance.access import ask


class Me(msgspec.Struct, frozen=True):
    name: str
    member: str | None
    roles: Sequence[str]
    assurance: str


class AccessApi(Controller):
    path = "/me"

    @get("/", permission="access.own", summary="Who is signed in")
    async def show(self, actor: ask.Actor) -> Me:
        return Me(actor.name, actor.member, sorted(actor.roles), actor.assurance.name.lower().replace("_", "-"))


APIS = (AccessApi,)
