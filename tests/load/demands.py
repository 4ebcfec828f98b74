"""What the project asks of its own speed, beside what was measured. A machine with other work may miss any of it."""

from collections.abc import Iterator, Mapping

from tests.load.bench_archives import Verified, marginal
from tests.load.bench_shuffles import Shuffle

TOOL = ("BELENIOS-2048", "belenios-tool")


_AGAINST_TOOL = {
    ("BELENIOS-2048", "native core"): 1.6,
    ("BELENIOS-2048", "gmpy2"): 1.6,
    ("Ed25519", "native core"): 20,
    ("Ed25519", "libsodium"): 5,
}


def demands(
    ballots: Mapping[tuple[str, str], float],
    shuffles: Mapping[tuple[str, str, int], Shuffle],
    archives: Mapping[tuple[str, int], Verified],
) -> Iterator[str]:
    """A line for each that was measured. ``ballots`` are milliseconds per ballot of an archive."""
    for (name, arithmetic), asked in _AGAINST_TOOL.items():
        if TOOL in ballots and (name, arithmetic) in ballots:
            times = ballots[TOOL] / ballots[name, arithmetic]
            yield f"{name}, {arithmetic}: {times:.1f} times as fast as {TOOL[1]} in {TOOL[0]} (≥ {asked})"
    shuffle, ballot = shuffles.get(("Ed25519", "native core", 10_000)), ballots.get(("Ed25519", "native core"))
    if shuffle and ballot:
        times = shuffle.verify / ballot  # seconds for one by milliseconds for each of a thousand
        yield f"a shuffle of 10,000 rankings verified in {times:.1f} times the time of 1,000 ballots (≤ 4)"
    yield from _of_archives({(name, size): one for (name, size), one in archives.items() if name == "Ed25519"})


def _of_archives(archives: dict[tuple[str, int], Verified]) -> Iterator[str]:
    if not archives:
        return
    name, size = max(archives)
    largest = archives[name, size]
    yield f"two processes on {size:,} ballots: {largest.one.seconds / largest.two.seconds:.2f} times as fast (≥ 1.5)"
    yield f"memory for {size:,} ballots: {largest.one.megabytes:.0f} MB (≤ 300)"
    first, last = marginal(archives, name, 1_000), marginal(archives, name, 10_000)
    if first and last:
        yield f"a ballot more among 10,000 costs {last / first * 100 - 100:+.1f} % of one among 1,000 (within 5 %)"
