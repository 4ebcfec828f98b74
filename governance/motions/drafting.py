"""Writing a motion step by step: each answer is kept at once, and nobody but its writer sees it until it is sent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from constitution.amendment import Amendment
from governance.actor import Actor
from governance.errors import Invalid, NotFound
from governance.motions.amending import propose_amendment
from governance.motions.draft import ASKED, FIELDS, NO, YES, Draft, Step, errors_at, following, unanswered
from governance.motions.model import MotionBegun, NothingToSend
from governance.motions.proposing import propose
from governance.motions.records import DraftRecord, MotionRecord
from governance.platform.db import Transaction, View

OFFERED = {"for_board": (YES, NO), "matter": ASKED}


async def find_draft(view: View, actor: Actor) -> Draft | None:
    """What the one who asks has begun to write."""
    kept = None if actor.account is None else await view.get(DraftRecord, actor.account)
    if kept is None:
        return None
    change = kept.given.get("change")
    return Draft(kept.given["answers"], kept.given["checked"], None if change is None else Amendment.from_dict(change))


async def answer(tx: Transaction, actor: Actor, step: Step, given: Mapping[str, str], now: datetime) -> Draft:
    """Keep the answers of one step. What cannot be used is refused, and what was kept before stays.

    It is no act before others, so the log of acts has no entry for it.

    Raises:
        Invalid: with the problem of each field.
    """
    if actor.account is None:
        raise NotFound
    for name, choices in OFFERED.items():
        if given.get(name) and given[name] not in choices:
            raise Invalid({name: "unknown"})
    draft = (await find_draft(tx, actor) or Draft()).with_answers(given)
    if following(actor, draft, step) is Step.CHECK:
        draft = replace(draft, checked=True)
    asked = tuple(name for name in FIELDS[step] if name in given)
    errors = errors_at(step, draft, asked)
    if errors:
        raise Invalid(errors)
    await _keep(tx, actor.account, draft, now)
    return draft


async def send(tx: Transaction, actor: Actor, now: datetime) -> MotionRecord:
    """Bring the motion that was written, and put its draft away.

    Raises:
        NothingToSend: nothing is written, or it was sent already.
        Invalid: an answer is missing.
    """
    draft = await find_draft(tx, actor)
    if draft is None:
        raise NothingToSend
    missing = unanswered(actor, draft)
    if missing is not None:
        raise Invalid(errors_at(missing, draft, ()))
    motion = await _proposed(tx, actor, draft, now)
    await throw_away(tx, actor)
    return motion


async def keep_change(tx: Transaction, actor: Actor, change: Amendment, now: datetime) -> None:
    """Keep the change of the rules that somebody has in mind so far; a motion about something else is not touched.

    Raises:
        MotionBegun: they are writing one.
    """
    if actor.account is None:
        raise NotFound
    draft = await find_draft(tx, actor)
    if draft is not None and draft.change is None:
        raise MotionBegun
    await _keep(tx, actor.account, replace(draft or Draft(), change=change), now)


async def _proposed(tx: Transaction, actor: Actor, draft: Draft, now: datetime) -> MotionRecord:
    for_board = draft.is_for_board(actor)
    meeting = None if for_board else draft.meeting
    if draft.change is None:
        return await propose(
            tx,
            actor,
            title=draft.title,
            text=draft.text,
            why=draft.why,
            matter=draft.matter,
            meeting_id=meeting,
            by_board=for_board,
            now=now,
        )
    return await propose_amendment(
        tx,
        actor,
        amendment=draft.change,
        title=draft.title,
        why=draft.why,
        meeting_id=meeting,
        by_board=for_board,
        now=now,
    )


async def throw_away(tx: Transaction, actor: Actor) -> None:
    """Nothing of a draft is left; doing it twice does nothing more."""
    kept = None if actor.account is None else await tx.get(DraftRecord, actor.account)
    if kept is not None:
        await tx.delete(kept)
        await tx.flush()


async def _keep(tx: Transaction, account: str, draft: Draft, now: datetime) -> None:
    change = None if draft.change is None else draft.change.to_dict()
    given = {"answers": dict(draft.given), "checked": draft.checked, "change": change}
    await tx.alone(f"draft-{account}")  # two tabs may send the first answer at once
    kept = await tx.get(DraftRecord, account)
    if kept is None:
        tx.add(DraftRecord(account=account, given=given, changed_at=now))
    else:
        kept.given, kept.changed_at = given, now
    await tx.flush()
