"""What a part in the count costs a key-holder, in Chromium: check, mix and open. Reports, never fails."""

import sys
from typing import Any

from playwright.sync_api import Browser

from ballots import Homomorphic
from ballots.questions import Question
from tests.ballots.booth.engine import bundled
from tests.ballots.election_room import RANKING, open_room
from tests.browser.booth_alone import chromium
from tests.browser.chromium import NoChromium

MOTION = Homomorphic("Shall we?", ("Yes", "No"), blank=True)
ASKED: dict[str, tuple[Question, list[int]]] = {"motion": (MOTION, [0, 1, 0]), "ranking": (RANKING, [1, 2, 3])}
KINDS = (
    ("Ed25519", "motion"),
    ("BELENIOS-2048", "motion"),
    ("RFC-3526-2048", "motion"),
    ("Ed25519", "ranking"),
    ("RFC-3526-2048", "ranking"),
)
BALLOTS = (100, 1000)

COLUMNS = ("group", "kind", "ballots", "check", "mix", "open", "told", "blocked")
ROW = "{:<14} {:<8} {:>7} {:>8} {:>8} {:>8} {:>8} {:>8}"


def main(sizes: tuple[int, ...] = BALLOTS) -> None:
    """``told`` is what the page says before it starts to check and to open; ``blocked`` in milliseconds, all else in
    seconds."""
    with chromium() as browser:
        sys.stdout.write(f"\nA key-holder's part in Chromium {browser.version}; seconds\n{ROW.format(*COLUMNS)}\n")
        for ballots in sizes:
            for name, kind in KINDS:
                figures = measure(browser, name, kind, ballots)
                told = [f"{figures[key] / 1000:.1f}" for key in ("verify", "shuffle", "decrypt", "told")]
                sys.stdout.write(ROW.format(name, kind, ballots, *told, f"{figures['longest']:.0f}") + "\n")
                sys.stdout.flush()


def measure(browser: Browser, name: str, kind: str, ballots: int) -> dict[str, float]:
    question, answer = ASKED[kind]
    room = open_room(name, (question,), voters=ballots, trustees=1)
    for voter in range(ballots):
        room.cast(voter, [answer])
    room.close()
    tab = browser.new_context().new_page()
    tab.set_default_timeout(0)
    tab.add_script_tag(content=bundled("../keyroom/record_in_page.js", "iife").decode())
    task = {"act": "measure", "archive": room.archive().hex(), "secret": str(room.secrets[0])}
    reply: dict[str, Any] = tab.evaluate("(task) => perform(task)", task)
    tab.context.close()
    figures: dict[str, float] = reply["answer"]
    return figures


if __name__ == "__main__":
    try:
        main(tuple(map(int, sys.argv[1:])) or BALLOTS)
    except NoChromium as missing:
        sys.stdout.write(f"no figures of the keyroom: {missing}\n")
