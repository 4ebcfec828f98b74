"""Leaving a group activity: the figures before anybody decides, and the choice of those who stay (M-03)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from governance.actor import Actor
from governance.arrangements.model.activities import Choice, Leaving, Option, Plan, leaving, options
from governance.arrangements.model.sessions import State
from governance.arrangements.model.sharing import Asked, NotStarted, Terms
from governance.arrangements.records.sharing import TermsRecord
from governance.arrangements.service import charges, people, shared, sharing
from governance.errors import NotFound, Refusal
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View


class NothingToChoose(Refusal):
    """The money is enough for everything that was planned, or nobody has told that they leave."""

    code = "nothing-to-choose"


@dataclass(frozen=True, slots=True)
class Prospect:
    """If one person left now: what they get back, who stays, and how these may go on."""

    plan: Plan
    leaving: Leaving
    left: int
    staying: tuple[str, ...]
    options: tuple[Option, ...]


async def prospect(view: View, actor: Actor, shared_id: str, person_id: str, now: datetime) -> Prospect:
    """What would happen if this person left now; nothing is changed. For themselves and whoever speaks for them.

    It assumes that everybody paid their part of what was planned; a fund's statement says what they really paid.
    """
    await people.find(view, actor, person_id, now)
    seen = await shared.find(view, actor, shared_id, now)
    return await _if_left(view, seen, person_id, now)


async def choose(tx: Transaction, actor: Actor, shared_id: str, choice: Choice, now: datetime) -> TermsRecord:
    """Once somebody has told that they leave, ask those who stay to go on in this way.

    Raises:
        NothingToChoose
    """
    record = await sharing.organised(tx, actor, shared_id, now)
    known = await shared.participants(tx, shared_id)
    gone = [one.person for one in known if one.told_on is not None and one.takes_part_on(legal_day(now))]
    if not gone:
        raise NothingToChoose(shared=shared_id)
    seen = await shared.find(tx, actor, shared_id, now)
    found = await _if_left(tx, seen, gone[-1], now)
    option = next((one for one in found.options if one.choice is choice), None)
    if option is None:
        raise NothingToChoose(shared=shared_id)
    terms, asked = await _agreed(tx, seen)
    so_far = terms.sessions - found.plan.to_come
    staying = [one for one in asked if one.person in found.staying and one.person not in gone]
    changed = replace(terms, sessions=so_far + option.sessions)
    return await sharing.revise(tx, actor, record.id, terms=changed, asked=staying, now=now)


async def _if_left(view: View, seen: shared.Seen, person_id: str, now: datetime) -> Prospect:
    terms, _ = await _agreed(view, seen)
    taking_part = await shared.taking_part(view, seen.record, legal_day(now))
    ids = [one.person for one in taking_part]
    if person_id not in ids:
        raise NotFound(shared=seen.record.id)
    plan = _plan(terms, await charges.listed(view, seen.record.id), now)
    rules = await members.rules_on(view, now)
    weights = _weights(terms, taking_part)
    place = ids.index(person_id)
    gone = leaving(rules, plan, weights, place)
    left = plan.whole - plan.spent - gone.refund + gone.owed
    staying = [weight for other, weight in enumerate(weights) if other != place]
    found = options(rules, plan, left, staying) if staying else ()
    return Prospect(plan, gone, left, tuple(one for one in ids if one != person_id), found)


def _plan(terms: Terms, sessions: Sequence[charges.Session], now: datetime) -> Plan:
    """Sessions that were held or had to be paid for are behind; others are still to come, planned or not."""
    behind = [one for one in sessions if one.attendance and (one.state is State.HELD or one.cost)]
    starts = [one.entry.starts_at for one in sessions if one.state is State.PLANNED]
    return Plan(
        whole=terms.whole,
        spent=sum(one.cost for one in behind),
        each=terms.each_session,
        to_come=max(terms.sessions - len(behind), 0),
        committed=terms.committed_from(now, starts),
    )


def _weights(terms: Terms, taking_part: Sequence[Asked]) -> list[Fraction]:
    return [one.weight for one in charges.whole(terms, taking_part, terms.minutes)]


async def _agreed(view: View, seen: shared.Seen) -> tuple[Terms, tuple[Asked, ...]]:
    written = await shared.terms_in_force(view, seen.record)
    if written is None:
        raise NotStarted(shared=seen.record.id)
    return Terms.from_json(written.content), await shared.asked_in(view, written.id)
