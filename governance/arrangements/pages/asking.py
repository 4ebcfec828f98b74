"""Putting a shared arrangement together, one question a page; nobody is asked before the last of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.asking import PRICES, Step, following, unanswered
from governance.arrangements.model.sharing import HOUR, Basis, Kind
from governance.arrangements.service import asking, directory
from governance.arrangements.showing import sharing as showing
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.web.forms import Form, Pence
from governance.platform.web.replies import Template, after

NEW = "/support/shared/new"


@dataclass(frozen=True, slots=True)
class What:
    kind: Kind
    title: str


@dataclass(frozen=True, slots=True)
class Leader:
    leader: str = ""
    notice_days: int = 0
    assistants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    sessions: int
    hours: int
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Costs:
    basis: Basis
    support: Pence | None = None
    leader_asks: Pence | None = None
    room: Pence | None = None
    transport: Pence | None = None
    materials: Pence | None = None


@dataclass(frozen=True, slots=True)
class People:
    people: tuple[str, ...] = ()
    emails: str = ""


class AskingPages(Controller):
    path = NEW
    include_in_schema = False

    @get("/", permission="support.own")
    async def begin(self) -> Redirect:
        return after(f"{NEW}/what")

    @get("/{step:str}", permission="support.own")
    async def ask_one(self, step: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        asked = _step(step)
        answers = await asking.draft(view, actor)
        context = {
            "step": asked,
            "answers": answers,
            "missing": unanswered(answers),
            "for_whom": await showing.for_whom(view, actor, now),
            "assistants": await directory.choosable(view, actor, now),
            "rules": await members.rules_on(view, now),
        }
        return Template("pages/arrangements/sharing/new.html", context=context)

    @post("/{step:str}", permission="support.own")
    async def answer(
        self,
        variant: FromPath[str],
        step: FromPath[str],
        form: ask.Form,
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        asked = _step(step)
        await asking.answer(tx, actor, asked, _given(asked, form, variant), now)
        return after(f"{NEW}/{following(asked)}")

    @post("/", permission="support.own", form=f"{NEW}/check")
    async def send(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        record = await asking.ask(tx, actor, now)
        return after(f"/support/shared/{record.id}", say="sharing-asked")


class ActivityPages(Controller):
    path = "/support/activities"
    include_in_schema = False

    @get("/new", permission="support.own")
    async def begin(self) -> Redirect:
        """A group activity is asked about like everything that is shared."""
        return after(f"{NEW}/what")


def _step(name: str) -> Step:
    if name not in set(Step):
        raise NotFound(step=name)
    return Step(name)


def _given(step: Step, form: Form, variant: str) -> Mapping[str, Any]:
    """The answers of one step, as the draft keeps them."""
    match step:
        case Step.WHAT:
            what = form.read(What)
            return {"kind": what.kind.value, "title": what.title, "language": variant.removesuffix("-easy")}
        case Step.LEADER:
            return asdict(form.read(Leader))
        case Step.WHEN:
            when = form.read(When)
            return {"sessions": when.sessions, "minutes": when.hours * HOUR + when.minutes}
        case Step.COSTS:
            costs = form.read(Costs)
            sums = {name: getattr(costs, name) or 0 for name in PRICES}
            return {**sums, "basis": costs.basis.value}
        case Step.PEOPLE:
            people = form.read(People)
            return {"people": people.people, "emails": tuple(people.emails.split())}
        case Step.CHECK:
            raise NotFound(step=step)
