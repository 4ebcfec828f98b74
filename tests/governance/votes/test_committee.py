"""A committee of whom some suffice: from its certificates to a declared ranking, as the server sees it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from ballots import (
    Archive,
    bind_decryption,
    check_decryption,
    decrypt,
    group,
    make_ballot,
    make_shuffle,
    new_code,
    public_of,
    read_archive,
    read_election,
    read_trustees,
    secret_of,
    to_decrypt,
    to_shuffle,
    verify,
    write_credentials,
)
from ballots.ceremony import certify, commitment, deal, finish, share_secret
from ballots.channel import new_seed
from governance.actor import Actor, Role
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from governance.votes import service as votes
from governance.votes.model import State
from governance.votes.model.asking import Kind, Option, Question
from governance.votes.model.refusals import MaterialInvalid, NotYourTurn, SecondPersonNeeded, TooFewBallots
from governance.votes.records import VoteRecord
from governance.votes.service import Step
from tests.ballots.test_independent_tool import run
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, QUESTION

LATER = OPENS + timedelta(days=30)
PEOPLE = tuple(Option(str(number), Texts(en=name, cy=name)) for number, name in enumerate(("Ann", "Bryn", "Cai")))
RANKING = Question(Kind.RANKING, Texts(en="Rank them", cy="Rhowch nhw mewn trefn"), PEOPLE, maximum=2)
CHOICE = Question(Kind.CHOOSE, Texts(en="Choose two", cy="Dewiswch ddau"), PEOPLE, maximum=2)
MOTION = Question(Kind.YES_NO, QUESTION)


class Committee:
    """Three people of whom two open the count, each with a seed of their own."""

    def __init__(self, database: Database, vote: str, in_group: str, *, size: int = 3, needed: int = 2) -> None:
        self.database, self.vote, self.size, self.needed = database, vote, size, needed
        self.group = group(in_group)
        self.seeds = [new_seed() for _ in range(size)]

    def person(self, owner: int) -> Actor:
        return Actor(account=f"holder-{owner}", roles=frozenset({Role.KEY_HOLDER}))

    async def messages(self, step: Step) -> list[bytes]:
        async with self.database.reading() as view:
            found = await votes.messages(view, await votes.find(view, OPERATOR, self.vote))
        return found.whole(step) or []

    async def hand_over(self, owner: int, step: Step, content: bytes) -> int:
        async with self.database.writing() as tx:
            return await votes.hand_over(tx, self.person(owner), self.vote, OPENS, step=step, content=content)

    def certificate(self, owner: int) -> bytes:
        seed = self.seeds[owner - 1]
        return certify(self.group, seed, size=self.size, threshold=self.needed, index=owner)

    async def make_key(self) -> None:
        owners = range(1, self.size + 1)
        for owner in owners:
            assert await self.hand_over(owner, Step.CERTIFICATE, self.certificate(owner)) == owner
        certificates = await self.messages(Step.CERTIFICATE)
        dealings = [deal(self.group, seed, certificates) for seed in self.seeds]
        for owner, dealing in zip(owners, dealings, strict=True):
            await self.hand_over(owner, Step.COMMITMENT, commitment(dealing).encode())
        for owner, dealing in zip(owners, dealings, strict=True):
            await self.hand_over(owner, Step.DEALING, dealing)
        committed = [one.decode() for one in await self.messages(Step.COMMITMENT)]
        for owner in owners:
            async with self.database.reading() as view:
                letter = await votes.letter(view, await votes.find(view, OPERATOR, self.vote), owner)
            share = finish(self.group, self.seeds[owner - 1], certificates, letter or b"", committed=committed)
            await self.hand_over(owner, Step.SHARE, share)

    async def secret(self, owner: int) -> int:
        shares = await self.messages(Step.SHARE)
        return share_secret(self.group, self.seeds[owner - 1], shares[owner - 1])

    async def shuffle(self, owner: int) -> VoteRecord:
        archive = await self._archive()
        election = read_election(next(archive.contents(archive.steps[0].data[:1])))
        shuffled = make_shuffle(election, to_shuffle(election, to_decrypt(archive, election)))
        async with self.database.writing() as tx:
            return await votes.add_shuffle(tx, self.person(owner), self.vote, shuffled, LATER)

    async def open(self, owner: int, *, bound: bool = True) -> VoteRecord:
        archive = await self._archive()
        raw_election, raw_trustees = archive.contents(archive.steps[0].data[:2])
        election, secret = read_election(raw_election), await self.secret(owner)
        tally = to_decrypt(archive, election)
        part = decrypt(election, tally, secret)
        trustee = read_trustees(election.group, raw_trustees).each[owner - 1]
        factors = check_decryption(election, trustee, tally, part)
        binding = bind_decryption(election, tally, factors, secret) if bound else None
        async with self.database.writing() as tx:
            return await votes.add_partial_decryption(tx, self.person(owner), self.vote, part, LATER, binding=binding)

    async def _archive(self) -> Archive:
        async with self.database.reading() as view:
            return read_archive(await votes.archive(view, OPERATOR, self.vote))


async def opened(
    database: Database, keys: Keys, questions: Sequence[Question], *, in_group: str, count: int = 5, **options: object
) -> tuple[Committee, list[Actor], list[str]]:
    voters = await ballots.found(database, count=count)
    vote_id, uuid = await ballots.prepared(
        database, voters, in_group=in_group, questions=questions, size=3, needed=2, **options
    )
    committee = Committee(database, vote_id, in_group)
    await committee.make_key()
    codes = [new_code() for _ in voters]
    publics = [public_of(code, uuid, committee.group) for code in codes]
    async with database.writing() as tx:
        keeper = Actor(account="keeper", roles=frozenset({Role.SCRUTINEER}))
        await votes.register_credentials(tx, keeper, vote_id, write_credentials(committee.group, publics), OPENS)
        await votes.open_vote(tx, keys, OPERATOR, vote_id, OPENS)
    return committee, voters, codes


async def cast(
    database: Database, keys: Keys, vote: str, voter: Actor, code: str, answers: Sequence[Sequence[int]]
) -> None:
    async with database.reading() as view:
        election = read_election(await votes.election(view, voter, vote))
    raw = make_ballot(election, secret_of(code, election.uuid, election.group.order), answers)
    await votes.cast(database, keys, voter, vote, raw, received_at=OPENS + timedelta(days=1))


async def close(database: Database, keys: Keys, vote: str) -> None:
    async with database.writing() as tx:
        await votes.close(tx, keys, OPERATOR, vote, LATER)
    async with database.writing() as tx:
        await votes.add_up(tx, OPERATOR, vote, LATER)


@pytest.mark.parametrize("in_group", ["Ed25519", "RFC-3526-2048"])
async def test_rankings_choices_and_a_motion_are_opened_by_two_of_three(
    database: Database, keys: Keys, in_group: str, belenios_tool: str, tmp_path: Path
) -> None:
    committee, voters, codes = await opened(database, keys, (RANKING, CHOICE, MOTION), in_group=in_group, count=3)
    answers = [
        [[1, 2, 0], [0, 1, 1, 0], [0, 1, 0]],
        [[2, 1, 3], [0, 1, 0, 0], [0, 0, 1]],
        [[0, 0, 0], [1, 0, 0, 0], [1, 0, 0]],
    ]
    for voter, code, answer in zip(voters, codes, answers, strict=True):
        await cast(database, keys, committee.vote, voter, code, answer)
    await close(database, keys, committee.vote)
    with pytest.raises(NotYourTurn):
        await committee.open(1)
    for owner in (3, 1):
        await committee.shuffle(owner)
    with pytest.raises(NotYourTurn):
        await committee.shuffle(2)
    assert (await committee.open(2)).state is State.CLOSED
    assert (await committee.open(3)).state is State.TALLIED
    async with database.writing() as tx:
        vote = await votes.declare(tx, OPERATOR, committee.vote, LATER)
        archive = await votes.archive(tx, OPERATOR, committee.vote)
        bindings = await votes.bindings(tx, committee.vote)
    ranking, choice, motion = votes.tallies(vote) or ()
    assert (ranking.took_part, ranking.blank, ranking.answers) == (3, 1, ((1, 2, 0), (2, 1, 3)))
    assert (choice.took_part, choice.blank, choice.numbers) == (3, 1, (2, 1, 0))
    assert (motion.blank, motion.numbers) == (1, (1, 1))
    assert verify(archive, bindings=bindings).counted == 3
    if in_group != "Ed25519":
        assert run(belenios_tool, tmp_path, archive).returncode == 0


async def test_no_step_of_a_committee_comes_before_the_others_made_theirs(database: Database) -> None:
    vote_id, _ = await ballots.prepared(database, await ballots.found(database, count=1), size=3, needed=2)
    committee = Committee(database, vote_id, "Ed25519")
    for owner in (1, 2):
        await committee.hand_over(owner, Step.CERTIFICATE, committee.certificate(owner))
    with pytest.raises(NotYourTurn):
        await committee.hand_over(1, Step.COMMITMENT, b"A" * 43)
    with pytest.raises(NotYourTurn):
        await committee.hand_over(1, Step.KEY, b"{}")
    with pytest.raises(MaterialInvalid):
        await committee.hand_over(3, Step.CERTIFICATE, committee.certificate(2))


@pytest.mark.control("BAL-10")
async def test_a_dealing_that_was_not_committed_to_is_refused(database: Database) -> None:
    vote_id, _ = await ballots.prepared(database, await ballots.found(database, count=1), size=3, needed=2)
    committee = Committee(database, vote_id, "Ed25519")
    for owner in (1, 2, 3):
        await committee.hand_over(owner, Step.CERTIFICATE, committee.certificate(owner))
    certificates = await committee.messages(Step.CERTIFICATE)
    dealt = [deal(committee.group, seed, certificates) for seed in committee.seeds]
    for owner, dealing in enumerate(dealt, start=1):
        await committee.hand_over(owner, Step.COMMITMENT, commitment(dealing).encode())
    rushed = deal(committee.group, committee.seeds[2], certificates)
    with pytest.raises(MaterialInvalid) as refusal:
        await committee.hand_over(3, Step.DEALING, rushed)
    assert refusal.value.facts["reason"] == "threshold-commitment"


@pytest.mark.control("PERM-7")
async def test_keys_are_begun_anew_by_two_people_and_nothing_is_lost(database: Database) -> None:
    vote_id, _ = await ballots.prepared(database, await ballots.found(database, count=1), size=3, needed=2)
    committee = Committee(database, vote_id, "Ed25519")
    await committee.hand_over(1, Step.CERTIFICATE, committee.certificate(1))
    ann, bryn = (Actor(account=name, roles=frozenset({Role.SCRUTINEER})) for name in ("ann", "bryn"))
    async with database.writing() as tx:
        await votes.begin_anew(tx, ann, vote_id, OPENS)
    with pytest.raises(SecondPersonNeeded):
        async with database.writing() as tx:
            await votes.begin_anew(tx, ann, vote_id, OPENS)
    async with database.writing() as tx:
        assert (await votes.begin_anew(tx, bryn, vote_id, OPENS)).round == 2
    await committee.make_key()
    async with database.reading() as view:
        assert (await votes.parts(view, vote_id)).keys == (1, 2, 3)


@pytest.mark.control("BAL-10")
async def test_a_bad_part_is_refused_and_others_open_without_it(database: Database, keys: Keys) -> None:
    committee, voters, codes = await opened(database, keys, (MOTION,), in_group="Ed25519", count=2)
    await cast(database, keys, committee.vote, voters[0], codes[0], [[0, 1, 0]])
    await close(database, keys, committee.vote)
    with pytest.raises(MaterialInvalid):
        async with database.writing() as tx:
            await votes.add_partial_decryption(tx, committee.person(1), committee.vote, b"{}", LATER)
    await committee.open(2, bound=False)
    assert (await committee.open(3)).state is State.TALLIED


@pytest.mark.control("SMALL-1")
async def test_fewer_ballots_than_the_smallest_cell_are_never_opened(database: Database, keys: Keys) -> None:
    committee, voters, codes = await opened(database, keys, (RANKING,), in_group="Ed25519", count=6, smallest_cell=5)
    for voter, code in zip(voters[:4], codes, strict=False):
        await cast(database, keys, committee.vote, voter, code, [[1, 2, 3]])
    await close(database, keys, committee.vote)
    with pytest.raises(TooFewBallots):
        await committee.shuffle(1)


@pytest.mark.control("OPS-2")
async def test_a_count_that_stops_between_heaps_goes_on_to_the_same_sums(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("governance.votes.service.counting.AT_ONCE", 2)
    committee, voters, codes = await opened(database, keys, (RANKING, MOTION), in_group="Ed25519", count=5)
    for voter, code in zip(voters, codes, strict=True):
        await cast(database, keys, committee.vote, voter, code, [[1, 2, 3], [0, 1, 0]])
    async with database.writing() as tx:
        await votes.close(tx, keys, OPERATOR, committee.vote, LATER)
    seen = []
    for _ in range(4):
        async with database.writing() as tx:
            seen.append(await votes.add_up(tx, OPERATOR, committee.vote, LATER, heaps=1))
    assert [None if one is None else (one.done, one.total) for one in seen] == [(2, 5), (4, 5), (5, 5), None]
    for owner in (1, 2):
        await committee.shuffle(owner)
    for owner in (1, 2):
        await committee.open(owner)
    async with database.writing() as tx:
        vote = await votes.declare(tx, OPERATOR, committee.vote, LATER)
    assert vote.counted == 5
