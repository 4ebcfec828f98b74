"""After the vote: trustees shuffle rankings, decrypt what they verified, and can do it all again."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from ballots import (
    check_binding,
    check_decryption,
    check_shuffle,
    decryption_entry,
    end_shuffles_entry,
    read_trustees,
    shuffle_entry,
    to_shuffle,
)
from ballots.__main__ import main
from ballots.tally import EncryptedTally
from ballots.verify import verify
from tests.ballots.election_room import RANKING, TEAMS, YES_OR_NO, Room, open_room

VOTERS = 5


@dataclass
class Office:
    """An election whose voting has ended, its archive, and the trustees' keys in plain files."""

    room: Room
    tally: EncryptedTally
    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def archive(self) -> Path:
        return self.folder / "record.bel"

    def save(self) -> None:
        self.archive.write_bytes(self.room.archive())

    def key(self, owner: int) -> Path:
        path = self.folder / f"{owner}.privkey"
        path.write_text(json.dumps(str(self.room.secrets[owner - 1])))
        return path

    def run(self, *arguments: object) -> str:
        main(["trustee", *(str(argument) for argument in arguments)])
        said = self.capsys.readouterr()
        return said.err or said.out

    def shuffle(self, owner: int, out: str = "shuffle") -> str:
        return self.run("shuffle", self.archive, "--owner", owner, "--out", self.folder / out)

    def decrypt(self, owner: int, *further: object, out: str = "share", key: Path | None = None) -> str:
        options = ("--owner", owner, "--key", key or self.key(owner), "--out", self.folder / out)
        return self.run("decrypt", self.archive, *options, *further)

    def add_shuffle(self, owner: int, out: str = "shuffle") -> None:
        self.room.entries.append(shuffle_entry((self.folder / out).read_bytes(), owner, self.room.head))
        self.save()


@pytest.fixture
def office(tmp_path, capsys):
    """Makes one, after as many ballots as it takes to be opened."""

    def make(*questions, answers, **room):
        opened = open_room(questions=questions, voters=VOTERS, **room)
        for voter in range(VOTERS):
            opened.cast(voter, answers)
        tally, _ = opened.close()
        office = Office(opened, tally, tmp_path, capsys)
        office.save()
        return office

    return make


@pytest.fixture
def ranking(office):
    return office(YES_OR_NO, RANKING, answers=[[1, 0], [2, 1, 3]])


def test_trustees_shuffle_one_after_the_other_and_then_decrypt(ranking):
    office, room = ranking, ranking.room
    said = office.shuffle(1)
    verified = "Verified 5 ballots of Cyfarfod blynyddol.\n"
    assert said == f"{verified}Shuffled the answers. Hand over {office.folder / 'shuffle'} now.\n"
    once = check_shuffle(
        room.election, to_shuffle(room.election, office.tally), (office.folder / "shuffle").read_bytes()
    )
    office.add_shuffle(1)
    assert office.shuffle(2, "second").startswith("Verified 5 ballots")
    check_shuffle(room.election, once, (office.folder / "second").read_bytes())
    office.add_shuffle(2, "second")
    assert office.decrypt(1).startswith("REFUSED: not-shuffled")
    room.entries.append(end_shuffles_entry(room.head))
    office.save()
    assert office.shuffle(2, "third").startswith("REFUSED: no-tally: there is nothing to shuffle")
    said = office.decrypt(1)
    share = office.folder / "share"
    assert said == f"{verified}Decrypted what is to be opened. Hand over {share} and {share}.binding.\n"
    office.decrypt(2, out="other share")
    for owner, name in ((1, "share"), (2, "other share")):
        room.entries.append(decryption_entry((office.folder / name).read_bytes(), owner, room.head))
    office.save()
    assert verify(office.archive).decryptions == 2


def test_a_shuffle_is_made_once_and_not_kept_when_another_came_first(ranking):
    office = ranking
    office.shuffle(1)
    made = (office.folder / "shuffle").read_bytes()
    assert office.shuffle(1).startswith("Verified")
    assert (office.folder / "shuffle").read_bytes() == made
    office.shuffle(2, "quicker")
    office.add_shuffle(2, "quicker")
    assert office.shuffle(2, "again").startswith("REFUSED: shuffle-repeated: trustee 2 has shuffled already")
    assert office.shuffle(1).startswith("REFUSED: shuffle-outdated")
    assert office.shuffle(1, "anew").startswith("Verified")


def test_who_has_nothing_to_shuffle_is_told(office, ranking):
    assert ranking.shuffle(3).startswith("REFUSED: decryption-owner: there is no trustee 3")
    assert office(YES_OR_NO, answers=[[1, 0]]).shuffle(1).startswith("REFUSED: nothing-to-shuffle")


