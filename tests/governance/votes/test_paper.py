"""One vote, any channel: paper and phone with two tellers, and no right used twice."""

import random
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from ballots import verify
from governance.audit import service as audit
from governance.audit.records import AuditRecord
from governance.errors import CoopError
from governance.errors import Invalid as InvalidForm
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from governance.votes import service as votes
from governance.votes.model import State
from governance.votes.model.asking import Kind, Option, Question
from governance.votes.model.refusals import (
    AlreadyIssued,
    CancellationDue,
    Candidate,
    Closed,
    NoPaper,
    NothingToCancel,
    NotYours,
    PapersNotCounted,
    SecondTeller,
    StruckOff,
    TamperedBallot,
    WrongState,
)
from governance.votes.records import CancellationRecord, IssueRecord
from governance.votes.service.paper import require_no_candidate
from tests.ballots.blanks import disclosed, make_blank
from tests.governance.votes import ballots, desk
from tests.governance.votes.ballots import OPERATOR, Polling
from tests.governance.votes.desk import ALED, BETHAN, CLOSES, LATER


async def opened(database: Database, keys: Keys, **options: object) -> Polling:
    return await ballots.opened(database, keys, **{"on_paper": True, "closes_at": CLOSES, "count": 4, **options})  # type: ignore[arg-type]


async def cast(database: Database, keys: Keys, polling: Polling, voter: int, raw: bytes | None = None) -> bytes:
    raw = raw or polling.ballot(voter)
    await votes.cast(database, keys, polling.voters[voter], polling.vote, raw, received_at=LATER)
    return raw


async def issued(database: Database, polling: Polling, voter: int) -> IssueRecord | None:
    async with database.reading() as view:
        return await votes.issue_to(view, polling.vote, polling.voters[voter].member)


@pytest.mark.control("BAL-16")
async def test_whoever_was_given_a_paper_casts_online_no_more_and_gets_the_old_receipt_for_the_old_bytes(
    database: Database, keys: Keys
) -> None:
    polling = await opened(database, keys)
    raw = await cast(database, keys, polling, 0)
    await desk.issue(database, keys, polling, 0)
    await desk.issue(database, keys, polling, 1)
    for voter in (0, 1):
        with pytest.raises(StruckOff):
            await cast(database, keys, polling, voter)
    await cast(database, keys, polling, 0, raw)
    await cast(database, keys, polling, 2)
    found = [await issued(database, polling, voter) for voter in range(3)]
    assert [one.had_cast for one in found if one is not None] == [True, False]


async def test_a_paper_takes_two_tellers_and_the_second_may_refuse_it(database: Database, keys: Keys) -> None:
    polling = await opened(database, keys)
    member = polling.voters[0].member or ""
    async with database.writing() as tx:
        await votes.issue(tx, keys, ALED, polling.vote, member, channel=votes.Channel.PAPER, now=LATER)
    for act in (votes.confirm, votes.refuse):
        async with database.writing() as tx:
            with pytest.raises(SecondTeller):
                await act(tx, ALED, polling.vote, member, LATER)
    async with database.writing() as tx:
        with pytest.raises(AlreadyIssued):
            await votes.issue(tx, keys, BETHAN, polling.vote, member, channel=votes.Channel.PHONE, now=LATER)
        await votes.refuse(tx, BETHAN, polling.vote, member, LATER)
    await cast(database, keys, polling, 0)


async def test_no_paper_goes_out_where_the_vote_has_none_or_has_ended(database: Database, keys: Keys) -> None:
    polling = await opened(database, keys)
    async with database.writing() as tx:
        with pytest.raises(Closed):
            member = polling.voters[0].member or ""
            await votes.issue(tx, keys, ALED, polling.vote, member, channel=votes.Channel.PAPER, now=CLOSES)


async def test_a_vote_without_paper_gives_none_out(database: Database, keys: Keys) -> None:
    polling = await opened(database, keys, on_paper=False)
    with pytest.raises(NoPaper):
        await desk.issue(database, keys, polling, 0)


