"""The booth's modules in a page of Chromium, alone: no server, no network."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab

from tests.ballots.booth.engine import Engine, bundled
from tests.browser.chromium import FLAGS, MISSING, NoChromium


class Page(Engine):
    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        asked = "async (request) => JSON.stringify(await perform(JSON.parse(request)))"
        reply: dict[str, Any] = json.loads(self.tab.evaluate(asked, json.dumps(request)))
        return reply


@contextmanager
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        raise NoChromium(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def page() -> Iterator[Page]:
    with chromium() as browser:
        tab = browser.new_page()
        tab.add_script_tag(content=bundled("in_page.js", "iife").decode())
        yield Page(tab)
