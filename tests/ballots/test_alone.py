"""The folder copied alone into an empty place, with nothing installed, still checks an election."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import ballots
from ballots.groups.native.library import NAME
from tests.ballots.vectors import archive_path

# Isolated mode hides the project and the environment; the finder refuses what is named.
PROGRAM = """
import sys
sys.path.insert(0, {folder!r})
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
from ballots.__main__ import main
code = main({arguments!r})
assert not [name for name in sys.modules if name in ("asyncio", "governance")], "loaded too much"
sys.exit(code)
"""


def run(
    folder: Path, blocked: tuple[str, ...], *arguments: str, left: tuple[str, ...] = (NAME,)
) -> subprocess.CompletedProcess[str]:
    shutil.copytree(
        Path(ballots.__file__).parent, folder / "ballots", ignore=shutil.ignore_patterns("__pycache__", *left)
    )
    program = PROGRAM.format(folder=str(folder), blocked=blocked, arguments=arguments)
    command = [sys.executable, "-I", "-W", "error", "-c", program]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=120, check=False)


@pytest.mark.parametrize("name", ["a-single-Ed25519", "a-single-B2048"])
def test_the_folder_alone_verifies_in_plain_python(tmp_path, name):
    done = run(tmp_path, ("nacl", "gmpy2", "cryptography", "governance"), "verify", str(archive_path(name)))
    assert done.returncode == 0, done.stderr
    assert "VALID" in done.stdout
    assert "pure Python" in done.stdout


def test_the_folder_alone_uses_the_fast_libraries_where_they_are(tmp_path):
    done = run(tmp_path, ("governance",), "verify", str(archive_path("a-single-Ed25519")))
    assert done.returncode == 0, done.stderr
    assert "libsodium" in done.stdout


def test_the_folder_alone_uses_a_core_that_was_built_in_it(tmp_path, native_core):
    done = run(tmp_path, ("nacl", "gmpy2", "governance"), "verify", str(archive_path("a-single-Ed25519")), left=())
    assert done.returncode == 0, done.stderr
    assert "native core" in done.stdout
