"""Setting up a vote that no motion leads to: step by step, looked over by a second officer, prepared (S-50, PERM-7)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from constitution import Rulebook
from constitution.balloting import smallest_cell
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.votes.model import CodesBy, Fallback, Mode
from governance.votes.model.conduct import read_hands
from governance.votes.model.draft import (
    NO,
    YES,
    Draft,
    Purpose,
    Step,
    errors_at,
    following,
    unanswered,
)
from governance.votes.model.refusals import SecondPersonNeeded, SetupIncomplete, SetupStands
from governance.votes.records import SetupPhotoRecord, SetupRecord, VoteRecord
from governance.votes.service.delegating import casting_proxies
from governance.votes.service.grouping import prepare_each
from governance.votes.service.photos import carry_over, pictured, with_photos
from governance.votes.service.planning import (
    Plan,
    electorates,
    lawful,
    meeting_of,
    meetings_to_come,
    planned,
    require_hands,
    require_lawful,
    times,
)

OFFICE = (Role.SECRETARY, Role.SCRUTINEER, Role.CHAIR)


async def find_setup(view: View, actor: Actor, setup_id: str, *, lock: bool = False) -> SetupRecord:
    """A vote that is being set up; all who may set one up work on it together."""
    setup = await view.get(SetupRecord, setup_id, lock=lock)
    if setup is None or not (actor.is_platform or actor.has(*OFFICE)):
        raise NotFound(setup=setup_id)
    return setup


async def setups(view: View, actor: Actor) -> Sequence[SetupRecord]:
    """Those that are not prepared yet, the one last changed first."""
    if not (actor.is_platform or actor.has(*OFFICE)):
        raise NotFound
    begun = await view.scalars(select(SetupRecord).order_by(SetupRecord.changed_at.desc(), SetupRecord.id))
    return [setup for setup in begun if setup.votes is None]


async def begin(tx: Transaction, actor: Actor, now: datetime) -> SetupRecord:
    setup = SetupRecord(id=new_id(), begun_by=actor.reference, given=Draft().to_json(), changed_at=now)
    tx.add(setup)
    await tx.flush()
    return setup


async def answer(
    tx: Transaction, actor: Actor, setup_id: str, now: datetime, *, step: Step, given: Mapping[str, Any]
) -> Draft:
    """Keep the answers of one step. What cannot be used is refused, and what was kept before stays.

    It is no act before others, so the log of acts has no entry for it.

    Raises:
        NotBySuchAVote, ModeOne, TooLateToOpen: an answer that the rules do not let stand.
        Invalid: with the problem of each field.
    """
    setup = await find_changing(tx, actor, setup_id)
    rules = await members.rules_on(tx, now)
    draft = draft_of(setup).with_answers(_read(given))
    errors = errors_at(step, draft, rules.words("P-008"))
    if errors:
        raise Invalid(errors)
    await _require_possible(tx, rules, draft, step, now)
    if following(draft, step) is Step.CHECK:
        draft = replace(draft, checked=True)
    keep(setup, draft, now)
    return draft


async def throw_away(tx: Transaction, actor: Actor, setup_id: str) -> None:
    setup = await find_changing(tx, actor, setup_id)
    await tx.execute(delete(SetupPhotoRecord).where(SetupPhotoRecord.setup == setup_id))
    await tx.delete(setup)


async def plan_of(view: View, setup: SetupRecord, now: datetime) -> Plan:
    """The vote as it would be prepared now.

    Raises:
        Whatever `planned` raises.
    """
    rules = await members.rules_on(view, now)
    return await planned(view, rules, draft_of(setup), now, begun_by=setup.begun_by)


async def send(tx: Transaction, actor: Actor, setup_id: str, now: datetime) -> SetupRecord:
    """Ask a second officer to look it over. From here on its answers stand still.

    Raises:
        SetupIncomplete: something is still to be answered.
    """
    setup = await find_changing(tx, actor, setup_id)
    await _require_complete(tx, setup, now)
    await plan_of(tx, setup, now)
    setup.asked_by = actor.reference
    await audit.note(tx, actor, "vote.setup-asked", setup_id, now)
    return setup


async def send_back(tx: Transaction, actor: Actor, setup_id: str, now: datetime) -> None:
    """Something is to be changed first: by the one who asked, or the one who looked."""
    setup = await find_setup(tx, actor, setup_id, lock=True)
    if setup.asked_by is None or setup.votes is not None:
        raise SetupStands(setup=setup_id)
    setup.asked_by = None
    await audit.note(tx, actor, "vote.setup-sent-back", setup_id, now)


async def approve(tx: Transaction, actor: Actor, setup_id: str, now: datetime) -> list[VoteRecord]:
    """A second person agrees, and the vote is prepared as the rules would have it now.

    Raises:
        SecondPersonNeeded: the same person asked (PERM-7).
    """
    setup = await find_setup(tx, actor, setup_id, lock=True)
    if setup.asked_by is None or setup.votes is not None:
        raise SetupStands(setup=setup_id)
    if setup.asked_by == actor.reference:
        raise SecondPersonNeeded(setup=setup_id)
    await _require_complete(tx, setup, now)
    made = await _prepare(tx, actor, setup, now)
    setup.votes = [vote.id for vote in made]
    await audit.note(tx, actor, "vote.setup-approved", setup_id, now, votes=list(setup.votes))
    return made


def draft_of(setup: SetupRecord) -> Draft:
    return Draft.from_json(setup.given)


async def _prepare(tx: Transaction, actor: Actor, setup: SetupRecord, now: datetime) -> list[VoteRecord]:
    draft, plan = draft_of(setup), await plan_of(tx, setup, now)
    rules = await members.rules_on(tx, now)
    having = await pictured(tx, setup.id)
    made = await prepare_each(
        tx,
        actor,
        plan.voters,
        plan.groups,
        question=draft.title,
        questions=[with_photos(question, having) for question in draft.questions],
        binding=draft.purpose.binds,
        **asdict(draft.conduct),
        **asdict(plan.times),
        revote=plan.again.met,
        revote_finding=plan.again,
        smallest_cell=smallest_cell(rules),
        meeting=draft.meeting,
        electorate=draft.electorate,
        record_date=legal_day(now),
        proxies={} if draft.meeting is None else await casting_proxies(tx, rules, draft.meeting),
        now=now,
    )
    for vote in made:
        await carry_over(tx, setup.id, vote)
    return made


async def find_changing(tx: Transaction, actor: Actor, setup_id: str) -> SetupRecord:
    """The same as `find_setup`, locked, for whoever changes what belongs to it."""
    setup = await find_setup(tx, actor, setup_id, lock=True)
    if setup.asked_by is not None:
        raise SetupStands(setup=setup_id)
    return setup


async def _require_complete(view: View, setup: SetupRecord, now: datetime) -> None:
    rules = await members.rules_on(view, now)
    missing = unanswered(draft_of(setup), rules.words("P-008"))
    if missing is not None:
        raise SetupIncomplete(setup=setup.id, step=missing)


async def _require_possible(tx: Transaction, rules: Rulebook, draft: Draft, step: Step, now: datetime) -> None:
    """What the rules say to the answers of one step."""
    if step is Step.ABOUT and draft.meeting not in (None, *(one.id for one in await meetings_to_come(tx, now))):
        raise Invalid({"meeting": "unknown"})
    if step is Step.MODE:
        require_lawful(lawful(rules, draft), draft.mode)
    if step is Step.ROLL and not (await electorates(tx, rules, draft, now)).get(draft.electorate):
        raise Invalid({"electorate": "nobody"})
    if step is Step.KEYS:
        await require_hands(tx, draft.conduct, now, binding=draft.purpose.binds)
    if step is Step.DATES:
        times(rules, draft, await meeting_of(tx, draft), now)
    if step is Step.WAYS and draft.conduct.on_paper and not rules.flag("P-150"):
        raise Invalid({"on_paper": "unknown"})


OFFERED: Mapping[str, Sequence[str]] = {
    "purpose": list(Purpose),
    "mode": list(Mode),
    "codes_by": list(CodesBy),
    "fallback": list(Fallback),
    "on_paper": [YES, NO],
}


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they are kept: words of closed lists are those that are offered."""
    for name, choices in OFFERED.items():
        if given.get(name) and given[name] not in choices:
            raise Invalid({name: "unknown"})
    if given.get("hands"):
        read_hands(given["hands"])
    return {name: value.isoformat() if isinstance(value, datetime) else value or "" for name, value in given.items()}


def keep(setup: SetupRecord, draft: Draft, now: datetime) -> None:
    """The answers so far, as they are from now on."""
    setup.given, setup.changed_at = draft.to_json(), now
