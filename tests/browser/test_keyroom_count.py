"""A key-holder's part in the count, before a server that plays false: the key opens nothing but the total (BAL-9)."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Page, expect

from ballots import (
    Homomorphic,
    NonHomomorphic,
    check_binding,
    check_decryption,
    check_shuffle,
    read_archive,
    to_shuffle,
)
from ballots.checkpoints import take_checkpoint
from ballots.events import ENCRYPTED_TALLY
from ballots.notes import LOG, Note, VerifierKey, sign_note
from ballots.opening import to_decrypt
from ballots.trustees import read_trustees
from tests.ballots.election_room import RANKING, Room, archive_of, parts_of
from tests.browser.booth_alone import chromium
from tests.browser.keyroom_alone import OWNER, Played, choose_key, decryption_in, enter, facts, opened_room
from tests.browser.looking import RULES, inside

MOTION = Homomorphic("Shall we?", ("Yes", "No"), blank=True)
DESK = "Your part in this vote, on this device"
HOLDS = "The record holds"
OPEN, MIX = "Open my part of the total", "Mix the answers"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def voted(voters: int = 6, questions: tuple[Homomorphic | NonHomomorphic, ...] = (MOTION,)) -> Room:
    """Everybody voted, and the sums are published."""
    room = opened_room(questions, voters)
    for voter in range(voters):
        room.cast(voter, [[0, 1, 0] if question is MOTION else [1, 2, 3] for question in questions])
    room.close()
    return room


def check_record(tab: Page, folder: Path, press: str = OPEN) -> None:
    fetch_record(tab, press)
    choose_key(tab, folder)


def fetch_record(tab: Page, press: str = OPEN) -> None:
    tab.get_by_role("button", name=press).click()
    tab.get_by_role("button", name="Fetch and check the record").click()


def open_part(tab: Page) -> None:
    heading(tab, HOLDS)
    tab.get_by_role("button", name="Open my part and send it").click()


def heading(tab: Page, words: str) -> None:
    expect(tab.locator("h1")).to_have_text(words, timeout=60_000)


# --- as it should be ------------------------------------------------------------------------------------------------


@pytest.mark.control("BAL-9")
def test_a_key_holder_checks_the_record_and_opens_a_part_and_no_second(browser: Browser, tmp_path: Path) -> None:
    """Two records that hold by themselves: together they would tell how the last voter voted."""
    room, other = voted(), opened_room((MOTION,), 6)
    played = Played(facts(room, "open-sum"), room.archive())
    tab = enter(browser, played)
    check_record(tab, tmp_path)
    heading(tab, HOLDS)
    expect(tab.locator("main li")).to_have_count(5)
    expect(tab.locator("main")).to_contain_text("6 votes are in the box. The last one of each code counts: 6.")
    assert played.sent == []
    open_part(tab)
    heading(tab, DESK)
    require_right(room, decryption_in(played))
    require_no_secret(tab, played, room.secrets[OWNER - 1])

    for raw in (*room.ballots[:-1], room.make(5, [[0, 0, 1]])):
        other.put(raw)
    other.close()
    played.archive, played.facts = other.archive(), facts(other, "open-sum")
    fetch_record(tab)
    open_part(tab)
    assert (stopped(tab), len(played.sent)) == ("second-tally", 1)

    played.archive = room.archive()
    tab.get_by_role("button", name="Look again").click()
    fetch_record(tab)
    open_part(tab)
    heading(tab, DESK)
    assert len(played.sent) == 2, "the same total is opened again where the first answer was lost"


def require_right(room: Room, made: dict[str, bytes]) -> None:
    tally = to_decrypt(read_archive(room.archive()), room.election)
    trustee = read_trustees(room.election.group, room.trustees).each[OWNER - 1]
    factors = check_decryption(room.election, trustee, tally, made["decryption"])
    check_binding(room.election, trustee, tally, factors, made["binding"])


def require_no_secret(tab: Page, played: Played, secret: int) -> None:
    kept = json.dumps(played.sent) + tab.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    for spelled in (str(secret), f"{secret:064x}", secret.to_bytes(32, "little").hex()):
        assert spelled not in kept


def test_a_key_holder_mixes_rankings(browser: Browser, tmp_path: Path) -> None:
    room = voted(questions=(RANKING, MOTION))
    played = Played(facts(room, "shuffle"), room.archive())
    tab = enter(browser, played)
    check_record(tab, tmp_path, MIX)
    heading(tab, HOLDS)
    tab.get_by_role("button", name="Mix the answers and send them").click()
    heading(tab, DESK)
    ((path, body),) = played.sent
    assert path == "/api/votes/v1/shuffles"
    before = to_shuffle(room.election, to_decrypt(read_archive(room.archive()), room.election))
    assert len(check_shuffle(room.election, before, body.encode())[0]) == 6


# --- a server that plays false --------------------------------------------------------------------------------------


@dataclass
class Sitting:
    """One key-holder whose key file is open, and the server that she sits before."""

    tab: Page
    played: Played

    def shown(self, room: Room, archive: bytes, *, checkpoint: dict[str, Any] | None = None, **said: Any) -> Page:
        """The page after this record was fetched and checked."""
        self.played.archive, self.played.checkpoint = archive, checkpoint
        self.played.facts = {**facts(room, "open-sum"), **said}
        with self.tab.expect_response("**/ceremony"):  # at once, or when the desk looks next
            self.tab.locator("button", has_text=re.compile("Back|Look again|See how things stand")).first.click()
        heading(self.tab, DESK)
        fetch_record(self.tab)
        return self.tab

    def stopped(self, room: Room, archive: bytes, **said: Any) -> str:
        """The word on the page that stops; nothing was sent."""
        code = stopped(self.shown(room, archive, **said))
        assert self.played.sent == []
        return code


def stopped(tab: Page) -> str:
    heading(tab, "Stop: something does not hold")
    expect(tab.locator("main")).to_contain_text("Your key was not used, and nothing was sent.")
    return tab.locator(".app-tracker").inner_text()


@pytest.fixture(scope="module")
def sitting(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Sitting:
    room = voted()
    played = Played(facts(room, "open-sum"), room.archive())
    tab = enter(browser, played)
    check_record(tab, tmp_path_factory.mktemp("key"))
    heading(tab, HOLDS)
    return Sitting(tab, played)


def alone(room: Room) -> bytes:
    """The record, with the ballot of the first voter in the place of the sum of all."""
    single = opened_room((MOTION,), len(room.codes))
    single.put(room.ballots[0])
    single.close()
    return with_tally_of(room, single)


def but_one(room: Room) -> bytes:
    """With the sum of all but the last voter: the difference to the real sum would be that one's vote."""
    fewer = opened_room((MOTION,), len(room.codes))
    for raw in room.ballots[:-1]:
        fewer.put(raw)
    fewer.close()
    return with_tally_of(room, fewer)


