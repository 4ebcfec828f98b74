"""Who lives in the house of a trust: how somebody comes, and how a stay ends."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.service import leaving, residents
from governance.arrangements.showing import trusts as showing
from governance.errors import Invalid
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Welcomed:
    """``who`` lived there before; a name and a number are of somebody new."""

    on: date
    who: str = ""
    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    who: str
    on: date


class Answer(StrEnum):
    AGREE = "agree"
    STAYS = "stays"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Answered:
    """``on``: the day that the page showed, for a yes."""

    answer: Answer
    on: date | None = None


class ResidentPages(Controller):
    path = "/trusts/{trust_id:str}/residents"
    include_in_schema = False

    @post("/new", permission="trusts.keep")
    async def welcome(
        self, trust_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Welcomed)
        if given.who:
            await residents.welcome_back(tx, actor, trust_id, given.who, on=given.on, now=now)
        else:
            await residents.welcome(tx, actor, trust_id, name=given.name, number=given.number, on=given.on, now=now)
        return after(f"/trusts/{trust_id}", say="resident-entered")

    @post("/leave", permission="trusts.keep")
    async def farewell(
        self, trust_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Leaving)
        if await leaving.farewell(tx, actor, trust_id, given.who, on=given.on, now=now):
            return after("/trusts", say="resident-left")
        return after(f"/trusts/{trust_id}/residents/{given.who}/leaving", say="leaving-said")

    @get("/{person_id:str}/leaving", permission="trusts.keep")
    async def leaving(
        self, trust_id: FromPath[str], person_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await showing.leaving(view, actor, trust_id, person_id, now)
        return Template("pages/arrangements/trusts/leaving.html", context=context)

    @post("/{person_id:str}/leaving", permission="trusts.keep")
    async def answer(
        self,
        trust_id: FromPath[str],
        person_id: FromPath[str],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        given = form.read(Answered)
        match given.answer:
            case Answer.STAYS:
                await leaving.stays(tx, actor, trust_id, person_id, now)
            case Answer.READ:
                await leaving.read(tx, actor, trust_id, person_id, now)
            case Answer.AGREE if given.on is None:
                raise Invalid({"on": "missing"})
            case Answer.AGREE:
                await leaving.agree(tx, actor, trust_id, person_id, on=given.on, now=now)
        return after("/trusts", say=f"leaving-{given.answer}")


PAGES = (ResidentPages,)
