"""What every test may ask for: an empty database, a clock that stands still, keys."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import text

from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, migrate
from governance.platform.ids import new_id
from governance.platform.keys import Keys

settings.register_profile("ordinary", deadline=None, max_examples=40)  # no test fails on a time
settings.register_profile("long", deadline=None, max_examples=400)
settings.load_profile("ordinary")

TAKE_LONGEST = {
    "test_every_page.py",
    "test_every_number_has_its_why.py",
    "test_plays.py",
    "test_demonstration.py",
    "test_walks.py",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run service tests on a throw-away PostgreSQL too")
    parser.addoption("--long", action="store_true", help="run the long stress set as well")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        settings.load_profile("long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long set is chosen, not skipped: without ``--long`` its tests are not part of the run. What takes longest
    begins, so that of several workers none waits for it at the end."""
    items.sort(key=lambda item: item.path.name not in TAKE_LONGEST)
    if config.getoption("--long"):
        return
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
    items[:] = [item for item in items if not item.get_closest_marker("long")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every service is tried on both databases; pages, which only ask services, on SQLite, and in the long set on both.

    A test that comes through pages to see what a database keeps asks for both by its marker.
    """
    if "database_address" not in metafunc.fixturenames:
        return
    long = metafunc.config.getoption("--long") or metafunc.definition.get_closest_marker("both_databases")
    on_both = metafunc.config.getoption("--postgres") and ("web" not in metafunc.fixturenames or long)
    metafunc.parametrize("database_address", ["sqlite", "postgresql"] if on_both else ["sqlite"], indirect=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file in the newest shape; each test gets a copy."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"

    async def build() -> None:
        database = Database(f"sqlite:///{path}")
        await migrate.upgrade(database)
        await database.close()

    asyncio.run(build())
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The socket folder of a PostgreSQL made for this run; ``template_coop`` in it is an empty organisation."""
    with throwaway_postgres() as server:

        async def build() -> None:
            await create_database(server, "template_coop")
            database = Database(postgres_address(server, "template_coop"))
            await migrate.upgrade(database)
            await database.close()

        asyncio.run(build())
        yield server


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """A PostgreSQL cluster in a temporary folder, reached through a socket in it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    binaries = found[-1].parent if found else Path(shutil.which("initdb") or "/initdb").parent
    folder = Path(tempfile.mkdtemp(prefix="coop-pg-"))
    # PostgreSQL refuses to run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _quietly(
        [*as_user, binaries / "initdb", "-D", data, "-U", "coop", "-A", "trust", "-E", "UTF8", "--no-sync"], folder
    )
    kept_for_an_hour = (
        "-c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off"
    )
    options = f"-k {folder} -c listen_addresses='' -c max_connections=100 {kept_for_an_hour}"
    control = [*as_user, binaries / "pg_ctl", "-D", data, "-w"]
    _quietly([*control, "-o", options, "-l", folder / "log", "start"], folder)
    try:
        yield str(folder)
    finally:
        _quietly([*control, "-m", "immediate", "stop"], folder)
        shutil.rmtree(folder, ignore_errors=True)


def _quietly(command: list[str | Path], folder: Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)


def postgres_address(server: str, name: str) -> str:
    return f"postgresql://coop@/{name}?host={server}"


async def create_database(server: str, name: str, template: str = "template1") -> None:
    await _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


async def drop_database(server: str, name: str) -> None:
    await _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _administer(server: str, statement: str) -> None:
    administration = Database(postgres_address(server, "postgres"))
    async with administration.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(statement))
    await administration.close()


@pytest.fixture
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty organisation's database, on each kind that the run covers."""
    if request.param == "sqlite":
        path = tmp_path / "coop.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"coop_{new_id()}"
    asyncio.run(create_database(server, name, template="template_coop"))
    yield postgres_address(server, name)
    asyncio.run(drop_database(server, name))  # a thousand of them would fill a small disk


@pytest.fixture
async def database(database_address: str) -> AsyncIterator[Database]:
    database = Database(database_address)
    yield database
    await database.close()


@pytest.fixture
def clock() -> ScriptedClock:
    return ScriptedClock(datetime(2027, 1, 4, 9, 0, tzinfo=UTC))


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys.create(tmp_path / "keys")


@pytest.fixture(scope="session")
def hledger() -> str:
    """The accounting program that Debian packages. In the gate it must be there; elsewhere its tests are left out."""
    found = shutil.which("hledger")
    if found is None and os.environ.get("CI"):
        pytest.fail("hledger is not installed: apt install hledger")
    if found is None:
        pytest.skip("hledger is not installed: apt install hledger")
    return found


@pytest.fixture(scope="session")
def belenios_tool() -> str:
    """The independent verifier that Debian packages. In the gate it must be there; elsewhere its tests are left out."""
    found = shutil.which("belenios-tool")
    if found is None and os.environ.get("CI"):
        pytest.fail("belenios-tool is not installed: apt install belenios-tool")
    if found is None:
        pytest.skip("belenios-tool is not installed: apt install belenios-tool")
    return found