def with_tally_of(room: Room, other: Room) -> bytes:
    parts, others = parts_of(room.entries), dict(parts_of(other.entries))
    return archive_of([(kind, others[kind] if kind == ENCRYPTED_TALLY else data) for kind, data in parts])


@pytest.mark.control("BAL-9")
@pytest.mark.parametrize("false", [alone, but_one])
def test_a_sum_of_other_votes_than_all_is_not_opened(sitting: Sitting, false: Callable[[Room], bytes]) -> None:
    room = voted()
    assert sitting.stopped(room, false(room)) == "tally-mismatch"


@pytest.mark.control("BAL-9")
def test_a_record_without_a_vote_that_a_checkpoint_covers_is_not_opened(sitting: Sitting) -> None:
    """The whole record is made anew without the last ballot: only what was signed before tells."""
    room = voted()
    fewer = opened_room((MOTION,), len(room.codes))
    for raw in room.ballots[:-1]:
        fewer.put(raw)
    fewer.close()
    signed = checkpoint(room, len(room.ballots) + 1)
    assert sitting.stopped(room, fewer.archive(), checkpoint=signed) == "checkpoint-mismatch"
    heading(sitting.shown(room, room.archive(), checkpoint=signed), HOLDS)


def checkpoint(room: Room, size: int) -> dict[str, object]:
    secret = Ed25519PrivateKey.generate()
    origin = f"vote.example.org/{room.election.uuid}"
    taken = take_checkpoint([entry.event for entry in room.entries[:size]], origin, datetime(2027, 1, 4, tzinfo=UTC))
    key = VerifierKey(origin, LOG, secret.public_key().public_bytes_raw())
    note = Note(taken.text, (sign_note(taken.text, key, secret.sign),)).write().decode()
    pem = secret.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return {"size": size, "head": taken.head, "note": note, "key": str(key), "public_key": pem}


