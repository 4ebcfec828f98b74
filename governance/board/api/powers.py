"""Powers for programs."""

from datetime import date, datetime

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody

from governance.access import ask
from governance.board.model.powers import Limits
from governance.board.records.powers import PowerRecord
from governance.board.service import powers
from governance.platform.web.wording import TextsView


class PowerView(msgspec.Struct, frozen=True):
    """``total`` and ``each`` are pence, null is no limit; ``last`` is the first day on which it no longer holds."""

    power: str
    holder: str
    purpose: TextsView
    total: int | None
    each: int | None
    since: date
    last: date | None
    motion: str | None
    rule: str | None
    given_at: datetime
    source_sha256: str
    text_sha256: str

    @classmethod
    def of(cls, record: PowerRecord) -> "PowerView":
        return cls(
            power=record.id,
            holder=record.holder,
            purpose=TextsView(**record.worded.to_json()),
            total=record.total,
            each=record.each,
            since=record.since,
            last=record.last,
            motion=record.motion,
            rule=record.rule,
            given_at=record.given_at,
            source_sha256=record.source_sha256,
            text_sha256=record.text_sha256,
        )


class PowerBody(msgspec.Struct, forbid_unknown_fields=True):
    """It rests on a ``motion`` that was carried or on a ``rule`` in force: one of the two."""

    holder: str
    purpose: TextsView
    since: date
    until: date | None = None
    total: int | None = None
    each: int | None = None
    motion: str | None = None
    rule: str | None = None


class PowerEndBody(msgspec.Struct, forbid_unknown_fields=True):
    on: date
    motion: str | None = None


class PowerApi(Controller):
    path = "/board/powers"
    tags = ("board",)

    @get("/", permission="board.read", operation_id="powers")
    async def all_of_them(self, view: ask.View, actor: ask.Actor) -> list[PowerView]:
        return [PowerView.of(power) for power in await powers.powers(view, actor)]

    @get("/{power_id:str}", permission="board.read", operation_id="power")
    async def one(self, power_id: FromPath[str], view: ask.View, actor: ask.Actor) -> PowerView:
        return PowerView.of(await powers.find(view, actor, power_id))

    @post("/", permission="board.empower", operation_id="give_power")
    async def give(self, data: JSONBody[PowerBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> PowerView:
        power = await powers.give(
            tx,
            actor,
            holder=data.holder,
            purpose=data.purpose.texts(),
            limits=Limits(data.total, data.each),
            since=data.since,
            until=data.until,
            motion_id=data.motion,
            rule=data.rule,
            now=now,
        )
        return PowerView.of(await powers.find(tx, actor, power.id))

    @post("/{power_id:str}/end", status_code=200, permission="board.empower", operation_id="end_power")
    async def end(
        self,
        power_id: FromPath[str],
        data: JSONBody[PowerEndBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> PowerView:
        await powers.end(tx, actor, power_id, on=data.on, motion_id=data.motion, now=now)
        return PowerView.of(await powers.find(tx, actor, power_id))
