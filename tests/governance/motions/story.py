"""A co-operative with a meeting ahead, and the way of a motion through it, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ballots import (
    Election,
    decrypt,
    group,
    make_ballot,
    make_public_key,
    new_code,
    new_secret,
    public_of,
    read_election,
    read_tally,
    secret_of,
    write_credentials,
)
from constitution import Rulebook
from constitution.amendment import Amendment
from governance.actor import Actor, Assurance, Role, platform
from governance.app import job_handlers, mints
from governance.correspondence.jobs import channels, deliver_due
from governance.meetings import service as meetings
from governance.meetings.model import How, Kind
from governance.members import service as members
from governance.members.model import Candidate
from governance.motions import service as motions
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.jobs.runner import run_due
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from governance.settings import Settings
from governance.votes import service as votes
from tests.governance.votes.ballots import holder

OPERATOR = platform("test")
CITIZEN_DIRECTED = Rulebook.from_pack("e-citizen-directed")
MEETING = datetime(2027, 4, 10, 13, 0, tzinfo=UTC)
TITLE = Texts("We buy a minibus.", "Prynwn fws mini.", "Shall we buy a small bus?", "A brynwn ni fws bach?")
TEXT = Texts(
    en="The co-operative buys one minibus.",
    cy="Mae'r gydweithfa yn prynu un bws mini.",
    en_easy="We buy 1 small bus.",
    cy_easy="Rydym yn prynu 1 bws bach.",
)
CHOICES = {"yes": [0, 1, 0], "no": [0, 0, 1], "blank": [1, 0, 0]}


@dataclass
class Story:
    database: Database
    clock: ScriptedClock
    keys: Keys
    home: Path
    members: list[Actor] = field(default_factory=list)
    meeting: str = ""
    codes: list[str] = field(default_factory=list)
    secrets: list[int] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def found(
        self,
        changes: Mapping[str, object] | None = None,
        count: int = 8,
        *,
        rules: Rulebook = CITIZEN_DIRECTED,
        classes: Sequence[str] = (),
    ) -> None:
        """``classes`` are those of the members, one by one; without them all are citizens."""
        if changes:
            rules = rules.amended(changes)
        async with self.database.writing() as tx:
            await rulebook.found(tx, OPERATOR, name_en="Bryn", name_cy="Bryn", purpose="rehearsal", now=self.now)
            await rulebook.adopt(tx, OPERATOR, rules, effective_at=datetime(2026, 1, 1, tzinfo=UTC), now=self.now)
            for number, class_ in enumerate(classes or ["citizen"] * count, start=1):
                self.members.append(await self._admit(tx, number, class_))

    async def _admit(self, tx: object, number: int, class_: str = "citizen") -> Actor:
        member = await members.admit(tx, OPERATOR, candidate(number, class_, self.now), self.now)  # type: ignore[arg-type]  # the test's own transaction
        roles, sure = frozenset({Role.MEMBER}), Assurance.LINK
        return Actor(account=f"acc{number}", member=member.id, roles=roles, assurance=sure)

    async def admit(self, number: int, class_: str = "citizen") -> Actor:
        async with self.database.writing() as tx:
            return await self._admit(tx, number, class_)

    async def call(self, starts_at: datetime = MEETING) -> str:
        async with self.database.writing() as tx:
            called = await meetings.call(
                tx, OPERATOR, kind=Kind.AGM, starts_at=starts_at, place="Neuadd y Dref", now=self.now
            )
        self.meeting = called.id
        return called.id

    async def propose(self, matter: str | None = None, meeting_id: str | None = None, by_board: bool = False) -> str:
        async with self.database.writing() as tx:
            motion = await motions.propose(
                tx,
                OPERATOR if by_board else self.members[0],
                title=TITLE,
                text=TEXT,
                matter=matter,
                meeting_id=meeting_id,
                by_board=by_board,
                now=self.now,
            )
        return motion.id

    async def propose_change(self, amendment: Amendment) -> str:
        async with self.database.writing() as tx:
            motion = await motions.propose_amendment(tx, OPERATOR, amendment=amendment, by_board=True, now=self.now)
        return motion.id

    async def support(self, motion: str, who: Actor) -> None:
        async with self.database.writing() as tx:
            await motions.support(tx, who, motion, self.now)

    async def put(self, motion: str, meeting: str | None = None) -> None:
        async with self.database.writing() as tx:
            await motions.put_to_meeting(tx, OPERATOR, motion, self.now, meeting_id=meeting or self.meeting)

    async def give_notice(self, days_before: int = 30) -> None:
        self.clock.move_to(max(self.now, MEETING - timedelta(days=days_before)))
        async with self.database.writing() as tx:
            await meetings.serve_notice(tx, OPERATOR, self.meeting, self.now)
        await self.deliver()

    async def deliver(self) -> None:
        settings = Settings(home=self.home, database="", origin="https://bryn.example")
        await deliver_due(self.database, channels(settings, "Bryn", mints(self.keys)), self.clock)

    async def ballot(self, motion: str) -> str:
        async with self.database.writing() as tx:
            vote = await motions.open_ballot(tx, OPERATOR, motion, self.now, group="Ed25519")
        return vote.id

    async def open(self, vote: str) -> Election:
        in_group = group("Ed25519")
        async with self.database.reading() as view:
            found = await votes.find(view, OPERATOR, vote)
        self.secrets = [new_secret(in_group) for _ in range(3)]
        self.codes = [new_code() for _ in range(found.roll_count)]
        self.clock.move_to(max(self.now, found.opens_at))
        publics = [public_of(code, found.uuid, in_group) for code in self.codes]
        async with self.database.writing() as tx:
            for owner, secret in enumerate(self.secrets, start=1):
                await votes.register_key(tx, holder(owner), vote, make_public_key(in_group, secret), self.now)
            await votes.register_credentials(tx, OPERATOR, vote, write_credentials(in_group, publics), self.now)
            opened = await votes.open_vote(tx, self.keys, OPERATOR, vote, self.now)
        return read_election(opened.election or b"")

    async def cast(self, vote: str, election: Election, choices: str) -> None:
        for place, choice in enumerate(choices.split()):
            secret = secret_of(self.codes[place], election.uuid, election.group.order)
            raw = make_ballot(election, secret, [CHOICES[choice]])
            await votes.cast(self.database, self.keys, self.members[place], vote, raw, received_at=self.now)

    async def hold(self, present: int = 8) -> None:
        self.clock.move_to(max(self.now, MEETING))
        async with self.database.writing() as tx:
            for member in self.members[:present]:
                assert member.member is not None
                await meetings.attend(tx, OPERATOR, self.meeting, member.member, how=How.IN_PERSON, now=self.now)
        async with self.database.writing() as tx:
            await meetings.begin(tx, OPERATOR, self.meeting, self.now)
        self.clock.pass_time(timedelta(hours=2))
        async with self.database.writing() as tx:
            await meetings.close(tx, OPERATOR, self.meeting, self.now)
        await self.work()

    async def count(self, vote: str, election: Election) -> None:
        async with self.database.reading() as view:
            tally = read_tally(election, await votes.tally_to_decrypt(view, OPERATOR, vote))
        for owner, secret in enumerate(self.secrets, start=1):
            async with self.database.writing() as tx:
                part = decrypt(election, tally, secret)
                await votes.add_partial_decryption(tx, holder(owner), vote, part, self.now, owner=owner)
        async with self.database.writing() as tx:
            await votes.declare(tx, OPERATOR, vote, self.now)
        await self.work()

    async def work(self) -> None:
        await run_due(self.database, job_handlers(self.keys), self.clock)

    async def to_ballot(
        self, matter: str | None = None, changes: Mapping[str, object] | None = None
    ) -> tuple[str, str, Election]:
        """From the founding to an open ballot."""
        await self.found(changes)
        await self.call()
        motion = await self.propose(matter, self.meeting)
        await self.put(motion)
        await self.give_notice()
        vote = await self.ballot(motion)
        return motion, vote, await self.open(vote)


def candidate(number: int, class_: str, now: datetime) -> Candidate:
    return Candidate(
        number=str(number),
        name_given="Aelod",
        name_family=f"Rhif {number}",
        address="1 Heol y Bont",
        email=f"aelod{number}@example.org",
        language="cy",
        formats=(),
        class_=class_,
        entered_on=(now - timedelta(days=1)).date(),
    )
