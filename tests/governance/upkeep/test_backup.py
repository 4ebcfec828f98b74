"""A backup is whole, sealed and signed, and a restore proves it."""

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from governance.access import service as access
from governance.actor import Assurance, platform
from governance.audit import service as audit
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.upkeep import service as upkeep
from governance.upkeep.archive import BackupUnusable, read_manifest
from tests.conftest import create_database, postgres_address

ACTOR = platform("test")


@pytest.fixture
async def elsewhere(database: Database, request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty place of the same kind as ``database``."""
    if database.is_sqlite:
        return Database(f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    server: str = request.getfixturevalue("postgres_server")
    name = f"empty_{tmp_path.name.replace('-', '_')}"
    await create_database(server, name)
    return Database(postgres_address(server, name))


async def note(database: Database, clock: ScriptedClock, word: str) -> None:
    async with database.writing() as tx:
        await audit.note(tx, ACTOR, "meeting.called", "m1", clock.now(), place=word)


@pytest.mark.control("OPS-4")
@pytest.mark.control("OPS-5")
async def test_a_restored_backup_holds_what_was_there_when_it_was_made(
    database: Database, elsewhere: Database, clock: ScriptedClock, keys: Keys, tmp_path: Path
) -> None:
    await note(database, clock, "Neuadd Goffa Tŷ Ŵyn")
    path = await upkeep.back_up(database, keys, tmp_path / "backups", clock.now())
    await note(database, clock, "afterwards")

    manifest = await upkeep.restore(path, elsewhere, keys)

    assert manifest.audit_seq == 1
    async with elsewhere.reading() as view:
        assert [entry.seq for entry in await audit.entries(view)] == [1]
        assert await audit.details(view, 1) == {"place": "Neuadd Goffa Tŷ Ŵyn"}
    await elsewhere.close()


async def test_the_file_shows_nothing_of_its_content(
    database: Database, clock: ScriptedClock, keys: Keys, tmp_path: Path
) -> None:
    await note(database, clock, "Neuadd")
    path = await upkeep.back_up(database, keys, tmp_path / "backups", clock.now())
    with zipfile.ZipFile(path) as archive:
        assert all(b"Neuadd" not in archive.read(name) for name in archive.namelist())


async def test_other_keys_open_nothing(database: Database, clock: ScriptedClock, keys: Keys, tmp_path: Path) -> None:
    path = await upkeep.back_up(database, keys, tmp_path / "backups", clock.now())
    with pytest.raises(BackupUnusable, match="signed"):
        read_manifest(path, Keys.create(tmp_path / "other"))


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig", "database.fernet"])
async def test_an_altered_part_is_refused_and_nothing_is_left(
    database: Database, elsewhere: Database, clock: ScriptedClock, keys: Keys, tmp_path: Path, name: str
) -> None:
    await note(database, clock, "Neuadd")
    path = await upkeep.back_up(database, keys, tmp_path / "backups", clock.now())
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    middle = len(parts[name]) // 2
    parts[name] = parts[name][:middle] + bytes([parts[name][middle] ^ 1]) + parts[name][middle + 1 :]
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    with pytest.raises(BackupUnusable):
        await upkeep.restore(path, elsewhere, keys)
    if elsewhere.path is not None:
        assert not elsewhere.path.exists() or elsewhere.path.stat().st_size == 0
    await elsewhere.close()


async def test_a_place_in_use_is_not_overwritten(
    database: Database, clock: ScriptedClock, keys: Keys, tmp_path: Path
) -> None:
    path = await upkeep.back_up(database, keys, tmp_path / "backups", clock.now())
    with pytest.raises(upkeep.NotEmpty):
        await upkeep.restore(path, database, keys)


async def test_rubbish_is_not_a_backup(elsewhere: Database, keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "rubbish").write_bytes(b"PK not really")
    with pytest.raises(BackupUnusable):
        await upkeep.restore(tmp_path / "rubbish", elsewhere, keys)
    with pytest.raises(BackupUnusable):
        await upkeep.restore(tmp_path / "missing", elsewhere, keys)
    await elsewhere.close()


@pytest.mark.control("SEC-6")
async def test_a_copy_holds_no_sign_ins(
    database: Database, elsewhere: Database, clock: ScriptedClock, keys: Keys, tmp_path: Path
) -> None:
    """They would tell when somebody signed in, and brought back they would be valid again."""
    async with database.writing() as tx:
        account = await access.open_account(
            tx, ACTOR, member_id=None, email="ann@coop.example", name="Ann", now=clock.now()
        )
        await access.begin(tx, account.id, Assurance.TWO_FACTORS, clock.now())
    path = await upkeep.back_up(database, keys, tmp_path / "backups", clock.now())
    await upkeep.restore(path, elsewhere, keys)
    async with elsewhere.reading() as view:
        assert await view.scalar(text("SELECT count(*) FROM access_account")) == 1
        assert [await view.scalar(text(f"SELECT count(*) FROM {name}")) for name in upkeep.FLEETING] == [0, 0, 0]
    await elsewhere.close()
