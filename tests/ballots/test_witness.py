"""The witness at the command line: looks by the hour, signs what it saw, and cries out when that was changed."""

import hashlib
import http.client
import io
import urllib.request
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import write_archive
from ballots.__main__ import main
from ballots.checkpoints import read_checkpoint, take_checkpoint
from ballots.notes import LOG, Note, VerifierKey, read_note, read_verifier_key, sign_note
from tests.ballots.election_room import TIMESTAMP, UUID, archive_of, held, parts_of
from tests.ballots.test_checkpoints import AT

ORIGIN = f"vote.example.org/{UUID}"
SECRET = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a server").digest())
SERVER = VerifierKey(ORIGIN, LOG, SECRET.public_key().public_bytes_raw())
ENTRIES = held().entries
FORKED = archive_of([*parts_of(ENTRIES)[:2], *parts_of(ENTRIES)[3:]])


def archive(size: int) -> bytes:
    return b"".join(write_archive(ENTRIES[:size], TIMESTAMP))


def checkpoint(size: int) -> bytes:
    text = take_checkpoint((entry.event for entry in ENTRIES[:size]), ORIGIN, AT).text
    return Note(text, (sign_note(text, SERVER, SECRET.sign),)).write()


class Home:
    """A witness's own machine."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.key, self.notebook = folder / "witness.key", folder / "notebook"
        status, said, _ = self.run("new", "--name", "anna.example/home", "--key", self.key)
        assert status == 0
        self.verifier = read_verifier_key(said.splitlines()[-1])

    def run(self, *arguments: object) -> tuple[int, str, str]:
        status = main(["witness", *map(str, arguments)])
        captured = self.capsys.readouterr()
        return status, captured.out, captured.err

    def file(self, name: str, content: bytes) -> Path:
        (self.folder / name).write_bytes(content)
        return self.folder / name

    def watch(self, content: bytes, *options: object) -> tuple[int, str, str]:
        board = self.file("board.bel", content)
        return self.run("watch", board, "--notebook", self.notebook, "--key", self.key, *options)

    def notes(self) -> list[str]:
        return sorted(path.name for path in (self.notebook / UUID).glob("*.note"))

    def contradictions(self) -> list[Path]:
        return sorted((self.notebook / UUID / "contradictions").glob("*"))


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, capsys)


def test_a_key_is_made_once_and_read_by_its_owner_alone(home: Home) -> None:
    before = home.key.read_bytes()
    assert home.key.stat().st_mode & 0o777 == 0o600
    assert before.startswith(b"PRIVATE+KEY+anna.example/home+")
    status, said, _ = home.run("new", "--name", "anna.example/home", "--key", home.key)
    assert (status, said.splitlines()[-1]) == (0, str(home.verifier))
    assert home.key.read_bytes() == before
    status, _, error = home.run("new", "--name", "bryn.example/home", "--key", home.key)
    assert status == 1
    assert "key-name" in error


@pytest.mark.parametrize("name", ["", "anna home", "anna+home", "anna\udcff"])
def test_a_name_that_no_note_could_carry_makes_no_key(home: Home, name: str) -> None:
    status, _, error = home.run("new", "--name", name, "--key", home.folder / "other.key")
    assert status == 1
    assert "checkpoint-key" in error
    assert not (home.folder / "other.key").exists()


@pytest.mark.parametrize("spoilt", [b"", b"\xff", b"PRIVATE+KEY+anna.example/home+00000000+AAAA\n"])
def test_a_damaged_key_signs_nothing(home: Home, spoilt: bytes) -> None:
    home.key.write_bytes(spoilt)
    status, _, error = home.watch(archive(2))
    assert status == 1
    assert "key-shape" in error
    assert not home.notebook.exists()


def test_each_look_signs_how_far_the_record_has_come(home: Home) -> None:
    status, said, _ = home.watch(archive(2))
    assert status == 0
    assert "This is the first look." in said
    assert home.notes() == ["0000000002-own.note"]
    signed = (home.notebook / UUID / "0000000002-own.note").read_bytes()
    assert read_checkpoint(signed, [home.verifier]).head == ENTRIES[1].head.hash
    status, said, _ = home.watch(archive(5))
    assert status == 0
    assert "It holds all that the checkpoint of " in said
    assert home.notes() == ["0000000002-own.note", "0000000005-own.note"]


def test_a_second_look_at_the_same_record_adds_nothing(home: Home) -> None:
    home.watch(archive(3))
    path = home.notebook / UUID / "0000000003-own.note"
    before = path.read_bytes()
    status, said, _ = home.watch(archive(3))
    assert status == 0
    assert said.endswith("Nothing is new.\n")
    assert (home.notes(), path.read_bytes()) == ([path.name], before)


def test_the_servers_checkpoint_is_checked_and_signed_below_the_server(home: Home) -> None:
    note = home.file("server.note", checkpoint(3))
    status, _, _ = home.watch(archive(4), "--checkpoint", note, "--signed-by", SERVER)
    assert status == 0
    assert home.notes() == ["0000000003-server.note", "0000000004-own.note"]
    signed = read_note((home.notebook / UUID / "0000000003-server.note").read_bytes())
    assert [signature.name for signature in signed.signatures] == [ORIGIN, "anna.example/home"]
    assert signed.require_signed(SERVER) is None
    assert signed.require_signed(home.verifier) is not None


def test_a_checkpoint_that_the_server_did_not_sign_is_not_signed_here_either(home: Home) -> None:
    note = home.file("server.note", checkpoint(3).replace(b"09:00:00Z", b"09:00:01Z"))
    status, _, error = home.watch(archive(4), "--checkpoint", note, "--signed-by", SERVER)
    assert status == 1
    assert "checkpoint-signature" in error
    assert not home.notebook.exists()


@pytest.mark.control("BAL-8")
@pytest.mark.parametrize("board", [archive(3), FORKED], ids=["shrank", "forked"])
def test_a_record_that_was_cut_or_forked_is_cried_out_and_both_sides_are_kept(home: Home, board: bytes) -> None:
    home.watch(archive(5), "--checkpoint", home.file("server.note", checkpoint(5)), "--signed-by", SERVER)
    before = home.notes()
    status, said, error = home.watch(board)
    assert (status, said) == (1, "")
    assert "board-rewritten: THE RECORD WAS CHANGED, OR THERE ARE TWO OF IT" in error
    assert home.notes() == before, "what was signed stays, and the changed record is not signed"
    (kept,) = home.contradictions()
    assert kept.read_bytes() == board
    assert home.watch(board)[0] == 1, "as long as it lasts"
    assert home.contradictions() == [kept]


@pytest.mark.control("BAL-8")
def test_a_fork_shown_to_two_witnesses_shows_when_their_notes_meet(home: Home) -> None:
    server = home.file("server.note", checkpoint(5))
    home.watch(archive(5), "--checkpoint", server, "--signed-by", SERVER)
    kept = home.notebook / UUID / "0000000005-server.note"
    entries = [*ENTRIES[:2], *ENTRIES[3:6]]
    text = take_checkpoint((entry.event for entry in entries), ORIGIN, AT).text
    other = home.file("other.note", Note(text, (sign_note(text, SERVER, SECRET.sign),)).write())
    status, _, error = home.run("compare", kept, other, "--signed-by", SERVER)
    assert status == 1
    assert "checkpoint-fork" in error
    status, said, _ = home.run("compare", kept, server, "--signed-by", SERVER)
    assert (status, said) == (0, "Both cover the same 5 events.\n")


def test_a_checkpoint_that_contradicts_the_archive_beside_it_is_kept_as_proof(home: Home) -> None:
    note = checkpoint(4)
    status, _, error = home.watch(FORKED, "--checkpoint", home.file("server.note", note), "--signed-by", SERVER)
    assert status == 1
    assert "board-rewritten" in error
    assert [path.suffix for path in home.contradictions()].count(".note") == 1
    assert note in [path.read_bytes() for path in home.contradictions()]
    assert home.notes() == []


def test_a_checkpoint_of_another_election_is_a_mistake_and_no_alarm(home: Home) -> None:
    text = take_checkpoint([ENTRIES[0].event], "vote.example.org/AnotherE1ection", AT).text
    note = home.file("other.note", Note(text, (sign_note(text, SERVER, SECRET.sign),)).write())
    status, _, error = home.watch(archive(3), "--checkpoint", note)
    assert status == 1
    assert "checkpoint-mismatch" in error
    assert "THE RECORD" not in error
    assert home.contradictions() == []


def test_a_note_in_the_notebook_that_somebody_changed_is_not_believed(home: Home) -> None:
    home.watch(archive(3))
    path = home.notebook / UUID / "0000000003-own.note"
    path.write_bytes(path.read_bytes().replace(b"\n3\n", b"\n2\n"))
    status, _, error = home.watch(archive(3))
    assert status == 1
    assert f"checkpoint-signature: {path}: " in error


def test_two_checkpoints_are_joined_by_the_archive_that_holds_both(home: Home) -> None:
    notes = home.file("a.note", checkpoint(2)), home.file("b.note", checkpoint(5))
    status, said, _ = home.run("compare", *notes)
    assert status == 0
    assert "Whether one became the other shows --archive or --proof" in said
    status, said, _ = home.run("compare", *notes, "--archive", home.file("board.bel", archive(6)))
    assert status == 0
    assert "over 5 events covers begins with all that the checkpoint of 2027-01-04T09:00:00Z over 2 events" in said
    assert home.run("compare", *notes, "--archive", home.file("board.bel", archive(4)))[0] == 1
    status, _, error = home.run("compare", *reversed(notes))
    assert status == 1
    assert "checkpoint-order" in error


def test_a_short_proof_does_instead_of_the_archive(home: Home) -> None:
    notes = home.file("a.note", checkpoint(2)), home.file("b.note", checkpoint(5))
    proof = home.folder / "growth"
    board = home.file("board.bel", archive(6))
    assert home.run("prove", *notes, "--archive", board, "--out", proof)[0] == 0
    assert len(proof.read_bytes().splitlines()) == 2
    status, said, _ = home.run("compare", *notes, "--proof", proof, "--signed-by", SERVER)
    assert status == 0
    assert "begins with all that" in said
    for spoilt in (b"", proof.read_bytes() * 2, b"rubbish\n", proof.read_bytes()[:-1]):
        proof.write_bytes(spoilt)
        status, _, error = home.run("compare", *notes, "--proof", proof)
        assert status == 1
        assert "merkle-proof" in error


class Answer(io.BytesIO):
    """What a server sent of the bytes that it announced."""

    def __init__(self, content: bytes, announced: int | None = None, url: str = "https://vote.example.org/a") -> None:
        super().__init__(content)
        self.url, self.length = url, 0 if announced is None else announced - len(content)


def test_a_server_is_asked_for_its_checkpoint_before_its_record(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def answer(address: str, timeout: float) -> Answer:
        asked.append(address.rpartition("/")[2])
        return Answer(checkpoint(3) if address.endswith("checkpoint") else archive(4))

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    board, note = (f"https://vote.example.org/{name}" for name in ("archive", "checkpoint"))
    options = ("--notebook", home.notebook, "--key", home.key, "--checkpoint", note, "--signed-by", SERVER)
    status, _, _ = home.run("watch", board, *options)
    assert (status, asked) == (0, ["checkpoint", "archive"])
    assert home.notes() == ["0000000003-server.note", "0000000004-own.note"]


class OwnAddress:
    """A server that gives a witness an address of their own and takes their signatures there."""

    def __init__(self, refuses: Exception | None = None) -> None:
        self.asked: list[str] = []
        self.handed_in: list[bytes] = []
        self.refuses = refuses

    def __call__(self, asked: str | urllib.request.Request, timeout: float) -> Answer:
        if isinstance(asked, str):
            self.asked.append(asked)
            return Answer(checkpoint(3) if asked.endswith("/checkpoint") else archive(4))
        assert (asked.method, asked.full_url) == ("POST", f"{OWN}cosignature")
        if self.refuses is not None:
            raise self.refuses
        assert isinstance(asked.data, bytes)
        self.handed_in.append(asked.data)
        return Answer(b"")


OWN = "https://vote.example.org/witness/token/"


@pytest.mark.control("BAL-8")
def test_at_an_address_of_their_own_a_witness_reads_and_hands_in_what_was_signed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = OwnAddress()
    monkeypatch.setattr(urllib.request, "urlopen", server)
    options = ("--notebook", home.notebook, "--key", home.key, "--signed-by", SERVER)
    status, said, _ = home.run("watch", OWN, *options)
    assert (status, server.asked) == (0, [f"{OWN}checkpoint", f"{OWN}archive"])
    assert said.endswith("The server has your signature under its checkpoint.\n")
    (note,) = server.handed_in
    assert read_note(note).require_signed(home.verifier) is not None
    assert read_note(note).text == read_note(checkpoint(3)).text


def test_what_a_server_did_not_take_is_handed_in_at_the_next_look(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    server = OwnAddress(TimeoutError("timed out"))
    monkeypatch.setattr(urllib.request, "urlopen", server)
    status, _, error = home.run("watch", OWN, "--notebook", home.notebook, "--key", home.key)
    assert status == 2
    assert f"cannot hand in the signature at {OWN}cosignature: timed out" in error
    kept = (home.notebook / UUID / "0000000003-server.note").read_bytes()
    server.refuses = None
    assert home.run("watch", OWN, "--notebook", home.notebook, "--key", home.key)[0] == 0
    assert server.handed_in == [kept]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (TimeoutError("timed out"), "cannot fetch https://vote.example.org/a: timed out"),
        (http.client.BadStatusLine("rubbish"), "cannot fetch https://vote.example.org/a: rubbish"),
        (Answer(archive(4)[:-512], len(archive(4))), "broke off 512 bytes before the end"),
        (Answer(archive(4), url="http://vote.example.org/a"), "only addresses that begin with https:// are asked"),
    ],
)
def test_a_server_that_gives_no_whole_answer_is_neither_a_verdict_nor_a_crash(
    home: Home, monkeypatch: pytest.MonkeyPatch, answer: Answer | Exception, said: str
) -> None:
    def answered(address: str, timeout: float) -> Answer:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(urllib.request, "urlopen", answered)
    status, _, error = home.run("watch", "https://vote.example.org/a", "--notebook", home.notebook, "--key", home.key)
    assert status == 2
    assert said in error
    assert not home.notebook.exists()


def test_a_server_cannot_fill_the_memory_with_a_checkpoint(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urllib.request, "urlopen", lambda address, timeout: Answer(bytes(70_000)))
    status, _, error = home.watch(archive(2), "--checkpoint", "https://vote.example.org/c")
    assert status == 2
    assert "more than 65536 bytes" in error


@pytest.mark.parametrize("address", ["http://vote.example.org/a", "ftp://vote.example.org/a", "https://a b/c"])
def test_an_address_that_is_not_asked_says_why(home: Home, address: str) -> None:
    status, _, error = home.run("watch", address, "--notebook", home.notebook, "--key", home.key)
    assert status == 2
    assert f"cannot fetch {address}: " in error


def test_a_key_with_nothing_that_it_could_have_signed_is_no_reassurance(home: Home) -> None:
    status, said, error = home.watch(archive(2), "--signed-by", SERVER)
    assert (status, said) == (2, "")
    assert "--checkpoint" in error


def test_whoever_names_no_key_is_told_that_nobody_checked_the_signature(home: Home) -> None:
    note, later = home.file("3.note", checkpoint(3)), home.file("5.note", checkpoint(5))
    _, said, _ = home.watch(archive(4), "--checkpoint", note)
    assert said.startswith("Nobody checked who signed the server's checkpoint")
    _, said, _ = home.run("compare", note, later)
    assert said.startswith("Nobody checked who signed them")
    _, said, _ = home.run("compare", note, later, "--signed-by", SERVER)
    assert "Nobody" not in said
