"""Checkpoints: by the hour, so that no time tells who voted; and in a form that strangers can check (BAL-8)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from ballots import Invalid, read_archive, read_checkpoint, read_note, read_verifier_key, require_consistent
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, migrate
from governance.platform.jobs.runner import run_due
from governance.platform.keys import Keys
from governance.platform.web.assets import asset
from governance.votes import service as votes
from governance.votes.jobs import handlers
from governance.votes.records import CheckpointRecord
from governance.votes.service import placing
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling

HOUR = timedelta(hours=1)
OLD_VOTE = """
INSERT INTO vote (id, kind, question, group_name, uuid, revote, prepared_at, opens_at, state, roll_count, small,
one_machine, election) VALUES ('v', 'yes-no', '{}', 'Ed25519', 'u', TRUE, '2027-01-01 09:00:00', '2027-01-04 09:00:00',
'open', 70, FALSE, TRUE, :election)
"""
OLD_CHECKPOINT = """
INSERT INTO vote_checkpoint (vote, place, size, head, at, signature)
VALUES ('v', 0, 64, 'h', '2027-01-04 09:00:00', 'c2lnbmF0dXJl')
"""


async def people_seen(database: Database, polling: Polling) -> int:
    async with database.reading() as view:
        found = await votes.contents(view, await votes.find(view, OPERATOR, polling.vote))
    assert found is not None
    return found.people


async def checkpoints(database: Database) -> int:
    async with database.reading() as view:
        return int(await view.scalar(select(func.count()).select_from(CheckpointRecord)))


@pytest.mark.control("SEC-5")
async def test_turnout_moves_by_the_hour_and_not_with_each_ballot(
    database: Database, keys: Keys, clock: ScriptedClock
) -> None:
    polling = await ballots.opened(database, keys, count=3)
    for voter in range(2):
        raw = polling.ballot(voter)
        await votes.cast(database, keys, polling.voters[voter], polling.vote, raw, received_at=OPENS + HOUR / 2)
    assert await people_seen(database, polling) == 0
    clock.move_to(OPENS + HOUR)
    await run_due(database, handlers(keys), clock)
    assert await people_seen(database, polling) == 2


async def test_an_hour_without_a_ballot_adds_no_checkpoint(
    database: Database, keys: Keys, clock: ScriptedClock
) -> None:
    await ballots.opened(database, keys, count=2)
    before = await checkpoints(database)
    for hour in range(1, 4):
        clock.move_to(OPENS + hour * HOUR)
        assert await run_due(database, handlers(keys), clock) == 1
    assert await checkpoints(database) == before


async def notes(database: Database) -> list[bytes]:
    async with database.reading() as view:
        rows = await view.scalars(select(CheckpointRecord.note).order_by(CheckpointRecord.place))
        return [note.encode() for note in rows]


async def test_a_checkpoint_names_the_server_the_vote_its_events_and_the_voting_page(
    database: Database, keys: Keys
) -> None:
    polling = await ballots.opened(database, keys, count=2)
    async with database.reading() as view:
        box = await votes.box(view, keys, OPERATOR, polling.vote)
    assert box is not None
    taken = read_checkpoint(box.note.encode(), [read_verifier_key(box.key)])
    assert (taken.origin, taken.size) == (f"localhost/{polling.election.uuid}", 1)
    assert (taken.at, taken.booth) == (OPENS, asset("booth.html").integrity)


async def test_the_key_as_pem_verifies_the_same_signature(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    async with database.reading() as view:
        box = await votes.box(view, keys, OPERATOR, polling.vote)
    assert box is not None
    note = read_note(box.note.encode())
    (signature,) = note.signatures
    key = load_pem_public_key(box.public_key.encode())
    assert isinstance(key, Ed25519PublicKey)
    key.verify(signature.blob[4:], note.text.encode())


@pytest.mark.control("BAL-8")
async def test_every_checkpoint_that_was_given_out_fits_the_finished_record_and_no_other(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "CHECKPOINT_EVERY", 1)
    polling = await ballots.opened(database, keys, count=3)
    for voter in range(3):
        await votes.cast(
            database, keys, polling.voters[voter], polling.vote, polling.ballot(voter), received_at=OPENS + HOUR / 2
        )
    await ballots.declare(database, keys, polling, OPENS + HOUR)
    taken = [read_checkpoint(note) for note in await notes(database)]
    assert [one.size for one in taken] == [1, 2, 3, 4, 4]
    async with database.reading() as view:
        archive = read_archive(await votes.archive(view, OPERATOR, polling.vote))
    require_consistent(archive, taken)
    with pytest.raises(Invalid, match="checkpoint-mismatch"):
        require_consistent(archive, [replace(taken[1], root=taken[2].root)])


async def emptied(database: Database, folder: Path) -> Database:
    async with database.writing() as tx:
        if tx.dialect == "sqlite":
            return Database(f"sqlite:///{folder / 'old.sqlite'}")
        await tx.execute(text("DROP SCHEMA public CASCADE"))
        await tx.execute(text("CREATE SCHEMA public"))
    return database


async def test_checkpoints_from_before_there_were_notes_are_kept_as_they_were_signed(
    database: Database, tmp_path: Path
) -> None:
    database = await emptied(database, tmp_path)
    await migrate.upgrade(database, "0003")
    async with database.writing() as tx:
        await tx.execute(text(OLD_VOTE).bindparams(election=b"{}"))
        await tx.execute(text(OLD_CHECKPOINT))
    await migrate.upgrade(database)
    (note,) = await notes(database)
    assert note.decode() == (
        "cydlais/checkpoint/1\nelection RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o\nsize 64\nhead h\n"
        "at 2027-01-04T09:00:00+00:00\n\nc2lnbmF0dXJl\n"
    )
    with pytest.raises(DBAPIError):
        async with database.writing() as tx:
            await tx.execute(text("DELETE FROM vote_checkpoint"))
    await database.close()


async def test_a_server_that_moves_signs_on_under_the_name_that_people_have_the_key_of(
    database: Database, keys: Keys
) -> None:
    polling = await ballots.opened(database, keys, count=2)
    moved = Keys(keys.folder, "elsewhere.example")
    async with database.reading() as view:
        before = await votes.box(view, moved, OPERATOR, polling.vote)
    await votes.cast(database, moved, polling.voters[0], polling.vote, polling.ballot(0), received_at=OPENS)
    await ballots.close(database, moved, polling, OPENS + HOUR)
    async with database.reading() as view:
        after = await votes.box(view, moved, OPERATOR, polling.vote)
    assert before is not None
    assert after is not None
    assert before.key == after.key
    sizes = [read_checkpoint(box.note.encode(), [read_verifier_key(before.key)]).size for box in (before, after)]
    assert sizes == [1, 2]
