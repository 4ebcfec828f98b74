"""Putting a fund together, one question a page; nobody is asked before the last of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.service import people
from governance.errors import NotFound
from governance.funds.model.asking import KINDS, Answers, Step, following, preceding, unanswered
from governance.funds.model.funds import FundKind
from governance.funds.service import asking
from governance.members import service as members
from governance.platform.web.forms import Form
from governance.platform.web.replies import Template, after

NEW = "/funds/new"
DIGITS = 7


@dataclass(frozen=True, slots=True)
class Title:
    en: str = ""
    cy: str = ""
    en_easy: str = ""
    cy_easy: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    kind: FundKind


@dataclass(frozen=True, slots=True)
class Held:
    held_as: str


@dataclass(frozen=True, slots=True)
class Divided:
    basis: str


@dataclass(frozen=True, slots=True)
class People:
    own: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    emails: str = ""


@dataclass(frozen=True, slots=True)
class Serves:
    serves: str = ""


ONE_WORD: Mapping[Step, type[Held | Divided | Serves]] = {
    Step.HELD: Held,
    Step.DIVIDED: Divided,
    Step.SERVES: Serves,
}


class AskingPages(Controller):
    path = NEW
    include_in_schema = False

    @get("/{step:str}", permission="funds.own")
    async def ask_one(
        self, *, step: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        asked = _step(step)
        answers = await asking.draft(view, actor, keys)
        rules = await members.rules_on(view, now)
        own = [person.id for person in await people.spoken_for(view, actor, now)]
        context = {
            "step": asked,
            "answers": answers,
            "missing": unanswered(answers),
            "before": preceding(asked, answers),
            "kinds": KINDS,
            "ways": rules.words("P-242"),
            "bases": asking.bases(rules, answers.kind),
            "for_whom": await people.names(view, own),
            "offered": await asking.offered(view, actor, now),
            "served": await asking.served(view, actor, now),
            "rules": rules,
        }
        return Template("pages/funds/asking.html", context=context)

    @post("/{step:str}", permission="funds.own")
    async def answer(
        self,
        *,
        variant: FromPath[str],
        step: FromPath[str],
        form: ask.Form,
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
    ) -> Redirect:
        asked = _step(step)
        if asked is Step.CHECK:
            fund = await asking.ask(tx, actor, keys, now)
            return after(f"/funds/{fund.id}", say="fund-asked")
        given = _given(asked, form, variant, await asking.draft(tx, actor, keys))
        answers = await asking.answer(tx, actor, keys, step=asked, given=given, now=now)
        return after(f"{NEW}/{following(asked, answers)}")


def _step(name: str) -> Step:
    if name not in set(Step):
        raise NotFound(step=name)
    return Step(name)


def _given(step: Step, form: Form, variant: str, answers: Answers) -> Mapping[str, Any]:
    """The answers of one step, as the draft keeps them."""
    match step:
        case Step.WHAT:
            return {**asdict(form.read(Title)), "language": variant.removesuffix("-easy")}
        case Step.KIND:
            return {"kind": form.read(Kind).kind.value}
        case Step.HELD | Step.DIVIDED | Step.SERVES:
            return asdict(form.read(ONE_WORD[step]))
        case Step.PEOPLE:
            named = form.read(People)
            return {"own": named.own, "people": named.people, "emails": tuple(dict.fromkeys(named.emails.split()))}
        case Step.PARTS:
            form.only(*(f"part_{place}" for place in range(1, len(answers.asked) + 1)))
            typed = {one: form.text(f"part_{place}") for place, one in enumerate(answers.asked, start=1)}
            return {"parts": {one: whole_number(text) for one, text in typed.items()}}
        case Step.CHECK:
            raise NotFound(step=step)


def whole_number(text: str) -> int:
    """Nothing, which is no part, where it is no whole number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0
