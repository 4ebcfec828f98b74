"""What is pinned is not older than what is known to be safe, and every pin carries its hashes."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).parents[2]
SAFE_SINCE = {
    "litestar": "2.20",  # host and origin patterns matched too much; a cookie could inject markup
    "pynacl": "1.6.2",  # libsodium accepted points outside the main subgroup
    "jinja2": "3.1.6",  # sandbox escapes
    "cryptography": "44.0.1",  # the OpenSSL inside
    "h11": "0.16",  # chunked bodies read too leniently
    "argon2-cffi": "23.1",
    "aiosmtplib": "4.0.1",
    "weasyprint": "70",  # what fetches for a document was asked for some of its addresses only
}


@pytest.mark.parametrize(("package", "least"), SAFE_SINCE.items())
def test_an_installed_package_is_safe(package: str, least: str) -> None:
    if f"\n{package}==" not in PINNED:
        pytest.fail(f"{package} is not pinned: take it out of the table")
    assert Version(version(package)) >= Version(least)


PINNED = "\n" + (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_every_pin_has_hashes_and_names_no_address() -> None:
    pins = re.split(r"\n(?=[a-z0-9])", PINNED.strip())
    entries = [pin for pin in pins if "==" in pin.splitlines()[0]]
    assert len(entries) > 50
    assert not [pin.splitlines()[0] for pin in entries if "--hash=sha256:" not in pin]
    assert "://" not in PINNED
