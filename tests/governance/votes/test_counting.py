"""After the seal: adding up, opening with all key-holders, declaring what was verified."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from ballots import decrypt, read_tally, verify
from governance.actor import Actor, Assurance, Role
from governance.errors import NotFound
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.db.append_only import trigger_name
from governance.platform.jobs.queue import JobRecord
from governance.platform.jobs.runner import run_due
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.jobs import handlers
from governance.votes.model import State
from governance.votes.model.refusals import (
    AlreadyGiven,
    ArchiveInvalid,
    MaterialInvalid,
    NotOpen,
    NotYours,
    SecondPersonNeeded,
    TooEarly,
    WrongState,
)
from governance.votes.records import BoardRecord, TagRecord, VoteRecord
from governance.votes.service import counting, declaring, opening, sealing
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling

LATER = OPENS + timedelta(days=1)


async def cast(database: Database, keys: Keys, polling: Polling, choices: str) -> None:
    for voter, choice in enumerate(choices.split()):
        raw = polling.ballot(voter, choice)
        await votes.cast(database, keys, polling.voters[voter], polling.vote, raw, received_at=LATER)


async def parts(database: Database, polling: Polling) -> list[bytes]:
    async with database.reading() as view:
        tally = read_tally(polling.election, await votes.tally_to_decrypt(view, OPERATOR, polling.vote))
    return [decrypt(polling.election, tally, secret) for secret in polling.secrets]


async def add(
    database: Database, polling: Polling, content: bytes, owner: int | None, actor: Actor | None = None
) -> None:
    acting = actor or ballots.holder(owner or 1)
    async with database.writing() as tx:
        await votes.add_partial_decryption(tx, acting, polling.vote, content, LATER, owner=owner)


async def found(database: Database, polling: Polling) -> VoteRecord:
    async with database.reading() as view:
        return await votes.find(view, OPERATOR, polling.vote)


@pytest.mark.parametrize("in_group", ["BELENIOS-2048", "RFC-3526-2048", "Ed25519"])
async def test_votes_are_counted_in_every_group(database: Database, keys: Keys, in_group: str) -> None:
    polling = await ballots.opened(database, keys, count=3, in_group=in_group)
    await cast(database, keys, polling, "yes no yes")
    await ballots.declare(database, keys, polling, LATER)
    outcome = votes.outcome(await found(database, polling))
    assert outcome is not None
    assert (outcome.yes, outcome.no, outcome.blank) == (2, 1, 0)


async def test_a_box_without_ballots_is_counted_too(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    await ballots.declare(database, keys, polling, LATER)
    outcome = votes.outcome(await found(database, polling))
    assert outcome is not None
    assert (outcome.took_part, outcome.roll) == (0, 2)


async def test_more_ballots_than_fit_in_one_heap_add_up(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=66)
    await cast(database, keys, polling, "yes " * 40 + "no " * 26)
    await ballots.declare(database, keys, polling, LATER)
    outcome = votes.outcome(await found(database, polling))
    assert outcome is not None
    assert (outcome.yes, outcome.no) == (40, 26)


@pytest.mark.control("OPS-2")
async def test_every_step_done_again_leaves_the_same_record(
    database: Database, keys: Keys, clock: ScriptedClock
) -> None:
    polling = await ballots.opened(database, keys, count=2)
    await cast(database, keys, polling, "yes no")
    clock.move_to(LATER)
    await ballots.close(database, keys, polling, LATER)
    given = await parts(database, polling)
    archives: list[bytes] = []
    for _ in range(2):
        await ballots.close(database, keys, polling, LATER)
        await run_due(database, handlers(keys), clock)
        for owner, part in enumerate(given, start=1):
            await add(database, polling, part, owner)
        async with database.writing() as tx:
            await votes.declare(tx, OPERATOR, polling.vote, LATER)
        async with database.reading() as view:
            archives.append(await votes.archive(view, OPERATOR, polling.vote))
    assert archives[0] == archives[1]
    async with database.reading() as view:
        declared = select(func.count()).select_from(JobRecord).where(JobRecord.kind == "vote-declared")
        assert await view.scalar(declared) == 1


async def test_no_result_before_every_key_holder_took_part(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    await cast(database, keys, polling, "yes no")
    await ballots.close(database, keys, polling, LATER)
    first, second, third = await parts(database, polling)
    for owner, part in ((3, third), (1, first)):
        await add(database, polling, part, owner)
        vote = await found(database, polling)
        assert (vote.state, vote.result, votes.outcome(vote)) == (State.CLOSED, None, None)
    await add(database, polling, second, 2)
    vote = await found(database, polling)
    assert vote.state is State.TALLIED
    assert votes.outcome(vote) is None, "declared only after verification"


async def test_a_part_that_does_not_verify_is_refused_and_changes_nothing(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    await cast(database, keys, polling, "yes no")
    await ballots.close(database, keys, polling, LATER)
    first, second, _ = await parts(database, polling)
    for content, reason in ((second, "decryption-proof"), (b"{}", "decryption-shape"), (b"", "json")):
        with pytest.raises(MaterialInvalid) as refusal:
            await add(database, polling, content, 1)
        assert refusal.value.facts["reason"] == reason
    await add(database, polling, first, 1)
    async with database.reading() as view:
        assert (await votes.parts(view, polling.vote)).decryptions == (1,)


async def test_a_key_holder_opens_with_the_own_key_and_once(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=1)
    await ballots.close(database, keys, polling, LATER)
    part, again = (await parts(database, polling))[0], (await parts(database, polling))[0]
    stranger = Actor(account="stranger", roles=frozenset({Role.KEY_HOLDER}), assurance=Assurance.TWO_FACTORS)
    for actor, owner in ((stranger, 1), (stranger, None), (OPERATOR, None), (OPERATOR, 4)):
        with pytest.raises(NotYours):
            await add(database, polling, part, owner, actor)
    await add(database, polling, part, 1)
    await add(database, polling, part, 1)
    with pytest.raises(AlreadyGiven):
        await add(database, polling, again, 1)


async def test_who_comes_after_the_result_adds_nothing_to_the_record(database: Database, keys: Keys) -> None:
    """As a committee's last member may, when enough others opened the sum."""
    polling = await ballots.opened(database, keys, count=1)
    await ballots.close(database, keys, polling, LATER)
    first, *_ = await parts(database, polling)
    async with database.writing() as tx:
        vote = await votes.find(tx, OPERATOR, polling.vote, lock=True)
        vote.state, vote.result = State.TALLIED, {"yes": 0, "no": 0, "blank": 0}
    with pytest.raises(WrongState):
        await add(database, polling, first, 1)
    async with database.reading() as view:
        assert (await votes.parts(view, polling.vote)).decryptions == ()


