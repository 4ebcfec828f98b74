"""A committee makes its key across a table, one command at a time, in whatever order its members come by."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from ballots import group, keyfiles, write_trustees
from ballots.__main__ import main
from ballots.ceremony import commitment
from ballots.threshold import read_threshold

ED = "Ed25519"


@dataclass
class Desk:
    """The table, and a folder for each of three members, any two of whom decrypt."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def table(self) -> Path:
        return self.folder / "table"

    def lies(self, index: int, what: str) -> Path:
        return self.table / f"{index}.{what}"

    def run(self, *arguments: object) -> str:
        main([str(argument) for argument in arguments])
        said = self.capsys.readouterr()
        return said.err or said.out

    def new(self, index: int, home: str | None = None) -> str:
        whose = ("--group", ED, "--name", f"Member {index}", "--threshold", 2, "--members", 3, "--index", index)
        secrets = ("--password-file", self.folder / "password", "--words-file", self.folder / f"{home or index}.words")
        return self.run("trustee", "new", *whose, *secrets, "--out", self.folder / (home or str(index)))

    def key(self, index: int, home: str | None = None) -> tuple[object, ...]:
        (path,) = (self.folder / (home or str(index))).glob("*.privkey")
        return ("--key", path, "--password-file", self.folder / "password")

    def deal(self, index: int, home: str | None = None) -> str:
        return self.run("trustee", "deal", self.table, *self.key(index, home))

    def gather(self) -> str:
        return self.run("trustee", "gather", self.table)

    def everybody_deals(self) -> None:
        for index in (1, 2, 3):
            self.deal(index)

    def hold(self) -> None:
        for _ in range(3):
            self.everybody_deals()
        self.gather()
        self.everybody_deals()
        self.gather()

    def content(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.table.iterdir()}


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(keyfiles, "COST", 2)
    (tmp_path / "password").write_text("four words will do")
    desk = Desk(tmp_path, capsys)
    desk.table.mkdir()
    for index in (1, 2, 3):
        desk.new(index)
    return desk


@pytest.fixture
def made(desk):
    desk.hold()
    return desk


def test_each_command_says_what_is_waited_for_until_all_is_there(desk):
    again = "Next: give this command again when it is there.\n"
    assert desk.gather() == f"REFUSED: table-empty: no certificate lies in {desk.table}\n"
    assert desk.deal(2) == f"Waiting for 1.certificate, 3.certificate. {again}"
    assert desk.gather() == f"Waiting for 1.certificate, 3.certificate. What lies there holds. {again}"
    desk.deal(1)
    assert desk.deal(3) == f"Waiting for 1.commitment, 2.commitment. {again}"
    desk.deal(2)
    assert desk.deal(1) == f"Waiting for 1.letter. {again}"
    desk.deal(2)
    assert desk.gather() == f"Waiting for 3.dealing. What lies there holds. {again}"
    desk.deal(3)
    assert desk.gather() == f"Waiting for 1.share, 2.share, 3.share. What lies there holds. {again}"
    own = desk.key(3)[1].with_suffix(".share")
    assert desk.deal(3) == f"Done: your share lies in {own}. Next: ballots trustee check.\n"
    desk.everybody_deals()
    committee = desk.table / "committee.json"
    assert desk.gather() == f"Done: {committee} is complete and holds. It is published among the trustees.\n"
    assert len(read_threshold(group(ED), json.loads(committee.read_bytes())).members) == 3


def test_no_dealing_is_shown_before_all_commitments_are_there(desk):
    """Who deals last could otherwise choose the key."""
    desk.everybody_deals()
    desk.deal(1)
    assert not list(desk.table.glob("*.dealing"))
    desk.lies(1, "commitment").rename(desk.folder / "delayed")
    desk.deal(2)
    assert not list(desk.table.glob("*.dealing"))
    (desk.folder / "delayed").rename(desk.lies(1, "commitment"))
    desk.deal(2)
    dealing = desk.lies(2, "dealing").read_bytes()
    assert desk.lies(2, "commitment").read_text() == f"{commitment(dealing)}\n"