@pytest.mark.control("BAL-16")
async def test_an_envelope_stays_closed_until_the_online_ballot_is_cancelled(database: Database, keys: Keys) -> None:
    polling = await opened(database, keys)
    await cast(database, keys, polling, 0)
    await desk.issue(database, keys, polling, 0)
    with pytest.raises(CancellationDue):
        await desk.take_back(database, polling, 0)
    await desk.cancel(database, keys, polling, 0)
    await desk.take_back(database, polling, 0)
    async with database.reading() as view:
        assert await votes.cancellations(view, polling.vote) == 1
        assert await votes.cancellations_due(view, polling.vote) == 0


@pytest.mark.control("BAL-16")
async def test_only_a_blank_ballot_of_somebody_struck_off_cancels(database: Database, keys: Keys) -> None:
    polling = await opened(database, keys)
    await cast(database, keys, polling, 0)
    await cast(database, keys, polling, 1)
    await desk.issue(database, keys, polling, 0)
    with pytest.raises(NothingToCancel):
        await desk.cancel(database, keys, polling, 1)
    raw, randomness = disclosed(polling.election, desk.secret(polling, 0), [ballots.NO])
    blank, opened_blank = make_blank(polling.election, desk.secret(polling, 0))
    for content, shown in ((raw, randomness), (blank, [[2, 3, 4]]), (blank, [])):
        async with database.writing() as tx:
            with pytest.raises(TamperedBallot) as refused:
                await votes.cancel(tx, keys, OPERATOR, polling.vote, content, randomness=shown, now=LATER)
            assert refused.value.facts["reason"] == "not-blank"
    async with database.writing() as tx:
        await votes.cancel(tx, keys, OPERATOR, polling.vote, blank, randomness=opened_blank, now=LATER)
        await votes.cancel(tx, keys, OPERATOR, polling.vote, blank, randomness=opened_blank, now=LATER)
    with pytest.raises(NothingToCancel):
        await desk.cancel(database, keys, polling, 0)


@pytest.mark.control("BAL-16")
async def test_the_keeper_of_the_codes_or_the_member_cancels_and_nobody_else(database: Database, keys: Keys) -> None:
    polling = await opened(database, keys)
    for voter in (0, 1):
        await cast(database, keys, polling, voter)
        await desk.issue(database, keys, polling, voter)
    for stranger in (ALED, BETHAN, polling.voters[2]):
        with pytest.raises(NotYours):
            await desk.cancel(database, keys, polling, 0, by=stranger)
    with pytest.raises(NothingToCancel):
        await desk.cancel(database, keys, polling, 1, by=polling.voters[0])
    await desk.cancel(database, keys, polling, 0, by=polling.voters[0])
    async with database.reading() as view:
        due = await votes.credentials_due(view, keys, OPERATOR, polling.vote)
        assert len(due) == 1
        with pytest.raises(NotYours):
            await votes.credentials_due(view, keys, ALED, polling.vote)


@pytest.mark.control("BAL-16")
async def test_the_keeper_of_the_codes_is_none_of_the_two_tellers(database: Database, keys: Keys) -> None:
    polling = await opened(database, keys)
    await cast(database, keys, polling, 0)
    member = polling.voters[0].member or ""
    async with database.writing() as tx:
        await votes.issue(tx, keys, ALED, polling.vote, member, channel=votes.Channel.PAPER, now=LATER)
        await votes.confirm(tx, OPERATOR, polling.vote, member, LATER)
    with pytest.raises(SecondTeller):
        await desk.cancel(database, keys, polling, 0)


@pytest.mark.control("SEC-1")
async def test_no_log_and_no_table_pairs_a_member_with_the_ballot_that_cancels(database: Database, keys: Keys) -> None:
    polling = await opened(database, keys)
    await cast(database, keys, polling, 0)
    await desk.issue(database, keys, polling, 0)
    await desk.cancel(database, keys, polling, 0, by=polling.voters[0])
    async with database.reading() as view:
        (hash_,) = await view.scalars(select(CancellationRecord.hash))
        entries = list(await view.scalars(select(AuditRecord)))
        log = [f"{one.actor} {one.action} {await audit.details(view, one.seq)}" for one in entries]
    assert not any(hash_ in entry for entry in log)
    mine = [entry for entry in log if "vote.cancelled" in entry]
    assert len(mine) == 1
    assert polling.voters[0].reference not in mine[0]
    assert {column.name for column in CancellationRecord.__table__.columns} == {"vote", "hash"}


