"""The keyroom in Chromium before a server that is played by the test: it shows and takes whatever the test wants."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Route
from playwright.sync_api import Page as Tab

from ballots import Question, group, hex_hash
from ballots.keyfiles import Purpose, write_key_file
from ballots.roles.key_holder import Alone, derived
from governance.platform.web.assets import asset
from tests.ballots.election_room import Room, counter, open_room

PASSWORD = "four words that fit"
HOST = "http://localhost"
NAME = "Ed25519"
OWNER = 1


@dataclass
class Played:
    """What the played server answers. ``sent`` is all that came to it, by path."""

    facts: dict[str, Any]
    archive: bytes
    checkpoint: dict[str, Any] | None = None
    sent: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if route.request.method == "POST":
            self.sent.append((path, (route.request.post_data_buffer or b"").decode()))
            self.facts = {**self.facts, "duties": ["wait-for-others"]}
            route.fulfill(json={})
        elif path.endswith("/room"):
            route.fulfill(body=built()["keyroom.html"], content_type="text/html; charset=utf-8")
        elif path.startswith("/static/keyroom-"):
            route.fulfill(body=built()["keyroom.js"], content_type="text/javascript")
        elif path.startswith("/static/site-"):
            route.fulfill(body=built()["site.css"], content_type="text/css")
        elif path.endswith("/ceremony"):
            route.fulfill(json=self.facts)
        elif path.endswith("/archive"):
            route.fulfill(body=self.archive)
        elif path.endswith("/checkpoint"):
            route.fulfill(body=json.dumps(self.checkpoint))
        else:
            route.fulfill(status=404, body="")


@cache
def built() -> dict[str, bytes]:
    """The page and its files, as they were when the first test asked for them."""
    return {name: asset(name).path.read_bytes() for name in ("keyroom.html", "keyroom.js", "site.css")}


def seeds(count: int) -> list[bytes]:
    return [counter(f"key-holder {number}")(32) for number in range(count)]


def opened_room(questions: Sequence[Question], voters: int, name: str = NAME) -> Room:
    """An election of two key-holders who stand alone, with the keys that ``key_file`` writes."""
    holders = [derived(group(name), seed, None) for seed in seeds(2)]
    secrets = [holder.secret for holder in holders if isinstance(holder, Alone)]
    return open_room(name, questions, voters=voters, secrets=secrets)


def key_file(number: int = OWNER, name: str = NAME) -> bytes:
    seed = seeds(number)[-1]
    holder = derived(group(name), seed, None)
    return write_key_file(seed, Purpose(name, "Ann", None, holder.fingerprint), PASSWORD, counter("file"))


def facts(room: Room, duty: str, *, floor: int = 5) -> dict[str, Any]:
    """As the server tells them to the first key-holder after the vote."""
    holder = derived(room.election.group, seeds(1)[0], None)
    assert isinstance(holder, Alone)
    digits = hex_hash(holder.public_text.encode()).upper()
    key = " ".join(digits[at : at + 4] for at in range(0, 16, 4))
    texts = {"en": "Shall we?", "cy": "A wnawn ni?"}
    return {
        **{"vote": "v1", "uuid": room.election.uuid, "state": "closed", "group": room.election.group.name},
        **{"title": texts, "size": 2, "needed": 2, "round": 0, "roll_count": len(room.codes), "floor": floor},
        **{"codes_by": "holder", "duties": [duty], "owner": OWNER, "seat_offered": None, "keeps_codes": False},
        **{"key": key, "keys": [key, key], "certificates": [None, None], "commitments": [None, None]},
        **{"dealt": [False, False], "dealing": None, "letter": None, "share": None, "shuffled": [], "opened": []},
        **{"organisation": {"en": "Hafod", "cy": "Hafod"}, "contact": {"phone": "01234", "email": "", "post": ""}},
        **{"comfort": {"text": None, "theme": None}, "idle_minutes": 30, "form_token": "token"},
    }


def enter(browser: Browser, played: Played, variant: str = "en", *, slow: bool = False) -> Tab:
    """``slow``: to the page its own work seems to take three hundred times as long as it does."""
    tab = browser.new_context(accept_downloads=False).new_page()
    if slow:
        tab.add_init_script("const now = performance.now.bind(performance); performance.now = () => 300 * now();")
    tab.route("**/*", played.answer)
    tab.goto(f"{HOST}/{variant}/keys/v1/room")
    return tab


def choose_key(tab: Tab, folder: Path, file: bytes | None = None) -> None:
    """Opens the key file with its password, on the page that asks for it."""
    path = folder / "ann.privkey"
    path.write_bytes(file or key_file())
    tab.locator("input[type=file]").set_input_files(path)
    tab.locator("#password").fill(PASSWORD)
    tab.locator("form button[type=submit]").click()


def decryption_in(played: Played) -> dict[str, bytes]:
    ((path, body),) = played.sent
    assert path == "/api/votes/v1/decryptions"
    return {name: text.encode() for name, text in json.loads(body).items()}
