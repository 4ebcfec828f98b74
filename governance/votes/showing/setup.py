"""What the pages show on which a vote is set up (S-50)."""

from datetime import datetime
from typing import Any

from governance.access import service as access
from governance.actor import Actor
from governance.errors import Invalid as InvalidForm
from governance.errors import NotFound, Refusal
from governance.members import service as members
from governance.platform.db import View
from governance.votes.model import CLERK
from governance.votes.model.asking import Kind, Option, Question
from governance.votes.model.conduct import hands_offered
from governance.votes.model.draft import Draft, Purpose, Step, errors_in, preceding, steps, unanswered
from governance.votes.records import SetupRecord
from governance.votes.service import photos, planning, setting_up

NEW = "new"
"""Stands in an address for an option that is still to be written."""


async def begun(view: View, actor: Actor) -> dict[str, Any]:
    found = await setting_up.setups(view, actor)
    return {
        "setups": [(setup, setting_up.draft_of(setup)) for setup in found],
        "names": await access.names(view, {setup.begun_by for setup in found}),
    }


async def step_shown(view: View, actor: Actor, setup_id: str, step: Step, now: datetime) -> dict[str, Any]:
    """One step, with what was answered before and what the rules offer.

    Raises:
        NotFound: a vote that is taken in this way has no such step.
    """
    setup = await setting_up.find_setup(view, actor, setup_id)
    draft = setting_up.draft_of(setup)
    order = steps(draft)
    if step not in order:
        raise NotFound(step=step)
    before = preceding(draft, step)
    rules = await members.rules_on(view, now)
    return {
        "setup": setup,
        "draft": draft,
        "step": step,
        "order": order,
        "number": order.index(step) + 1,
        "last": len(order),
        "before": "/office/votes/new" if before is None else f"/office/votes/new/{setup_id}/{before}",
        "rules": rules,
        "missing": unanswered(draft, rules.words("P-008")),
        "meeting": await planning.meeting_of(view, draft),
        **await _asked(view, actor, setup, step, now),
    }


async def question_shown(view: View, actor: Actor, setup_id: str, number: int, now: datetime) -> dict[str, Any]:
    setup = await setting_up.find_setup(view, actor, setup_id)
    draft, rules = setting_up.draft_of(setup), await members.rules_on(view, now)
    is_new = number == len(draft.questions) + 1
    return {
        "setup": setup,
        "draft": draft,
        "number": number,
        "question": Question(_usual(draft), draft.title) if is_new else draft.question(number),
        "is_new": is_new,
        "kinds": list(Kind),
        "rules": rules,
    }


async def option_shown(
    view: View, actor: Actor, setup_id: str, number: int, option: str, *, now: datetime
) -> dict[str, Any]:
    found = await question_shown(view, actor, setup_id, number, now)
    question: Question = found["question"]
    if option == NEW:
        return {**found, "option": None, "has_photo": False, "member_number": ""}
    known: Option | None = next((one for one in question.options if one.id == option), None)
    if known is None:
        raise NotFound(option=option)
    draft: Draft = found["draft"]
    member = draft.people.get(option)
    return {
        **found,
        "option": known,
        "has_photo": option in await photos.pictured(view, setup_id),
        "member_number": (await members.find(view, CLERK, member)).number if member else "",
    }


async def paper_shown(view: View, actor: Actor, setup_id: str) -> dict[str, Any]:
    """The questions as voters will meet them."""
    setup = await setting_up.find_setup(view, actor, setup_id)
    draft, having = setting_up.draft_of(setup), await photos.pictured(view, setup_id)
    questions = [photos.with_photos(question, having) for question in draft.questions]
    return {"setup": setup, "draft": draft, "questions": questions}


async def _asked(view: View, actor: Actor, setup: SetupRecord, step: Step, now: datetime) -> dict[str, Any]:
    """What one step alone shows."""
    draft, rules = setting_up.draft_of(setup), await members.rules_on(view, now)
    if step is Step.ABOUT:
        return {"meetings": await planning.meetings_to_come(view, now), "purposes": list(Purpose)}
    if step is Step.QUESTIONS:
        languages = rules.words("P-008")
        return {"problems": [errors_in(question, languages) for question in draft.questions]}
    if step is Step.MODE:
        return {"lawful": planning.lawful(rules, draft)}
    if step is Step.ROLL:
        found = await planning.electorates(view, rules, draft, now)
        return {"electorates": {name: len(voters) for name, voters in found.items()}, "few": planning.FEW}
    if step is Step.KEYS:
        return {"hands": hands_offered(binding=draft.purpose.binds), "holders": await planning.key_holders(view, now)}
    return await _checked(view, actor, setup, now) if step is Step.CHECK else {}


async def _checked(view: View, actor: Actor, setup: SetupRecord, now: datetime) -> dict[str, Any]:
    """The whole, as it would be prepared now; what stands in the way is shown and not raised."""
    draft, rules = setting_up.draft_of(setup), await members.rules_on(view, now)
    found: dict[str, Any] = {
        "plan": None,
        "obstacle": None,
        "names": await access.names(view, {setup.begun_by, setup.asked_by or ""}),
        "is_mine": setup.asked_by == actor.reference,
        "holders": {one.reference: one.name for one in await planning.key_holders(view, now)},
        "some_pictured": await _some_pictured(view, setup, draft),
    }
    if setup.votes is not None or unanswered(draft, rules.words("P-008")) is not None:
        return found
    try:
        return {**found, "plan": await setting_up.plan_of(view, setup, now)}
    except (Refusal, InvalidForm) as refusal:
        return {**found, "obstacle": refusal}


async def _some_pictured(view: View, setup: SetupRecord, draft: Draft) -> bool:
    """Have some candidates of a question a picture, and others none?"""
    having = await photos.pictured(view, setup.id)
    shown = [{option.id in having for option in question.options} for question in draft.questions]
    return any(len(one) > 1 for one in shown)


def _usual(draft: Draft) -> Kind:
    return Kind.CHOOSE if draft.purpose is Purpose.ELECTION else Kind.YES_NO