async def test_nothing_is_opened_before_the_seal_and_the_sum(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=1)
    with pytest.raises(WrongState):
        await add(database, polling, b"{}", 1)
    with pytest.raises(WrongState):
        async with database.writing() as tx:
            await votes.declare(tx, OPERATOR, polling.vote, LATER)
    async with database.writing() as tx:
        await votes.close(tx, keys, OPERATOR, polling.vote, LATER)
    with pytest.raises(WrongState):
        await add(database, polling, b"{}", 1)
    async with database.reading() as view:
        with pytest.raises(NotFound):
            await votes.tally_to_decrypt(view, OPERATOR, polling.vote)


async def test_a_vote_with_a_fixed_end_is_not_closed_before_it(database: Database, keys: Keys) -> None:
    end = OPENS + timedelta(days=14)
    polling = await ballots.opened(database, keys, count=1, closes_at=end)
    with pytest.raises(TooEarly):
        await ballots.close(database, keys, polling, end - timedelta(seconds=1))
    await ballots.close(database, keys, polling, end + timedelta(seconds=5))
    assert (await found(database, polling)).closed_at == end


@pytest.mark.control("BAL-15")
@pytest.mark.parametrize("kind", ["Ballot", "EncryptedTally", "PartialDecryption", "Result", "Setup"])
async def test_a_record_that_was_tampered_with_is_not_declared(database: Database, keys: Keys, kind: str) -> None:
    polling = await ballots.opened(database, keys, count=2)
    await cast(database, keys, polling, "yes no")
    await ballots.close(database, keys, polling, LATER)
    await ballots.decrypt_all(database, polling, LATER)
    await rewrite(database, kind)
    with pytest.raises(ArchiveInvalid):
        async with database.writing() as tx:
            await votes.declare(tx, OPERATOR, polling.vote, LATER)
    assert (await found(database, polling)).state is State.TALLIED


