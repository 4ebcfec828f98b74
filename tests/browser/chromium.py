"""Debian's Chromium, started quietly: it asks nothing of anybody but the pages of the test."""

import shutil

from playwright.async_api import Browser, Playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "these tests need Chromium; type: sudo apt-get install -y chromium"


class NoChromium(Exception):
    """The machine has no Chromium. Nothing is skipped for that: what is not tried is not known to work."""


async def started(playwright: Playwright) -> Browser:
    path = shutil.which("chromium")
    if path is None:
        raise NoChromium(MISSING)
    return await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