def test_every_command_given_again_changes_nothing(made):
    before = made.content()
    own = {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}
    made.everybody_deals()
    made.gather()
    assert made.content() == before
    assert {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()} == own


def test_what_was_drawn_is_not_drawn_again_after_a_file_was_lost_on_the_way(desk):
    desk.everybody_deals()
    desk.everybody_deals()
    before = desk.content()
    for path in list(desk.table.iterdir()):
        path.unlink()
    for _ in range(3):
        desk.everybody_deals()
    assert before.items() <= desk.content().items()


def test_who_lost_everything_but_the_words_has_the_share_again(made):
    whose = ("--group", ED, "--name", "Member 2", "--threshold", 2, "--members", 3, "--index", 2)
    secrets = ("--password-file", made.folder / "password", "--words-file", made.folder / "2.words")
    lost = made.key(2)[1].with_suffix(".share").read_bytes()
    shutil.rmtree(made.folder / "2")
    assert "is your key again" in made.run("trustee", "restore", *whose, *secrets, "--out", made.folder / "new")
    assert made.deal(2, "new").startswith("Done: ")
    assert made.key(2, "new")[1].with_suffix(".share").read_bytes() == lost


def test_a_certificate_that_never_arrived_is_made_again_from_the_words(desk):
    desk.key(2)[1].with_name("2.certificate").unlink()
    desk.everybody_deals()
    desk.everybody_deals()
    assert sorted(desk.content())[:4] == ["1.certificate", "1.commitment", "2.certificate", "2.commitment"]


def test_a_false_certificate_is_named_before_all_have_come_and_blamed_on_nobody_else(desk):
    desk.deal(3)
    false = json.loads(desk.lies(3, "certificate").read_bytes())
    false["signature"]["challenge"] = "1"
    desk.lies(3, "certificate").write_text(json.dumps(false, separators=(",", ":")))
    said = "REFUSED: threshold-certificate: 3.certificate: a proof does not hold\n"
    assert desk.gather() == said
    assert desk.deal(1) == said
    desk.lies(3, "certificate").write_text('{"message":')
    assert desk.gather().startswith("REFUSED: json: 3.certificate: ")


def test_a_letter_that_arrived_in_part_is_named_and_taken_when_it_is_whole(desk):
    for _ in range(3):
        desk.everybody_deals()
    desk.gather()
    whole = desk.lies(1, "letter").read_bytes()
    desk.lies(1, "letter").write_bytes(whole[:500])
    assert desk.deal(1).startswith("REFUSED: json: 1.letter: ")
    desk.lies(1, "letter").write_bytes(whole)
    assert desk.deal(1).startswith("Done: ")


def test_a_member_finds_the_own_certificate_among_the_published(made):
    trustees = made.folder / "trustees.json"
    committee = made.table / "committee.json"
    alone = made.folder / "alone"
    made.run("trustee", "new", "--plain", "--group", ED, "--name", "Alone", "--out", alone)
    (public,) = alone.glob("*.pubkey")
    trustees.write_bytes(write_trustees([public.read_bytes()], [committee.read_bytes()]))
    words = ("--words-file", made.folder / "3.words")
    said = made.run("trustee", "check", *made.key(3), *words, committee, trustees)
    assert f"{committee}: yours is number 3 of 3" in said
    assert f"{trustees}: yours is number 4 of 4" in said
    assert made.run("trustee", "check", *made.key(3), public).startswith("REFUSED: key-not-published")


def test_a_member_of_two_committees_of_one_election_is_told(made):
    """The same certificates, dealt on twice."""
    committees = [(made.table / "committee.json").read_bytes()]
    for path in [*made.table.iterdir(), *made.folder.glob("[123]/*")]:
        if path.suffix not in (".certificate", ".privkey"):
            path.unlink()
    made.hold()
    made.gather()
    committees.append((made.table / "committee.json").read_bytes())
    trustees = made.folder / "trustees.json"
    trustees.write_bytes(write_trustees([], committees))
    said = made.run("trustee", "check", *made.key(2), trustees)
    assert said == f"REFUSED: key-repeated: {trustees} holds your key 2 times\n"


