"""The protocol's own command-line tool, packaged by Debian, must accept what is made here."""

import subprocess
from pathlib import Path

from tests.ballots.election_room import RANKING, held, open_room, ranked
from tests.ballots.vectors import negative


def run(belenios_tool: str, folder: Path, archive: bytes) -> subprocess.CompletedProcess[str]:
    (folder / "election.bel").write_bytes(archive)
    command = [belenios_tool, "election", "verify", "--dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_independent_tool_accepts_our_elections(belenios_tool, tmp_path):
    done = run(belenios_tool, tmp_path, held("BELENIOS-2048").archive())
    assert done.returncode == 0, done.stderr
    assert "all checks passed" in done.stdout + done.stderr


def test_the_independent_tool_accepts_weights_and_an_open_vote(belenios_tool, tmp_path):
    room = open_room("BELENIOS-2048", weights=(1, 3, 2**31))
    room.cast(1, [[0, 1]])
    assert run(belenios_tool, tmp_path, room.archive()).returncode == 0
    room.cast(0, [[1, 0]])
    room.count()
    assert run(belenios_tool, tmp_path, room.archive()).returncode == 0


def test_the_independent_tool_accepts_committees_of_whom_some_decrypt(belenios_tool, tmp_path):
    room = open_room("BELENIOS-2048", trustees=1, committees=[(2, 3), (1, 2)])
    room.cast(0, [[1, 0]])
    room.count(decrypting=[6, 4, 1, 2])
    done = run(belenios_tool, tmp_path, room.archive())
    assert done.returncode == 0, done.stderr


def test_the_independent_tool_accepts_sums_and_shuffled_rankings_side_by_side(belenios_tool, tmp_path):
    room = ranked("RFC-3526-2048", trustees=1, committees=[(1, 2)])
    done = run(belenios_tool, tmp_path, room.archive())
    assert done.returncode == 0, done.stderr
    assert "all checks passed" in done.stdout + done.stderr


def test_the_independent_tool_accepts_rankings_when_nobody_voted(belenios_tool, tmp_path):
    room = open_room("RFC-3526-2048", (RANKING,), trustees=1)
    room.count()
    assert run(belenios_tool, tmp_path, room.archive()).returncode == 0


def test_the_independent_tool_refuses_what_we_refuse(belenios_tool, tmp_path):
    assert run(belenios_tool, tmp_path, negative("n32-overvote-B2048")).returncode != 0
