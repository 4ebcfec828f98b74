"""Two tellers, and papers for a test to give out and count."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ballots import secret_of
from governance.actor import Actor, Assurance, Role
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model.by_hand import Counted, Totals
from tests.ballots.blanks import make_blank
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling

LATER = OPENS + timedelta(days=1)
CLOSES = OPENS + timedelta(days=14)


def officer(name: str, *roles: Role) -> Actor:
    return Actor(account=name, roles=frozenset(roles or (Role.SECRETARY,)), assurance=Assurance.TWO_FACTORS)


ALED, BETHAN = officer("aled"), officer("bethan", Role.SCRUTINEER)


def secret(polling: Polling, voter: int) -> int:
    return secret_of(polling.codes[voter], polling.election.uuid, polling.election.group.order)


async def issue(
    database: Database, keys: Keys, polling: Polling, voter: int, channel: votes.Channel = votes.Channel.PAPER
) -> None:
    """Given out by one teller, confirmed by the other."""
    member = polling.voters[voter].member or ""
    async with database.writing() as tx:
        await votes.issue(tx, keys, ALED, polling.vote, member, channel=channel, now=LATER)
        await votes.confirm(tx, BETHAN, polling.vote, member, LATER)


async def take_back(database: Database, polling: Polling, voter: int) -> None:
    async with database.writing() as tx:
        await votes.take_back(tx, ALED, polling.vote, polling.voters[voter].member or "", LATER)


async def cancel(
    database: Database, keys: Keys, polling: Polling, voter: int, *, by: Actor = OPERATOR, now: datetime = LATER
) -> None:
    raw, randomness = make_blank(polling.election, secret(polling, voter))
    async with database.writing() as tx:
        await votes.cancel(tx, keys, by, polling.vote, raw, randomness=randomness, now=now)


async def count(database: Database, polling: Polling, teller: Actor, totals: Totals, now: datetime = CLOSES) -> bool:
    """Do two tellers agree now?"""
    async with database.writing() as tx:
        vote = await votes.count_papers(tx, teller, polling.vote, totals, now)
        return vote.paper is not None


def yes_no(papers: int, numbers: Sequence[int], spoilt: int = 0) -> Totals:
    return Totals(papers, spoilt, (Counted(numbers=tuple(numbers)),))
