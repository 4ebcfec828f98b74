"""Arranging support, one question a page: for whom, with whom, who employs, who directs; then the words."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.agreements import (
    Contractor,
    Directs,
    Employer,
    Hours,
    Place,
    Source,
    Standing,
)
from governance.arrangements.pages.agreements import Wording
from governance.arrangements.pages.hours import read_week
from governance.arrangements.service import agreements, directory, people
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Proposal(Wording):
    """The words, with what was chosen on the pages before."""

    employs: Employer = Employer.CO_OP
    source: Source = Source.FROM_LIST
    directs: Directs = Directs.MEMBER
    care: str = "no"
    contracted_by: Contractor | None = None
    payment: Pence | None = None
    backup: str | None = None


class ProposingPages(Controller):
    path = "/support/new"
    include_in_schema = False

    @get("/", permission="support.own")
    async def whom(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        spoken_for = await people.spoken_for(view, actor, now)
        names = await people.names(view, {person.id for person in spoken_for})
        context = {"people": [(person.id, names[person.id]) for person in spoken_for]}
        return Template("pages/arrangements/support/whom.html", context=context)

    @get("/{person_id:str}", permission="support.own")
    async def assistant(self, person_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        person = await people.find(view, actor, person_id, now)
        context = {"person": person, "choosable": await directory.choosable(view, actor, now)}
        return Template("pages/arrangements/support/assistant.html", context=context)

    @get("/{person_id:str}/{assistant_id:str}", permission="support.own")
    async def question(
        self,
        *,
        person_id: FromPath[str],
        assistant_id: FromPath[str],
        view: ask.View,
        actor: ask.Actor,
        now: ask.Now,
        employs: FromQuery[str] = "",
        contracted_by: FromQuery[str] = "",
        source: FromQuery[str] = "",
        care: FromQuery[str] = "",
    ) -> Template:
        person = await people.find(view, actor, person_id, now)
        choosable = await directory.choosable(view, actor, now)
        if assistant_id not in choosable:
            raise NotFound(assistant=assistant_id)
        rules = await members.rules_on(view, now)
        context = {
            "person": person,
            "assistant": assistant_id,
            "called": choosable[assistant_id],
            "rules": rules,
            "given": {"employs": employs, "contracted_by": contracted_by, "source": source, "care": care},
            "employers": [one for one in Employer if one in rules.words("P-260")],
            "sources": [one for one in Source if one in rules.words("P-262")],
            "contractors": list(Contractor),
            "directs": rules.word("P-266"),
            "covers": rules.words("P-274"),
            "places": list(Place),
            "kinds": list(Hours),
            "today": legal_day(now),
        }
        return Template("pages/arrangements/support/question.html", context=context)

    @post("/{person_id:str}/{assistant_id:str}", permission="support.own")
    async def propose(
        self,
        *,
        person_id: FromPath[str],
        assistant_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        if assistant_id not in await directory.choosable(tx, actor, now):
            raise NotFound(assistant=assistant_id)
        week, rest = read_week(form)
        given = rest.read(Proposal)
        standing = Standing(
            directs=given.directs,
            employs=given.employs,
            source=given.source,
            contracted_by=given.contracted_by,
            personal_care=given.care == "yes",
            introduction_only=given.contracted_by is Contractor.MEMBER,
        )
        record = await agreements.propose(
            tx,
            actor,
            keys,
            person_id,
            assistant_id,
            standing=standing,
            terms=given.terms(week),
            now=now,
            payment=given.payment,
            backup=given.backup,
        )
        return after(f"/support/{record.id}", say="words-sent")


PAGES = (ProposingPages,)
