"""What ballots, shuffles and archives cost on this machine, beside the independent tool. Reports, never fails."""

import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ballots import check_ballot, read_credentials, read_election
from ballots.groups import NAMES, Arithmetic, arithmetics, group
from tests.ballots.election_room import open_room
from tests.load import bench_archives, bench_limit, bench_shuffles
from tests.load.archives import ANSWER, THREE, written
from tests.load.clock import TRIES, best, quickest, say, verifying
from tests.load.demands import demands

INDEPENDENT = "belenios-tool"
INDEPENDENT_KNOWS = ("BELENIOS-2048", "RFC-3526-2048")

SIZES = {"BELENIOS-2048": (20, 120), "RFC-3526-2048": (5, 25), "Ed25519": (200, 1200)}
"""Ballots in two archives, of which the difference is told, so that the start of a program does not count."""

SIZES_IN_PLAIN_PYTHON = {"BELENIOS-2048": (4, 24), "RFC-3526-2048": (1, 5), "Ed25519": (10, 60)}

ROW = "{:<14} {:<14} {:>8} {:>8} {:>8} {:>8}"


@dataclass(frozen=True, slots=True)
class Ballot:
    """Milliseconds to create one, to check one in a program that runs already, and for each one more in an archive."""

    create: float
    check: float | None
    archive: float
    size: int | None = None

    def row(self, name: str, arithmetic: str) -> str:
        check = "" if self.check is None else f"{self.check:.2f}"
        return ROW.format(name, arithmetic, f"{self.create:.2f}", check, f"{self.archive:.2f}", self.size or "")


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    ballots = report()
    bench_limit.report({key: ballot.check for key, ballot in ballots.items() if ballot.check is not None})
    shuffles = bench_shuffles.report(quick=quick)
    archives = bench_archives.report(quick=quick)
    say("\nWhat was asked for")
    for line in demands({key: ballot.archive for key, ballot in ballots.items()}, shuffles, archives):
        say(line)


def report() -> dict[tuple[str, str], Ballot]:
    """By the names of group and arithmetic, the independent tool among them."""
    found = {}
    tool = shutil.which(INDEPENDENT)
    say("One ballot, one of three, one core; least milliseconds of the processor")
    say(ROW.format("group", "arithmetic", "create", "check", "archive", "bytes"))
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            archives = written(Path(folder), name, {*SIZES[name], *SIZES_IN_PLAIN_PYTHON[name]})
            for arithmetic in arithmetics(name):
                found[name, group(name, arithmetic).arithmetic] = measure(name, arithmetic, archives)
            if tool and name in INDEPENDENT_KNOWS:
                found[name, INDEPENDENT] = measure_tool(tool, name, archives, Path(folder))
        for key, ballot in found.items():
            if key[0] == name:
                say(ballot.row(*key))
    if not tool:
        say(f"{INDEPENDENT} is not installed: no comparison")
    return found


def measure(name: str, arithmetic: Arithmetic, archives: dict[int, Path]) -> Ballot:
    room = open_room(name, THREE, voters=1, trustees=1, arithmetic=arithmetic)
    election = read_election(room.election.raw, arithmetic=arithmetic)
    listed = read_credentials(room.credentials)
    raw = room.make(0, ANSWER)
    plain = arithmetic == "pure"
    small, large = (SIZES_IN_PLAIN_PYTHON if plain else SIZES)[name]
    busy = [quickest(verifying(archives[size], arithmetic), 1 if plain else TRIES).busy for size in (small, large)]
    return Ballot(
        create=best(lambda: room.make(0, ANSWER)),
        check=best(lambda: check_ballot(election, listed, raw)),
        archive=(busy[1] - busy[0]) / (large - small) * 1000,
        size=len(raw),
    )


def measure_tool(tool: str, name: str, archives: dict[int, Path], folder: Path) -> Ballot:
    """The same archives as above. It makes one ballot each time it is started, so reading the election is taken off."""
    room = open_room(name, THREE, voters=1, trustees=1)
    small, large = SIZES[name]
    directories = {size: _directory(folder / f"tool-{size}", archives[size].read_bytes()) for size in (small, large)}
    alone = _directory(folder / "tool", room.archive())
    (alone / "code").write_text(room.codes[0])
    (alone / "answer").write_text(json.dumps(ANSWER))
    making = ["generate-ballot", "--privcred", str(alone / "code"), "--ballot", str(alone / "answer")]
    verify = [quickest([tool, "election", "verify", "--dir", str(one)]).busy for one in directories.values()]
    create, start = (
        quickest([tool, "election", *act, "--dir", str(alone)], 10).busy for act in (making, ["compute-ballot-summary"])
    )
    return Ballot((create - start) * 1000, None, (verify[1] - verify[0]) / (large - small) * 1000)


def _directory(path: Path, archive: bytes) -> Path:
    path.mkdir()
    (path / "election.bel").write_bytes(archive)
    return path


if __name__ == "__main__":
    main()