def test_the_share_of_the_ceremony_is_proved_to_open_the_published_part(made):
    committee = made.table / "committee.json"
    share = made.key(2)[1].with_suffix(".share")
    check = ("trustee", "check", *made.key(2), committee)
    assert f"{share} opens your part.\n" in made.run(*check)
    share.rename(share.with_suffix(".kept"))
    assert f"{share} is missing: ballots trustee deal TABLE brings it back.\n" in made.run(*check)
    share.write_bytes(made.key(1)[1].with_suffix(".share").read_bytes())
    assert made.run(*check).startswith("REFUSED: message-")


def test_a_message_that_was_exchanged_on_the_table_is_refused_with_its_member(desk):
    for _ in range(3):
        desk.everybody_deals()
    other = desk.lies(1, "dealing").read_bytes()
    own = desk.lies(2, "dealing").read_bytes()
    desk.lies(2, "dealing").write_bytes(other)
    assert desk.gather().startswith("REFUSED: threshold-signature: member 2: ")
    assert desk.deal(2).startswith("REFUSED: table-changed: another 2.dealing lies on the table")
    desk.lies(2, "dealing").write_bytes(own)
    desk.lies(2, "commitment").write_text(f"{'A' * 43}\n")
    assert desk.gather().startswith("REFUSED: threshold-commitment: ")


def test_a_member_does_not_finish_when_the_commitments_he_saw_were_exchanged(desk):
    """Whoever keeps the table lets member 3 deal once more, after the others had dealt."""
    for _ in range(2):
        desk.everybody_deals()
    desk.deal(1)
    for suffix in (".dealing", ".commitments"):
        desk.key(3)[1].with_suffix(suffix).unlink()
    for what in ("commitment", "dealing"):
        desk.lies(3, what).unlink()
    desk.deal(3)
    desk.deal(3)
    desk.gather()
    assert desk.deal(3).startswith("Done: ")
    assert desk.deal(1).startswith("REFUSED: threshold-commitment")
    assert not desk.lies(1, "share").exists()


def test_only_a_member_of_this_committee_deals(desk):
    desk.run("trustee", "new", "--plain", "--group", ED, "--name", "Alone", "--out", desk.folder / "alone")
    assert desk.deal(1, "alone").startswith("REFUSED: key-shape")
    desk.everybody_deals()
    desk.new(1, "impostor")
    assert desk.deal(1, "impostor").startswith("REFUSED: table-changed: another 1.certificate lies on the table")
    (desk.folder / "impostor" / "1.certificate").unlink()
    said = "REFUSED: table-changed: 1.certificate: this is not the certificate of your key\n"
    assert desk.deal(1, "impostor") == said


def test_nothing_is_taken_for_ones_own_because_it_lies_on_the_table(desk):
    for _ in range(3):
        desk.everybody_deals()
    others = desk.lies(2, "dealing").read_bytes()
    desk.key(1)[1].with_suffix(".dealing").unlink()
    desk.lies(1, "dealing").write_bytes(others)
    assert desk.deal(1).startswith("REFUSED: threshold-signature")
    assert not desk.key(1)[1].with_suffix(".dealing").exists()


def test_a_commitment_that_arrived_in_part_is_not_taken_for_one(desk):
    desk.everybody_deals()
    desk.deal(1)
    desk.lies(1, "commitment").write_text("half of it")
    said = f"REFUSED: commitment-shape: {desk.lies(1, 'commitment')} does not hold 43 characters\n"
    assert desk.deal(2) == said
    assert desk.gather() == said


def test_a_table_that_is_none_is_refused(desk):
    certificate = json.loads((desk.folder / "1" / "1.certificate").read_bytes())
    message = certificate["message"].replace('"size":3', '"size":300')
    (desk.table / "1.certificate").write_text(json.dumps({**certificate, "message": message}, separators=(",", ":")))
    assert desk.gather() == "REFUSED: trustees-shape: 1.certificate: a committee has at most 255 members\n"
    assert desk.run("trustee", "gather", desk.folder / "nowhere").startswith("REFUSED: table-empty")
