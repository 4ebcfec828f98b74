"""A decision of trustees as each may read it: trustees all of it, a resident the proposal and their own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from constitution import Finding
from governance.actor import Actor
from governance.arrangements.model import trust_decisions as model
from governance.arrangements.model.trust_decisions import Heard, Matter, State
from governance.arrangements.records.trust_decisions import TrustDecisionRecord
from governance.arrangements.service import people, trust_decisions, trustees, trusts
from governance.arrangements.service.trusts import Seat
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.keys import Keys


@dataclass(frozen=True, slots=True)
class Said:
    """One resident; ``heard`` and ``words`` are empty until somebody writes them down."""

    person: str
    name: str
    heard: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One trustee: whether they agree (None: no vote yet), whether they take part, whether the reader may write it."""

    trustee: str
    name: str
    agrees: bool | None
    takes_part: bool
    writable: bool


@dataclass(frozen=True, slots=True)
class Decision:
    record: TrustDecisionRecord
    seat: Seat
    proposal: str
    views: Sequence[Said]
    ballots: Sequence[Ballot]
    heard: Finding
    outcome: Finding
    free: Finding
    lives_there: bool

    @property
    def open(self) -> bool:
        return self.record.state == State.OPEN

    @property
    def own_proposal(self) -> bool:
        return self.seat.trustee == self.record.proposed_by


async def listed(view: View, actor: Actor, keys: Keys, trust_id: str, now: datetime) -> dict[str, Any]:
    seat = await trusts.seat(view, actor, trust_id, now)
    found = await trust_decisions.of_trust(view, trust_id)
    return {
        "seat": seat,
        "decisions": [(one, trust_decisions.proposal_of(keys, one)) for one in found],
        "matters": list(Matter),
    }


async def decision(view: View, actor: Actor, keys: Keys, decision_id: str, now: datetime) -> Decision:
    record, seat = await trust_decisions.find(view, actor, decision_id, now)
    heard, outcome = await trust_decisions.findings(view, record, seat, now)
    return Decision(
        record,
        seat,
        trust_decisions.proposal_of(keys, record),
        await _views(view, keys, record, seat, now),
        await _ballots(view, record, seat, now),
        heard,
        outcome,
        await trust_decisions.enough_free(view, record, now),
        bool(seat.persons & {one.person for one in await trusts.residents(view, record.trust, legal_day(now))}),
    )


async def one_view(
    view: View, actor: Actor, keys: Keys, decision_id: str, *, person_id: str, now: datetime
) -> dict[str, Any]:
    """The form for one resident's view: theirs, or any for a trustee."""
    found = await decision(view, actor, keys, decision_id, now)
    said = next((one for one in found.views if one.person == person_id), None)
    if said is None or not found.open:
        raise NotFound(person=person_id)
    return {"found": found, "said": said, "own": person_id in found.seat.persons, "ways": list(Heard)}


async def _views(view: View, keys: Keys, record: TrustDecisionRecord, seat: Seat, now: datetime) -> Sequence[Said]:
    seen = [one for one in await trust_decisions.to_hear(view, record, now) if seat.keeps or one in seat.persons]
    names = await people.names(view, seen)
    written = await trust_decisions.views(view, record.id)
    return [
        Said(one, names[one], written[one].heard, trust_decisions.words_of(keys, written[one]))
        if one in written
        else Said(one, names[one])
        for one in seen
    ]


async def _ballots(view: View, record: TrustDecisionRecord, seat: Seat, now: datetime) -> Sequence[Ballot]:
    if not seat.keeps:
        return ()
    rules, votes = await members.rules_on(view, now), await trust_decisions.votes(view, record.id)
    serving = await trusts.trustees(view, record.trust, legal_day(now))
    called = await trustees.names(view, serving)
    return [
        Ballot(
            one.id,
            called[one.id],
            votes.get(one.id),
            model.may_decide(rules, one.trustee, Matter(record.matter)).met,
            one.id == seat.trustee or one.member is None,
        )
        for one in serving
    ]
