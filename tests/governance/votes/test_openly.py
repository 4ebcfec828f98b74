"""Votes without encryption: a show of hands, a recorded poll, a simple secret poll (MODE-2)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from constitution import Finding
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid as InvalidForm
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.jobs.runner import run_due
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from governance.votes import service as votes
from governance.votes.jobs import handlers
from governance.votes.model import Mode, State
from governance.votes.model.asking import Kind, Option, Question, yes_or_no
from governance.votes.model.refusals import (
    Closed,
    EndsWithItsMeeting,
    NothingCounted,
    NotOnTheRoll,
    NotOpen,
    SecondBallot,
    SecondPersonNeeded,
    TooFewBallots,
    WrongMode,
)
from governance.votes.records import SimpleVoteRecord, SimpleVoterRecord
from governance.votes.service.tags import tag_key
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, QUESTION
from tests.governance.votes.desk import ALED, BETHAN, CLOSES, LATER

YES, NO, BLANK = [1, 0], [0, 1], [0, 0]
COLOURS = Question(
    Kind.RANKING, Texts(en="In what order?"), tuple(Option(name, Texts(en=name)) for name in ("Red", "Green", "Blue"))
)


async def opened(
    database: Database, keys: Keys, mode: Mode, *, voters: list[Actor] | None = None, **options: object
) -> tuple[str, list[Actor]]:
    """A vote in this mode, and those who may vote in it."""
    voters = voters or await ballots.found(database)
    options = {"mode": mode, "binding": mode is not Mode.SIMPLE, "closes_at": CLOSES, **options}
    vote_id, _ = await ballots.prepared(database, voters, **options)  # type: ignore[arg-type]
    async with database.writing() as tx:
        await votes.open_vote(tx, keys, ALED, vote_id, OPENS)
    return vote_id, voters


async def say(
    database: Database, keys: Keys, vote_id: str, voter: Actor, *answers: list[int], right: str | None = None
) -> None:
    async with database.writing() as tx:
        await votes.take_part(tx, keys, voter, vote_id, answers, now=LATER, right=right or voter.member or "")


async def ended(database: Database, keys: Keys, vote_id: str) -> votes.VoteRecord:
    async with database.writing() as tx:
        return await votes.close(tx, keys, ALED, vote_id, CLOSES)


async def declared(database: Database, vote_id: str) -> votes.VoteRecord:
    async with database.writing() as tx:
        return await votes.declare(tx, ALED, vote_id, CLOSES, certified_by="Aled Rees")


# --- hands ----------------------------------------------------------------------------------------------------------


async def test_hands_are_counted_and_counted_again_and_the_last_count_stands(database: Database, keys: Keys) -> None:
    vote_id, _ = await opened(database, keys, Mode.HANDS, closes_at=None)
    async with database.writing() as tx:
        await votes.count_hands(tx, ALED, vote_id, [[0, 2, 2]], LATER)
        again = await votes.count_hands(tx, BETHAN, vote_id, [[1, 3, 1]], LATER)
    assert again.number == 2
    vote = await ended(database, keys, vote_id)
    assert (vote.state, vote.result, vote.counted) == (State.TALLIED, [[1, 3, 1]], 5)
    outcome = votes.outcome(await declared(database, vote_id))
    assert outcome is not None
    assert (outcome.yes, outcome.no, outcome.blank, outcome.took_part) == (3, 1, 1, 5)
    async with database.reading() as view:
        assert [one.totals for one in await votes.hands(view, vote_id)] == [[[0, 2, 2]], [[1, 3, 1]]]


async def test_more_hands_than_may_vote_are_not_taken_down(database: Database, keys: Keys) -> None:
    vote_id, _ = await opened(database, keys, Mode.HANDS, closes_at=None)
    for totals in ([[0, 3, 3]], [[0, -1, 3]], [[0, 3]]):
        async with database.writing() as tx:
            with pytest.raises(InvalidForm):
                await votes.count_hands(tx, ALED, vote_id, totals, LATER)


async def test_nobody_closes_a_show_of_hands_that_nobody_counted_and_one_person_sets_it_aside(
    database: Database, keys: Keys
) -> None:
    vote_id, _ = await opened(database, keys, Mode.HANDS, closes_at=None)
    with pytest.raises(NothingCounted):
        await ended(database, keys, vote_id)
    async with database.writing() as tx:
        assert (await votes.void(tx, ALED, vote_id, "wrong question", LATER)).state is State.VOID


@pytest.mark.control("PERM-7")
async def test_hands_that_were_counted_are_set_aside_by_two_people(database: Database, keys: Keys) -> None:
    vote_id, _ = await opened(database, keys, Mode.HANDS, closes_at=None)
    async with database.writing() as tx:
        await votes.count_hands(tx, ALED, vote_id, [[0, 2, 2]], LATER)
        await votes.void(tx, ALED, vote_id, "miscounted", LATER)
        with pytest.raises(SecondPersonNeeded):
            await votes.void(tx, ALED, vote_id, "miscounted", LATER)
        assert (await votes.void(tx, BETHAN, vote_id, "miscounted", LATER)).state is State.VOID


async def test_a_show_of_hands_decides_yes_or_no_only(database: Database) -> None:
    voters = await ballots.found(database)
    with pytest.raises(InvalidForm) as refused:
        await ballots.prepared(database, voters, mode=Mode.HANDS, questions=[COLOURS])
    assert refused.value.errors == {"mode": "not-by-hands"}


# --- recorded -------------------------------------------------------------------------------------------------------


async def test_a_recorded_poll_is_read_by_names_from_the_close_on_and_not_before(
    database: Database, keys: Keys
) -> None:
    vote_id, voters = await opened(database, keys, Mode.RECORDED)
    await say(database, keys, vote_id, voters[1], YES)
    await say(database, keys, vote_id, voters[0], NO)
    await say(database, keys, vote_id, voters[0], YES)
    async with database.writing() as tx:
        await votes.enter(tx, ALED, vote_id, [BLANK], LATER, right=voters[2].member or "")
        vote = await votes.find(tx, ALED, vote_id)
        assert await votes.recorded(tx, vote) == ()
        assert [name for _, name in await votes.unanswered(tx, ALED, vote)] == ["Aelod Rhif 4", "Aelod Rhif 5"]
    vote = await ended(database, keys, vote_id)
    assert (vote.result, vote.counted) == ([[1, 2, 0]], 3)
    async with database.reading() as view:
        found = [(one.name, one.answers) for one in await votes.recorded(view, vote)]
    assert found == [("Aelod Rhif 1", [YES]), ("Aelod Rhif 2", [YES]), ("Aelod Rhif 3", [BLANK])]


async def test_a_proxy_answers_for_the_member_who_lent_the_right(database: Database, keys: Keys) -> None:
    voters = await ballots.found(database)
    giver, holder = voters[0].member or "", voters[1].member or ""
    vote_id, _ = await opened(database, keys, Mode.RECORDED, voters=voters, proxies={giver: holder})
    with pytest.raises(NotOnTheRoll):
        await say(database, keys, vote_id, voters[0], YES)
    await say(database, keys, vote_id, voters[1], NO)
    await say(database, keys, vote_id, voters[1], YES, right=giver)
    vote = await ended(database, keys, vote_id)
    async with database.reading() as view:
        found = [(one.name, one.proxy, one.answers) for one in await votes.recorded(view, vote)]
    assert found == [("Aelod Rhif 1", "Aelod Rhif 2", [YES]), ("Aelod Rhif 2", None, [NO])]


async def test_where_each_votes_once_the_first_answer_stands(database: Database, keys: Keys) -> None:
    rule = Finding("may-vote-again", met=False, figures={})
    vote_id, voters = await opened(database, keys, Mode.RECORDED, revote=False, revote_finding=rule)
    await say(database, keys, vote_id, voters[0], YES)
    with pytest.raises(SecondBallot) as refused:
        await say(database, keys, vote_id, voters[0], NO)
    assert refused.value.finding is not None


async def test_rankings_are_taken_openly_too(database: Database, keys: Keys) -> None:
    vote_id, voters = await opened(database, keys, Mode.RECORDED, questions=[COLOURS, yes_or_no(QUESTION)])
    await say(database, keys, vote_id, voters[0], [2, 1, 0], YES)
    await say(database, keys, vote_id, voters[1], [0, 0, 0], NO)
    with pytest.raises(InvalidForm) as refused:
        await say(database, keys, vote_id, voters[2], [1, 1, 0], [1, 1])
    assert sorted(refused.value.errors) == ["question_0", "question_1"]
    await ended(database, keys, vote_id)
    tallies = votes.tallies(await declared(database, vote_id))
    assert tallies is not None
    assert (tallies[0].answers, tallies[0].blank, tallies[1].numbers) == (((2, 1, 0),), 1, (1, 1))


# --- simple secret --------------------------------------------------------------------------------------------------


async def test_a_simple_secret_poll_counts_each_member_once(database: Database, keys: Keys) -> None:
    vote_id, voters = await opened(database, keys, Mode.SIMPLE)
    for voter, answer in zip(voters, (YES, YES, NO, BLANK), strict=False):
        await say(database, keys, vote_id, voter, answer)
    with pytest.raises(SecondBallot):
        await say(database, keys, vote_id, voters[0], NO)
    vote = await ended(database, keys, vote_id)
    assert (vote.result, vote.counted) == ([[1, 2, 1]], 4)


@pytest.mark.control("SEC-3")
async def test_no_row_of_a_simple_secret_poll_says_who_or_when(database: Database, keys: Keys) -> None:
    vote_id, voters = await opened(database, keys, Mode.SIMPLE)
    for voter in voters:
        await say(database, keys, vote_id, voter, YES)
    assert {column.name for column in SimpleVoteRecord.__table__.columns} == {"vote", "key", "answers"}
    assert {column.name for column in SimpleVoterRecord.__table__.columns} == {"vote", "tag"}
    async with database.reading() as view:
        keys_ = list(await view.scalars(select(SimpleVoteRecord.key)))
        acts = {entry.action for entry in await audit.entries(view, about=[vote_id])}
        assert acts == {"vote.prepared", "vote.opened"}
    assert len(set(keys_)) == len(voters)
    assert all(len(key) == 32 for key in keys_)


@pytest.mark.control("SEC-2")
@pytest.mark.control("SEC-3")
@pytest.mark.parametrize("end", ["closed", "set aside"])
async def test_after_a_simple_secret_poll_nothing_tells_who_took_part_or_which_answer_came_first(
    database: Database, keys: Keys, clock: ScriptedClock, end: str
) -> None:
    """First come twelve who say yes, then twelve who say no; the tables lie as the database keeps them."""
    voters = await ballots.found(database, count=24)
    vote_id, _ = await opened(database, keys, Mode.SIMPLE, voters=voters)
    for place, voter in enumerate(voters):
        await say(database, keys, vote_id, voter, YES if place < 12 else NO)
    before = await as_it_lies(database, "SELECT tag FROM vote_simple_voter")
    assert len(before) == 24
    assert not {tag for (tag,) in before} & {voter.member for voter in voters}
    if end == "closed":
        await ended(database, keys, vote_id)
    else:
        for officer in (ALED, BETHAN):
            async with database.writing() as tx:
                await votes.void(tx, officer, vote_id, "the wrong question", LATER)
    clock.move_to(CLOSES)
    await run_due(database, handlers(keys), clock)
    assert await as_it_lies(database, "SELECT tag FROM vote_simple_voter") == []
    assert not keys.holds(tag_key(vote_id))
    lies = "SELECT answers FROM vote_simple" + ("" if database.is_sqlite else " ORDER BY ctid")
    answers = [str(answer) for (answer,) in await as_it_lies(database, lies)]
    assert len(answers) == 24
    assert answers not in (sorted(answers), sorted(answers, reverse=True))
    if not database.is_sqlite:
        assert len(set(await as_it_lies(database, "SELECT xmin::text FROM vote_simple"))) == 1


async def as_it_lies(database: Database, question: str) -> list[tuple[object, ...]]:
    async with database.reading() as view:
        return [tuple(row) for row in await view.execute(text(question))]


@pytest.mark.control("SMALL-1")
async def test_a_simple_secret_of_too_few_is_not_declared(database: Database, keys: Keys) -> None:
    vote_id, voters = await opened(database, keys, Mode.SIMPLE, smallest_cell=5)
    await say(database, keys, vote_id, voters[0], YES)
    await ended(database, keys, vote_id)
    with pytest.raises(TooFewBallots):
        await declared(database, vote_id)


@pytest.mark.control("MODE-1")
async def test_a_simple_secret_poll_never_binds(database: Database) -> None:
    voters = await ballots.found(database)
    with pytest.raises(InvalidForm) as refused:
        await ballots.prepared(database, voters, mode=Mode.SIMPLE, binding=True)
    assert refused.value.errors == {"mode": "binding"}


# --- all ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [Mode.RECORDED, Mode.SIMPLE])
async def test_nobody_answers_before_the_opening_after_the_end_or_without_a_right(
    database: Database, keys: Keys, mode: Mode
) -> None:
    voters = await ballots.found(database)
    vote_id, _ = await ballots.prepared(
        database, voters[:4], mode=mode, binding=False, closes_at=CLOSES, opens_at=OPENS
    )
    with pytest.raises(NotOpen):
        await say(database, keys, vote_id, voters[0], YES)
    async with database.writing() as tx:
        await votes.open_vote(tx, keys, ALED, vote_id, OPENS)
    with pytest.raises(NotOnTheRoll):
        await say(database, keys, vote_id, voters[4], YES)
    with pytest.raises(NotOnTheRoll):
        await say(database, keys, vote_id, voters[1], YES, right=voters[0].member)
    async with database.writing() as tx:
        with pytest.raises(Closed):
            await votes.take_part(tx, keys, voters[0], vote_id, [YES], now=CLOSES, right=voters[0].member or "")


async def test_each_mode_takes_its_own_answers_only(database: Database, keys: Keys) -> None:
    voters = await ballots.found(database)
    hands, _ = await opened(database, keys, Mode.HANDS, voters=voters)
    simple, _ = await opened(database, keys, Mode.SIMPLE, voters=voters)
    with pytest.raises(WrongMode):
        await say(database, keys, hands, voters[0], YES)
    async with database.writing() as tx:
        with pytest.raises(WrongMode):
            await votes.count_hands(tx, ALED, simple, [[0, 1, 1]], LATER)
        with pytest.raises(WrongMode):
            await votes.enter(tx, ALED, simple, [YES], LATER, right=voters[0].member or "")
        with pytest.raises(WrongMode):
            await votes.examine(tx, ALED, simple)


async def test_a_secret_poll_without_an_end_of_its_own_ends_with_its_meeting(database: Database, keys: Keys) -> None:
    vote_id, _ = await opened(database, keys, Mode.SIMPLE, closes_at=None)
    with pytest.raises(EndsWithItsMeeting):
        await ended(database, keys, vote_id)


async def test_the_seal_is_the_same_for_the_same_answers_in_whatever_order_they_came(
    database: Database, keys: Keys
) -> None:
    voters = await ballots.found(database)
    heads = []
    for order in (voters, voters[::-1]):
        vote_id, _ = await opened(database, keys, Mode.RECORDED, voters=voters)
        for voter in order:
            await say(database, keys, vote_id, voter, YES if voter is voters[0] else NO)
        heads.append((await ended(database, keys, vote_id)).sealed_head)
    assert heads[0] == heads[1]


async def test_an_end_that_was_promised_comes_by_itself(database: Database, keys: Keys) -> None:
    vote_id, voters = await opened(database, keys, Mode.RECORDED)
    await say(database, keys, vote_id, voters[0], YES)
    async with database.writing() as tx:
        await votes.close_on_time(tx, keys, OPERATOR, vote_id, CLOSES + timedelta(seconds=5))
        assert (await votes.find(tx, ALED, vote_id)).state is State.TALLIED