async def test_a_candidate_is_no_teller(database: Database) -> None:
    voters = await ballots.found(database)
    ann = Option("o1", Texts(en="Ann"))
    question = Question(Kind.CHOOSE, Texts(en="Who?"), (ann, Option("o2", Texts(en="Aelod Rhif 4"))))
    vote_id, _ = await ballots.prepared(database, voters, questions=[question])
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, vote_id)
        with pytest.raises(Candidate):
            await require_no_candidate(view, voters[3], vote)
        for teller in (ALED, voters[0]):
            await require_no_candidate(view, teller, vote)


# --- counting -------------------------------------------------------------------------------------------------------


async def closed_with_papers(database: Database, keys: Keys) -> Polling:
    """One online, one on paper who had voted online, one by phone, one who stayed away."""
    polling = await opened(database, keys)
    await cast(database, keys, polling, 0)
    await cast(database, keys, polling, 1)
    await desk.issue(database, keys, polling, 1)
    await desk.cancel(database, keys, polling, 1)
    await desk.issue(database, keys, polling, 2, votes.Channel.PHONE)
    for voter in (1, 2):
        await desk.take_back(database, polling, voter)
    await ballots.close(database, keys, polling, CLOSES)
    return polling


async def test_two_tellers_who_agree_make_the_count_and_only_then_the_result_is_declared(
    database: Database, keys: Keys
) -> None:
    polling = await closed_with_papers(database, keys)
    await ballots.decrypt_all(database, polling, CLOSES)
    async with database.writing() as tx:
        with pytest.raises(PapersNotCounted):
            await votes.declare(tx, OPERATOR, polling.vote, CLOSES)
    assert not await desk.count(database, polling, ALED, desk.yes_no(2, (0, 0, 2)))
    assert not await desk.count(database, polling, BETHAN, desk.yes_no(2, (0, 1, 1)))
    assert not await desk.count(database, polling, ALED, desk.yes_no(1, (0, 0, 1), spoilt=1))
    assert await desk.count(database, polling, ALED, desk.yes_no(2, (0, 1, 1)))
    async with database.writing() as tx:
        vote = await votes.declare(tx, OPERATOR, polling.vote, CLOSES)
        assert vote.paper == {"papers": 2, "spoilt": 0, "questions": [{"numbers": [0, 1, 1]}], "cancelled": 1}
        outcome = votes.outcome(vote)
        assert outcome is not None
        assert (outcome.yes, outcome.no, outcome.blank, outcome.took_part) == (2, 1, 0, 3)
        found = await votes.reconciled(tx, vote)
    assert (found.channels.online, found.channels.paper, found.channels.phone, found.channels.cancelled) == (1, 1, 1, 1)
    assert (found.stayed_away, found.missing, found.adds_up) == (1, 0, True)


async def test_a_teller_sees_what_the_other_counted_only_after_counting(database: Database, keys: Keys) -> None:
    polling = await closed_with_papers(database, keys)
    await desk.count(database, polling, ALED, desk.yes_no(2, (0, 0, 2)))
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        before = await votes.hand_count(view, BETHAN, vote)
    assert (before.mine, before.others, before.differ) == (None, 1, ())
    await desk.count(database, polling, BETHAN, desk.yes_no(2, (0, 1, 1)))
    async with database.reading() as view:
        after = await votes.hand_count(view, BETHAN, vote)
    assert [(one.question, one.cell, one.mine, one.theirs) for one in after.differ] == [(0, 1, 1, 0), (0, 2, 1, 2)]


async def test_one_teller_twice_is_not_two_tellers(database: Database, keys: Keys) -> None:
    polling = await closed_with_papers(database, keys)
    for _ in range(2):
        assert not await desk.count(database, polling, ALED, desk.yes_no(2, (0, 1, 1)))


@pytest.mark.parametrize(
    ("totals", "field"),
    [
        (desk.yes_no(3, (0, 1, 2)), "papers"),
        (desk.yes_no(2, (0, 1, 1), spoilt=1), "papers"),
        (desk.yes_no(2, (0, 1, 2)), "question_0"),
        (desk.yes_no(2, (0, 1, 0)), "question_0"),
        (desk.yes_no(2, (3, 0, 0)), "question_0"),
        (desk.yes_no(2, (0, -1, 3)), "question_0"),
        (desk.yes_no(2, (0, 2)), "question_0"),
    ],
)
async def test_what_papers_cannot_say_is_not_taken_down(
    database: Database, keys: Keys, totals: desk.Totals, field: str
) -> None:
    polling = await closed_with_papers(database, keys)
    with pytest.raises(InvalidForm) as refused:
        await desk.count(database, polling, ALED, totals)
    assert list(refused.value.errors) == [field]


