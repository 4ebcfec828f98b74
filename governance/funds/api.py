"""Funds for programs of those who take part: how a fund stands, their own part in it, and its ledger."""

from collections.abc import Sequence
from datetime import date

import msgspec
from litestar import Controller, get
from litestar.params import FromPath

from governance.access import ask
from governance.arrangements.service import people
from governance.funds.model import ledger
from governance.funds.model.flow import flow
from governance.funds.model.ledger import BANK, Entry
from governance.funds.model.pool import Standing
from governance.funds.records.funds import FundRecord
from governance.funds.service import funds, posting
from governance.platform.web.wording import TextsView


class FundView(msgspec.Struct, frozen=True):
    id: str
    title: TextsView
    kind: str
    state: str
    held_as: str
    basis: str
    opened_on: date | None
    closed_on: date | None
    locked_through: date | None


class PartView(msgspec.Struct, frozen=True):
    """One's own part, or that of somebody one speaks for, in pence: what was paid in, less the share of spending and
    what was paid back, with what passed between those who take part, is the claim."""

    person: str
    weight: int
    paid_in: int
    share_of_spending: int
    paid_back: int
    passed: int
    claim: int


class StandingView(msgspec.Struct, frozen=True):
    """All sums are pence: what was paid in, less what was spent and paid back, is held; less what is promised it is
    available."""

    fund: FundView
    paid_in: int
    spent: int
    paid_back: int
    held: int
    promised: int
    available: int
    parts: list[PartView]


class EntryView(msgspec.Struct, frozen=True):
    """One entry, with what it did to what is held and to one's own parts; ``hash`` binds it to the entry before."""

    seq: int
    on: date
    kind: str
    reference: str
    mandate: str
    held: int
    own: dict[str, int]
    prev: str
    hash: str


class FundApi(Controller):
    path = "/funds"
    tags = ("funds",)

    @get("/", permission="funds.own", operation_id="funds")
    async def all(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> list[FundView]:
        """The funds that one takes part in, or somebody one speaks for."""
        return [_fund(one) for one in await funds.funds(view, actor, now)]

    @get("/{fund_id:str}", permission="funds.own", operation_id="fund")
    async def one(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> StandingView:
        """How one fund stands."""
        fund = await funds.find(view, actor, fund_id, now)
        standing = await posting.standing(view, fund_id)
        own = [one.id for one in await people.spoken_for(view, actor, now)]
        entries = await posting.entries(view, fund_id)
        moved = flow(entries, BANK)
        return StandingView(
            fund=_fund(fund),
            paid_in=moved.paid_in,
            spent=moved.spent,
            paid_back=moved.paid_back,
            held=standing.held,
            promised=standing.promised,
            available=standing.available,
            parts=_parts(standing, entries, own),
        )

    @get("/{fund_id:str}/entries", permission="funds.own", operation_id="fundEntries")
    async def entries(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> list[EntryView]:
        """The ledger in order, each entry with its hash."""
        await funds.find(view, actor, fund_id, now)
        own = [one.id for one in await people.spoken_for(view, actor, now)]
        return [_entry(one, own) for one in await posting.entries(view, fund_id)]


def _fund(fund: FundRecord) -> FundView:
    return FundView(
        id=fund.id,
        title=TextsView(**fund.titled.to_json()),
        kind=fund.kind,
        state=fund.state,
        held_as=fund.held_as,
        basis=fund.basis,
        opened_on=fund.opened_on,
        closed_on=fund.closed_on,
        locked_through=fund.locked_through,
    )


def _parts(standing: Standing, entries: Sequence[Entry], own: Sequence[str]) -> list[PartView]:
    return [_part(who, weight, entries) for who, weight in standing.division.weights.items() if who in own]


def _part(person_id: str, weight: int, entries: Sequence[Entry]) -> PartView:
    moved = flow(entries, ledger.person(person_id))
    return PartView(person_id, weight, moved.paid_in, moved.spent, moved.paid_back, moved.passed, moved.grew)


def _entry(entry: Entry, own: Sequence[str]) -> EntryView:
    moved = ledger.balances(entry.movements)
    return EntryView(
        seq=entry.seq,
        on=entry.on,
        kind=entry.kind,
        reference=entry.reference,
        mandate=entry.mandate,
        held=moved[BANK],
        own={who: -moved[ledger.person(who)] for who in own if ledger.person(who) in moved},
        prev=entry.prev,
        hash=entry.hash,
    )


APIS = (FundApi,)
