"""One demonstration for all of a run, and a copy for whoever changes it."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests.governance.demonstration.newcomer import coop


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made as `make demo` makes it, by the first worker that wants it; each has a copy, for whoever reads a database
    leaves files beside it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    home = shared / "made" / "demo"
    home.parent.mkdir(exist_ok=True)
    with (home.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            result = coop("demo", "--home", str(home), "make")
            assert result.exit_code == 0, result.output
    return shutil.copytree(home, own / "demonstration" / "demo")


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return shutil.copytree(made, tmp_path / "demo")
