"""What the pages about a trust show: how it stands, what is left to do, and what each resident pays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from constitution import Finding
from governance.access import service as access
from governance.actor import Actor
from governance.arrangements.model.trusts import Cover, Tie
from governance.arrangements.records.rotas import HouseholdRecord
from governance.arrangements.records.trusts import (
    BeneficiaryRecord,
    PropertyRecord,
    SignatoryRecord,
    TaskRecord,
    TrusteeRecord,
)
from governance.arrangements.service import houses, people, residents, rotas, trustees, trusts
from governance.arrangements.service import leaving as stays
from governance.arrangements.service.trusts import Seat
from governance.arrangements.showing import rotas as rota_pages
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.keys import Keys

FORMS = {
    "trustees/new": "trustee_new",
    "trustees/retire": "trustee_retire",
    "trustees/paid": "trustee_paid",
    "residents/new": "resident_new",
    "residents/leave": "resident_leave",
    "house/new": "house_new",
    "house/home": "home_new",
    "bank/new": "signatory_new",
    "bank/end": "signatory_end",
    "insurance/new": "insurance_new",
}
"""The form at each address below a trust."""


BY_RESIDENTS = ("residents/leave",)
"""Where residents too may say something, of themselves."""


@dataclass(frozen=True, slots=True)
class Home:
    """A house of the trust. ``rents``: pence a month by person; a resident sees only their own."""

    house: PropertyRecord
    address: str
    rents: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Trust:
    """All of one trust for a trustee; for a resident what is theirs."""

    seat: Seat
    standing: Sequence[Finding]
    trustees: Sequence[tuple[str, TrusteeRecord]]
    residents: Sequence[tuple[str, BeneficiaryRecord]]
    homes: Sequence[Home]
    signatories: Sequence[SignatoryRecord]
    insurances: Mapping[Cover, date]
    left_to_do: int
    household: HouseholdRecord | None
    leaving: Sequence[tuple[str, str]]
    today: date


@dataclass(frozen=True, slots=True)
class Task:
    task: TaskRecord
    trustee: str
    done_by: str | None


async def trust(view: View, actor: Actor, keys: Keys, trust_id: str, now: datetime) -> Trust:
    seat, today = await trusts.seat(view, actor, trust_id, now), legal_day(now)
    serving = await trusts.trustees(view, trust_id, today)
    called = await trustees.names(view, serving)
    living = await trusts.residents(view, trust_id, today)
    names = await people.names(view, [one.person for one in living])
    rents = await houses.rent_shares(view, trust_id, today)
    shown = {names[one]: pence for one, pence in rents.items() if one in names and (seat.keeps or one in seat.persons)}
    homes = [Home(one, houses.address_of(keys, one), shown) for one in await houses.houses(view, trust_id, today)]
    return Trust(
        seat,
        await trustees.standing(view, trust_id, now) if seat.keeps else (),
        [(called[one.id], one) for one in serving],
        [(names[one.person], one) for one in living],
        homes,
        await houses.signatories(view, trust_id, today) if seat.keeps else (),
        await houses.insurances(view, trust_id) if seat.keeps else {},
        sum(one.done_on is None for one in await trustees.tasks(view, trust_id)),
        await rotas.of_trust(view, trust_id),
        [
            (person, names[person])
            for _, person in await stays.open_in(view, trust_id)
            if person in names and (seat.keeps or person in seat.persons)
        ],
        today,
    )


async def changes(view: View, actor: Actor, trust_id: str, now: datetime) -> Sequence[Task]:
    """What changes of trustees leave to do, for trustees."""
    await trusts.keeping(view, actor, trust_id, now)
    found = await trustees.tasks(view, trust_id)
    ever = await trusts.every_trustee(view, trust_id)
    called = await trustees.names(view, ever)
    doers = await access.names(view, [one.done_by for one in found if one.done_by is not None])
    return [Task(one, called[one.trustee], doers.get(one.done_by or "")) for one in found]


async def cost(view: View, actor: Actor, trust_id: str, now: datetime) -> dict[str, Any]:
    """What the cover of the house costs; residents see their own share of it."""
    seat = await trusts.seat(view, actor, trust_id, now)
    household = await rotas.of_trust(view, trust_id)
    if household is None:
        raise NotFound(trust=trust_id)
    found = await rota_pages.cost(view, household, rota_pages.monday_of(legal_day(now)), now)
    own = [one for one in found.shares if seat.keeps or one.person in seat.persons]
    return {"cost": found, "shares": own, "everybody": seat.keeps, "back_to": f"/trusts/{trust_id}"}


async def leaving(view: View, actor: Actor, trust_id: str, person_id: str, now: datetime) -> dict[str, Any]:
    """What was said of the end of somebody's stay, and by whom."""
    found = await stays.find(view, actor, trust_id, person_id, now)
    ever = await trusts.every_trustee(view, trust_id)
    called = await trustees.names(view, ever)
    names = await people.names(view, [person_id])
    said = found.said
    speaker = (await members.names(view, [said.spoken_by]))[said.spoken_by] if said.spoken_by else None
    return {
        "found": found,
        "name": names[person_id],
        "says": called[said.said_by] if said.said_by else speaker,
        "agrees": called[said.agreed_by] if said.agreed_by else speaker if said.said_by else None,
    }


async def form_of(view: View, actor: Actor, trust_id: str, address: str, now: datetime) -> tuple[str, dict[str, Any]]:
    """Which form stands there, and what it offers."""
    seat = await (trusts.seat if address in BY_RESIDENTS else trusts.keeping)(view, actor, trust_id, now)
    today = legal_day(now)
    serving = await trusts.trustees(view, trust_id, today)
    called = await trustees.names(view, serving)
    here = await trusts.residents(view, trust_id, today)
    living = [one.person for one in here]
    living = [one for one in living if seat.keeps or one in seat.persons]
    former = await residents.former(view, trust_id, today) if seat.keeps else ()
    names = await people.names(view, [*living, *former])
    return FORMS[address], {
        "seat": seat,
        "today": today,
        "trustees": [(one.id, called[one.id]) for one in serving],
        "residents": [(one, names[one]) for one in living],
        "former": [(one, names[one]) for one in former],
        "own_days": [
            (one.person, names[one.person], one.until)
            for one in here
            if one.person in living and await stays.own_day(view, actor, one, now)
        ],
        "own_word": all([await people.has_the_word(view, actor, one, now) for one in living]),
        "signatories": [(one.id, one.name) for one in await houses.signatories(view, trust_id, today)],
        "ties": list(Tie),
        "covers": list(Cover),
    }
