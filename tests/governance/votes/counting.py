"""A vote on every kind of question, cast, mixed, opened and declared as its key-holders do it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from ballots import (
    Trustee,
    bind_decryption,
    check_decryption,
    decrypt,
    make_ballot,
    make_shuffle,
    read_archive,
    read_trustees,
    secret_of,
    to_decrypt,
    to_shuffle,
)
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from governance.votes import service as votes
from governance.votes.model.asking import Kind, Option, Question, yes_or_no
from governance.votes.records import IssueRecord, VoteRecord
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling

LATER = OPENS + timedelta(hours=1)
NAMES = ("Ann", "Bryn", "Carys")
OPTIONS = tuple(Option(str(number), Texts(en=name, cy=name)) for number, name in enumerate(NAMES))
WORDS = Texts(en="Who?", cy="Pwy?")
GRADES = (Texts(en="Good", cy="Da"), Texts(en="Poor", cy="Gwael"))
EVERY_KIND = (
    yes_or_no(WORDS),
    Question(Kind.CHOOSE, WORDS, OPTIONS, maximum=2),
    Question(Kind.RANKING, WORDS, OPTIONS),
    Question(Kind.GRADES, WORDS, OPTIONS, grades=GRADES),
)
SAID: list[list[list[int]]] = [
    [[0, 1, 0], [0, 1, 1, 0], [1, 2, 0], [1, 2, 0]],
    [[0, 1, 0], [0, 0, 1, 1], [2, 1, 3], [1, 1, 2]],
    [[1, 0, 0], [1, 0, 0, 0], [0, 0, 0], [0, 0, 0]],
]


async def cast(database: Database, keys: Keys, polling: Polling, voter: int, said: list[list[int]]) -> None:
    secret = secret_of(polling.codes[voter], polling.election.uuid, polling.election.group.order)
    raw = make_ballot(polling.election, secret, said)
    await votes.cast(database, keys, polling.voters[voter], polling.vote, raw, received_at=LATER)


async def tally_now(database: Database, polling: Polling) -> Any:
    async with database.reading() as view:
        archive = read_archive(await votes.archive(view, OPERATOR, polling.vote))
    return to_decrypt(archive, polling.election)


def opened_by(polling: Polling, tally: Any, secret: int, trustee: Trustee) -> tuple[bytes, bytes]:
    """A key-holder's part of the opening, and the further proof beside it."""
    part = decrypt(polling.election, tally, secret)
    factors = check_decryption(polling.election, trustee, tally, part)
    return part, bind_decryption(polling.election, tally, factors, secret)


async def declare(database: Database, keys: Keys, polling: Polling, paper: dict[str, Any] | None = None) -> None:
    """Closed, mixed, opened and declared, each part by its own key-holder; ``paper`` is what tellers accepted."""
    await ballots.close(database, keys, polling, LATER)
    for owner in range(1, 4) if polling.election.shuffled else ():
        before = to_shuffle(polling.election, await tally_now(database, polling))
        async with database.writing() as tx:
            content = make_shuffle(polling.election, before)
            await votes.add_shuffle(tx, ballots.holder(owner), polling.vote, content, LATER, owner=owner)
    tally = await tally_now(database, polling)
    async with database.reading() as view:
        trustees = await votes.trustees(view, await votes.find(view, OPERATOR, polling.vote))
    published = read_trustees(polling.election.group, trustees.encode()).each
    for owner, secret in enumerate(polling.secrets, start=1):
        async with database.writing() as tx:
            part, binding = opened_by(polling, tally, secret, published[owner - 1])
            await votes.add_partial_decryption(
                tx, ballots.holder(owner), polling.vote, part, LATER, binding=binding, owner=owner
            )
    async with database.writing() as tx:
        if paper is not None:
            await tx.execute(update(VoteRecord).where(VoteRecord.id == polling.vote).values(paper=paper))
            tx.add_all(_came_back(polling.vote, voter.member or "") for voter in polling.voters[-paper["papers"] :])
        await votes.declare(tx, OPERATOR, polling.vote, LATER)


def of_yes_and_no(papers: int, blank: int, yes: int, no: int, cancelled: int = 0) -> dict[str, Any]:
    return {"papers": papers, "cancelled": cancelled, "questions": [{"numbers": [blank, yes, no]}]}


def _came_back(vote: str, member: str) -> IssueRecord:
    given = {"channel": "paper", "issued_by": "a", "issued_at": OPENS, "witnessed_by": "b"}
    return IssueRecord(vote=vote, member=member, returned=True, **given)
