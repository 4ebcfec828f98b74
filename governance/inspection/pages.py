"""Disclosures for those who decide, the register for those who look, the log, and who looked for each member."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from governance.access import ask
from governance.errors import Invalid, NotFound
from governance.inspection import disclosure_pages, log
from governance.inspection import service as inspection
from governance.inspection.copies import MOST_BYTES, public_key
from governance.inspection.model import MOST_DAYS, Column, Power, Proposal, allowed, beyond, person
from governance.inspection.own_copy import copy_for, own_copy, without_sign_in
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class GrantForm:
    body: str
    evidence: str
    columns: tuple[Column, ...]
    earliest: date
    latest: date
    last_day: date
    lawful_basis: str | None = None
    inspector_name: str = ""
    inspector_email: str = ""

    def proposal(self, power: Power, member: str | None = None) -> Proposal:
        return Proposal(
            body=self.body,
            power=power,
            evidence=self.evidence,
            columns=frozenset(self.columns),
            earliest=self.earliest,
            latest=self.latest,
            last_day=self.last_day,
            lawful_basis=self.lawful_basis,
            member=member,
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
    async def powers(self) -> Template:
        return Template("pages/inspection/powers.html", context={"powers": list(Power)})

    @get("/new/member-s103", permission="inspection.propose")
    async def whose(self, view: ask.View, actor: ask.Actor, now: ask.Now, search: FromQuery[str] = "") -> Template:
        """A member who wants to look is looked for first."""
        found = await members.register(view, actor, day=legal_day(now), search=search, size=MOST_FOUND)
        context = {"search": search, "members": found if search.strip() else ()}
        return Template("pages/inspection/whose.html", context=context)

    @get("/new/{power:str}", permission="inspection.propose")
    async def new(self, power: FromPath[str], now: ask.Now) -> Template:
        """A body that has no right to the register is told so; others get the form."""
        relied_on = _power(power)
        if not allowed(relied_on, lawful_basis="any"):
            return Template("pages/inspection/no_power.html", context={"power": relied_on})
        return _proposing(relied_on, now)

    @post("/new/{power:str}", permission="inspection.propose")
    async def propose(
        self, power: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        grant = await inspection.propose(tx, actor, form.read(GrantForm).proposal(_power(power)), now)
        return after(f"/office/disclosures/{grant.id}", say="proposed")

    @get("/new/member-s103/{member_id:str}", permission="inspection.propose")
    async def new_for_member(
        self, member_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        return _proposing(Power.MEMBER_S103, now, await members.find(view, actor, member_id))

    @post("/new/member-s103/{member_id:str}", permission="inspection.propose")
    async def propose_for_member(
        self, member_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        proposal = form.read(GrantForm).proposal(Power.MEMBER_S103, member_id)
        grant = await inspection.propose(tx, actor, proposal, now)
        return after(f"/office/disclosures/{grant.id}", say="proposed")

    @get("/{grant_id:str}", permission="inspection.list")
    async def show(self, grant_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        grant = await inspection.find(view, actor, grant_id)
        if grant.discloses:
            raise NotFound(grant=grant_id)
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
        grant = await inspection.of_register(view, actor, grant_id, now)
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
        context = {"register": shown, "search": search, "beyond": beyond(*shown.grant.scope)}
        return Template("pages/inspection/register.html", context=context)

    @post("/{grant_id:str}/at/{day:date}/copy", permission="inspection.look", status_code=200)
    async def copy(
        self,
        *,
        grant_id: FromPath[str],
        day: FromPath[date],
        tx: ask.Transaction,
        keys: ask.Keys,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Response[bytes]:
        content = await inspection.signed_copy(tx, actor, keys, grant_id, as_at=day, now=now)
        headers = {"Content-Disposition": f'attachment; filename="register-{day.isoformat()}.json"'}
        return Response(content, media_type="application/json", headers=headers)


class LookedAtPages(Controller):
    path = "/me/looked-at"
    include_in_schema = False

    @get("/", permission="inspection.own")
    async def own(self, view: ask.View, actor: ask.Actor) -> Template:
        looks = await inspection.looks_at(view, actor.member or "")
        return Template("pages/inspection/looked_at.html", context={"looks": looks})


class OwnCopyPages(Controller):
    path = "/me/copy"
    include_in_schema = False

    @get("/", permission="inspection.copy")
    async def about(self, view: ask.View, keys: ask.Keys, actor: ask.Actor, now: ask.Now) -> Template:
        context = {"key": public_key(keys), "others": await without_sign_in(view, actor, now)}
        return Template("pages/inspection/own_copy.html", context=context)

    @post("/", permission="inspection.take-copy", status_code=200)
    async def take(self, tx: ask.Transaction, keys: ask.Keys, actor: ask.Actor, now: ask.Now) -> Response[bytes]:
        return _copy(await own_copy(tx, actor, keys, now), now)

    @post("/for/{person_id:str}", permission="inspection.take-copy", status_code=200, form="/me/copy")
    async def take_for(
        self, person_id: FromPath[str], tx: ask.Transaction, keys: ask.Keys, actor: ask.Actor, now: ask.Now
    ) -> Response[bytes]:
        return _copy(await copy_for(tx, actor, keys, person_id, now), now)


class VerifyPages(Controller):
    path = "/verify-copy"
    include_in_schema = False

    @get("/", permission="inspection.verify")
    async def ask_for_it(self, keys: ask.Keys) -> Template:
        return Template("pages/inspection/verify.html", context={"key": public_key(keys), "copy": None})

    @post("/", permission="inspection.verify", status_code=200, request_max_body_size=MOST_BYTES)
    async def check(self, keys: ask.Keys, form: ask.Form) -> Template:
        """Looks at the file and keeps nothing of it."""
        copy = inspection.checked(form.file("file"), keys)
        return Template("pages/inspection/verify.html", context={"key": public_key(keys), "copy": copy})


class LogPages(Controller):
    path = "/log"
    include_in_schema = False

    @get("/", permission="inspection.log")
    async def read(
        self,
        view: ask.View,
        before: ask.Ordinal = ask.LARGEST,
        topic: FromQuery[str] = "",
        who: FromQuery[str] = "",
        until: FromQuery[str] = "",
    ) -> Template:
        page = await log.page(view, before=before, topic=topic, who=who, until=_day(until))
        asked = {"topic": topic, "who": who, "until": until}
        return Template("pages/inspection/log.html", context={"page": page, "topics": list(log.TOPICS), **asked})


def _copy(content: bytes, now: datetime) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="my-copy-{legal_day(now).isoformat()}.json"'}
    return Response(content, media_type="application/json", headers=headers)


def _proposing(power: Power, now: datetime, member: object = None) -> Template:
    context = {
        "power": power,
        "member": member,
        "columns": [column for column in Column if column in allowed(power, lawful_basis="any")],
        "today": legal_day(now),
        "last": legal_day(now) + timedelta(days=MOST_DAYS),
    }
    return Template("pages/inspection/new.html", context=context)


def _power(name: str) -> Power:
    try:
        return Power(name)
    except ValueError:
        raise NotFound(power=name) from None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError:
        raise Invalid({"until": "not-a-day"}) from None


PAGES = (
    *disclosure_pages.PAGES,
    DisclosurePages,
    InspectPages,
    LookedAtPages,
    OwnCopyPages,
    VerifyPages,
    LogPages,
)
