"""A vote from its question to its declaration."""

from datetime import timedelta

from ballots import verify
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import State
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR

LATER = OPENS + timedelta(days=1)


async def test_a_vote_goes_from_question_to_declaration(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys)
    for voter, choice in ((0, "yes"), (1, "yes"), (2, "no"), (3, "blank"), (0, "no")):
        await votes.cast(
            database, keys, polling.voters[voter], polling.vote, polling.ballot(voter, choice), received_at=LATER
        )
    await ballots.declare(database, keys, polling, LATER)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        archive = await votes.archive(view, OPERATOR, polling.vote)
    assert vote.state is State.DECLARED
    outcome = votes.outcome(vote)
    assert outcome is not None
    assert (outcome.yes, outcome.no, outcome.blank, outcome.took_part, outcome.roll) == (1, 2, 1, 4, 5)
    report = verify(archive)
    assert (report.ballots, report.counted, report.result) == (5, 4, [[1, 1, 2]])
