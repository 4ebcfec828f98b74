"""A small organisation with a vote: everything a test needs to hold, credentials and key-holders' secrets included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

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
from governance.actor import Actor, Assurance, Role, platform
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from governance.votes import service as votes
from governance.votes.records import VoteRecord

OPERATOR = platform("test")
YES, NO, BLANK = [0, 1, 0], [0, 0, 1], [1, 0, 0]
CHOICES = {"yes": YES, "no": NO, "blank": BLANK}
OPENS = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
QUESTION = Texts(en="Shall we buy a minibus?", cy="A ddylem brynu bws mini?")


@dataclass
class Polling:
    """One vote as a test sees it: ``voters`` in the order of ``codes``, though nothing pairs the two."""

    vote: str
    voters: list[Actor]
    codes: list[str]
    secrets: list[int]
    election: Election

    def ballot(self, voter: int, choice: str = "yes") -> bytes:
        secret = secret_of(self.codes[voter], self.election.uuid, self.election.group.order)
        return make_ballot(self.election, secret, [CHOICES[choice]])


async def found(
    database: Database,
    *,
    purpose: str = "rehearsal",
    count: int = 5,
    now: datetime = OPENS,
    changes: Mapping[str, object] | None = None,
) -> list[Actor]:
    """The organisation, its rules with ``changes``, and ``count`` members, each as an actor who signed in by a link."""
    async with database.writing() as tx:
        await rulebook.found(tx, OPERATOR, name_en="Tŷ Ni", name_cy="Tŷ Ni", purpose=purpose, now=now)
        rules = Rulebook.from_pack("e-citizen-directed")
        rules = rules.amended(changes) if changes else rules
        await rulebook.adopt(tx, OPERATOR, rules, effective_at=now - timedelta(days=400), now=now)
        class_ = rules.words("P-022")[0]
        admitted = [await members.admit(tx, OPERATOR, _candidate(n, class_), now) for n in range(1, count + 1)]
    return [as_member(member.id) for member in admitted]


def holder(owner: int) -> Actor:
    """A key-holder for whom the test itself acts."""
    return platform(f"test-key-holder-{owner}")


def as_member(member: str) -> Actor:
    return Actor(account=f"acc-{member[:8]}", member=member, roles=frozenset({Role.MEMBER}), assurance=Assurance.LINK)


def _candidate(number: int, class_: str) -> Candidate:
    return Candidate(
        number=str(number),
        name_given="Aelod",
        name_family=f"Rhif {number}",
        address="1 Heol y Bont",
        email=f"aelod{number}@example.org",
        language="cy",
        formats=(),
        class_=class_,
        entered_on=date(2026, 1, 5),
    )


async def prepared(
    database: Database,
    voters: Sequence[Actor],
    *,
    in_group: str = "Ed25519",
    revote: bool = True,
    now: datetime = OPENS,
    **options: object,
) -> tuple[str, str]:
    """A vote whose roll is frozen; answers its id and its uuid."""
    async with database.writing() as tx:
        lines = [RollLine(voter.member or "", "citizen") for voter in voters]
        options = {"opens_at": now, "now": now, **options}
        vote: VoteRecord = await votes.prepare(
            tx,
            OPERATOR,
            question=QUESTION,
            roll=lines,
            group=in_group,
            revote=revote,
            **options,  # type: ignore[arg-type]  # keyword arguments of the test
        )
        return vote.id, vote.uuid


@dataclass(frozen=True)
class RollLine:
    member: str
    class_: str


async def opened(
    database: Database,
    keys: Keys,
    *,
    count: int = 5,
    in_group: str = "Ed25519",
    revote: bool = True,
    now: datetime = OPENS,
    **options: object,
) -> Polling:
    voters = await found(database, count=count, now=now)
    return await opened_for(database, keys, voters, in_group=in_group, revote=revote, now=now, **options)


async def opened_for(
    database: Database,
    keys: Keys,
    voters: list[Actor],
    *,
    in_group: str = "Ed25519",
    revote: bool = True,
    now: datetime = OPENS,
    **options: object,
) -> Polling:
    """A further vote of the same members."""
    vote_id, uuid = await prepared(database, voters, in_group=in_group, revote=revote, now=now, **options)
    secrets = await bring_keys(database, vote_id, in_group)
    codes = [new_code() for _ in voters]
    publics = [public_of(code, uuid, group(in_group)) for code in codes]
    async with database.writing() as tx:
        await votes.register_credentials(tx, OPERATOR, vote_id, write_credentials(group(in_group), publics), now)
        vote = await votes.open_vote(tx, keys, OPERATOR, vote_id, now)
    assert vote.election is not None
    return Polling(vote_id, voters, codes, secrets, read_election(vote.election))


async def bring_keys(database: Database, vote_id: str, in_group: str) -> list[int]:
    secrets = [new_secret(group(in_group)) for _ in range(3)]
    async with database.writing() as tx:
        for owner, secret in enumerate(secrets, start=1):
            await votes.register_key(tx, holder(owner), vote_id, make_public_key(group(in_group), secret), OPENS)
    return secrets


async def close(database: Database, keys: Keys, polling: Polling, now: datetime) -> None:
    async with database.writing() as tx:
        await votes.close(tx, keys, OPERATOR, polling.vote, now)
    async with database.writing() as tx:
        await votes.add_up(tx, OPERATOR, polling.vote, now)


async def decrypt_all(database: Database, polling: Polling, now: datetime) -> None:
    async with database.reading() as view:
        tally = read_tally(polling.election, await votes.tally_to_decrypt(view, OPERATOR, polling.vote))
    for owner, secret in enumerate(polling.secrets, start=1):
        part = decrypt(polling.election, tally, secret)
        async with database.writing() as tx:
            await votes.add_partial_decryption(tx, holder(owner), polling.vote, part, now, owner=owner)


async def declare(database: Database, keys: Keys, polling: Polling, now: datetime) -> None:
    await close(database, keys, polling, now)
    await decrypt_all(database, polling, now)
    async with database.writing() as tx:
        await votes.declare(tx, OPERATOR, polling.vote, now)
