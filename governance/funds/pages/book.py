"""The book of a fund: what was entered, taking an entry back, closing past days (LED-2)."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.errors import NotFound
from governance.funds.service import closing, contributing, funds
from governance.funds.showing import pools
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class TakenBack:
    on: date
    reference: str


@dataclass(frozen=True, slots=True)
class Through:
    through: date


class BookPages(Controller):
    path = "/funds/{fund_id:str}/keep/book"
    include_in_schema = False

    @get("/", permission="funds.keep")
    async def entries(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/funds/keep/book.html", context=await pools.book(view, actor, fund_id, now))

    @post("/", permission="funds.keep")
    async def lock(
        self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await funds.find_to_keep(tx, actor, fund_id, now)
        await closing.lock(tx, actor, fund_id, form.read(Through).through, now)
        return after(f"/funds/{fund_id}/keep/book", say="fund-locked")

    @get("/{seq:int}", permission="funds.keep")
    async def asking(
        self, *, fund_id: FromPath[str], seq: FromPath[int], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        """One entry, before it is taken back."""
        found = await pools.book(view, actor, fund_id, now)
        entry = next((one for one in found["entries"] if one[0].seq == seq), None)
        if entry is None:
            raise NotFound(fund=fund_id, seq=seq)
        return Template("pages/funds/keep/take_back.html", context={**found, "entry": entry})

    @post("/{seq:int}", permission="funds.keep")
    async def take_back(
        self,
        *,
        fund_id: FromPath[str],
        seq: FromPath[int],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        await funds.find_to_keep(tx, actor, fund_id, now)
        given = form.read(TakenBack)
        await contributing.reverse(tx, actor, fund_id, seq, on=given.on, reference=given.reference, now=now)
        return after(f"/funds/{fund_id}/keep/book", say="fund-taken-back")
