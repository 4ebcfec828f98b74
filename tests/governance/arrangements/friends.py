"""Friends who share support, each with a sign-in, and what they agree to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from governance.actor import Actor, Assurance, Role
from governance.arrangements.model.sessions import Attended, Line
from governance.arrangements.model.sharing import Asked, Basis, Cost, Kind, Per, Price, Terms
from governance.arrangements.records.sharing import SharedRecord
from governance.arrangements.service import charges, people, sessions, shared, sharing
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.db import Database
from governance.platform.texts import Texts
from tests.governance.people import SECRETARY

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
BEGINS = datetime(2027, 1, 25, 12, tzinfo=UTC)
AFTERWARDS = BEGINS + timedelta(days=1)
AFTERNOON = Terms(
    Texts(en="Afternoons together"),
    Basis.EQUAL,
    (Price(Cost.SUPPORT, Per.HOUR, 1735), Price(Cost.TRANSPORT, Per.SESSION, 1120)),
    sessions=10,
    minutes=180,
)
SUPPORT = Line(Cost.SUPPORT, 5205, minutes=180, rate=1735)


@dataclass(frozen=True)
class Friends:
    """People by number, from 1, in the order of joining."""

    database: Database
    actors: tuple[Actor, ...]
    ids: tuple[str, ...]
    shared: str = ""

    async def hold(self, attended: Sequence[Attended] = (), lines: Sequence[Line] | None = None, day: int = 0) -> int:
        """Plan one session and write down who was there: all of the time, unless something else is said of somebody."""
        starts_at = BEGINS + timedelta(days=day)
        told = {one.person: one for one in attended}
        async with self.database.writing() as tx:
            number = await sessions.plan(
                tx, self.actors[0], self.shared, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), now=NOW
            )
        async with self.database.writing() as tx:
            record = await tx.get(SharedRecord, self.shared)
            there = await shared.taking_part(tx, record, starts_at.date())
            all_told = [told.get(one.person, Attended(one.person, 180)) for one in there]
            later = starts_at + timedelta(days=1)
            await sessions.hold(tx, self.actors[0], self.shared, number, attended=all_told, lines=lines, now=later)
        return number

    async def paid(self, number: int) -> list[int]:
        """What each pays for a session, in the order of joining; nothing for those who do not."""
        async with self.database.reading() as view:
            found = await charges.paid(view, self.shared, number)
        return [found.get(one, 0) for one in self.ids]


async def friends(database: Database, count: int, person: Callable[..., Candidate]) -> Friends:
    """So many members, each supported."""
    actors, ids = [], []
    async with database.writing() as tx:
        candidates = [person(number, name_given=f"Friend{number}") for number in range(1, count + 1)]
        entered = await members.enter(tx, SECRETARY, candidates, "founding", NOW)
        for number, member in enumerate(entered, start=1):
            supported = await people.of_member(tx, SECRETARY, member.id, NOW)
            actors.append(
                Actor(
                    account=f"{number:026}",
                    member=member.id,
                    roles=frozenset({Role.MEMBER}),
                    assurance=Assurance.TWO_FACTORS,
                )
            )
            ids.append(supported.id)
    return Friends(database, tuple(actors), tuple(ids))


async def sharing_together(
    group: Friends, terms: Terms = AFTERNOON, weights: Sequence[Fraction] = (), kind: Kind = Kind.SUPPORT
) -> Friends:
    """They are asked by the first of them, all agree, and it begins."""
    parts = weights or [Fraction(1)] * len(group.ids)
    asked = [Asked(one, weight) for one, weight in zip(group.ids, parts, strict=True)]
    async with group.database.writing() as tx:
        record = await sharing.propose(
            tx, group.actors[0], kind=kind, organiser=group.ids[0], terms=terms, asked=asked, now=NOW
        )
    await all_agree(group, record.id)
    async with group.database.writing() as tx:
        await sharing.begin(tx, group.actors[0], record.id, NOW)
    return Friends(group.database, group.actors, group.ids, record.id)


async def all_agree(group: Friends, shared_id: str, but: Sequence[int] = ()) -> None:
    async with group.database.writing() as tx:
        terms = await shared.latest_terms(tx, shared_id)
        for number, (actor, person) in enumerate(zip(group.actors, group.ids, strict=True), start=1):
            if number not in but:
                await sharing.agree(tx, actor, shared_id, person, sha256=terms.sha256, now=NOW)
