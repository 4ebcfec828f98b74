"""A board round its table: a co-operative of several kinds of member, its directors, and what they declare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from constitution import Rulebook
from constitution.majority import Votes
from governance.actor import Actor, Assurance, Role, platform
from governance.board import service as board
from governance.board.model.interests import Declaration
from governance.board.records.items import ItemRecord
from governance.board.service import interests, items
from governance.board.service.items import Said
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook

SETUP = platform("setup")
ROOM = Texts(en="A room at £1,250.00 a year", cy="Ystafell am £1,250.00 y flwyddyn")
PROPOSAL = Texts(en="We rent the room from Canolfan Bryn.", cy="Rhentwn yr ystafell gan Ganolfan Bryn.")
ALTERNATIVES = Texts(en="The library at £1,400.00; meeting online.", cy="Y llyfrgell am £1,400.00; cwrdd ar-lein.")
REASON = Texts(en="It is the cheapest with level access.", cy="Hi yw'r rhataf â mynediad gwastad.")
NO = Said("none")


@dataclass
class Table:
    """``directors`` by the name of their class and a number: "worker-1"."""

    database: Database
    clock: ScriptedClock
    directors: dict[str, Actor] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def today(self) -> date:
        return legal_day(self.now)

    @property
    def secretary(self) -> Actor:
        return Actor(account="s" * 26, member=None, roles=frozenset({Role.SECRETARY}), assurance=Assurance.TWO_FACTORS)

    async def found(self, pack: str, classes: Sequence[str], changes: Mapping[str, object] | None = None) -> None:
        rules = Rulebook.from_pack(pack)
        rules = rules.amended(changes) if changes else rules
        async with self.database.writing() as tx:
            await rulebook.found(tx, SETUP, name_en="Tree", name_cy="Coeden", purpose="rehearsal", now=self.now)
            await rulebook.adopt(tx, SETUP, rules, effective_at=datetime(2026, 1, 1, tzinfo=UTC), now=self.now)
        for number, class_ in enumerate(classes, start=1):
            await self._seat(number, class_, f"{class_}-{1 + sum(one == class_ for one in classes[: number - 1])}")

    async def _seat(self, number: int, class_: str, name: str) -> None:
        person = Candidate(
            number=str(number),
            name_given="Ann",
            name_family=name,
            address="3 Heol y Tŷ\nCaernarfon",
            email=None,
            language="cy",
            formats=(),
            class_=class_,
            entered_on=date(2026, 5, 1),
        )
        async with self.database.writing() as tx:
            member = await members.admit(tx, SETUP, person, self.now)
            await board.appoint(
                tx, SETUP, member_id=member.id, office="director", from_day=self.today, how="elected", now=self.now
            )
        roles = frozenset({Role.MEMBER, Role.DIRECTOR})
        self.directors[name] = Actor(
            account=f"acc{number}", member=member.id, roles=roles, assurance=Assurance.TWO_FACTORS
        )

    def id_of(self, name: str) -> str:
        member = self.directors[name].member
        assert member is not None
        return member

    async def declare(self, name: str, kind: str, counterparty: str = "", since: date = date(2026, 6, 1)) -> str:
        said = Declaration(kind, "Sits on its committee", "Rent of rooms", since, counterparty)
        async with self.database.writing() as tx:
            return (await interests.declare(tx, self.directors[name], said, self.now)).id

    async def begin(self, touches: Sequence[str], absent: Sequence[str] = (), counterparty: str = "") -> str:
        present = [self.id_of(name) for name in self.directors if name not in absent]
        async with self.database.writing() as tx:
            item = await items.begin(
                tx,
                self.secretary,
                day=self.today,
                title=ROOM,
                proposal=PROPOSAL,
                touches=touches,
                present=present,
                counterparty=counterparty,
                now=self.now,
            )
        return item.id

    async def answer(self, item: str, **said: Said) -> None:
        """``community_org_1=Said("withdraws")``; everybody else has no interest."""
        async with self.database.reading() as view:
            present = {seat.member for seat in (await items.find(view, self.secretary, item)).seats}
        named = {self.id_of(_name(name)): one for name, one in said.items()}
        async with self.database.writing() as tx:
            await items.ask(tx, self.secretary, item, dict.fromkeys(present, NO) | named, self.now)

    async def decide(self, item: str, in_favour: int, against: int = 0, abstaining: int = 0) -> ItemRecord:
        async with self.database.writing() as tx:
            return await items.decide(
                tx,
                self.secretary,
                item,
                Votes(in_favour, against, abstaining),
                alternatives=ALTERNATIVES,
                reason=REASON,
                now=self.now,
            )


def _name(word: str) -> str:
    """``community_org_1`` is "community_org-1"."""
    class_, _, number = word.rpartition("_")
    return f"{class_}-{number}"
