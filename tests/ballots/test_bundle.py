"""The program in one file: made the same everywhere, and at work in an empty place."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

import ballots
from ballots.__main__ import main
from ballots.bundle import bundle
from tests.ballots.vectors import archive_path

BARE = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("nacl", "gmpy2", "cryptography", "mnemonic", "governance"):
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
import runpy
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run(*command):
    return subprocess.run([sys.executable, "-I", *command], capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "ballots.pyz"
    path.write_bytes(bundle())
    return path


@pytest.mark.parametrize("name", ["a-single-Ed25519", "a-single-B2048"])
def test_one_file_verifies_with_nothing_installed_and_says_how_to_be_faster(program, name):
    done = run("-c", BARE, str(program), "verify", str(archive_path(name)))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("VALID")
    assert "pure Python" in done.stdout
    assert "pip install 'PyNaCl>=1.6.2' gmpy2" in done.stdout


def test_an_older_python_is_told_what_it_lacks_and_gives_no_verdict(program):
    older = "import runpy, sys; sys.version_info = (3, 9, 2); sys.argv = sys.argv[1:]; "
    done = run("-c", f"{older}runpy.run_path(sys.argv[0], run_name='__main__')", str(program), "verify", "x.bel")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "NO VERDICT: this needs Python 3.11 or later, and here is 3.9\n"


def test_several_processes_find_their_way_into_the_file(program):
    done = run(str(program), "verify", "--executor", "processes:2", "--quiet", str(archive_path("i-open-Ed25519")))
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 1, "")


def test_a_machine_makes_the_same_bytes_as_another_from_a_copy_with_other_dates(tmp_path, program):
    copied = tmp_path / "copy" / "ballots"
    shutil.copytree(Path(ballots.__file__).parent, copied, ignore=shutil.ignore_patterns("__pycache__"))
    for path in copied.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o755)
    again = "import sys; sys.path.insert(0, sys.argv[1]); from ballots.bundle import bundle"
    write = "; open(sys.argv[2], 'wb').write(bundle())"
    assert run("-c", again + write, str(copied.parent), str(tmp_path / "second")).returncode == 0
    assert (tmp_path / "second").read_bytes() == program.read_bytes()
    assert run("-c", again + write, str(program), str(tmp_path / "third")).returncode == 0
    assert (tmp_path / "third").read_bytes() == program.read_bytes()


def test_only_the_program_and_its_description_are_in_it(program):
    names = ZipFile(program).namelist()
    assert {Path(name).suffix for name in names} == {".py", ".md"}
    assert {"ballots/README.md", "ballots/ROLES.md"} <= set(names)
    assert not [name for name in names if "booth" in name or "keyroom" in name]
    assert find_spec("ballots.verify").origin.removeprefix(str(Path(ballots.__file__).parents[1]) + "/") in names


def test_the_command_writes_it_and_says_its_hash(tmp_path, capsys):
    out = tmp_path / "ballots.pyz"
    assert main(["bundle", str(out)]) == 0
    digest = capsys.readouterr().out.split()[0]
    assert digest == ballots.hex_hash(out.read_bytes())
    assert main(["bundle", str(out)]) == 2
