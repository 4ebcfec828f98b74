"""Compiles the core with the C compiler at hand: ``python -m ballots.groups.native.build``.

Without a compiler it says so and changes nothing, since everything works without the core; with CYDLAIS_RELEASE=1 that
is an error. With CYDLAIS_TARGET the core is made for another machine, by the compiler of the ``ziglang`` package. The
same source and compiler give the same bytes in whatever folder.
"""

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ballots.groups.native.library import BESIDE, NAME

SOURCE = Path(__file__).with_name("core.c")
COMPILER = ("cc",)
FLAGS = ("-std=c11", "-O2", "-g0", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra")
"""For every machine of a kind, not only for this one: neither that nor -O3 was measured to gain anything."""


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of machine: its name for the cross-compiler, for wheels, and the core's file name on it."""

    name: str | None
    tag: str
    library: str


HERE = Target(None, sysconfig.get_platform().replace("-", "_").replace(".", "_"), NAME)
TARGETS = {
    target.name: target
    for target in (
        Target("x86_64-linux-gnu.2.17", "manylinux_2_17_x86_64", "core.so"),
        Target("aarch64-linux-gnu.2.17", "manylinux_2_17_aarch64", "core.so"),
        Target("x86_64-linux-musl", "musllinux_1_1_x86_64", "core.so"),
        Target("x86_64-macos", "macosx_11_0_x86_64", "core.dylib"),
        Target("aarch64-macos", "macosx_11_0_arm64", "core.dylib"),
        Target("x86_64-windows-gnu", "win_amd64", "core.dll"),
    )
}


def wanted() -> Target:
    """The target that the environment names; raises ``KeyError`` for one that is not listed."""
    name = os.environ.get("CYDLAIS_TARGET")
    return TARGETS[name] if name else HERE


def place(target: Target) -> Path:
    """Where its core lies: beside the source, if it can be used from there."""
    if target is HERE:
        return BESIDE
    return SOURCE.parents[3] / "build" / "core" / str(target.name) / target.library


def build(target: Target) -> str | None:
    """Compile the core for a target; None, or why there is no core now."""
    cross = (sys.executable, "-m", "ziglang", "cc", "-target", str(target.name))
    made = place(target)
    made.parent.mkdir(parents=True, exist_ok=True)
    problem = compile_core(SOURCE, made, COMPILER if target is HERE else cross)
    if problem is not None:
        made.unlink(missing_ok=True)  # one of an older source would be worse than none
    return problem


def compile_core(source: Path, made: Path, compiler: Sequence[str], flags: Sequence[str] = ()) -> str | None:
    """None, or what the compiler had to say. Whoever looks meanwhile finds the whole file or none."""
    with tempfile.TemporaryDirectory(dir=made.parent) as folder:
        fresh = Path(folder) / made.name
        command = [*compiler, *FLAGS, *flags, source.name, "-o", str(fresh)]
        try:
            done = subprocess.run(command, cwd=source.parent, capture_output=True, text=True, check=False)
        except OSError as error:
            return f"{compiler[0]}: {error.strerror}"
        if done.returncode:
            return done.stderr
        fresh.replace(made)
    return None


def main() -> int:
    problem = build(wanted())
    if problem is None:
        return 0
    sys.stderr.write(f"The native core was not built, so votes are checked more slowly.\n{problem}\n")
    return int(os.environ.get("CYDLAIS_RELEASE") == "1")


if __name__ == "__main__":
    sys.exit(main())