@pytest.mark.control("BAL-9")
def test_the_record_of_another_election_is_not_opened(sitting: Sitting) -> None:
    """The same key-holders hold both; the server gives the record of one for the other."""
    room = voted()
    assert sitting.stopped(room, room.archive(), uuid="4TeStE1ect1oNsX") == "wrong-election"


@pytest.mark.control("BAL-9")
def test_a_record_with_another_list_than_the_roll_is_not_opened(sitting: Sitting) -> None:
    assert sitting.stopped(voted(7), voted(6).archive()) == "roll-count"


@pytest.mark.control("BAL-9")
def test_a_key_is_not_used_in_the_place_of_another(sitting: Sitting) -> None:
    room = voted()
    open_part(sitting.shown(room, room.archive(), owner=2))
    assert (stopped(sitting.tab), sitting.played.sent) == ("decryption-owner", [])


def test_rankings_that_nobody_mixed_are_not_opened(sitting: Sitting) -> None:
    room = voted(questions=(RANKING,))
    assert sitting.stopped(room, room.archive()) == "not-shuffled"


@pytest.mark.control("BAL-9")
@pytest.mark.control("SMALL-1")
def test_a_total_of_few_votes_is_not_opened_whatever_the_server_says(sitting: Sitting) -> None:
    room = opened_room((MOTION,), 6)
    for voter in range(4):
        room.cast(voter, [[0, 1, 0]])
    room.close()
    tab = sitting.shown(room, room.archive(), floor=0)
    heading(tab, "Your device does not open this total")
    expect(tab.locator("main")).to_contain_text("4 votes count, and 5 are needed.")
    expect(tab.get_by_role("button", name="Open my part and send it")).to_have_count(0)
    assert sitting.played.sent == []


@pytest.mark.control("SMALL-4")
def test_where_hardly_anybody_can_vote_the_key_holder_is_told(sitting: Sitting) -> None:
    """With a list of one voter a server could have one vote opened: whoever knows of more voters does not press."""
    room = voted(voters=1)
    tab = sitting.shown(room, room.archive(), floor=0)
    expect(tab.locator(".govuk-warning-text")).to_contain_text("Only 1 people can vote here")


# --- how it is said -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("variant", "width"), [("en", 1024), ("cy-easy", 320)])
def test_every_page_of_a_part_is_fit_to_be_read(browser: Browser, tmp_path: Path, variant: str, width: int) -> None:
    room = voted()
    tab = enter(browser, Played(facts(room, "open-sum"), room.archive()), variant, slow=True)
    tab.set_viewport_size({"width": width, "height": 800})
    for _ in range(2):
        require_fit(tab)
        tab.locator("main button.govuk-button").first.click()
    choose_key(tab, tmp_path)
    expect(tab.locator("main")).to_contain_text(re.compile(r"\b6 .*(minute|munud)"), timeout=60_000)
    require_fit(tab)
    tab.locator("main button.govuk-button").first.click()
    expect(tab.locator(".app-fingerprint")).to_be_visible(timeout=60_000)
    require_fit(tab)


def require_fit(tab: Page) -> None:
    tab.evaluate(inside())
    assert tab.evaluate("(rules) => looking.faults('tag', rules)", [*RULES]) == []
    assert tab.evaluate("looking.wide()") == []
