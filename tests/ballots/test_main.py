"""Every role at the command line, and a whole election held with nothing else."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import ballots
from ballots import (
    Homomorphic,
    combined_key,
    end_entry,
    group,
    hex_hash,
    public_of,
    read_credentials,
    read_trustees,
    setup_entry,
    write_archive,
    write_election,
    write_trustees,
)
from ballots.__main__ import main
from ballots.verify import verify
from tests.ballots.election_room import TIMESTAMP, UUID, archive_of, open_room, parts_of
from tests.ballots.vectors import archive_path, private


def test_what_stands_in_the_way_is_said_in_a_sentence(tmp_path, capsys):
    new = ["trustee", "new", "--plain", "--group", "Ed25519", "--out", str(tmp_path), "--name"]
    open_archive = str(archive_path("i-open-Ed25519"))
    cast = ["cast", open_archive, "--answers", "[[1,0]]", "--out", str(tmp_path / "ballot"), "--code-file"]
    for arguments, status, said in (
        (
            [*new[:-2], str(archive_path("i-open-Ed25519")), "--name", "Non"],
            2,
            f"STOPPED: {open_archive}: File exists\n",
        ),
        ([*new, "\udcff"], 1, "REFUSED: json: a text holds half a character\n"),
        ([*cast, "/nowhere/code"], 2, "STOPPED: /nowhere/code: No such file or directory\n"),
        (["find", str(tmp_path), "A" * 43], 2, f"STOPPED: {tmp_path} is not an ordinary file\n"),
    ):
        assert main(arguments) == status
        assert capsys.readouterr().err == said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("redirected", [">&-", "2>&-", ">&- 2>&-", "| true"])
def test_a_closed_terminal_is_no_reason_against_an_archive(redirected):
    """A crash would end with the exit code of an invalid archive."""
    command = f"set -o pipefail; {sys.executable} -m ballots verify {archive_path('i-open-Ed25519')} {redirected}"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    environment["PYTHONPATH"] = str(Path(ballots.__file__).parents[1])
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert done.returncode == (2 if "|" in redirected else 0)
    assert done.stderr in ("", "NO VERDICT: Broken pipe\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_verdict_that_could_not_be_written_is_none():
    command = f"{sys.executable} -m ballots verify {archive_path('i-open-Ed25519')} > /dev/full"
    environment = {**os.environ, "PYTHONPATH": str(Path(ballots.__file__).parents[1])}
    environment.pop("PYTHONUNBUFFERED", None)
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (2, "NO VERDICT: No space left on device\n")


def test_too_little_memory_is_no_verdict(monkeypatch, capsys):
    def full(*_, **__):
        raise MemoryError

    monkeypatch.setattr("ballots.roles.anybody.verify", full)
    assert main(["verify", str(archive_path("i-open-Ed25519"))]) == 2
    assert capsys.readouterr().err == "NO VERDICT: this machine has too little memory\n"


def test_answers_that_are_no_text_are_refused(tmp_path, capsys):
    code = tmp_path / "code"
    code.write_text(private("i-open-Ed25519")["credentials"][0]["private"])
    arguments = ["cast", str(archive_path("i-open-Ed25519")), "--code-file", str(code), "--out", str(tmp_path / "out")]
    for answers in ("\udcff", "[[1,0", "[1,0]", "[[1,true]]", "{}", "[[1,0],[1,0]]", "[[1,1]]", "[[1]]"):
        assert main([*arguments, "--answers", answers]) == 1
        assert capsys.readouterr().err.startswith("REFUSED: ")
    assert main([*arguments, "--answers", "[[1, 0]]"]) == 0


def test_a_whole_election_by_hand(tmp_path, capsys):
    def run(*arguments):
        status = main([str(argument) for argument in arguments])
        return status, capsys.readouterr()

    in_group = group("Ed25519")
    for name in ("Non", "Sian"):
        assert run("trustee", "new", "--plain", "--group", "Ed25519", "--name", name, "--out", tmp_path / name)[0] == 0
    assert run(
        "credentials", "new", "--group", "Ed25519", "--uuid", UUID, "--count", 6, "--out", tmp_path / "codes"
    )[0] == 0  # fmt: skip
    (public,), (private_key,) = (list((tmp_path / "Non").glob(f"*.{kind}")) for kind in ("pubkey", "privkey"))
    assert stat.S_IMODE(private_key.stat().st_mode) == 0o600
    key_text = json.loads(public.read_bytes())["public_key"]
    assert public.stem == hex_hash(key_text.encode())[:8].upper()

    publics = [next((tmp_path / name).glob("*.pubkey")).read_bytes() for name in ("Non", "Sian")]
    trustees = write_trustees(publics)
    election = write_election(
        uuid=UUID,
        name="By hand",
        description="",
        group="Ed25519",
        public_key=combined_key(in_group, read_trustees(in_group, trustees)),
        questions=[Homomorphic("?", ("Yes", "No"), blank=True)],
    )
    room = open_room()
    room.entries = [setup_entry(election, trustees, (tmp_path / "codes" / "public_creds.json").read_bytes())]
    archive = tmp_path / "election.bel"
    codes = (tmp_path / "codes" / "codes.txt").read_text().splitlines()

    def save():
        archive.write_bytes(b"".join(write_archive(room.entries, TIMESTAMP)))

    save()
    for number, code in enumerate(codes):
        (tmp_path / "code").write_text(code + "\n")
        out = tmp_path / f"ballot{number}"
        arguments = ("cast", archive, "--code-file", tmp_path / "code", "--answers", "[[0, 1, 0]]", "--out", out)
        status, said = run(*arguments)
        assert status == 0, said.err
        room.put(out.read_bytes())
        save()
        assert run("find", archive, said.out)[0] == 0
    status, again = run(*arguments)
    assert (status, again.out) == (0, said.out), "a ballot is made once, and its tracker said again"
    (tmp_path / "code").write_text("11111-111111-11111-111111")
    status, said = run(*arguments[:-1], tmp_path / "other")
    assert (status, said.err.split(":")[1]) == (1, " credential-not-listed")

    decrypt = ("trustee", "decrypt", archive, "--key", private_key, "--owner", 1, "--out", tmp_path / "share")
    status, said = run(*decrypt)
    assert (status, said.err.split(":")[1]) == (1, " no-tally")
    room.entries.append(end_entry(room.head))
    save()
    (tmp_path / "code").write_text(codes[0])
    assert run(*arguments[:-1], tmp_path / "late")[1].err.startswith("REFUSED: voting-closed")


def _tallied(tmp_path, voters):
    room = open_room(voters=voters)
    for voter in range(voters):
        room.cast(voter, [[1, 0]])
    room.count()
    archive, key = tmp_path / "tallied.bel", tmp_path / "key"
    archive.write_bytes(archive_of(parts_of(room.entries)[: voters + 3]))
    key.write_text(json.dumps(str(room.secrets[0])) + "\n")
    return room, archive, key


def test_a_trustee_decrypts_the_sums_of_a_verified_archive(tmp_path, capsys):
    room, archive, key = _tallied(tmp_path, 5)
    share = tmp_path / "share"
    arguments = ["trustee", "decrypt", str(archive), "--key", str(key), "--out", str(share), "--owner"]
    assert main([*arguments, "2"]) == 1
    assert main([*arguments, "3"]) == 1
    assert main([*arguments, "1"]) == 0
    parts = parts_of(room.entries)[:8]
    owned = json.dumps({"owner": 1, "payload": hex_hash(share.read_bytes())}, separators=(",", ":")).encode()
    assert verify(archive_of([*parts, ("PartialDecryption", (share.read_bytes(), owned))])).decryptions == 1


@pytest.mark.control("BAL-9")
def test_a_trustee_is_not_talked_into_another_tally(tmp_path, capsys):
    """The sum of one ballot, a sum not recomputed here, and a second different sum with the same key."""
    room, archive, key = _tallied(tmp_path, 5)
    arguments = ["trustee", "decrypt", str(archive), "--key", str(key), "--owner", "1", "--out"]
    assert main([*arguments, str(tmp_path / "share")]) == 0

    again = open_room(voters=5)
    for voter in (0, 1, 2, 3, 4, 4):
        again.draw = room.draw
        again.cast(voter, [[1, 0]])
    again.count()
    archive.write_bytes(archive_of(parts_of(again.entries)[:9]))
    assert main([*arguments, str(tmp_path / "second")]) == 1
    assert "second-tally" in capsys.readouterr().err

    parts = parts_of(room.entries)[:8]
    archive.write_bytes(archive_of([*parts[:5], *parts[6:]]))
    assert main([*arguments, str(tmp_path / "fewer")]) == 1
    assert "tally-mismatch" in capsys.readouterr().err
    assert not (tmp_path / "second").exists()
    assert not (tmp_path / "fewer").exists()


def test_a_key_file_holds_a_key_of_the_group_or_is_refused(tmp_path, capsys):
    room, archive, key = _tallied(tmp_path, 5)
    arguments = ["trustee", "decrypt", str(archive), "--key", str(key), "--owner", "1", "--out", str(tmp_path / "s")]
    order = room.election.group.order
    for content in ("", "rubbish", "17", '"-1"', '"x"', json.dumps(str(room.secrets[0] + (order << 64)))):
        key.write_text(content)
        assert main(arguments) == 1
        assert capsys.readouterr().err.startswith(f"REFUSED: key-shape: {key} ")
    assert not (tmp_path / "s").exists()


@pytest.mark.control("SMALL-1")
def test_a_trustee_does_not_open_a_sum_of_few(tmp_path, capsys):
    _, archive, key = _tallied(tmp_path, 4)
    arguments = ["trustee", "decrypt", str(archive), "--key", str(key), "--owner", "1", "--out", str(tmp_path / "s")]
    assert main(arguments) == 1
    assert "too-few-ballots" in capsys.readouterr().err
    assert main([*arguments, "--at-least", "4"]) == 0


def test_codes_and_list_match_but_stand_in_unrelated_order(tmp_path):
    assert (
        main(["credentials", "new", "--group", "Ed25519", "--uuid", UUID, "--count", "8", "--out", str(tmp_path)]) == 0
    )
    in_group = group("Ed25519")
    codes = (tmp_path / "codes.txt").read_text().splitlines()
    publics = [public_of(code, UUID, in_group) for code in codes]
    listed = list(read_credentials((tmp_path / "public_creds.json").read_bytes()))
    assert set(listed) == set(publics)
    assert listed == sorted(publics, key=in_group.sort_key)
    assert stat.S_IMODE((tmp_path / "codes.txt").stat().st_mode) == 0o600