async def rewrite(database: Database, kind: str) -> None:
    """What somebody does who owns the database and takes the trigger away first."""
    async with database.writing() as tx:
        trigger = trigger_name("vote_board", "UPDATE")
        on_table = "" if tx.dialect == "sqlite" else " ON vote_board"
        await tx.execute(text(f"DROP TRIGGER {trigger}{on_table}"))
        rows = select(BoardRecord).where(BoardRecord.type == kind, BoardRecord.height.is_(None))
        row = await tx.scalar(rows.order_by(BoardRecord.place).limit(1).execution_options(populate_existing=True))
        content = await tx.scalar(select(BoardRecord.content).where(BoardRecord.place == row.place))
        row.content = content[:-2] + (b"0" if content[-2:-1] != b"0" else b"1") + content[-1:]


async def test_a_vote_not_yet_opened_is_set_aside_by_one_person(database: Database, keys: Keys) -> None:
    voters = await ballots.found(database, count=1)
    vote_id, _ = await ballots.prepared(database, voters)
    async with database.writing() as tx:
        vote = await votes.void(tx, OPERATOR, vote_id, "The wrong question.", OPENS)
    assert vote.state is State.VOID
    with pytest.raises(WrongState):
        async with database.writing() as tx:
            await votes.void(tx, OPERATOR, vote_id, "Again.", OPENS)


@pytest.mark.control("PERM-7")
async def test_an_opened_vote_is_set_aside_by_two_people(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    await cast(database, keys, polling, "yes")
    ann, bryn = (Actor(account=name, roles=frozenset({Role.SCRUTINEER})) for name in ("ann", "bryn"))
    async with database.writing() as tx:
        assert (await votes.void(tx, ann, polling.vote, "The wrong roll.", LATER)).state is State.OPEN
    with pytest.raises(SecondPersonNeeded):
        async with database.writing() as tx:
            await votes.void(tx, ann, polling.vote, "The wrong roll.", LATER)
    async with database.writing() as tx:
        assert (await votes.void(tx, bryn, polling.vote, "I agree.", LATER)).state is State.VOID
    with pytest.raises(NotOpen):
        await votes.cast(database, keys, polling.voters[1], polling.vote, polling.ballot(1), received_at=LATER)
    async with database.reading() as view:
        assert await view.scalar(select(func.count()).select_from(TagRecord)) == 0
        assert verify(await votes.archive(view, OPERATOR, polling.vote)).ballots == 1


@pytest.mark.control("OPS-1")
@pytest.mark.parametrize("step", ["close", "tally", "decrypt", "declare"])
async def test_a_step_that_dies_before_its_commit_leaves_nothing_and_is_done_again(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Died(Exception):
        pass

    def die(name: str) -> None:
        if name == f"{step}.before_commit":
            raise Died

    polling = await ballots.opened(database, keys, count=2)
    await cast(database, keys, polling, "yes no")
    for module in (counting, declaring, opening, sealing):
        monkeypatch.setattr(module, "crashpoint", die)
    with pytest.raises(Died):
        await ballots.declare(database, keys, polling, LATER)
    monkeypatch.undo()
    before = await found(database, polling)
    assert before.state is {"close": State.OPEN, "declare": State.TALLIED}.get(step, State.CLOSED)
    async with database.reading() as view:
        archive = await votes.archive(view, OPERATOR, polling.vote)
    if step == "declare":
        async with database.writing() as tx:
            await votes.declare(tx, OPERATOR, polling.vote, LATER)
    else:
        await ballots.declare(database, keys, polling, LATER)
    async with database.reading() as view:
        assert (await votes.archive(view, OPERATOR, polling.vote)).startswith(archive)
    assert (await found(database, polling)).result == [[0, 1, 1]]
