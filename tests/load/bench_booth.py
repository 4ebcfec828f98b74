"""What a ballot costs its voter: Chromium as it is, and with its processor slowed six times. Reports, never fails."""

import gzip
import sys
from pathlib import Path
from statistics import median
from typing import Any

import brotli
from playwright.sync_api import Browser

import hatch_build
from ballots import GROUPS, Homomorphic
from tests.ballots.election_room import Room, open_room
from tests.browser.booth_alone import chromium
from tests.browser.chromium import NoChromium

OPTIONS = (3, 10, 20)
SLOWER = (1, 6)
KEY_HOLDERS = 3
FRESH = 5
"""Pages opened anew for each row. The median over them is told: a slowed processor stands still every so often, and
the least of short times would be of those between which it did not."""

COLUMNS = ("group", "slow", "options", "load", "read", "code", "cold", "warm", "ratio", "blocked", "bytes")
ROW = "{:<14} {:>4} {:>7} {:>5} {:>5} {:>6} {:>6} {:>6} {:>6} {:>8} {:>7}"


def main() -> None:
    say = sys.stdout.write
    hatch_build.fetch_packages()
    script = hatch_build.script(Path(__file__).parent / "booth_in_page.js", "iife")
    sizes = f"{len(script):,} bytes, gzip {len(gzip.compress(script)):,}, brotli {len(brotli.compress(script)):,}"
    with chromium() as browser:
        say(f"\nOne ballot in Chromium {browser.version}, one of several options; median milliseconds\n")
        say(f"The script of the cryptography alone: {sizes}\n")
        say(ROW.format(*COLUMNS) + "\n")
        report(browser, script.decode())


def report(browser: Browser, script: str) -> None:
    """Rows in the order of the groups. The ratio compares with the first row, and is steadier than milliseconds."""
    unit = 0.0
    for rate in SLOWER:
        for name in GROUPS:
            for options in OPTIONS:
                figures = median_of(browser, script, rate, name, options)
                unit = unit or figures["warm"]
                told = [f"{figures[key]:.0f}" for key in ("load", "read", "code", "cold", "warm")]
                ratio, blocked = f"{figures['warm'] / unit:.1f}", f"{figures['longest']:.0f}"
                line = ROW.format(name, f"×{rate}", options, *told, ratio, blocked, f"{figures['bytes']:.0f}")
                sys.stdout.write(line + "\n")
                sys.stdout.flush()


def median_of(browser: Browser, script: str, rate: int, name: str, options: int) -> dict[str, float]:
    answers = tuple(f"Option {number}" for number in range(options))
    room = open_room(name, (Homomorphic("Which?", answers),), voters=1, trustees=KEY_HOLDERS)
    seen = [measure(browser, script, rate, room, options) for _ in range(FRESH)]
    return {figure: median(one[figure] for one in seen) for figure in seen[0]}


def measure(browser: Browser, script: str, rate: int, room: Room, options: int) -> dict[str, float]:
    tab = browser.new_context().new_page()
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    load = "(script) => { const start = performance.now(); (0, eval)(script); return performance.now() - start; }"
    loaded = tab.evaluate(load, script)
    task: dict[str, Any] = {
        "raw": room.election.raw.hex(),
        "trustees": room.trustees.hex(),
        "code": room.codes[0],
        "answers": [[0] * (options - 1) + [1]],
    }
    figures: dict[str, float] = tab.evaluate("(task) => measure(task)", task)
    tab.context.close()
    return {"load": loaded, **figures}


if __name__ == "__main__":
    try:
        main()
    except NoChromium as missing:
        sys.stdout.write(f"no figures of the booth: {missing}\n")
