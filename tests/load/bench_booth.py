"""What a ballot costs its voter: Chromium as it is, and with its processor slowed six times. Reports, never fails."""

import gzip
import sys
from pathlib import Path
from typing import Any

import brotli
from playwright.sync_api import Browser

import hatch_build
from ballots import GROUPS, Question
from tests.ballots.booth.page import CHROMIUM, chromium
from tests.ballots.election_room import Room, open_room

OPTIONS = (3, 10, 20)
SLOWER = (1, 6)
FRESH, REPEATS = 3, 5
"""Pages opened anew for each row, and ballots made in each after the first; the least of them is told."""

ROW = "{:>4} {:<14} {:>7} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8}"


def main() -> None:
    hatch_build.fetch_packages()
    script = hatch_build.script(Path(__file__).parent / "booth_in_page.js", "iife")
    say = sys.stdout.write
    if not Path(CHROMIUM).exists():
        say("Chromium is not installed: no figures of the booth\n")
        return
    sizes = f"{len(script):,} bytes, gzip {len(gzip.compress(script)):,}, brotli {len(brotli.compress(script)):,}"
    with chromium() as browser:
        say(f"\nOne ballot in Chromium {browser.version}, one of some options; least milliseconds\n")
        say(f"The script with the cryptography alone: {sizes}\n")
        say(ROW.format("slow", "group", "options", "load", "first", "cold", "warm", "blocked", "bytes") + "\n")
        for rate in SLOWER:
            for name in GROUPS:
                for options in OPTIONS:
                    say(row(browser, script.decode(), rate, name, options) + "\n")
                    sys.stdout.flush()


def row(browser: Browser, script: str, rate: int, name: str, options: int) -> str:
    """The least of each figure over some fresh pages; of the time blocked the least too, since a busy machine adds."""
    answers = tuple(f"Option {number}" for number in range(options))
    room = open_room(name, (Question("Which?", answers),), voters=1, trustees=1)
    seen = [measure(browser, script, rate, room, options) for _ in range(FRESH)]
    least = {figure: min(one[figure] for one in seen) for figure in seen[0]}
    figures = [f"{least[figure]:.0f}" for figure in ("load", "first", "cold", "warm", "longest", "bytes")]
    return ROW.format(f"×{rate}", name, options, *figures)


def measure(browser: Browser, script: str, rate: int, room: Room, options: int) -> dict[str, float]:
    tab = browser.new_context().new_page()
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    load = "(script) => { const start = performance.now(); (0, eval)(script); return performance.now() - start; }"
    loaded = tab.evaluate(load, script)
    task: dict[str, Any] = {
        "raw": room.election.raw.hex(),
        "code": room.codes[0],
        "answers": [[0] * (options - 1) + [1]],
        "repeats": REPEATS,
    }
    figures: dict[str, float] = tab.evaluate("(task) => measure(task)", task)
    tab.context.close()
    return {"load": loaded, **figures}


if __name__ == "__main__":
    main()
