"""What a ballot costs on this machine, per group and arithmetic, beside the independent tool. Reports, never fails."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ballots import Homomorphic, check_ballot, read_credentials, read_election
from ballots.groups import NAMES, Arithmetic, arithmetics
from tests.ballots.election_room import Room, open_room

THREE = (Homomorphic("Who?", ("Asha", "Bryn", "Carys")),)
ANSWER = [[0, 1, 0]]
SECONDS = 1.5
LARGE, SMALL = 30, 10


def best(act: Callable[[], object]) -> float:
    """The least milliseconds of one act, over as many as fit; the least is what a busy machine disturbs least."""
    least = float("inf")
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        start = time.perf_counter()
        act()
        least = min(least, time.perf_counter() - start)
    return least * 1000


def measure(name: str, *, arithmetic: Arithmetic | None) -> str:
    room = open_room(name, THREE, voters=1, trustees=1, arithmetic=arithmetic)
    election = read_election(room.election.raw, arithmetic=arithmetic)
    listed = read_credentials(room.credentials)
    raw = room.make(0, ANSWER)
    check_ballot(election, listed, raw)
    create = best(lambda: room.make(0, ANSWER))
    verify = best(lambda: check_ballot(election, listed, raw))
    return f"{name:<14} {election.group.arithmetic:<12} {create:>8.2f} {verify:>8.2f} {len(raw):>8}"


def measure_tool(tool: str) -> str:
    """The slope between a small and a large archive, so that the start of the program does not count."""
    room = open_room("BELENIOS-2048", THREE, voters=LARGE, trustees=1)
    seconds = {}
    for number in range(LARGE):
        room.cast(number, ANSWER)
        if number + 1 in (SMALL, LARGE):
            seconds[number + 1] = _verify_seconds(tool, room)
    slope = (seconds[LARGE] - seconds[SMALL]) / (LARGE - SMALL) * 1000
    return f"{'BELENIOS-2048':<14} {'independent':<12} {'':>8} {slope:>8.2f}"


def _verify_seconds(tool: str, room: Room) -> float:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "election.bel").write_bytes(room.archive())
        start = time.perf_counter()
        subprocess.run([tool, "election", "verify", "--dir", folder], check=True, capture_output=True)
        return time.perf_counter() - start


def main() -> None:
    say = sys.stdout.write
    say("One ballot, one of three, one core; least milliseconds\n")
    say(f"{'group':<14} {'arithmetic':<12} {'create':>8} {'verify':>8} {'bytes':>8}\n")
    for name in NAMES:
        for arithmetic in arithmetics(name):
            say(measure(name, arithmetic=arithmetic) + "\n")
    tool = shutil.which("belenios-tool")
    say((measure_tool(tool) if tool else "belenios-tool is not installed: no comparison") + "\n")


if __name__ == "__main__":
    main()
