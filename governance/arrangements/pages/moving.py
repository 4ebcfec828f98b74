"""Another employer, a support scheme, and who hears two people who cannot agree."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.agreements import Contractor, Employer, Party
from governance.arrangements.model.schemes import Kept
from governance.arrangements.service import agreements, disputes, moving, people, schemes
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Move:
    employer: Employer
    on: date
    contracted_by: Contractor | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    name: str
    tasks: tuple[str, ...] = ()


class MovingPages(Controller):
    path = "/support"
    include_in_schema = False

    @get("/{arrangement_id:str}/employer", permission="support.own")
    async def employer(self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        record = await agreements.find_as(view, actor, arrangement_id, Party.MEMBER, now)
        rules = await members.rules_on(view, now)
        context = {
            "record": record,
            "rules": rules,
            "employers": [one for one in Employer if one in rules.words("P-260") and one != record.employs],
            "today": legal_day(now),
        }
        return Template("pages/arrangements/support/employer.html", context=context)

    @post("/{arrangement_id:str}/employer", permission="support.own")
    async def move(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Move)
        await moving.change_employer(
            tx,
            actor,
            arrangement_id,
            employer=given.employer,
            on=given.on,
            now=now,
            contracted_by=given.contracted_by,
        )
        return after(
            f"/support/{arrangement_id}", say="employer-changed" if given.on <= legal_day(now) else "employer-told"
        )

    @get("/schemes/{person_id:str}", permission="support.own")
    async def scheme(self, person_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        person = await people.find(view, actor, person_id, now)
        context = {
            "person": person,
            "schemes": await schemes.of_person(view, actor, person_id, now),
            "kept": list(Kept),
        }
        return Template("pages/arrangements/support/scheme.html", context=context)

    @post("/schemes/{person_id:str}", permission="support.own")
    async def link(
        self, person_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Scheme)
        await schemes.link(tx, actor, person_id, name=given.name, tasks=given.tasks, now=now)
        return after(f"/support/schemes/{person_id}", say="scheme-linked")

    @post("/schemes/{person_id:str}/{scheme_id:str}/end", permission="support.own")
    async def end_scheme(
        self,
        person_id: FromPath[str],
        scheme_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        await schemes.end(tx, actor, scheme_id, now)
        return after(f"/support/schemes/{person_id}", say="scheme-ended")

    @get("/office/disputes/{dispute_id:str}", permission="support.lead")
    async def panel(
        self,
        dispute_id: FromPath[str],
        view: ask.View,
        actor: ask.Actor,
        now: ask.Now,
        search: FromQuery[str] = "",
    ) -> Template:
        """First who may hear the two; the secretary reads nothing of what it is about."""
        found = await members.register(view, actor, day=legal_day(now), search=search, size=MOST_FOUND)
        context = {"dispute": dispute_id, "search": search, "members": found if search.strip() else ()}
        return Template("pages/arrangements/support/panel.html", context=context)

    @post("/office/disputes/{dispute_id:str}/{member_id:str}", permission="support.lead", form="/support/office")
    async def name_panel(
        self,
        dispute_id: FromPath[str],
        member_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        await disputes.name_panel(tx, actor, dispute_id, member_id=member_id, now=now)
        return after("/support/office", say="panel-named")


PAGES = (MovingPages,)
