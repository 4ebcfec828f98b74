"""The keyroom's cryptography touches no page, storage, network, log or clock, and draws from one source."""

import re
from pathlib import Path

import pytest

import ballots
from tests.ballots.booth.test_modules import COMMENT, FORBIDDEN, IMPORT, RANDOMNESS

FOLDER = Path(ballots.__file__).parent / "keyroom"
MODULES = {
    path.relative_to(FOLDER).as_posix(): COMMENT.sub("", path.read_text(encoding="utf-8"))
    for path in [*FOLDER.glob("*.js"), *FOLDER.glob("arithmetic/*.js")]
    if path.name != "main.js"
}
PAGES = {path.name: COMMENT.sub("", path.read_text(encoding="utf-8")) for path in FOLDER.glob("pages/*.js")}
LIBRARIES = re.compile(r"@(noble|scure)/")


@pytest.mark.control("KEY-1")
@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_of_the_cryptography_touches_nothing_outside_itself(name: str) -> None:
    assert not FORBIDDEN.findall(MODULES[name])


def test_the_cryptography_rests_on_one_audited_family_of_libraries() -> None:
    imported = {text for code in MODULES.values() for text in IMPORT.findall(code) if not text.startswith(".")}
    assert [text for text in imported if not LIBRARIES.match(text)] == []


@pytest.mark.control("KEY-1")
def test_randomness_has_one_source() -> None:
    assert [name for name, code in {**MODULES, **PAGES}.items() if RANDOMNESS in code] == []


@pytest.mark.control("KEY-1")
def test_one_page_module_talks_to_the_server_and_none_keeps_more_than_what_is_public() -> None:
    """What stays on the device: commitments and fingerprints of all members, and the hash of what was opened."""
    sending = re.compile(r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|sessionStorage|indexedDB|document\.cookie")
    assert [name for name, code in PAGES.items() if sending.search(code)] == []
    storing = {name for name, code in PAGES.items() if "localStorage" in code}
    assert storing == {"ceremony-steps.js", "checked-page.js", "fingerprints.js"}