@pytest.mark.control("BAL-9")
def test_a_trustee_opens_one_outcome_of_the_shuffles_only(ranking):
    office, room = ranking, ranking.room
    before = list(room.entries)
    for attempt, said in (("first", "Verified"), ("second", "REFUSED: second-tally")):
        room.entries = list(before)
        office.save()
        office.shuffle(1, attempt)
        office.add_shuffle(1, attempt)
        room.entries.append(end_shuffles_entry(room.head))
        office.save()
        assert office.decrypt(1, out=f"share of {attempt}").startswith(said)


@pytest.mark.parametrize("answers", [[[1, 0], [[1, 1, 0], [0, 0]]]])
def test_lists_are_decrypted_as_sums(answers, office):
    lists = office(YES_OR_NO, TEAMS, answers=answers)
    assert lists.decrypt(1).startswith("Verified 5 ballots")


def test_a_decryption_is_made_once_with_its_additional_proof(office):
    sums = office(YES_OR_NO, answers=[[1, 0]])
    sums.decrypt(2)
    share, binding = sums.folder / "share", sums.folder / "share.binding"
    election = sums.room.election
    trustee = read_trustees(election.group, sums.room.trustees).each[1]
    factors = check_decryption(election, trustee, sums.tally, share.read_bytes())
    check_binding(election, trustee, sums.tally, factors, binding.read_bytes())
    made = share.read_bytes(), binding.read_bytes()
    assert sums.decrypt(2).startswith("Verified")
    assert (share.read_bytes(), binding.read_bytes()) == made
    binding.unlink()
    assert sums.decrypt(2).startswith("Verified")
    assert share.read_bytes() == made[0]
    check_binding(election, trustee, sums.tally, factors, binding.read_bytes())


def test_a_file_in_the_way_of_a_decryption_stays(office):
    sums = office(YES_OR_NO, answers=[[1, 0]])
    share = sums.folder / "share"
    share.write_text('"notes"')
    assert sums.decrypt(1).startswith(f"REFUSED: decryption-shape: {share} or {share}.binding already holds something")
    assert share.read_text() == '"notes"'
    share.unlink()
    sums.decrypt(2)
    assert sums.decrypt(1).startswith("REFUSED: decryption-proof: ")


def test_what_was_opened_before_must_be_legible(office):
    sums = office(YES_OR_NO, answers=[[1, 0]])
    note = sums.key(1).with_suffix(".opened")
    note.write_bytes(b"\xff")
    assert sums.decrypt(1) == f"REFUSED: text: {note} does not hold text\n"
    assert not (sums.folder / "share").exists()


def test_a_folder_in_the_way_of_a_decryption_is_named(office, monkeypatch):
    sums = office(YES_OR_NO, answers=[[1, 0]])
    assert sums.decrypt(1, out=".") == f"STOPPED: {sums.folder}: Is a directory\n"
    monkeypatch.chdir(sums.folder)
    before = set(sums.folder.iterdir())
    options = ("--owner", 1, "--key", sums.key(1), "--out", ".")
    assert sums.run("decrypt", sums.archive, *options) == "STOPPED: .: Is a directory\n"
    assert set(sums.folder.iterdir()) == before


def test_a_key_in_the_wrong_hands_or_of_the_wrong_number_opens_nothing(office):
    sums = office(YES_OR_NO, answers=[[1, 0]])
    assert sums.decrypt(2, key=sums.key(1)).startswith("REFUSED: decryption-owner: this is not the key of trustee 2")
    assert sums.decrypt(0, key=sums.key(1)).startswith("REFUSED: decryption-owner: there is no trustee 0")
    nowhere = sums.folder / "nowhere"
    assert sums.decrypt(1, key=nowhere) == f"STOPPED: {nowhere}: No such file or directory\n"
    sums.archive.unlink()
    assert "No such file or directory" in sums.decrypt(1)
    assert not (sums.folder / "share").exists()


def test_an_archive_that_does_not_hold_is_not_decrypted(office):
    sums = office(YES_OR_NO, answers=[[1, 0]])
    raw = sums.archive.read_bytes()
    sums.archive.write_bytes(raw[:5000] + bytes([raw[5000] ^ 1]) + raw[5001:])
    assert sums.decrypt(1).startswith("REFUSED: ")
    assert not (sums.folder / "share").exists()


def test_processes_may_help(office):
    sums = office(YES_OR_NO, answers=[[1, 0]])
    assert sums.decrypt(1, "--executor", "threads:2").startswith("Verified 5 ballots")
