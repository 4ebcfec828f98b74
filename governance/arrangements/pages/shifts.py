"""Shifts of a rota: planned, filled and offered by those who keep it; taken and swapped by assistants."""

from dataclasses import dataclass
from datetime import date, time

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.cover import Kind
from governance.arrangements.model.rotas import Offered
from governance.arrangements.service import rotas, shifts, swaps
from governance.arrangements.showing import rotas as showing
from governance.platform.web.replies import Template, after

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Planned:
    day: date
    begins: time
    ends: time
    kind: Kind
    assistant: str = NOBODY


@dataclass(frozen=True, slots=True)
class Filled:
    assistant: str


@dataclass(frozen=True, slots=True)
class Offer:
    to: str


class ShiftPages(Controller):
    path = "/rotas/{household_id:str}/shifts"
    include_in_schema = False

    @get("/", permission="trusts.keep")
    async def asking(
        self,
        household_id: FromPath[str],
        *,
        view: ask.View,
        actor: ask.Actor,
        now: ask.Now,
        day: FromQuery[str] = "",
        begins: FromQuery[str] = "",
        ends: FromQuery[str] = "",
        kind: FromQuery[str] = "",
    ) -> Template:
        """With what a gap asks for filled in."""
        place = await rotas.keeping(view, actor, household_id, now)
        context = {
            "place": place,
            "crew": await shifts.crew(view, place),
            "kinds": list(Kind),
            "asked": {"day": day, "begins": begins, "ends": ends, "kind": kind or Kind.WAKING},
        }
        return Template("pages/arrangements/rotas/plan.html", context=context)

    @post("/", permission="trusts.keep")
    async def plan(
        self, household_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Planned)
        await shifts.plan(
            tx,
            actor,
            household_id,
            day=given.day,
            begins=given.begins,
            ends=given.ends,
            kind=given.kind,
            assistant_id=None if given.assistant == NOBODY else given.assistant,
            now=now,
        )
        return after(f"/rotas/{household_id}/{showing.monday_of(given.day)}", say="shift-planned")

    @get("/{shift_id:str}", permission="trusts.keep")
    async def show(
        self, household_id: FromPath[str], shift_id: FromPath[str], *, view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        shift, place = await shifts.find(view, actor, household_id, shift_id, now)
        context = {
            "place": place,
            "shift": shift,
            "timed": rotas.timed(shift),
            "crew": await shifts.crew(view, place),
            "monday": showing.monday_of(shift.day),
        }
        return Template("pages/arrangements/rotas/shift.html", context=context)

    @post("/{shift_id:str}", permission="trusts.keep")
    async def fill(
        self,
        household_id: FromPath[str],
        shift_id: FromPath[str],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        chosen = form.read(Filled).assistant
        shift = await shifts.fill(
            tx, actor, household_id, shift_id, assistant_id=None if chosen == NOBODY else chosen, now=now
        )
        return after(f"/rotas/{household_id}/{showing.monday_of(shift.day)}", say="shift-filled")

    @post("/{shift_id:str}/offer", permission="trusts.keep")
    async def offer(
        self,
        household_id: FromPath[str],
        shift_id: FromPath[str],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        """To one assistant by id, or to the bank."""
        to = form.read(Offer).to
        kind, whom = (Offered.BANK, None) if to == Offered.BANK else (Offered.BACKUP, to)
        await shifts.offer(tx, actor, household_id, shift_id, to=kind, assistant_id=whom, now=now)
        return after(f"/rotas/{household_id}/shifts/{shift_id}", say="shift-offered")

    @post("/{shift_id:str}/drop", permission="trusts.keep")
    async def drop(
        self,
        household_id: FromPath[str],
        shift_id: FromPath[str],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        monday = showing.monday_of((await shifts.find(tx, actor, household_id, shift_id, now))[0].day)
        await shifts.drop(tx, actor, household_id, shift_id, now=now)
        return after(f"/rotas/{household_id}/{monday}", say="shift-dropped")


class OwnShiftPages(Controller):
    """What assistants do about their own shifts; the list of them is the page of all rotas."""

    path = "/rotas/own"
    include_in_schema = False

    @get("/{shift_id:str}/swap", permission="support.work")
    async def swapping(self, shift_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await showing.swapping(view, actor, shift_id, now)
        return Template("pages/arrangements/rotas/swap.html", context=context)

    @post("/{shift_id:str}/swap", permission="support.work")
    async def ask_swap(
        self, shift_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await swaps.ask_swap(tx, actor, shift_id, assistant_id=form.read(Filled).assistant, now=now)
        return after("/rotas", say="swap-asked")

    @post("/{shift_id:str}/take", form="/rotas", permission="support.work")
    async def take(self, shift_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await swaps.take(tx, actor, shift_id, now=now)
        return after("/rotas", say="shift-taken")

    @post("/swaps/{swap_id:str}/{answer:str}", form="/rotas", permission="support.work")
    async def answer(
        self, swap_id: FromPath[str], answer: FromPath[str], *, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await swaps.answer_swap(tx, actor, swap_id, agrees=answer == "yes", now=now)
        return after("/rotas", say="swap-answered")


PAGES = (
    ShiftPages,
    OwnShiftPages,
)
