"""The doctor sees what is wrong and names it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from governance import settings
from governance.platform.clock import ScriptedClock, SystemClock
from governance.platform.db import Database
from governance.platform.jobs.queue import enqueue
from governance.platform.keys import Keys
from governance.platform.web import assets
from governance.upkeep.doctor import Doctor
from governance.upkeep.service import back_up


async def findings(database: Database, keys: Keys, home: Path) -> dict[str, bool]:
    doctor = Doctor(settings.read(home), database, keys, SystemClock())
    return {sign.what: sign.well async for sign in doctor.examine()}


async def test_a_healthy_installation_is_well(database: Database, keys: Keys, tmp_path: Path) -> None:
    await back_up(database, keys, tmp_path / "backups", SystemClock().now())
    found = await findings(database, keys, tmp_path)
    assert {what for what, well in found.items() if not well} <= {"disk"}


async def test_each_ill_is_named(database: Database, keys: Keys, tmp_path: Path, clock: ScriptedClock) -> None:
    async with database.writing() as tx:
        await tx.execute(text("ALTER TABLE job DROP COLUMN failure"))
    async with database.writing() as tx:
        await tx.execute(
            text(
                "INSERT INTO audit (seq, at, actor, action, object, data_hash, prev, hash)"
                " VALUES (1, '2027-01-01 00:00:00', 'x', 'x', 'x', 'x', 'x', 'x')"
            )
        )
    (keys.folder / "master.key").chmod(0o644)
    found = await findings(database, keys, tmp_path)
    assert not any(found[what] for what in ("keys", "schema", "audit chain", "backup"))


async def test_styles_and_scripts_that_were_never_built_are_an_ill(
    database: Database, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await findings(database, keys, tmp_path))["styles and scripts"]
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    assets.built.cache_clear()
    try:
        assert not (await findings(database, keys, tmp_path))["styles and scripts"]
    finally:
        assets.built.cache_clear()


async def test_late_jobs_are_seen(database: Database, keys: Keys, tmp_path: Path, clock: ScriptedClock) -> None:
    async with database.writing() as tx:
        enqueue(tx, "tell", {}, due_at=clock.now())
    clock.pass_time(timedelta(minutes=6))
    doctor = Doctor(settings.read(tmp_path), database, keys, clock)
    found = {sign.what: sign async for sign in doctor.examine()}
    assert (found["jobs"].well, found["jobs"].detail) == (False, "1 late, 0 given up after 8 tries")
