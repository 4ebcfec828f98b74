"""Whole elections with every role at the command line, and the README's programs for the keeper of the archive."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from ballots import keyfiles
from ballots.__main__ import main
from tests.ballots.test_readme import PROGRAMS

FOUND, TAKE_IN, ADD_UP, SHUFFLED, PUBLISH = PROGRAMS
UUID = re.search(r'uuid="(\w+)"', FOUND)[1]
QUESTION = 'Homomorphic("Shall we?", ("Yes", "No"), blank=True)'
VOTERS = 5
COMMITTEE = (2, 3, 4)
"""Numbers among the trustees: number 1 stands alone."""


@dataclass
class Hall:
    """A folder that the keeper of the archive works in, and in it one for each trustee."""

    folder: Path
    group: str
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: object) -> str:
        status = main([str(argument) for argument in arguments])
        said = self.capsys.readouterr()
        assert status == 0, said.err
        return said.out

    def new_key(self, owner: int) -> None:
        seat = ("--threshold", 2, "--members", 3, "--index", owner - 1) if owner in COMMITTEE else ()
        whose = ("--group", self.group, "--name", f"Trustee {owner}", *seat, "--out", f"trustee {owner}")
        self.run("trustee", "new", *whose, "--password-file", "password", "--words-file", f"words {owner}")

    def key(self, owner: int) -> tuple[object, ...]:
        (path,) = Path(f"trustee {owner}").glob("*.privkey")
        return ("--key", path, "--password-file", "password")

    def hold_ceremony(self) -> None:
        """The keeper's folder is the table."""
        said = ""
        while not said.startswith("Done"):
            for owner in COMMITTEE:
                self.run("trustee", "deal", ".", *self.key(owner))
            said = self.run("trustee", "gather", ".")

    def vote(self, codes: list[str], answers: list[str]) -> None:
        for voter, (code, answer) in enumerate(zip(codes, answers, strict=True)):
            Path("code").write_text(code)
            ballot = f"{voter}.ballot"
            self.run("cast", "election.bel", "--code-file", "code", "--answers", answer, "--out", ballot)
        exec(TAKE_IN, {})

    def shuffle(self, owner: int, *, last: bool) -> None:
        self.run("trustee", "shuffle", "election.bel", "--owner", owner, "--out", f"{owner}.shuffle")
        exec(SHUFFLED.replace("owner, last = 1, False", f"owner, last = {owner}, {last}"), {})

    def decrypt(self, *owners: int) -> None:
        for owner in owners:
            options = ("--owner", owner, "--out", f"{owner}.decryption")
            self.run("trustee", "decrypt", "election.bel", *self.key(owner), *options)


@pytest.fixture
def hall(tmp_path, capsys, monkeypatch):
    """Holds an election up to the end of the vote."""
    monkeypatch.setattr(keyfiles, "COST", 2)
    monkeypatch.chdir(tmp_path)
    Path("password").write_text("four words will do")

    def hold(group: str, answers: list[str], further: str = "") -> Hall:
        hall = Hall(tmp_path, group, capsys)
        for owner in (1, *COMMITTEE):
            hall.new_key(owner)
        hall.hold_ceremony()
        shutil.copy(next(Path("trustee 1").glob("*.pubkey")), ".")
        hall.run("credentials", "new", "--group", group, "--uuid", UUID, "--count", len(answers), "--out", ".")
        found = FOUND.replace('group("Ed25519")', f'group("{group}")').replace(QUESTION, QUESTION + further)
        exec(f"from ballots import NonHomomorphic\n{found}", {})
        hall.vote(Path("codes.txt").read_text().split(), answers)
        exec(ADD_UP, {})
        return hall

    return hold


def test_rankings_and_sums_are_opened_by_one_trustee_and_two_of_a_committee(hall):
    ranks = ["[1,2,3]", "[3,1,2]", "[1,2,3]", "[0,0,0]", "[2,2,1]"]
    choices = ["[0,1,0]", "[0,1,0]", "[0,0,1]", "[0,0,1]", "[1,0,0]"]
    answers = [f"[{choice}, {rank}]" for choice, rank in zip(choices, ranks, strict=True)]
    held = hall("Ed25519", answers, ', NonHomomorphic("In what order?", ("Bus", "Hall", "Garden"))')
    for owner in (1, *COMMITTEE):
        held.run("trustee", "check", "election.bel", *held.key(owner))
        held.shuffle(owner, last=owner == 4)
    share = held.key(4)[1].with_suffix(".share")
    share.rename("kept")
    decrypt = ("trustee", "decrypt", "election.bel", *map(str, held.key(4)), "--out", "4.decryption", "--owner")
    assert main([*decrypt, "4"]) == 1
    assert held.capsys.readouterr().err.startswith(f"REFUSED: share-missing: {share} is not there")
    held.run(*decrypt, 4, "--share", "kept")
    assert main([*decrypt, "3", "--share", "kept"]) == 1
    assert held.capsys.readouterr().err.startswith("REFUSED: decryption-owner: this is not the key of trustee 3")
    held.decrypt(1, 2)
    exec(PUBLISH, {})
    said = held.run("verify", "election.bel", "--bindings", *Path().glob("*.binding"))
    assert said.startswith("VALID: A trial\n")
    assert "WARNING" not in said
    assert "1. Shall we?\n       1  (blank vote)\n       2  Yes\n       2  No\n" in said
    assert all(rank.replace(",", ", ") in said for rank in ranks)


def test_a_committee_made_by_command_is_accepted_by_the_independent_tool(hall, belenios_tool):
    held = hall("BELENIOS-2048", ["[[0,1,0]]"] * VOTERS)
    held.decrypt(1, 3, 4)
    exec(PUBLISH, {})
    assert held.run("verify", "election.bel").startswith("VALID: A trial\n")
    Path("alone").mkdir()
    shutil.copy("election.bel", "alone")
    command = [belenios_tool, "election", "verify", "--dir", "alone"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "all checks passed" in done.stdout + done.stderr
