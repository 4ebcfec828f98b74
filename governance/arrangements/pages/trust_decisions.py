"""Decisions of the trustees of a trust, with what the residents say of each."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.trust_decisions import Heard, Matter
from governance.arrangements.service import trust_decisions
from governance.arrangements.showing import trust_decisions as showing
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Proposal:
    matter: Matter
    proposal: str


@dataclass(frozen=True, slots=True)
class Said:
    heard: Heard
    words: str


@dataclass(frozen=True, slots=True)
class Vote:
    trustee: str
    agrees: str


class TrustDecisionPages(Controller):
    path = "/trusts/{trust_id:str}/decisions"
    include_in_schema = False

    @get("/", permission="trusts.keep")
    async def listed(
        self, trust_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        context = await showing.listed(view, actor, keys, trust_id, now)
        return Template("pages/arrangements/trusts/decisions.html", context=context)

    @post("/", permission="trusts.keep")
    async def propose(
        self,
        trust_id: FromPath[str],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        given = form.read(Proposal)
        made = await trust_decisions.propose(
            tx, actor, keys, trust_id, matter=given.matter, proposal=given.proposal, now=now
        )
        return after(f"/trusts/{trust_id}/decisions/{made.id}", say="trust-proposed")

    @get("/{decision_id:str}", permission="trusts.keep")
    async def show(
        self, decision_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        context = {"found": await showing.decision(view, actor, keys, decision_id, now)}
        return Template("pages/arrangements/trusts/decision.html", context=context)

    @get("/{decision_id:str}/views/{person_id:str}", permission="trusts.keep")
    async def asking(
        self,
        decision_id: FromPath[str],
        person_id: FromPath[str],
        *,
        view: ask.View,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
    ) -> Template:
        context = await showing.one_view(view, actor, keys, decision_id, person_id=person_id, now=now)
        return Template("pages/arrangements/trusts/view.html", context=context)

    @post("/{decision_id:str}/views/{person_id:str}", permission="trusts.keep")
    async def hear(
        self,
        trust_id: FromPath[str],
        decision_id: FromPath[str],
        person_id: FromPath[str],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        given = form.read(Said)
        await trust_decisions.hear(
            tx, actor, keys, decision_id, person_id=person_id, heard=given.heard, words=given.words, now=now
        )
        return after(f"/trusts/{trust_id}/decisions/{decision_id}", say="resident-heard")

    @post("/{decision_id:str}/vote", permission="trusts.keep")
    async def vote(
        self,
        trust_id: FromPath[str],
        decision_id: FromPath[str],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        given = form.read(Vote)
        await trust_decisions.vote(
            tx, actor, decision_id, trustee_id=given.trustee, agrees=given.agrees == "yes", now=now
        )
        return after(f"/trusts/{trust_id}/decisions/{decision_id}", say="trustee-voted")

    @post("/{decision_id:str}/close", permission="trusts.keep")
    async def close(
        self, trust_id: FromPath[str], decision_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await trust_decisions.close(tx, actor, decision_id, now=now)
        return after(f"/trusts/{trust_id}/decisions/{decision_id}", say="trust-decided")

    @post("/{decision_id:str}/withdraw", permission="trusts.keep")
    async def withdraw(
        self, trust_id: FromPath[str], decision_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await trust_decisions.withdraw(tx, actor, decision_id, now=now)
        return after(f"/trusts/{trust_id}/decisions/{decision_id}", say="trust-withdrawn")


PAGES = (TrustDecisionPages,)
