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


class Staying(msgspec.Struct, frozen=True):
    seconds: int


class AccessApi(Controller):
    path = "/me"

    @get("/", permission="access.own", summary="Who is signed in")
    async def show(self, actor: ask.Actor) -> Me:
        return Me(actor.name, actor.member, sorted(actor.roles), actor.assurance.name.lower().replace("_", "-"))

    @get("/sign-in", permission="access.own", summary="Stay signed in, and for how long if nothing more is done")
    async def stay(self, visit: ask.Visit) -> Staying:
        return Staying(int(visit.lasts.total_seconds()) if visit.lasts else 0)


APIS = (AccessApi,)
