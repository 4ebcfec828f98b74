"""Votes of the tables before this shape: what was declared still says so, and an open one goes on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from governance.platform.db import Database, migrate
from governance.platform.ids import new_id
from governance.votes import service as votes
from governance.votes.model import CodesBy, Mode, State
from governance.votes.records import IncomingRecord, MessageRecord, SeatRecord, TagRecord
from tests.conftest import create_database, postgres_address
from tests.governance.votes.ballots import OPENS, OPERATOR

BEFORE = "0004"
MEMBER = "old-member"


@pytest.fixture
async def older(request: pytest.FixtureRequest, database_address: str, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database of the same kind, in the shape before."""
    address = f"sqlite:///{tmp_path / 'older.sqlite'}"
    if database_address.startswith("postgresql"):
        server, name = request.getfixturevalue("postgres_server"), f"older_{new_id()}"
        await asyncio.to_thread(asyncio.run, create_database(server, name))
        address = postgres_address(server, name)
    database = Database(address)
    await migrate.upgrade(database, BEFORE)
    yield database
    await database.close()


def remember(connection: sa.Connection, name: str, **values: Any) -> None:
    connection.execute(sa.Table(name, sa.MetaData(), autoload_with=connection).insert().values(**values))


def old_vote(connection: sa.Connection, vote: str, *, state: str, result: object = None) -> None:
    """As the program before kept it: made in a draft, then along its path."""
    question = {"en": "Shall we?", "cy": "A wnawn ni?"}
    at = {"prepared_at": OPENS, "opens_at": OPENS, "opened_at": OPENS}
    sealed = {} if state == "open" else {"sealed_head": "ab" * 32, "sealed_count": 37}
    of_kind = {"kind": "yes_no", "question": question, "group_name": "BELENIOS-2048", "uuid": vote, "revote": True}
    counts = {"roll_count": 1, "small": False, "one_machine": False, "election": b"{}"}
    remember(connection, "vote", id=vote, state="draft", **of_kind, **at, **counts)
    remember(connection, "vote_roll", vote=vote, member=MEMBER, **{"class": "citizen"})
    for owner in (1, 2, 3):
        content = f'{{"public_key": "{owner}"}}'.encode()
        remember(connection, "vote_key", vote=vote, owner=owner, holder=f"account:{owner}", content=content)
    path = ["rolled", "open", "closed", "tallied", "declared"]
    for step in path[: path.index(state) + 1]:
        given = {**(sealed if step == "closed" else {}), **({"result": result} if step == "tallied" else {})}
        values = sa.table("vote", sa.column("id"), sa.column("state"), *_columns(given))
        connection.execute(sa.update(values).where(values.c.id == vote).values(state=step, **given))


def _columns(given: dict[str, Any]) -> list[Any]:
    return [sa.column(name, sa.JSON() if name == "result" else None) for name in given]


def fill(connection: sa.Connection) -> None:
    named = {"number": "1", "name_given": "A", "name_family": "B", "address": "C", "search": "a b"}
    remember(connection, "member", id=MEMBER, language="cy", formats=[], entered_on=OPENS.date(), email=None, **named)
    old_vote(connection, "declared", state="declared", result={"yes": 31, "no": 3, "blank": 3})
    old_vote(connection, "open", state="open")
    remember(connection, "vote_credential", vote="open", public="one")
    remember(connection, "vote_tag", vote="open", tag="ab" * 32, credential="one")
    waiting = {"hash": "cd" * 32, "tag": "ef" * 32, "content": b"{}", "received_at": OPENS}
    remember(connection, "vote_incoming", vote="open", **waiting)


async def test_votes_of_the_shape_before_keep_result_keys_roll_and_who_has_cast(older: Database) -> None:
    async with older.engine.begin() as connection:
        await connection.run_sync(fill)
    await migrate.upgrade(older)
    await migrate.check(older)
    async with older.writing() as tx:
        vote = await votes.find(tx, OPERATOR, "declared")
        assert (vote.state, vote.mode, vote.codes_by, vote.binding) == (
            State.DECLARED,
            Mode.VERIFIABLE,
            CodesBy.HOLDER,
            True,
        )
        assert (vote.result, vote.counted, vote.size, vote.needed) == ([[3, 31, 3]], 37, 3, 3)
        (tally,) = votes.tallies(vote) or ()
        assert (tally.numbers, tally.blank, tally.took_part) == ((31, 3), 3, 37)
        found = votes.outcome(vote)
        assert found is not None
        assert (found.yes, found.no, found.blank) == (31, 3, 3)
        assert [line.member for line in await votes.roll(tx, OPERATOR, "declared")] == [MEMBER]
        seats = await tx.scalars(sa.select(SeatRecord.holder).where(SeatRecord.vote == "declared"))
        assert sorted(seats) == ["account:1", "account:2", "account:3"]
        assert await tx.scalar(sa.select(sa.func.count()).select_from(MessageRecord)) == 6
        assert await tx.get(TagRecord, ("open", "ab" * 32)) is not None, "nobody votes twice because of an upgrade"
        waiting = await tx.get(IncomingRecord, ("open", "cd" * 32))
        assert waiting is not None, "a ballot that a crash left over is not lost"
        assert (waiting.tags, waiting.content, waiting.received_at) == (["ef" * 32], b"{}", OPENS)
