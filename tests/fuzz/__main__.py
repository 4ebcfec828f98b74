"""Let a fuzzer try a parser for a while: ``python -m tests.fuzz NAME --seconds 600``, or all of them in turn.

Needs the extra ``fuzzing``. What was found interesting is kept in build/fuzz/NAME, so that the next run goes on there;
an input that a parser cannot stand is left in build/fuzz as NAME-crash-… or NAME-timeout-….
"""

import argparse
import subprocess
import sys
from pathlib import Path

FOLDER = Path("build/fuzz")
SLOWEST, MOST_MEMORY = 30, 1024
"""Seconds and megabytes that a single input may take: seconds by the clock, and a shared machine may stand still."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("names", nargs="*", help="all if none is named")
    arguments.add_argument("--seconds", type=int, default=600, help="for each")
    arguments.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.within:
        _fuzz(asked.names[0], asked.seconds)
    from tests.fuzz.harnesses import HARNESSES  # noqa: PLC0415 - a fuzzer instruments what it imports first

    outcomes = {name: _started(name, asked.seconds) for name in asked.names or HARNESSES}
    for name, code in outcomes.items():
        print(f"{name}: {'nothing found' if code == 0 else 'FAILED'} in {asked.seconds} seconds")
    return 0 if not any(outcomes.values()) else 1


def _started(name: str, seconds: int) -> int:
    """In a process of its own, because a fuzzer ends the one that it runs in."""
    command = [sys.executable, "-m", "tests.fuzz", name, "--seconds", str(seconds), "--within"]
    return subprocess.run(command, check=False).returncode


def _fuzz(name: str, seconds: int) -> None:
    import atheris  # noqa: PLC0415 - only on Linux, and only with the extra

    with atheris.instrument_imports(include=["ballots", "json"]):
        from tests.fuzz.changing import change  # noqa: PLC0415
        from tests.fuzz.harnesses import HARNESSES, run  # noqa: PLC0415

    harness = HARNESSES[name]
    kept = FOLDER / name
    kept.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(harness.seeds()):
        (kept / f"seed-{number}").write_bytes(seed)

    def changed(data: bytes, longest: int, seed: int) -> bytes:
        return change(data, seed, structured=harness.json)[:longest] or atheris.Mutate(data, longest)

    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={MOST_MEMORY}",
        "-max_len=100000",
        "-print_final_stats=1",
        f"-artifact_prefix={FOLDER}/{name}-",
        str(kept),
    ]
    atheris.Setup([name, *options], lambda data: run(name, data), custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    raise SystemExit(main())
