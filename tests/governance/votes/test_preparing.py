"""From a question to an open ballot, and everything that stands in the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ballots import group, make_public_key, new_code, new_secret, public_of, write_credentials
from governance.actor import Actor, Assurance, Role
from governance.errors import Invalid, NotFound
from governance.platform.db import Database
from governance.platform.jobs.queue import JobRecord
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from governance.votes import service as votes
from governance.votes.model import Mode, State, roll_hash
from governance.votes.model.asking import Kind, Option, Question
from governance.votes.model.refusals import (
    AlreadyGiven,
    CredentialsDiffer,
    CredentialsMissing,
    KeysMissing,
    MaterialInvalid,
    ModeOne,
    NoSeat,
    RollEmpty,
    TooEarly,
    TooLateToOpen,
    TwoParts,
    WrongState,
)
from governance.votes.records import BoardRecord
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, QUESTION, RollLine, holder

GROUP = group("Ed25519")


def key_holder(account: str) -> Actor:
    return Actor(account=account, roles=frozenset({Role.KEY_HOLDER}), assurance=Assurance.TWO_FACTORS)


RANKING = Question(Kind.RANKING, QUESTION, tuple(Option(str(n), Texts(en=f"Option {n}")) for n in range(3)))


def public_key() -> bytes:
    return make_public_key(GROUP, new_secret(GROUP))


def credentials(uuid: str, count: int) -> bytes:
    return write_credentials(GROUP, [public_of(new_code(), uuid, GROUP) for _ in range(count)])


async def open_vote(database: Database, keys: Keys, vote_id: str) -> None:
    async with database.writing() as tx:
        await votes.open_vote(tx, keys, OPERATOR, vote_id, OPENS)


async def register_credentials(database: Database, vote_id: str, content: bytes, actor: Actor = OPERATOR) -> None:
    async with database.writing() as tx:
        await votes.register_credentials(tx, actor, vote_id, content, OPENS)


async def test_the_frozen_roll_is_published_as_count_and_hash(database: Database) -> None:
    voters = await ballots.found(database, count=3)
    vote_id, _ = await ballots.prepared(database, voters)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, vote_id)
        roll = await votes.roll(view, OPERATOR, vote_id)
    assert (vote.state, vote.roll_count) == (State.ROLLED, 3)
    assert vote.roll_hash == roll_hash(roll)
    assert {line.member for line in roll} == {voter.member for voter in voters}


async def test_a_vote_needs_somebody_on_its_roll(database: Database) -> None:
    await ballots.found(database, count=1)
    with pytest.raises(RollEmpty):
        await ballots.prepared(database, [])


async def test_only_known_kinds_in_known_groups(database: Database) -> None:
    voters = await ballots.found(database, count=1)
    with pytest.raises(Invalid):
        await ballots.prepared(database, voters, in_group="RSA")
    with pytest.raises(Invalid):
        await ballots.prepared(database, voters, questions=[Question(Kind.RANKING, QUESTION)])
    with pytest.raises(Invalid):
        await ballots.prepared(database, voters, questions=[RANKING], in_group="BELENIOS-2048")
    with pytest.raises(Invalid):
        await ballots.prepared(database, voters, size=3, needed=4)


@pytest.mark.control("MODE-1")
async def test_a_simple_secret_vote_never_binds(database: Database) -> None:
    voters = await ballots.found(database, count=1)
    with pytest.raises(Invalid):
        await ballots.prepared(database, voters, mode=Mode.SIMPLE)
    vote_id, _ = await ballots.prepared(database, voters, mode=Mode.SIMPLE, binding=False)
    async with database.reading() as view:
        assert not (await votes.find(view, OPERATOR, vote_id)).revote


async def test_a_roll_smaller_than_the_smallest_cell_is_marked(database: Database) -> None:
    voters = await ballots.found(database, count=2)
    vote_id, _ = await ballots.prepared(database, voters, smallest_cell=5)
    async with database.reading() as view:
        assert (await votes.find(view, OPERATOR, vote_id)).small


async def test_a_vote_is_not_there_for_nobody(database: Database) -> None:
    voters = await ballots.found(database, count=1)
    vote_id, _ = await ballots.prepared(database, voters)
    async with database.reading() as view:
        with pytest.raises(NotFound):
            await votes.find(view, Actor(), vote_id)
        with pytest.raises(NotFound):
            await votes.find(view, OPERATOR, "no-such-vote")
        assert [vote.id for vote in await votes.every(view, voters[0])] == [vote_id]


@pytest.mark.control("MODE-1")
async def test_a_ballot_that_counts_is_not_opened_on_one_machine(database: Database, keys: Keys) -> None:
    voters = await ballots.found(database, purpose="real", count=2)
    vote_id, uuid = await ballots.prepared(database, voters)
    await ballots.bring_keys(database, vote_id, "Ed25519")
    await register_credentials(database, vote_id, credentials(uuid, 2))
    with pytest.raises(ModeOne) as refusal:
        await open_vote(database, keys, vote_id)
    assert refusal.value.code == "mode-1"
    async with database.reading() as view:
        assert (await votes.find(view, OPERATOR, vote_id)).state is State.ROLLED
        assert await view.scalar(select(BoardRecord.hash)) is None


@pytest.mark.control("MODE-1")
async def test_one_person_holds_one_part(database: Database) -> None:
    voters = await ballots.found(database, count=1)
    vote_id, uuid = await ballots.prepared(database, voters)
    ann, bryn = key_holder("ann"), key_holder("bryn")
    async with database.writing() as tx:
        assert await votes.register_key(tx, ann, vote_id, public_key(), OPENS) == 1
    with pytest.raises(AlreadyGiven):
        async with database.writing() as tx:
            await votes.register_key(tx, ann, vote_id, public_key(), OPENS)
    with pytest.raises(TwoParts):
        await register_credentials(database, vote_id, credentials(uuid, 1), ann)
    await register_credentials(database, vote_id, credentials(uuid, 1), bryn)
    with pytest.raises(TwoParts):
        async with database.writing() as tx:
            await votes.register_key(tx, bryn, vote_id, public_key(), OPENS)


async def test_a_key_sent_again_is_the_same_key_and_a_fourth_is_refused(database: Database) -> None:
    voters = await ballots.found(database, count=1)
    vote_id, _ = await ballots.prepared(database, voters)
    sent = public_key()
    async with database.writing() as tx:
        owners = [await votes.register_key(tx, holder(1), vote_id, sent, OPENS) for _ in range(2)]
        owners += [await votes.register_key(tx, holder(n), vote_id, public_key(), OPENS) for n in (2, 3)]
    assert owners == [1, 1, 2, 3]
    with pytest.raises(NoSeat):
        async with database.writing() as tx:
            await votes.register_key(tx, holder(4), vote_id, public_key(), OPENS)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{}", "trustees-shape"),
        (b"not json", "json"),
        (make_public_key(group("BELENIOS-2048"), 5), "element-spelling"),
        (public_key().replace(b'"challenge":"', b'"challenge":"9999'), "scalar-range"),
        (public_key().replace(b'"pok"', b'"name":"x","pok"'), "trustees-shape"),
    ],
)
async def test_a_key_that_does_not_hold_is_refused(database: Database, content: bytes, reason: str) -> None:
    voters = await ballots.found(database, count=1)
    vote_id, _ = await ballots.prepared(database, voters)
    with pytest.raises(MaterialInvalid) as refusal:
        async with database.writing() as tx:
            await votes.register_key(tx, OPERATOR, vote_id, content, OPENS)
    assert refusal.value.facts["reason"] == reason


@pytest.mark.control("BAL-7")
@pytest.mark.parametrize("count", [2, 4])
async def test_there_are_as_many_credentials_as_lines_on_the_roll(database: Database, count: int) -> None:
    voters = await ballots.found(database, count=3)
    vote_id, uuid = await ballots.prepared(database, voters)
    with pytest.raises(CredentialsDiffer) as refusal:
        await register_credentials(database, vote_id, credentials(uuid, count))
    assert (refusal.value.facts["roll"], refusal.value.facts["credentials"]) == (3, count)


async def test_a_list_with_weights_or_strangers_to_the_group_is_refused(database: Database) -> None:
    voters = await ballots.found(database, count=1)
    vote_id, uuid = await ballots.prepared(database, voters)
    one = public_of(new_code(), uuid, GROUP)
    for content in (f'["{one},1"]', f'["{one},2"]', f'["{"0" * 63}2"]', f'["{"0" * 63}1"]', '["x"]', "[", "[1]"):
        with pytest.raises(MaterialInvalid):
            await register_credentials(database, vote_id, content.encode())


async def test_the_list_is_given_once(database: Database) -> None:
    voters = await ballots.found(database, count=2)
    vote_id, uuid = await ballots.prepared(database, voters)
    content = credentials(uuid, 2)
    await register_credentials(database, vote_id, content)
    await register_credentials(database, vote_id, content)
    with pytest.raises(AlreadyGiven):
        await register_credentials(database, vote_id, credentials(uuid, 2))


async def test_a_vote_opens_when_every_part_was_brought(database: Database, keys: Keys) -> None:
    voters = await ballots.found(database, count=2)
    vote_id, uuid = await ballots.prepared(database, voters)
    with pytest.raises(KeysMissing):
        await open_vote(database, keys, vote_id)
    await ballots.bring_keys(database, vote_id, "Ed25519")
    with pytest.raises(CredentialsMissing):
        await open_vote(database, keys, vote_id)
    await register_credentials(database, vote_id, credentials(uuid, 2))
    await open_vote(database, keys, vote_id)
    async with database.reading() as view:
        assert (await votes.find(view, OPERATOR, vote_id)).state is State.OPEN
        box = await votes.box(view, keys, OPERATOR, vote_id)
        election = await votes.election(view, OPERATOR, vote_id)
    assert box is not None
    assert box.size == 0
    assert "Shall we buy a minibus? / A ddylem brynu bws mini?" in election.decode()
    with pytest.raises(WrongState):
        await open_vote(database, keys, vote_id)


async def test_a_vote_opens_neither_too_early_nor_too_late(database: Database, keys: Keys) -> None:
    voters = await ballots.found(database, count=1)
    hour = timedelta(hours=1)
    early, _ = await ballots.prepared(database, voters, opens_at=OPENS + hour)
    late, _ = await ballots.prepared(database, voters, open_by=OPENS - hour, opens_at=OPENS - 2 * hour)
    with pytest.raises(TooEarly):
        await open_vote(database, keys, early)
    with pytest.raises(TooLateToOpen):
        await open_vote(database, keys, late)


async def test_a_vote_with_a_fixed_end_is_sealed_by_a_job(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=1, closes_at=OPENS + timedelta(days=14))
    async with database.reading() as view:
        job = await view.scalar(select(JobRecord).where(JobRecord.kind == "seal-vote"))
    assert job.payload == {"vote": polling.vote}
    assert job.due_at > OPENS + timedelta(days=14)


OPERATING = Actor(account="both", roles=frozenset({Role.KEY_HOLDER, Role.OPERATOR}), assurance=Assurance.TWO_FACTORS)


@pytest.mark.control("MODE-1")
async def test_whoever_was_named_as_a_key_holder_and_runs_the_server_now_holds_no_key(database: Database) -> None:
    voters = await ballots.found(database, count=1)
    vote_id, _ = await ballots.prepared(database, voters, seats=("account:both", "account:kh-2", "account:kh-3"))
    with pytest.raises(ModeOne) as refusal:
        async with database.writing() as tx:
            await votes.register_key(tx, OPERATING, vote_id, public_key(), OPENS)
    assert refusal.value.facts["because"] == "operator"


@pytest.mark.control("MODE-1")
async def test_outside_a_rehearsal_keys_that_the_server_itself_holds_open_no_vote_that_binds(
    database: Database, keys: Keys
) -> None:
    voters = await ballots.found(database, count=2, purpose="real")
    seats = ("account:kh-1", "account:kh-2", holder(3).reference)
    vote_id, uuid = await ballots.prepared(database, voters, size=3, needed=2, seats=seats)
    await register_credentials(database, vote_id, credentials(uuid, 2))
    with pytest.raises(ModeOne) as refusal:
        await open_vote(database, keys, vote_id)
    assert refusal.value.facts["because"] == "operator"


@pytest.mark.control("PERM-6")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vote SET state = 'rolled'",
        "UPDATE vote SET state = 'draft'",
        "UPDATE vote SET state = 'tallied', result = '{}', sealed_head = 'x'",
        "UPDATE vote SET state = 'declared', result = '{}', sealed_head = 'x'",
        "UPDATE vote SET state = 'closed'",
        "UPDATE vote SET state = 'nonsense'",
        "UPDATE vote SET roll_count = 99",
        "UPDATE vote SET roll_hash = 'x'",
        "UPDATE vote SET revote = NOT revote",
        "UPDATE vote SET smallest_cell = 1",
        "UPDATE vote SET fallback = 'openly'",
        "UPDATE vote SET group_name = 'RSA'",
        "UPDATE vote SET uuid = 'x'",
        "UPDATE vote SET election = NULL",
        "UPDATE vote_roll SET class = 'x'",
        "DELETE FROM vote_roll",
        "INSERT INTO vote_roll (vote, version, member, class) SELECT vote.id, 1, member.id, 'x' FROM vote, member "
        "WHERE NOT EXISTS (SELECT 1 FROM vote_roll WHERE vote_roll.member = member.id)",
        "UPDATE vote_board SET content = 'x'",
        "DELETE FROM vote_board",
        "DELETE FROM vote_credential",
        "UPDATE vote_message SET content = 'x'",
        "DELETE FROM vote_checkpoint",
    ],
)
async def test_the_database_keeps_an_open_vote_on_its_path(database: Database, keys: Keys, statement: str) -> None:
    polling = await ballots.opened(database, keys, count=2)
    async with database.writing() as tx:
        await tx.execute(
            text(
                "INSERT INTO member "
                "(id, number, name_given, name_family, address, language, formats, entered_on, search) "
                "SELECT 'later', '99', 'A', 'B', 'C', language, formats, entered_on, '' FROM member WHERE number = '1'"
            )
        )
    with pytest.raises(DBAPIError, match=r"(?i)refused|append-only|check"):
        async with database.writing() as tx:
            await tx.execute(text(statement))
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        assert (vote.state, vote.roll_count) == (State.OPEN, 2)


async def test_a_right_to_vote_names_a_member_and_a_class(database: Database) -> None:
    voters = await ballots.found(database, count=1)
    vote_id, _ = await ballots.prepared(database, voters)
    async with database.reading() as view:
        line = await votes.right_of(view, vote_id, voters[0].member)
        assert line is not None
        assert RollLine(line.member, line.class_) == RollLine(voters[0].member or "", "citizen")
        assert await votes.right_of(view, vote_id, "stranger") is None
        assert await votes.right_of(view, vote_id, None) is None
