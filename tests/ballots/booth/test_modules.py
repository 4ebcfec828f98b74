"""The cryptography of the booth touches no page, no storage, no network, no log and no clock of its own."""

import re
from pathlib import Path

import pytest

BOOTH = Path(__file__).parents[3] / "ballots" / "booth"
PUBLIC = ("election", "credentials", "ballot", "tracker", "receipt", "trustees")
"""What the page imports; everything these import is looked at too."""

COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
IMPORT = re.compile(r'from "([^"]+)"')
FORBIDDEN = re.compile(
    r"\b(window|document|self|localStorage|sessionStorage|indexedDB|caches|cookie|navigator|location|history|fetch"
    r"|XMLHttpRequest|WebSocket|EventSource|sendBeacon|postMessage|console|alert|eval|Function|Worker|Date)\b"
    r"|Math\.random|\bimport\("
)
LIBRARIES = {"@noble/curves/ed25519.js", "@noble/hashes/sha2.js", "@noble/hashes/utils.js"}
RANDOMNESS = "crypto.getRandomValues"


def modules():
    """The public modules with all they import, comments taken out, and the libraries they rest on."""
    found, libraries, waiting = {}, set(), [f"./{name}.js" for name in PUBLIC]
    while waiting:
        name = waiting.pop().removeprefix("./")
        if name in found:
            continue
        found[name] = COMMENT.sub("", (BOOTH / name).read_text(encoding="utf-8"))
        for imported in IMPORT.findall(found[name]):
            (waiting.append if imported.startswith("./") else libraries.add)(imported)
    return found, libraries


MODULES, IMPORTED = modules()


@pytest.mark.control("BOOTH-1")
@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_of_the_cryptography_touches_nothing_outside_itself(name):
    assert not FORBIDDEN.findall(MODULES[name])


def test_the_words_that_are_looked_for_would_be_found():
    code = "window.localStorage.x = document.cookie; console.log(await import('x'), new Date(), Math.random())"
    assert len(FORBIDDEN.findall(code)) == 8


def test_the_cryptography_rests_on_one_audited_family_of_libraries():
    assert IMPORTED == LIBRARIES


@pytest.mark.control("BAL-4")
def test_randomness_has_one_source():
    assert [name for name, code in MODULES.items() if RANDOMNESS in code] == ["chance.js"]
