import re
import textwrap
from pathlib import Path

import pytest

import ballots
from ballots.__main__ import main
from ballots.verify import verify
from tests.ballots.vectors import REFUSED, WARNED

FOLDER = Path(ballots.__file__).parent
README = (FOLDER / "README.md").read_text()
TOLD = set(re.findall(r"`([a-z0-9-]+)`", README))
PROGRAMS = [textwrap.dedent(program) for program in re.findall(r"^ *```python\n(.*?)^ *```$", README, re.DOTALL | re.M)]
ROLES = {"answer", "result-out-of-range", "tracker"}
"""Reasons for refusing somebody's own act; they say nothing about an archive."""


def test_every_reason_for_refusing_an_archive_is_explained():
    judging = [path for path in FOLDER.rglob("*.py") if path.parent.name != "roles"]
    source = "\n".join(path.read_text() for path in judging)
    codes = set(re.findall(r'(?:Invalid\(|code = |_CODE = |knowledge\(|one_of\()\s*"([a-z0-9-]+)"', source))
    codes |= set(re.findall(r'"((?:[a-z]+-)+(?:shape|header))"', source))
    assert len(codes) > 35
    assert codes - ROLES <= TOLD
    assert set(REFUSED.values()) | set(WARNED.values()) <= TOLD


@pytest.mark.parametrize("name", ballots.GROUPS)
def test_a_stranger_holds_an_election_with_nothing_but_the_readme(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    found, take_in, add_up, _, publish = PROGRAMS
    uuid = re.search(r'uuid="(\w+)"', found)[1]

    def command(*arguments):
        assert main(list(arguments)) == 0, capsys.readouterr().err

    for trustee in ("Non", "Sian", "Tomos"):
        command("trustee", "new", "--plain", "--group", name, "--name", trustee, "--out", ".")
    command("credentials", "new", "--group", name, "--uuid", uuid, "--count", "6", "--out", ".")
    exec(found.replace('group("Ed25519")', f'group("{name}")'), {})
    for voter, code in enumerate(Path("codes.txt").read_text().splitlines()):
        Path("code").write_text(code)
        answers = "[[1,0,0]]" if voter == 5 else "[[0,1,0]]"
        command("cast", "election.bel", "--code-file", "code", "--answers", answers, "--out", f"{voter}.ballot")
    exec(take_in, {})
    exec(add_up, {})
    for owner, key in enumerate(sorted(Path().glob("*.pubkey")), 1):
        private = str(key.with_suffix(".privkey"))
        command(
            "trustee",
            "decrypt",
            "election.bel",
            "--key",
            private,
            "--owner",
            str(owner),
            "--out",
            f"{owner}.decryption",
        )
    exec(publish, {})
    assert verify("election.bel").result == [[1, 5, 0]]
