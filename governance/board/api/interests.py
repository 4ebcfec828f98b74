"""The register of interests for programs."""

from datetime import date, datetime

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody

from governance.access import ask
from governance.board.model.interests import Declaration
from governance.board.records.interests import InterestRecord
from governance.board.service import interests


class InterestView(msgspec.Struct, frozen=True):
    """``last`` is the first day on which it no longer holds."""

    interest: str
    member: str
    kind: str
    nature: str
    matters: str
    counterparty: str
    since: date
    last: date | None
    declared_at: datetime
    at_request: bool

    @classmethod
    def of(cls, record: InterestRecord) -> "InterestView":
        return cls(
            interest=record.id,
            member=record.member,
            kind=record.kind,
            nature=record.nature,
            matters=record.matters,
            counterparty=record.counterparty,
            since=record.since,
            last=record.last,
            declared_at=record.declared_at,
            at_request=record.at_request,
        )


class InterestBody(msgspec.Struct, forbid_unknown_fields=True):
    """``director``: for whom the secretary writes it down."""

    kind: str
    nature: str
    matters: str
    since: date
    counterparty: str = ""
    until: date | None = None
    director: str | None = None


class InterestEndBody(msgspec.Struct, forbid_unknown_fields=True):
    on: date


class InterestApi(Controller):
    path = "/board/interests"
    tags = ("board",)

    @get("/", permission="board.interests", operation_id="interests")
    async def register(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> list[InterestView]:
        return [InterestView.of(one) for one in await interests.register(view, actor, now)]

    @post("/", permission="board.declare", operation_id="declare_interest")
    async def declare(
        self, data: JSONBody[InterestBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> InterestView:
        said = Declaration(data.kind, data.nature, data.matters, data.since, data.counterparty, data.until)
        record = await interests.declare(tx, actor, said, now, director=data.director)
        return InterestView.of(await interests.find(tx, actor, record.id, now))

    @post("/{interest_id:str}/end", status_code=200, permission="board.declare", operation_id="end_interest")
    async def end(
        self,
        interest_id: FromPath[str],
        data: JSONBody[InterestEndBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> InterestView:
        await interests.end(tx, actor, interest_id, on=data.on, now=now)
        return InterestView.of(await interests.find(tx, actor, interest_id, now))
