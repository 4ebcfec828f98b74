"""Arranging support, one question a page: for whom, with whom, on what terms; nobody is asked before the last of them.

What was typed waits in a draft, so that a page can be left, looked at again and changed.
"""

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Actor
from governance.arrangements.model.agreements import Directs, Employer, Hours, Place, Source
from governance.arrangements.model.proposing import Step, before, following, steps
from governance.arrangements.pages import proposal
from governance.arrangements.service import agreements, directory, people, proposing
from governance.arrangements.service.proposing import Draft
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.web.replies import Template, after


class ProposingPages(Controller):
    path = "/support/new"
    include_in_schema = False

    @get("/", permission="support.own")
    async def whom(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        spoken_for = await people.spoken_for(view, actor, now)
        names = await people.names(view, {person.id for person in spoken_for})
        context = {
            "people": [(person.id, names[person.id]) for person in spoken_for],
            "unknown": actor.member is not None and not any(people.is_own(one, actor) for one in spoken_for),
        }
        return Template("pages/arrangements/support/whom.html", context=context)

    @post("/", permission="support.own")
    async def for_oneself(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        """A member is entered as somebody supported when they first ask for support."""
        if actor.member is None:
            raise NotFound
        person = await people.of_member(tx, actor, actor.member, now)
        return after(f"/support/new/{person.id}")

    @get("/{person_id:str}", permission="support.own")
    async def assistant(self, person_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        person = await people.find(view, actor, person_id, now)
        context = {"person": person, "choosable": await directory.choosable(view, actor, now)}
        return Template("pages/arrangements/support/assistant.html", context=context)

    @get("/{person_id:str}/{assistant_id:str}", permission="support.own")
    async def go_on(
        self,
        *,
        person_id: FromPath[str],
        assistant_id: FromPath[str],
        view: ask.View,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
    ) -> Redirect:
        """To the first page without an answer."""
        known = await proposing.draft(view, actor, keys, person_id, assistant_id, now=now)
        asked = await _steps(view, known, now)
        return after(f"/support/new/{person_id}/{assistant_id}/{following(asked, known.answered)}")

    @get("/{person_id:str}/{assistant_id:str}/{step:str}", permission="support.own")
    async def ask_one(
        self,
        *,
        person_id: FromPath[str],
        assistant_id: FromPath[str],
        step: FromPath[str],
        view: ask.View,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
    ) -> Template:
        called = await _called(view, actor, assistant_id, now)
        known = await proposing.draft(view, actor, keys, person_id, assistant_id, now=now)
        asked = await _steps(view, known, now)
        here = _step(step, asked)
        rules = await members.rules_on(view, now)
        context = {
            "here_path": f"/support/new/{person_id}/{assistant_id}",
            "step": here,
            "steps": asked,
            "before": before(asked, here),
            "missing": following(asked, known.answered),
            "draft": known,
            "week": proposal.week(known),
            "begins": proposal.read(known, proposal.Begins).starts_on if Step.HOURS in known.answered else None,
            "called": called,
            "rules": rules,
            "employers": [one for one in Employer if one in rules.words("P-260")],
            "sources": [one for one in Source if one in rules.words("P-262")],
            "speakers": await people.speakers(view, person_id, legal_day(now)),
            "covers": rules.words("P-274"),
            "places": list(Place),
            "kinds": list(Hours),
            "today": legal_day(now),
        }
        return Template("pages/arrangements/support/question.html", context=context)

    @post("/{person_id:str}/{assistant_id:str}/{step:str}", permission="support.own")
    async def answer(
        self,
        *,
        person_id: FromPath[str],
        assistant_id: FromPath[str],
        step: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        await _called(tx, actor, assistant_id, now)
        known = await proposing.draft(tx, actor, keys, person_id, assistant_id, now=now)
        here = _step(step, await _steps(tx, known, now))
        typed = proposal.checked(here, form, (await members.rules_on(tx, now)).words("P-267"))
        known = await proposing.keep(tx, actor, keys, person_id, assistant_id, step=here, typed=typed, now=now)
        asked = await _steps(tx, known, now)
        return after(f"/support/new/{person_id}/{assistant_id}/{following(asked, known.answered)}")

    @post(
        "/{person_id:str}/{assistant_id:str}",
        permission="support.own",
        form="/support/new/{person_id}/{assistant_id}/check",
    )
    async def send(
        self,
        *,
        person_id: FromPath[str],
        assistant_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
    ) -> Redirect:
        """The whole is asked of the assistant."""
        known = await proposing.draft(tx, actor, keys, person_id, assistant_id, now=now)
        asked = await _steps(tx, known, now)
        if following(asked, known.answered) is not Step.CHECK:
            raise Invalid({"step": "missing"})
        record = await agreements.propose(
            tx,
            actor,
            keys,
            person_id,
            assistant_id,
            standing=proposal.standing(known, asked, Directs((await members.rules_on(tx, now)).word("P-266"))),
            terms=proposal.terms(known),
            framework=proposal.read(known, proposal.Limits).framework,
            payment=proposal.read(known, proposal.Payment).payment,
            backup=proposal.read(known, proposal.Backup).backup,
            now=now,
        )
        await proposing.discard(tx, actor, person_id, assistant_id)
        return after(f"/support/{record.id}", say="words-sent")


async def _called(view: View, actor: Actor, assistant_id: str, now: ask.Now) -> str:
    choosable = await directory.choosable(view, actor, now)
    if assistant_id not in choosable:
        raise NotFound(assistant=assistant_id)
    return choosable[assistant_id]


async def _steps(view: View, known: Draft, now: ask.Now) -> tuple[Step, ...]:
    stated = Directs((await members.rules_on(view, now)).word("P-266"))
    return steps(known.text("employs"), known.text("contracted_by"), stated)


def _step(name: str, asked: tuple[Step, ...]) -> Step:
    if name not in asked:
        raise NotFound(step=name)
    return Step(name)


PAGES = (ProposingPages,)
