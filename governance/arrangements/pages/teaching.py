"""Training that several had, as the co-ordinator notes it: one question a page, and what each member would pay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Actor
from governance.arrangements.model.sharing import HOUR
from governance.arrangements.model.teaching import Answers, Step, before, following
from governance.arrangements.model.training import OWN_WAY
from governance.arrangements.service import assistants, teaching, training
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.web.forms import Form, Pence
from governance.platform.web.replies import Template, after

FOLDER = "pages/arrangements/assistants"
PATH = "/office/training"
NEW = f"{PATH}/new"


@dataclass(frozen=True, slots=True)
class Subject:
    module: str


@dataclass(frozen=True, slots=True)
class Learners:
    assistants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    done_on: date
    hours: int
    given_by: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    hourly: Pence
    trainer: Pence


@dataclass(frozen=True, slots=True)
class Members:
    emails: str


class TeachingPages(Controller):
    path = PATH
    include_in_schema = False

    @get("/", permission="support.coordinate")
    async def listed(self, view: ask.View, now: ask.Now) -> Template:
        held = [(one, await training.shares_of(view, one.id)) for one in await training.sessions(view)]
        context = {"held": held, "rules": await members.rules_on(view, now)}
        return Template(f"{FOLDER}/sessions.html", context=context)

    @get("/new/{step:str}", permission="support.coordinate")
    async def ask_one(self, step: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        asked, answers = _step(step), await teaching.draft(view, actor)
        rules = await members.rules_on(view, now)
        context = {
            "step": asked,
            "earlier": before(asked),
            "answers": answers,
            "missing": answers.unanswered,
            "modules": [one for one in rules.words("P-264") if one != OWN_WAY],
            "assistants": await assistants.everybody(view),
            "rules": rules,
            "today": legal_day(now),
        }
        if asked is Step.CHECK and answers.unanswered is None:
            context |= await _shown(view, actor, answers, now)
        return Template(f"{FOLDER}/session_new.html", context=context)

    @post("/new/{step:str}", permission="support.coordinate")
    async def answer(
        self, step: FromPath[str], form: ask.Form, tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        asked = _step(step)
        await teaching.answer(tx, actor, asked, _given(asked, form), now)
        return after(f"{NEW}/{following(asked)}")

    @post("/", permission="support.coordinate", form=f"{NEW}/{Step.CHECK}")
    async def hold(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await teaching.hold(tx, actor, now)
        return after(PATH, say="lesson-noted")


async def _shown(view: View, actor: Actor, answers: Answers, now: datetime) -> Mapping[str, Any]:
    """What each member would pay; nothing is written yet."""
    shared = await teaching.shared(view, answers, now)
    shares = await training.would_share(view, actor, answers.lesson, shared, now)
    called = await members.names(view, shared.members)
    return {
        "lesson": answers.lesson,
        "shares": [(called[member], pence) for member, pence in zip(shared.members, shares, strict=True)],
        "learned": await assistants.names(view, shared.assistants),
    }


def _step(name: str) -> Step:
    if name not in set(Step):
        raise NotFound(step=name)
    return Step(name)


def _given(step: Step, form: Form) -> Mapping[str, Any]:
    """The answers of one step, as the draft keeps them."""
    match step:
        case Step.SUBJECT:
            return {"module": form.read(Subject).module}
        case Step.LEARNERS:
            return {"assistants": list(form.read(Learners).assistants)}
        case Step.WHEN:
            when = form.read(When)
            minutes = when.hours * HOUR + when.minutes
            return {"done_on": when.done_on.isoformat(), "minutes": minutes, "given_by": when.given_by}
        case Step.COST:
            cost = form.read(Cost)
            return {"hourly": cost.hourly, "trainer": cost.trainer}
        case Step.MEMBERS:
            return {"emails": form.read(Members).emails.split()}
        case Step.CHECK:
            raise NotFound(step=step)


PAGES = (TeachingPages,)
