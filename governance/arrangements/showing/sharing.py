"""What the pages about sharing show, each gathered in one look."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from governance.actor import Actor
from governance.arrangements.model.attending import Came, Step, before
from governance.arrangements.model.revising import before as before_change
from governance.arrangements.model.sessions import NobodyToCharge, Share, State
from governance.arrangements.model.sharing import Cost, Terms
from governance.arrangements.records.sharing import ParticipantRecord
from governance.arrangements.service import activities, assistants, charges, people, shared
from governance.arrangements.service import attending as attending_service
from governance.arrangements.service import revising as revising_service
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import Texts


async def every(view: View, actor: Actor, now: datetime) -> Mapping[str, Any]:
    seen = await shared.listed(view, actor, now)
    return {"shared": [(one, Texts.from_json(one.record.title)) for one in seen], "today": legal_day(now)}


async def one(view: View, actor: Actor, shared_id: str, now: datetime) -> dict[str, Any]:
    """The arrangement as this actor may see it: names that are shown, one's own sums, nobody else's (PERM-2)."""
    seen = await shared.find(view, actor, shared_id, now)
    today = legal_day(now)
    latest = await shared.latest_terms(view, shared_id)
    agreed = await shared.agreed_to(view, latest.id)
    taking = await shared.taking_part(view, seen.record, today)
    everybody = await shared.participants(view, shared_id)
    own = [one for one in everybody if one.person in seen.own]
    record = seen.record
    stands = await shared.terms_in_force(view, record)
    return {
        "seen": seen,
        "shared": record,
        "title": Texts.from_json(record.title),
        "latest": latest,
        "terms": Terms.from_json(latest.content),
        "stands": None if stands is None or stands.id == latest.id else Terms.from_json(stands.content),
        "asked": await shared.asked_in(view, latest.id),
        "agreed": agreed,
        "waiting": latest.number != record.in_force,
        "taking_part": [one.person for one in taking],
        "own": own,
        "goers": [one.person for one in everybody if one.told_on is not None and one.takes_part_on(today)],
        "names": await shared.shown_names(view, seen, today),
        "assistants": await _assistants(view, shared_id),
        "departures": await shared.departures(view, shared_id),
        "sessions": [one for one in await charges.listed(view, shared_id) if seen.keeps or _was_there(own, one)],
        "rules": await members.rules_on(view, now),
        "today": today,
        "now": now,
    }


async def session(view: View, actor: Actor, shared_id: str, number: int, now: datetime) -> Mapping[str, Any]:
    """One session: what each would pay before it, what each pays after it, as far as this actor may see it."""
    context = await one(view, actor, shared_id, now)
    seen: shared.Seen = context["seen"]
    found = next((one for one in context["sessions"] if one.number == number), None)
    if found is None:
        raise NotFound(shared=shared_id)
    expected: Sequence[charges.Expected] = ()
    if found.state is State.PLANNED:
        expected = await charges.expected(view, seen.record, number)
    paid = {one.person: one.pence for one in expected} or await charges.paid(view, shared_id, number)
    visible = await _whose_sums(view, seen, found)
    return {
        **context,
        "session": found,
        "people": await charges.people_of(view, found),
        "paid": {person: pence for person, pence in paid.items() if visible is None or person in visible},
        "parts": await _parts(view, shared_id, number, seen.own),
        "expected": {one.person: one for one in expected if one.person in seen.own},
        "open": visible is None,
        "attended": {one.person: one for one in found.attendance if seen.keeps or one.person in seen.own},
    }


async def kept(view: View, actor: Actor, shared_id: str, now: datetime) -> dict[str, Any]:
    """The arrangement, for whoever plans its sessions and writes down who came; for nobody else."""
    context = await one(view, actor, shared_id, now)
    if not context["seen"].keeps:
        raise NotFound(shared=shared_id)
    return context


async def attending(
    view: View, actor: Actor, shared_id: str, number: int, *, step: str, now: datetime
) -> Mapping[str, Any]:
    """One of the questions about a session that took place, with what was answered so far.

    The last one shows what each would pay, as far as this actor may see it (PERM-2), or the cost that nobody would.
    """
    context = await kept(view, actor, shared_id, now)
    found = await charges.find(view, shared_id, number)
    people = [one.person for one in await charges.people_of(view, found)]
    answers = await attending_service.draft(view, actor, shared_id, found)
    missing = answers.unanswered(people)
    whom = {Step.MINUTES: answers.who(Came.YES), Step.TOLD: answers.who(Came.TOLD)}
    shares: Sequence[Share] = ()
    nobody_pays = None
    if step == Step.CHECK and missing is None:
        try:
            shares = await attending_service.would_pay(view, actor, shared_id, number, now)
        except NobodyToCharge as refusal:
            nobody_pays = refusal.facts["cost"]
    visible = await _whose_sums(view, context["seen"], found)
    return {
        **context,
        "terms": Terms.from_json((await charges.terms_of(view, found)).content),
        "session": found,
        "step": step,
        "earlier": before(answers, step),
        "answers": answers,
        "missing": missing,
        "people": people,
        "asked_of": [one for one in people if one in whom[Step(step)]] if step in whom else people,
        "would": _by_person(shares, visible),
        "nobody_pays": nobody_pays,
    }


async def revising(view: View, actor: Actor, shared_id: str, *, step: str, now: datetime) -> Mapping[str, Any]:
    """One of the questions that change what is shared; for whoever organises it."""
    context = await one(view, actor, shared_id, now)
    known = await revising_service.standing(view, actor, shared_id, now)
    return {
        **context,
        "step": step,
        "earlier": before_change(known.answers, known.terms.basis, step),
        "known": known,
        "answers": known.answers,
        "changed": known.answers.terms(known.terms) if known.missing is None else known.terms,
        "missing": known.missing,
    }


async def leaving(view: View, actor: Actor, shared_id: str, person_id: str, now: datetime) -> Mapping[str, Any]:
    context = await one(view, actor, shared_id, now)
    if person_id not in context["seen"].own:
        raise NotFound(shared=shared_id)
    starts = context["shared"].in_force is not None and person_id in context["taking_part"]
    found = await activities.prospect(view, actor, shared_id, person_id, now) if starts else None
    return {**context, "person": person_id, "prospect": found}


async def for_whom(view: View, actor: Actor, now: datetime) -> Mapping[str, str]:
    """Everybody for whom the actor may decide, with their names."""
    ids = [person.id for person in await people.spoken_for(view, actor, now)]
    return await people.names(view, ids)


async def _assistants(view: View, shared_id: str) -> Sequence[str]:
    ids = await shared.assistants_of(view, shared_id)
    return sorted((await assistants.names(view, ids)).values())


async def _whose_sums(view: View, seen: shared.Seen, found: charges.Session) -> Collection[str] | None:
    """The people whose sums this actor may see; ``None`` for everybody, where all agreed to that."""
    if not seen.organises and not seen.own:
        return ()
    return None if await shared.amounts_are_open(view, seen.record, found.entry.day) else seen.own


def _by_person(shares: Sequence[Share], visible: Collection[str] | None) -> Mapping[str, Mapping[str, int]]:
    """Shares whose lines are named by their cost, for each of those who may be seen."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for one in shares:
        if visible is None or one.person in visible:
            found[one.person][one.line] = one.pence
    return found


async def _parts(view: View, shared_id: str, number: int, own: Collection[str]) -> Mapping[str, Mapping[Cost, int]]:
    """What each of one's own people pays for a session, cost by cost, with its corrections."""
    found: defaultdict[str, Counter[Cost]] = defaultdict(Counter)
    for due in await charges.shares_due(view, shared_id, date.max):
        if due.session == number and due.person in own:
            found[due.person][due.cost] += due.pence
    return {person: {cost: each[cost] for cost in Cost if each[cost]} for person, each in found.items()}


def _was_there(own: Sequence[ParticipantRecord], found: charges.Session) -> bool:
    """Whoever has left sees the sessions of their time, whoever is only asked sees none."""
    return any(one.since <= found.last_day and (one.until is None or found.entry.day < one.until) for one in own)
