"""What a whole archive costs to verify: time on one core and on two, and memory, as it grows."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.load.archives import written
from tests.load.clock import Run, quickest, say, verifying

SIZES = (100, 1_000, 10_000)
GROUPS = ("Ed25519", "BELENIOS-2048")
LONG = 5_000
"""Ballots from which on each program is run only once."""

ROW = "{:<14} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}"


@dataclass(frozen=True, slots=True)
class Verified:
    """The program ``ballots verify``, from start to end, on one core and with two processes."""

    one: Run
    two: Run


def report(*, quick: bool) -> dict[tuple[str, int], Verified]:
    """By group and number of ballots, in the fastest arithmetic at hand."""
    found = {}
    sizes = [size for size in SIZES if not (quick and size > 1_000)]
    say("\n`ballots verify` from start to end, by one process and by two; seconds, megabytes at the most")
    say(ROW.format("group", "ballots", "one", "ms more", "MB", "two", "MB each", "gain"))
    for group in GROUPS:
        with tempfile.TemporaryDirectory() as folder:
            for size, path in written(Path(folder), group, sizes).items():
                verified = _verified(path, 1 if size >= LONG else 3)
                found[group, size] = verified
                more = marginal(found, group, size)
                say(_row(group, size, verified, "" if more is None else f"{more:.3f}"))
    return found


def marginal(found: dict[tuple[str, int], Verified], group: str, size: int) -> float | None:
    """Milliseconds of the processor for each ballot above those of the archive a tenth as large."""
    larger, smaller = found.get((group, size)), found.get((group, size // 10))
    return (larger.one.busy - smaller.one.busy) / (size * 0.9) * 1000 if larger and smaller else None


def _verified(path: Path, tries: int) -> Verified:
    return Verified(quickest(verifying(path), tries), quickest(verifying(path, executor="processes:2"), tries))


def _row(group: str, size: int, verified: Verified, more: str) -> str:
    one, two = verified.one, verified.two
    gain = f"{one.seconds / two.seconds:.2f}"
    figures = [f"{one.seconds:.2f}", more, f"{one.megabytes:.0f}", f"{two.seconds:.2f}", f"{two.megabytes:.0f}", gain]
    return ROW.format(group, f"{size:,}", *figures)
