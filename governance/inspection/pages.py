"""Disclosures for those who decide, the register for those who look, the log, and who looked for each member."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.inspection import log
from governance.inspection import service as inspection
from governance.inspection.model import MOST_DAYS, Column, Power, Proposal, person
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class GrantForm:
    body: str
    power: Power
    evidence: str
    columns: tuple[Column, ...]
    earliest: date
    latest: date
    last_day: date
    lawful_basis: str | None = None
    member: str | None = None
    inspector_name: str = ""
    inspector_email: str = ""

    def proposal(self) -> Proposal:
        return Proposal(
            body=self.body,
            power=self.power,
            evidence=self.evidence,
            columns=frozenset(self.columns),
            earliest=self.earliest,
            latest=self.latest,
            last_day=self.last_day,
            lawful_basis=self.lawful_basis,
            member=self.member,
            inspector_name=self.inspector_name,
            inspector_email=self.inspector_email,
        )


@dataclass(frozen=True, slots=True)
class Revocation:
    reason: str


@dataclass(frozen=True, slots=True)
class DayForm:
    as_at: date


class DisclosurePages(Controller):
    path = "/office/disclosures"
    include_in_schema = False

    @get("/", permission="inspection.list")
    async def grants(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        grants = await inspection.grants(view, actor)
        return Template("pages/inspection/disclosures.html", context={"grants": grants, "now": now})

    @get("/new", permission="inspection.propose")
    async def new(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        today = legal_day(now)
        context = {
            "powers": list(Power),
            "columns": list(Column),
            "members": await members.register(view, actor, day=today, size=1000),
            "today": today,
            "most_days": MOST_DAYS,
        }
        return Template("pages/inspection/new.html", context=context)

    @post("/new", permission="inspection.propose")
    async def propose(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        grant = await inspection.propose(tx, actor, form.read(GrantForm).proposal(), now)
        return after(f"/office/disclosures/{grant.id}", say="proposed")

    @get("/{grant_id:str}", permission="inspection.list")
    async def show(self, grant_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        grant = await inspection.find(view, actor, grant_id)
        context = {
            "grant": grant,
            "looks": await inspection.looks(view, actor, grant_id),
            "mine": grant.proposed_by == person(actor),
            "now": now,
        }
        return Template("pages/inspection/disclosure.html", context=context)

    @post("/{grant_id:str}/approve", permission="inspection.decide")
    async def approve(self, grant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await inspection.approve(tx, actor, grant_id, now)
        return after(f"/office/disclosures/{grant_id}", say="approved")

    @post("/{grant_id:str}/revoke", permission="inspection.list", form="/office/disclosures/{grant_id}")
    async def revoke(
        self, grant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        """No step-up: taking a grant back must never wait."""
        await inspection.revoke(tx, actor, grant_id, reason=form.read(Revocation).reason, now=now)
        return after(f"/office/disclosures/{grant_id}", say="revoked")


class InspectPages(Controller):
    path = "/inspect"
    include_in_schema = False

    @get("/", permission="inspection.look")
    async def mine(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        held = [grant for grant in await inspection.grants(view, actor) if grant.account == actor.account]
        return Template("pages/inspection/mine.html", context={"grants": held, "now": now})

    @get("/{grant_id:str}", permission="inspection.look")
    async def choose(self, grant_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        grant = await inspection.usable(view, actor, grant_id, now)
        return Template("pages/inspection/choose.html", context={"grant": grant, "today": legal_day(now)})

    @post("/{grant_id:str}", permission="inspection.look")
    async def chosen(self, grant_id: FromPath[str], form: ask.Form) -> Redirect:
        return after(f"/inspect/{grant_id}/at/{form.read(DayForm).as_at.isoformat()}")

    @get("/{grant_id:str}/at/{day:date}", permission="inspection.look")
    async def register(
        self,
        *,
        grant_id: FromPath[str],
        day: FromPath[date],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        search: FromQuery[str] = "",
        page: ask.Ordinal = 1,
    ) -> Template:
        """Changes nothing of the register; that it was shown is written down in the same transaction (REG-1)."""
        shown = await inspection.look(tx, actor, grant_id, as_at=day, now=now, search=search, page=page)
        return Template("pages/inspection/register.html", context={"register": shown, "search": search})


class LookedAtPages(Controller):
    path = "/me/looked-at"
    include_in_schema = False

    @get("/", permission="inspection.own")
    async def own(self, view: ask.View, actor: ask.Actor) -> Template:
        looks = await inspection.looks_at(view, actor.member or "")
        return Template("pages/inspection/looked_at.html", context={"looks": looks})


class LogPages(Controller):
    path = "/log"
    include_in_schema = False

    @get("/", permission="inspection.log")
    async def read(self, view: ask.View, before: ask.Ordinal = ask.LARGEST) -> Template:
        return Template("pages/inspection/log.html", context={"page": await log.page(view, before=before)})


PAGES = (DisclosurePages, InspectPages, LookedAtPages, LogPages)
