"""Asking those who share to change something of it: what it costs, how often, who takes part, how it is divided."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.revising import Step
from governance.arrangements.model.revising import after as page_after
from governance.arrangements.model.sharing import HOUR, Basis, Cost
from governance.arrangements.pages.attending import Costs
from governance.arrangements.service import revising
from governance.arrangements.showing import sharing as showing
from governance.errors import Invalid, NotFound
from governance.platform.web.forms import Form
from governance.platform.web.replies import Template, after

HERE = "/support/shared/{shared_id}/change"
PART = re.compile(r"(?!0+(?:\.0+)?$)\d{1,5}(?:\.\d{1,2})?", re.ASCII)
"""Hours, or parts of any kind: more than nothing."""


@dataclass(frozen=True, slots=True)
class What:
    what: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Times:
    sessions: int
    hours: int
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class People:
    emails: str = ""
    out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Divided:
    basis: Basis


class RevisingPages(Controller):
    path = "/support/shared/{shared_id:str}/change"
    include_in_schema = False

    @get("/{step:str}", permission="support.own")
    async def ask_one(
        self, shared_id: FromPath[str], step: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await showing.revising(view, actor, shared_id, step=_step(step), now=now)
        return Template("pages/arrangements/sharing/change.html", context=dict(context))

    @post("/{step:str}", permission="support.own")
    async def answer(
        self,
        shared_id: FromPath[str],
        step: FromPath[str],
        form: ask.Form,
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        known = await revising.standing(tx, actor, shared_id, now)
        given = _given(_step(step), form, known.keys)
        known = await revising.answer(tx, actor, shared_id, step=step, given=given, now=now)
        following = page_after(known.answers, known.terms.basis, step)
        return after(f"{HERE.format(shared_id=shared_id)}/{following}")

    @post("/", permission="support.own", form=f"{HERE}/{Step.CHECK}")
    async def send(self, shared_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await revising.ask(tx, actor, shared_id, now)
        return after(f"/support/shared/{shared_id}", say="sharing-asked")


def _step(name: str) -> Step:
    if name not in set(Step):
        raise NotFound(step=name)
    return Step(name)


def _given(step: Step, form: Form, keys: Sequence[str]) -> Mapping[str, Any]:
    """The answers of one page, as the draft keeps them."""
    match step:
        case Step.WHAT:
            return {"what": [one.value for one in form.read(What).what]}
        case Step.COSTS:
            costs = form.read(Costs)
            return {"costs": {cost.value: getattr(costs, cost) or 0 for cost in Cost}}
        case Step.TIMES:
            times = form.read(Times)
            return {"sessions": times.sessions, "minutes": times.hours * HOUR + times.minutes}
        case Step.PEOPLE:
            people = form.read(People)
            return {"emails": people.emails.split(), "out": list(people.out)}
        case Step.BASIS:
            return {"basis": form.read(Divided).basis.value}
        case Step.PARTS:
            return {"parts": _parts(form, keys)}
        case Step.CHECK:
            raise NotFound(step=step)


def _parts(form: Form, keys: Sequence[str]) -> Mapping[str, str]:
    form.only(*(f"part_{place}" for place in range(len(keys))))
    typed = {key: form.text(f"part_{place}") for place, key in enumerate(keys)}
    wrong = {f"part_{place}": "no-part" for place, key in enumerate(keys) if not PART.fullmatch(typed[key])}
    if wrong:
        raise Invalid(wrong)
    return typed
