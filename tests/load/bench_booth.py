"""What a ballot costs its voter: Chromium as it is, and with its processor slowed six times. Reports, never fails."""

import gzip
import sys
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

import brotli
from playwright.sync_api import Browser

import hatch_build
from ballots import GROUPS, Homomorphic, NonHomomorphic
from ballots.questions import Question
from tests.ballots.election_room import Room, open_room
from tests.browser.booth_alone import chromium
from tests.browser.chromium import NoChromium

OPTIONS = (3, 10, 20)
SLOWER = (1, 6)
COMMITTEE = (2, 3)
FRESH = 5
"""Pages opened anew for each row. The median over them is told: a slowed processor stands still every so often, and
the least of short times would be of those between which it did not."""

Kind: TypeAlias = tuple[Question, list[int]]
"""A question, and an answer to it."""

FIGURES = ("load", "read", "ready", "code", "cold", "warm")
"""The script; election and committee; tables, while the voter reads; the voting code; a first ballot; a later one."""

COLUMNS = ("group", "slow", "kind", "options", *FIGURES, "ratio", "blocked", "bytes")
ROW = "{:<14} {:>4} {:<8} {:>7} {:>5} {:>5} {:>5} {:>6} {:>6} {:>6} {:>6} {:>8} {:>7}"


def main() -> None:
    say = sys.stdout.write
    hatch_build.fetch_packages()
    script = hatch_build.script(Path(__file__).parent / "booth_in_page.js", "iife")
    sizes = f"{len(script):,} bytes, gzip {len(gzip.compress(script)):,}, brotli {len(brotli.compress(script)):,}"
    with chromium() as browser:
        say(f"\nOne ballot of one question in Chromium {browser.version}; median milliseconds\n")
        say(f"The script of the cryptography alone: {sizes}\n")
        say(ROW.format(*COLUMNS) + "\n")
        report(browser, script.decode())


def report(browser: Browser, script: str) -> None:
    """Rows in the order of the groups. The ratio compares with the first row, and is steadier than milliseconds."""
    unit = 0.0
    for rate, name, options in product(SLOWER, GROUPS, OPTIONS):
        for kind, asked in kinds(name, options).items():
            figures = median_of(browser, script, rate, name, asked)
            unit = unit or figures["warm"]
            told = [f"{figures[key]:.0f}" for key in FIGURES]
            ratio, blocked = f"{figures['warm'] / unit:.1f}", f"{figures['longest']:.0f}"
            line = ROW.format(name, f"×{rate}", kind, options, *told, ratio, blocked, f"{figures['bytes']:.0f}")
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


def kinds(name: str, options: int) -> dict[str, Kind]:
    """One of several, any of several, and the order of all of them, which takes as long as grades for all of them."""
    answers = tuple(f"Option {number}" for number in range(options))
    one = Homomorphic("Which?", answers, blank=True), [0] * options + [1]
    any_ = Homomorphic("Which?", answers, 1, options, blank=True), [0] + [1] * options
    order = NonHomomorphic("In what order?", answers), list(range(1, options + 1))
    both: dict[str, Kind] = {"choose": one, "approval": any_}
    return both if name == "BELENIOS-2048" else {**both, "ranking": order}


def median_of(browser: Browser, script: str, rate: int, name: str, kind: Kind) -> dict[str, float]:
    question, answer = kind
    room = open_room(name, (question,), voters=1, trustees=0, committees=[COMMITTEE])
    seen = [measure(browser, script, rate, room, answer) for _ in range(FRESH)]
    return {figure: median(one[figure] for one in seen) for figure in seen[0]}


def measure(browser: Browser, script: str, rate: int, room: Room, answer: list[int]) -> dict[str, float]:
    tab = browser.new_context().new_page()
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    load = "(script) => { const start = performance.now(); (0, eval)(script); return performance.now() - start; }"
    loaded = tab.evaluate(load, script)
    task: dict[str, Any] = {
        "raw": room.election.raw.hex(),
        "trustees": room.trustees.hex(),
        "code": room.codes[0],
        "answers": [answer],
    }
    figures: dict[str, float] = tab.evaluate("(task) => measure(task)", task)
    tab.context.close()
    return {"load": loaded, **figures}


if __name__ == "__main__":
    try:
        main()
    except NoChromium as missing:
        sys.stdout.write(f"no figures of the booth: {missing}\n")
