"""How long things take: the least of several tries, in the processor's time, which a busy machine disturbs least."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS = 1.5
"""As many tries as fit, where an act is short."""

TRIES = 3


def best(act: Callable[[], object], seconds: float = SECONDS) -> float:
    """The least milliseconds of one act."""
    least = once(act)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        least = min(least, once(act))
    return least


def once(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


@dataclass(frozen=True, slots=True)
class Run:
    """A program from its start to its end: by the clock, in the processor's time, and the most that it ever held.

    Time and memory are also those of processes that it started, memory that of the largest single one.
    """

    seconds: float
    busy: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """By a small process in between: a program's most memory is never less than what its starter held."""
    told = subprocess.run([sys.executable, "-m", __name__, *command], check=True, stdout=subprocess.PIPE)
    return Run(*json.loads(told.stdout))


def _run_here(command: Sequence[str]) -> list[float]:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return [seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]


def quickest(command: Sequence[str], tries: int = TRIES) -> Run:
    runs = [run(command) for _ in range(tries)]
    return Run(*(min(getattr(one, figure) for one in runs) for figure in ("seconds", "busy", "megabytes")))


def verifying(archive: Path, arithmetic: str | None = None, executor: str | None = None) -> list[str]:
    """The command that verifies an archive with this program."""
    named = ["--arithmetic", arithmetic] if arithmetic else []
    spread = ["--executor", executor] if executor else []
    return [sys.executable, "-m", "ballots", "verify", str(archive), "--quiet", *named, *spread]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    say(json.dumps(_run_here(sys.argv[1:])))
