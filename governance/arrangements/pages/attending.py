"""Writing down who came to a session, what it cost and who shares which cost: one question a page, then a check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.attending import FOR, Came, Step
from governance.arrangements.model.attending import after as page_after
from governance.arrangements.model.sharing import Cost
from governance.arrangements.service import attending
from governance.arrangements.showing import sharing as showing
from governance.errors import Invalid, NotFound
from governance.platform.web.forms import Form, Pence
from governance.platform.web.replies import Template, after

T = TypeVar("T")
HERE = "/support/shared/{shared_id}/sessions/{number}/who-came"


@dataclass(frozen=True, slots=True)
class Costs:
    support: Pence | None = None
    leader: Pence | None = None
    room: Pence | None = None
    transport: Pence | None = None
    materials: Pence | None = None


@dataclass(frozen=True, slots=True)
class Some:
    some: tuple[Cost, ...] = ()


@dataclass(frozen=True, slots=True)
class Sharers:
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Minutes:
    minutes: int


class AttendingPages(Controller):
    path = "/support/shared/{shared_id:str}/sessions/{number:int}/who-came"
    include_in_schema = False

    @get("/", permission="support.shared")
    async def begin(
        self, shared_id: FromPath[str], number: FromPath[int], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await showing.kept(view, actor, shared_id, now)
        return after(f"{_here(shared_id, number)}/{Step.WHO}")

    @get("/{step:str}", permission="support.shared")
    async def ask_one(
        self,
        shared_id: FromPath[str],
        number: FromPath[int],
        step: FromPath[str],
        view: ask.View,
        *,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Template:
        context = await showing.attending(view, actor, shared_id, number, step=_step(step), now=now)
        return Template("pages/arrangements/sharing/who_came.html", context=dict(context))

    @post("/{step:str}", permission="support.shared")
    async def answer(
        self,
        shared_id: FromPath[str],
        number: FromPath[int],
        step: FromPath[str],
        form: ask.Form,
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        context = await showing.attending(tx, actor, shared_id, number, step=_step(step), now=now)
        given = _given(step, form, context["asked_of"])
        answers = await attending.answer(tx, actor, shared_id, number, step=step, given=given, now=now)
        return after(f"{_here(shared_id, number)}/{page_after(answers, step)}")

    @post("/", permission="support.shared", form=f"{HERE}/{Step.CHECK}")
    async def hold(
        self, shared_id: FromPath[str], number: FromPath[int], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await attending.hold(tx, actor, shared_id, number, now)
        return after(f"/support/shared/{shared_id}/sessions/{number}", say="session-held")


def _here(shared_id: str, number: int) -> str:
    return HERE.format(shared_id=shared_id, number=number)


def _step(name: str) -> str:
    if name not in set(Step) and name not in {FOR + cost for cost in Cost}:
        raise NotFound(step=name)
    return name


def _given(step: str, form: Form, people: Sequence[str]) -> Mapping[str, Any]:
    """The answers of one page, as the draft keeps them. ``people`` are those whom it asks about, in its order."""
    match step:
        case Step.WHO:
            return {"came": {one: _came(form, f"came_{place}") for place, one in _each(form, "came", people)}}
        case Step.MINUTES:
            there = {one: _minutes(form, f"minutes_{place}") for place, one in _each(form, "minutes", people)}
            return {"minutes": there}
        case Step.TOLD:
            told = {one: _told_at(form, f"told_at_{place}") for place, one in _each(form, "told_at", people)}
            return {"told_at": {one: at.isoformat() for one, at in told.items()}}
        case Step.COSTS:
            costs = form.read(Costs)
            return {"costs": {cost.value: getattr(costs, cost) or 0 for cost in Cost}}
        case Step.SOME:
            return {"some": [cost.value for cost in form.read(Some).some]}
        case Step.CHECK:
            raise NotFound(step=step)
    return {"sharers": {step.removeprefix(FOR): _sharers(form, people)}}


def _each(form: Form, name: str, people: Sequence[str]) -> Sequence[tuple[int, str]]:
    form.only(*(f"{name}_{place}" for place in range(len(people))))
    return list(enumerate(people))


def _came(form: Form, name: str) -> str:
    said = form.text(name)
    if said not in set(Came):
        raise Invalid({name: "missing"})
    return said


def _minutes(form: Form, name: str) -> int:
    minutes = _one(form, name, "minutes", Minutes).minutes
    if not 0 < minutes < 1_000_000:
        raise Invalid({name: "not-a-number"})
    return minutes


def _told_at(form: Form, name: str) -> datetime:
    return _one(form, name, "told_at", Told).told_at


def _one(form: Form, name: str, field: str, kind: type[T]) -> T:
    """One of many fields of a kind; its problem goes to the field that was typed."""
    try:
        return Form({field: form.values.get(name, [])}, form.zone).read(kind)
    except Invalid as problem:
        raise Invalid({name: problem.errors[field]}) from problem


def _sharers(form: Form, people: Sequence[str]) -> Sequence[str]:
    """In the order of joining.

    Raises:
        Invalid: nobody is ticked.
    """
    ticked = form.read(Sharers).people
    if not ticked:
        raise Invalid({"people": "nobody-shares"})
    return [one for one in people if one in ticked]
