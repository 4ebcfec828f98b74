"""An independent living trust: how it stands, its trustees, its house and papers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.trusts import Cover, Tie
from governance.arrangements.service import houses, trustees, trusts
from governance.arrangements.showing import trusts as showing
from governance.platform.clock import legal_day
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Founded:
    title: str
    deed_reference: str
    deed_dated: date
    by_majority: bool = False
    family: bool = False
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class Appointed:
    name: str
    on: date
    number: str = ""
    family: bool = False
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class Tied:
    who: str
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class Retired:
    who: str
    on: date


@dataclass(frozen=True, slots=True)
class Rented:
    address: str
    landlord: str
    monthly: Pence
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Let:
    person: str
    since: date
    weight: int = 1
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Signing:
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Insured:
    covers: Cover
    last_day: date


@dataclass(frozen=True, slots=True)
class Done:
    task: str
    on: date


class TrustPages(Controller):
    path = "/trusts"
    include_in_schema = False

    @get("/", permission="trusts.keep")
    async def mine(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {"seats": await trusts.mine(view, actor, now)}
        return Template("pages/arrangements/trusts/list.html", context=context)

    @get("/new", permission="trusts.keep")
    async def asking(self) -> Template:
        return Template("pages/arrangements/trusts/new.html", context={"ties": list(Tie)})

    @post("/new", permission="trusts.keep")
    async def establish(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(Founded)
        trust = await trusts.establish(
            tx,
            actor,
            title=given.title,
            deed_reference=given.deed_reference,
            deed_dated=given.deed_dated,
            by_majority=given.by_majority,
            family=given.family,
            tie=given.tie,
            now=now,
        )
        return after(f"/trusts/{trust.id}", say="trust-entered")

    @get("/{trust_id:str}", permission="trusts.keep")
    async def show(
        self, trust_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        context = {"trust": await showing.trust(view, actor, keys, trust_id, now)}
        return Template("pages/arrangements/trusts/show.html", context=context)

    @get("/{trust_id:str}/cost", permission="trusts.keep")
    async def cost(self, trust_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await showing.cost(view, actor, trust_id, now)
        return Template("pages/arrangements/rotas/cost.html", context=context)

    @get("/{trust_id:str}/changes", permission="trusts.keep")
    async def changes(self, trust_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {"trust_id": trust_id, "changes": await showing.changes(view, actor, trust_id, now)}
        return Template("pages/arrangements/trusts/changes.html", context=context | {"today": legal_day(now)})

    @post("/{trust_id:str}/changes", permission="trusts.keep")
    async def done(
        self, trust_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Done)
        await trustees.see_to(tx, actor, trust_id, given.task, on=given.on, now=now)
        return after(f"/trusts/{trust_id}/changes", say="trust-task-done")


class TrustPartPages(Controller):
    """One form for each part of a trust; trustees alone."""

    path = "/trusts/{trust_id:str}"
    include_in_schema = False

    @get([f"/{address}" for address in showing.FORMS], permission="trusts.keep")
    async def asking(
        self, trust_id: FromPath[str], request: Request[Any, Any, Any], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        address = "/".join(request.url.path.rstrip("/").split("/")[-2:])
        name, context = await showing.form_of(view, actor, trust_id, address, now)
        return Template(f"pages/arrangements/trusts/{name}.html", context=context)

    @post("/trustees/new", permission="trusts.keep")
    async def appoint(
        self, trust_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Appointed)
        await trustees.appoint(
            tx,
            actor,
            trust_id,
            name=given.name,
            number=given.number,
            family=given.family,
            tie=given.tie,
            on=given.on,
            now=now,
        )
        return after(f"/trusts/{trust_id}/changes", say="trustee-appointed")

    @post("/trustees/retire", permission="trusts.keep")
    async def retire(
        self, trust_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Retired)
        await trustees.retire(tx, actor, trust_id, given.who, on=given.on, now=now)
        return after("/trusts", say="trustee-retired")

    @post("/trustees/paid", permission="trusts.keep")
    async def say_tie(
        self, trust_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Tied)
        await trustees.say_tie(tx, actor, trust_id, given.who, tie=given.tie, now=now)
        return after(f"/trusts/{trust_id}", say="trustee-tie")

    @post("/house/new", permission="trusts.keep")
    async def rent(
        self,
        trust_id: FromPath[str],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        given = form.read(Rented)
        await houses.rent(
            tx,
            actor,
            keys,
            trust_id,
            address=given.address,
            landlord=given.landlord,
            monthly=given.monthly,
            since=given.since,
            until=given.until,
            now=now,
        )
        return after(f"/trusts/{trust_id}", say="house-entered")

    @post("/house/home", permission="trusts.keep")
    async def let(
        self, trust_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Let)
        house = await houses.only(tx, trust_id, given.since)
        await houses.let(
            tx,
            actor,
            trust_id,
            house,
            person_id=given.person,
            since=given.since,
            weight=given.weight,
            tied=given.tied,
            now=now,
        )
        return after(f"/trusts/{trust_id}", say="home-agreed")

    @post("/bank/new", permission="trusts.keep")
    async def sign(
        self, trust_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Signing)
        await houses.sign_at_bank(tx, actor, trust_id, name=given.name, since=given.since, now=now)
        return after(f"/trusts/{trust_id}", say="signatory-entered")

    @post("/bank/end", permission="trusts.keep")
    async def sign_no_more(
        self, trust_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Retired)
        await houses.sign_no_more(tx, actor, trust_id, given.who, on=given.on, now=now)
        return after(f"/trusts/{trust_id}", say="signatory-ended")

    @post("/insurance/new", permission="trusts.keep")
    async def insure(
        self, trust_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Insured)
        await houses.insure(tx, actor, trust_id, covers=given.covers, last_day=given.last_day, now=now)
        return after(f"/trusts/{trust_id}", say="trust-insured")


PAGES = (
    TrustPages,
    TrustPartPages,
)
