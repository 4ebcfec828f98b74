"""What anybody does at the command line: verify, find, and what is said meanwhile."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import ballots
from ballots import read_archive, setup_entry, take_checkpoint
from ballots.__main__ import main
from ballots.notes import LOG, Note, VerifierKey, sign_note
from ballots.roles.telling import Bar
from ballots.verify import verify
from tests.ballots.election_room import UUID, archive_of, open_room, parts_of, ranked
from tests.ballots.vectors import archive_path, negative, private


def result_in(said):
    return said.partition("\nResult")[2].splitlines()[1:]


def test_a_valid_archive_is_described_in_words(capsys):
    assert main(["verify", str(archive_path("d-revote-Ed25519"))]) == 0
    said = capsys.readouterr().out
    assert said.startswith("VALID")
    assert "7  ballots: listed credential" in said
    assert "4  ballots that count" in said
    assert result_in(said) == ["  1. Which option?", "       2  Answer 1", "       1  Answer 2", "       1  Answer 3"]
    assert private("d-revote-Ed25519")["election_fingerprint"] in said


def test_the_report_for_programs(capsys):
    assert main(["verify", "--json", "--arithmetic", "pure", str(archive_path("i-open-Ed25519"))]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["valid"], report["phase"], report["ballots"], report["result"]) == (True, "open", 3, None)


def test_an_invalid_archive_gives_one_and_the_reason(tmp_path, capsys):
    path = tmp_path / "spoiled.bel"
    path.write_bytes(negative("n32-overvote-Ed25519"))
    assert main(["verify", "--json", str(path)]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("INVALID: overall-proof: ballot ")
    assert json.loads(said.out)["code"] == "overall-proof"


def test_what_cannot_be_judged_gives_two(tmp_path, capsys):
    (tmp_path / "empty.bel").touch()
    election, *rest, _ = open_room().entries[0].data
    room = open_room()
    room.entries = [setup_entry(election.replace(b'"version":1', b'"version":2'), *rest)]
    (tmp_path / "version2.bel").write_bytes(room.archive())
    for name in ("empty.bel", "missing.bel", "version2.bel"):
        assert main(["verify", "--json", str(tmp_path / name)]) == 2
        said = capsys.readouterr()
        assert said.err.startswith("NO VERDICT: ")
        assert json.loads(said.out)["valid"] is None


def test_a_verdict_is_given_on_a_terminal_that_lacks_the_letters(tmp_path):
    room = open_room()
    election, *rest, _ = room.entries[0].data
    room.entries = [setup_entry(election.replace(b"Cyfarfod", "Tŷ".encode()), *rest)]
    (tmp_path / "welsh.bel").write_bytes(room.archive())
    command = [sys.executable, "-m", "ballots", "verify", str(tmp_path / "welsh.bel")]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(ballots.__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("VALID: T\\u0177 blynyddol\n")


def test_an_archive_cannot_paint_its_own_verdict(tmp_path, capsys):
    room = open_room()
    election, *rest, _ = room.entries[0].data
    painted = election.replace(b"Cyfarfod", b"\\u001b[2J\\n\\r")
    room.entries = [setup_entry(painted, *rest)]
    (tmp_path / "painted.bel").write_bytes(room.archive())
    assert main(["verify", str(tmp_path / "painted.bel")]) == 0
    assert capsys.readouterr().out.startswith("VALID: \ufffd[2J\ufffd\ufffd blynyddol\n")
    room.entries = [setup_entry(election.replace(b"Cyfarfod", "\x9b2J\u202e".encode()), *rest)]
    (tmp_path / "painted.bel").write_bytes(room.archive())
    assert main(["verify", "--json", str(tmp_path / "painted.bel")]) == 0
    assert capsys.readouterr().out.isascii()


def test_a_tracker_finds_its_ballot(capsys):
    path = str(archive_path("d-revote-Ed25519"))
    first, *_ = [ballot["tracker"] for ballot in private("d-revote-Ed25519")["ballots_in_order"]]
    last = private("d-revote-Ed25519")["ballots_in_order"][-1]["tracker"]
    assert main(["find", path, first]) == 0
    assert "Ballot 1 of 7, event 1. It was replaced by" in capsys.readouterr().out
    assert main(["find", path, last]) == 0
    assert "Ballot 7 of 7, event 7. It counts, if verify finds this archive valid." in capsys.readouterr().out
    assert main(["find", path, "A" * 43]) == 1
    assert main(["find", path, "?"]) == 1


def test_a_tracker_may_be_given_as_the_name_of_the_ballots_file(capsys):
    path = archive_path("i-open-Ed25519")
    (place,) = read_archive(path).of_kind("Ballot")[1].data
    assert main(["find", str(path), place.hash]) == 0
    assert "Ballot 2 of 3, event 2. It counts, if verify finds this archive valid." in capsys.readouterr().out
    assert main(["find", str(path), place.hash.upper()]) == 1


def test_processes_may_be_asked_for(capsys):
    assert main(["verify", "--executor", "processes:2", str(archive_path("i-open-Ed25519"))]) == 0
    assert capsys.readouterr().out.startswith("VALID")


# --- reasons, warnings, comparisons ---------------------------------------------------------------------------------


def test_many_reasons_are_listed_and_the_rest_is_counted(tmp_path, capsys):
    setup, *_ = parts_of(open_room().entries)
    nonsense = [("Ballot", (b"%d" % number,)) for number in range(25)]
    (tmp_path / "nonsense.bel").write_bytes(archive_of([setup, *nonsense]))
    assert main(["verify", "--json", str(tmp_path / "nonsense.bel")]) == 1
    said = capsys.readouterr()
    first, *also, rest = said.err.splitlines()
    assert first.startswith("INVALID: ballot-shape: ballot ")
    assert len(also) == 19
    assert all(line.startswith("    also: ballot-shape: ballot ") for line in also)
    assert rest == "    and 5 more"
    told = json.loads(said.out)
    assert (told["valid"], len(told["reasons"]), told["more"]) == (False, 20, 5)
    assert set(told["reasons"][7]) == {"code", "detail"}


def test_a_warning_stands_right_below_the_verdict(tmp_path, capsys):
    path = tmp_path / "p29.bel"
    path.write_bytes(negative("p29-threshold-extra-invalid-Ed25519"))
    assert main(["verify", "--quiet", str(path)]) == 0
    verdict, warning = capsys.readouterr().out.splitlines()
    assert verdict == "VALID: Threshold"
    assert warning.startswith("WARNING: the decryption by trustee 3 does not hold and is left out")
    assert main(["verify", "--json", str(path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [warning["code"] for warning in told["warnings"]] == ["decryption-left-out"]
    assert told["arithmetic"]
    assert {"what": "partial decryptions, each proved to be the trustee's", "number": 3} in told["checks"]
    assert len(told["fingerprints"]["trustees"]) == 4
    assert told["fingerprints"]["certificates"][0] is None


def test_rankings_are_told_by_how_often_they_were_chosen(capsys):
    assert main(["verify", str(archive_path("e-mixnet-Ed25519"))]) == 0
    said = capsys.readouterr().out
    assert result_in(said)[4:8] == [
        "  2. Rank the four options",
        "     5 answers, the same ones counted together; the numbers are for Option 1, Option 2, Option 3, Option 4:",
        "       2 × [1, 2, 3, 4]",
        "       1 × [1, 1, 2, 0]",
    ]
    assert "2  shuffles" in said


def test_a_result_is_told_by_the_names_that_were_voted_for(tmp_path, capsys):
    assert main(["verify", str(archive_path("b-blank-Ed25519"))]) == 0
    blank_first = ["  1. Elect two or three", "       1  (blank vote)", "       2  Answer 1"]
    assert result_in(capsys.readouterr().out)[:3] == blank_first
    assert main(["verify", str(archive_path("g-lists-Ed25519"))]) == 0
    with_candidates = ["  1. Choose a list", "       2  List A", "             2  A1", "             1  A2"]
    assert result_in(capsys.readouterr().out)[:4] == with_candidates
    assert main(["verify", "--json", str(archive_path("b-blank-Ed25519"))]) == 0
    asked = json.loads(capsys.readouterr().out)["questions"][0]
    assert asked == {"text": "Elect two or three", "labels": [None, "Answer 1", "Answer 2", "Answer 3", "Answer 4"]}


def test_a_result_by_weight_says_so(capsys):
    assert main(["verify", str(archive_path("c-weights-Ed25519"))]) == 0
    assert "\nResult, votes by their weight:\n" in capsys.readouterr().out


def test_the_fingerprint_of_the_list_of_voters_is_compared(capsys):
    path = str(archive_path("i-open-Ed25519"))
    fingerprint = verify(path).credentials_fingerprint
    assert main(["verify", path, "--roll", fingerprint]) == 0
    assert "1  fingerprint of the public credentials, the same as yours" in capsys.readouterr().out
    assert main(["verify", path, "--roll", fingerprint[::-1].replace("A", "B")]) == 1
    assert capsys.readouterr().err.startswith("INVALID: ")


@pytest.mark.control("BAL-8")
def test_checkpoints_and_their_signatures_are_compared(tmp_path, capsys):
    room = open_room()
    room.cast(0, [[1, 0]])
    path, note = tmp_path / "election.bel", tmp_path / "noon.note"
    path.write_bytes(room.archive())
    secret = Ed25519PrivateKey.generate()
    key = VerifierKey(f"vote.example.org/{UUID}", LOG, secret.public_key().public_bytes_raw())
    checkpoint = take_checkpoint([entry.event for entry in room.entries], key.name, datetime.now(UTC))
    note.write_bytes(Note(checkpoint.text, (sign_note(checkpoint.text, key, secret.sign),)).write())

    assert main(["verify", str(path), "--against", str(note), "--signed-by", str(key)]) == 0
    said = capsys.readouterr().out
    assert "1  checkpoints of yours" in said
    assert "WARNING" not in said
    assert main(["verify", str(path), "--against", str(note)]) == 0
    assert "WARNING: nobody checked who signed the checkpoints" in capsys.readouterr().out
    assert main(["verify", str(path), "--signed-by", str(key)]) == 2
    assert capsys.readouterr().err.startswith("NO VERDICT: --signed-by says who must have signed")
    other = VerifierKey(key.name, LOG, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    assert main(["verify", str(path), "--against", str(note), "--signed-by", str(other)]) == 2
    assert capsys.readouterr().err.startswith(f"NO VERDICT: {note}: checkpoint-signature: ")
    path.write_bytes(open_room().archive())
    assert main(["verify", str(path), "--against", str(note), "--signed-by", str(key)]) == 1
    assert capsys.readouterr().err.startswith("INVALID: checkpoint-mismatch")


def test_additional_proofs_are_counted(tmp_path, capsys):
    room = ranked()
    path = tmp_path / "election.bel"
    path.write_bytes(room.archive())
    files = [tmp_path / f"{owner}.binding" for owner in room.bindings()]
    for file, binding in zip(files, room.bindings().values(), strict=True):
        file.write_bytes(binding)
    assert main(["verify", str(path), "--bindings", *map(str, files)]) == 0
    assert "2  additional proofs" in capsys.readouterr().out


def test_what_is_given_for_comparison_and_does_not_hold_itself_says_nothing_of_the_archive(tmp_path, capsys):
    archive = str(archive_path("i-open-Ed25519"))
    rubbish = tmp_path / "rubbish"
    for content in (b"", b"\xff\0", b"[]", b"{}", archive_path("i-open-Ed25519").read_bytes()):
        rubbish.write_bytes(content)
        for option in ("--against", "--bindings"):
            assert main(["verify", "--json", archive, option, str(rubbish)]) == 2
            said = capsys.readouterr()
            assert said.err.startswith(f"NO VERDICT: {rubbish}: ")
            assert json.loads(said.out)["valid"] is None
    for option, value in (("--signed-by", "rubbish"), ("--signed-by", ""), ("--roll", "rubbish"), ("--roll", "")):
        assert main(["verify", archive, option, value]) == 2
        assert capsys.readouterr().err.startswith(f"NO VERDICT: {option}: ")


# --- while it works -------------------------------------------------------------------------------------------------


def test_a_bar_grows_and_leaves_nothing_behind():
    stream = StringIO()
    with Bar(stream, shown=True) as bar:
        for done in (0, 50, 100):
            bar.show("ballots", done, 100)
    first, *_, last, wiped = stream.getvalue().split("\r")[1:]
    assert first == f"[{'.' * 30}] 0 of 100 ballots\x1b[K"
    assert last == f"[{'#' * 30}] 100 of 100 ballots\x1b[K"
    assert wiped == "\x1b[K"


def test_a_bar_turns_to_the_next_thing_at_once():
    stream = StringIO()
    with Bar(stream, shown=True) as bar:
        bar.show("ballots", 100, 100)
        bar.show("shuffled numbers", 0, 500)
    assert "0 of 500 shuffled numbers" in stream.getvalue()


def test_no_bar_is_drawn_where_nobody_looks(capsys):
    assert main(["verify", str(archive_path("i-open-Ed25519"))]) == 0
    assert capsys.readouterr().err == ""
    stream = StringIO()
    with Bar(stream, shown=False) as bar:
        bar.show("ballots", 100, 100)
    assert stream.getvalue() == ""


def test_whoever_ends_it_is_told_so_in_a_sentence(monkeypatch, capsys):
    def ended(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("ballots.roles.anybody.verify", ended)
    assert main(["verify", str(archive_path("i-open-Ed25519"))]) == 2
    assert capsys.readouterr().err == "NO VERDICT: you ended it before it had an answer\n"