async def test_papers_are_counted_after_the_close_and_not_again_once_agreed(database: Database, keys: Keys) -> None:
    polling = await opened(database, keys)
    await desk.issue(database, keys, polling, 0)
    await desk.take_back(database, polling, 0)
    with pytest.raises(WrongState):
        await desk.count(database, polling, ALED, desk.yes_no(1, (0, 1, 0)))
    await ballots.close(database, keys, polling, CLOSES)
    await desk.count(database, polling, ALED, desk.yes_no(1, (0, 1, 0)))
    await desk.count(database, polling, BETHAN, desk.yes_no(1, (0, 1, 0)))
    with pytest.raises(WrongState):
        await desk.count(database, polling, BETHAN, desk.yes_no(1, (0, 0, 1)))
    with pytest.raises(WrongState):
        await desk.take_back(database, polling, 0)


# --- whatever happens, nobody counts twice ---------------------------------------------------------------------------


@dataclass
class Voter:
    """What the test knows of one voter; ``online`` and ``paper`` are yes, no, or nothing."""

    last: bytes = b""
    online: str = ""
    is_issued: bool = False
    is_cancelled: bool = False
    paper: str = ""

    @property
    def counts(self) -> str:
        return self.paper or ("" if self.is_cancelled else self.online)


STEPS = ("cast", "cast", "resend", "issue", "cancel", "give-back")


async def step(
    database: Database, keys: Keys, polling: Polling, number: int, voter: Voter, what: str, choice: str
) -> None:
    """One thing that a voter or the tellers try; what is refused changes nothing."""
    if what == "cast":
        raw = await cast(database, keys, polling, number, polling.ballot(number, choice))
        voter.last, voter.online = raw, choice
    elif what == "resend" and voter.last:
        await cast(database, keys, polling, number, voter.last)
    elif what == "issue":
        await desk.issue(database, keys, polling, number)
        voter.is_issued = True
    elif what == "cancel":
        await desk.cancel(database, keys, polling, number)
        voter.is_cancelled = True
    elif what == "give-back" and not voter.paper:
        await desk.take_back(database, polling, number)
        voter.paper = choice


@pytest.mark.control("BAL-16")
@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 30))])
async def test_in_whatever_order_people_vote_and_change_the_channel_each_counts_once_as_they_said_last(
    database: Database, keys: Keys, seed: int
) -> None:
    draw = random.Random(seed)
    polling = await opened(database, keys, revote=seed % 2 == 0)
    voters = [Voter() for _ in polling.voters]
    for _ in range(30):
        number = draw.randrange(len(voters))
        try:
            await step(database, keys, polling, number, voters[number], draw.choice(STEPS), draw.choice(("yes", "no")))
        except CoopError as refused:
            assert refused.code in {  # noqa: PT017 - which one depends on what came before
                "struck-off",
                "already-issued",
                "nothing-to-cancel",
                "cancellation-due",
                "second-ballot",
                "not-found",
            }
    await ballots.close(database, keys, polling, CLOSES)
    papers = [voter.paper for voter in voters if voter.paper]
    if any(voter.is_issued for voter in voters):
        totals = desk.yes_no(len(papers), (0, papers.count("yes"), papers.count("no")))
        for teller in (ALED, BETHAN):
            await desk.count(database, polling, teller, totals)
    await ballots.decrypt_all(database, polling, CLOSES)
    async with database.writing() as tx:
        vote = await votes.declare(tx, OPERATOR, polling.vote, CLOSES)
        found = await votes.reconciled(tx, vote)
        archive = await votes.archive(tx, OPERATOR, polling.vote)
    outcome = votes.outcome(vote)
    counted = [voter.counts for voter in voters if voter.counts]
    assert outcome is not None
    assert (outcome.yes, outcome.no, outcome.blank) == (counted.count("yes"), counted.count("no"), 0)
    assert outcome.took_part == len(counted) == found.channels.online + found.channels.paper
    assert found.adds_up
    assert vote.state is State.DECLARED
    assert verify(archive).ballots == vote.sealed_count
