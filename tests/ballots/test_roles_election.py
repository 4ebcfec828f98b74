"""Whole elections with every role at the command line; only the keeper of the archive writes programs."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from ballots import (
    Archive,
    Question,
    add_up,
    ballot_entry,
    check_ballot,
    check_decryption,
    combine_shares,
    combined_key,
    compute_result,
    decryption_entry,
    end_entry,
    end_shuffles_entry,
    group,
    keyfiles,
    read_archive,
    read_trustees,
    result_entry,
    setup_entry,
    shuffle_entry,
    tally_entry,
    with_shuffled,
    write_archive,
    write_election,
    write_entry,
    write_tally,
    write_trustees,
)
from ballots.__main__ import main
from ballots.events import SHUFFLE
from ballots.shuffle import check_shuffle, to_shuffle
from ballots.verify import read_setup
from tests.ballots.election_room import RANKING, TIMESTAMP, UUID, YES_OR_NO

VOTERS = 5
COMMITTEE = (2, 3, 4)
"""Numbers among the trustees: number 1 stands alone."""


@dataclass
class Election:
    """A folder in which each person has one of her own."""

    folder: Path
    group_name: str
    questions: list[Question]
    capsys: pytest.CaptureFixture[str]

    @property
    def archive(self) -> Path:
        return self.folder / "record.bel"

    def run(self, *arguments: object) -> str:
        status = main([str(argument) for argument in arguments])
        said = self.capsys.readouterr()
        assert status == 0, said.err
        return said.out

    # --- before the vote ---

    def new_key(self, owner: int) -> None:
        seat = ("--threshold", 2, "--members", 3, "--index", owner - 1) if owner in COMMITTEE else ()
        whose = ("--group", self.group_name, "--name", f"Trustee {owner}", *seat, "--out", self.folder / str(owner))
        self.run("trustee", "new", *whose, *self.password, "--words-file", self.folder / f"{owner}.words")

    @property
    def password(self) -> tuple[object, ...]:
        return ("--password-file", self.folder / "password")

    def key(self, owner: int) -> Path:
        (path,) = (self.folder / str(owner)).glob("*.privkey")
        return path

    def hold_ceremony(self) -> None:
        table = self.folder / "table"
        table.mkdir()
        said = ""
        while not said.startswith("Done"):
            for owner in COMMITTEE:
                self.run("trustee", "deal", table, "--key", self.key(owner), *self.password)
            said = self.run("trustee", "gather", table)

    def found(self) -> None:
        in_group = group(self.group_name)
        committee = (self.folder / "table" / "committee.json").read_bytes()
        trustees = write_trustees([self.key(1).with_suffix(".pubkey").read_bytes()], [committee])
        election = write_election(
            uuid=UUID,
            name="By command",
            description="",
            group=self.group_name,
            public_key=combined_key(in_group, read_trustees(in_group, trustees)),
            questions=self.questions,
        )
        credentials = (self.folder / "codes" / "public_creds.json").read_bytes()
        setup = setup_entry(election, trustees, credentials)
        self.archive.write_bytes(b"".join(write_archive([setup], TIMESTAMP)))

    # --- the archive ---

    def opened(self) -> Archive:
        return read_archive(self.archive)

    def add(self, entry) -> None:
        with self.archive.open("ab") as file:
            file.write(write_entry(entry, TIMESTAMP))

    def vote(self, voter: int, answers: str) -> None:
        code = self.folder / "code"
        code.write_text((self.folder / "codes" / "codes.txt").read_text().splitlines()[voter])
        ballot = self.folder / f"{voter}.ballot"
        self.run("cast", self.archive, "--code-file", code, "--answers", answers, "--out", ballot)
        setup = read_setup(self.opened())
        check_ballot(setup.election, setup.credentials, ballot.read_bytes())
        self.add(ballot_entry(ballot.read_bytes(), self.opened().head))

    def close(self) -> None:
        counted = add_up(self.archive)
        self.add(end_entry(self.opened().head))
        sums = write_tally(read_setup(self.opened()).election, counted.tally)
        self.add(tally_entry(sums, counted.ballots, counted.weight, self.opened().head))

    def shuffle(self, owner: int) -> None:
        out = self.folder / f"{owner}.shuffle"
        self.run("trustee", "shuffle", self.archive, "--owner", owner, "--out", out)
        self.add(shuffle_entry(out.read_bytes(), owner, self.opened().head))

    def decrypt(self, owner: int) -> None:
        options = ("--key", self.key(owner), "--owner", owner, "--out", self.folder / f"{owner}.share")
        self.run("trustee", "decrypt", self.archive, *options, *self.password)
        self.add(decryption_entry((self.folder / f"{owner}.share").read_bytes(), owner, self.opened().head))

    def publish(self, owners: list[int]) -> None:
        archive, counted = self.opened(), add_up(self.archive)
        setup = read_setup(archive)
        tally = counted.tally
        for raw in archive.contents(step.data[0] for step in archive.of_kind(SHUFFLE)):
            mixed = check_shuffle(setup.election, to_shuffle(setup.election, tally), raw)
            tally = with_shuffled(setup.election, tally, mixed)
        shares = {
            owner: check_decryption(
                setup.election, setup.trustees.each[owner - 1], tally, (self.folder / f"{owner}.share").read_bytes()
            )
            for owner in owners
        }
        together = combine_shares(setup.trustees, shares)
        self.add(result_entry(compute_result(setup.election, tally, together, counted.weight), archive.head))


@pytest.fixture
def election(tmp_path, capsys, monkeypatch):
    """Holds one up to the end of the vote."""
    monkeypatch.setattr(keyfiles, "COST", 2)
    (tmp_path / "password").write_text("four words will do")

    def hold(name: str, questions: list[Question], answers: list[str]) -> Election:
        election = Election(tmp_path, name, questions, capsys)
        for owner in (1, *COMMITTEE):
            election.new_key(owner)
        election.hold_ceremony()
        which = ("--group", name, "--uuid", UUID)
        election.run("credentials", "new", *which, "--count", len(answers), "--out", tmp_path / "codes")
        election.found()
        for voter, answer in enumerate(answers):
            election.vote(voter, answer)
        election.close()
        return election

    return hold


def test_rankings_and_sums_are_opened_by_one_trustee_and_two_of_a_committee(election):
    answers = ["[[1,0], [1,2,3]]", "[[1,0], [3,1,2]]", "[[0,1], [1,2,3]]", "[[0,1], [0,0,0]]", "[[1,0], [2,2,1]]"]
    held = election("Ed25519", [YES_OR_NO, RANKING], answers)
    for owner in (1, 2, 3, 4):
        held.run("trustee", "check", held.archive, "--key", held.key(owner), *held.password)
        held.shuffle(owner)
    held.add(end_shuffles_entry(held.opened().head))
    for owner in (1, 4, 2):
        held.decrypt(owner)
    held.publish([1, 4, 2])
    bindings = [held.folder / f"{owner}.share.binding" for owner in (1, 2, 4)]
    said = held.run("verify", held.archive, "--bindings", *bindings)
    assert said.startswith("VALID: By command\n")
    assert "1. [3, 2]" in said
    for ranking in ("[1, 2, 3]", "[3, 1, 2]", "[0, 0, 0]", "[2, 2, 1]"):
        assert ranking in said


@pytest.mark.skipif(shutil.which("belenios-tool") is None, reason="belenios-tool is not installed here")
def test_a_committee_made_by_command_is_accepted_by_the_independent_tool(election):
    held = election("BELENIOS-2048", [YES_OR_NO], ["[[1,0]]"] * VOTERS)
    for owner in (1, 3, 4):
        held.decrypt(owner)
    held.publish([1, 3, 4])
    assert held.run("verify", held.archive).startswith("VALID: By command\n")
    alone = held.folder / "alone"
    alone.mkdir()
    shutil.copy(held.archive, alone)
    command = ["belenios-tool", "election", "verify", "--dir", str(alone)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "all checks passed" in done.stdout + done.stderr
