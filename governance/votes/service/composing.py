"""The questions of a vote that is set up, and what each of them offers to choose from."""

from dataclasses import replace
from datetime import datetime

from governance.actor import Actor
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.votes.model import CLERK
from governance.votes.model.asking import Option, Question
from governance.votes.model.draft import MOST_QUESTIONS, Draft, words_over
from governance.votes.service.setting_up import draft_of, find_changing, keep


async def put_question(
    tx: Transaction, actor: Actor, setup_id: str, now: datetime, *, number: int, question: Question
) -> Draft:
    """Write question ``number``, counted from 1, anew; its options stay. One more than there are adds one."""
    setup = await find_changing(tx, actor, setup_id)
    draft = draft_of(setup)
    if not 1 <= number <= min(len(draft.questions) + 1, MOST_QUESTIONS):
        raise NotFound(question=number)
    if not question.text.has_any:
        raise Invalid({"text_en": "missing"})
    options = draft.questions[number - 1].options if number <= len(draft.questions) else ()
    draft = draft.with_question(number, replace(question, options=options))
    keep(setup, draft, now)
    return draft


async def drop_question(tx: Transaction, actor: Actor, setup_id: str, number: int, now: datetime) -> None:
    setup = await find_changing(tx, actor, setup_id)
    keep(setup, draft_of(setup).without_question(number), now)


async def put_option(
    tx: Transaction,
    actor: Actor,
    setup_id: str,
    now: datetime,
    *,
    number: int,
    option: Option,
    member_number: str = "",
) -> Option:
    """Write an option of question ``number``; one without an id is new. The member of that number is who stands.

    Raises:
        Invalid: no name, no such member, or a statement longer than the rules let it be (P-157).
    """
    setup = await find_changing(tx, actor, setup_id)
    draft = draft_of(setup)
    question = draft.question(number)
    rules = await members.rules_on(tx, now)
    errors = words_over(option.statement, rules.count("P-157"))
    if not option.name.has_any:
        errors["name_en"] = "missing"
    if errors:
        raise Invalid(errors)
    written = option if option.id else replace(option, id=new_id())
    others = {one.id: one for one in question.options}
    if option.id and option.id not in others:
        raise NotFound(option=option.id)
    options = tuple({**others, written.id: written}.values())
    people = {**draft.people, written.id: await _member(tx, member_number)}
    draft = draft.with_question(number, replace(question, options=options))
    keep(setup, replace(draft, people=people), now)
    return written


async def drop_option(tx: Transaction, actor: Actor, setup_id: str, now: datetime, *, number: int, option: str) -> None:
    setup = await find_changing(tx, actor, setup_id)
    draft = draft_of(setup)
    question = draft.question(number)
    left = tuple(one for one in question.options if one.id != option)
    keep(setup, draft.with_question(number, replace(question, options=left)), now)


async def _member(view: View, number: str) -> str:
    """The id of the member with this number; empty for somebody, or something, that is none."""
    if not number:
        return ""
    try:
        return (await members.numbered(view, CLERK, number)).id
    except NotFound as error:
        raise Invalid({"number": "nobody"}) from error
