"""A person at a browser who can only do what the page offers: follow a link it shows, fill in a form it has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

from tests.governance.conftest import Browser

SILENT = {"script", "style", "title"}
BLOCKS = {
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "legend",
    "label",
    "caption",
    "button",
    "option",
    "div",
    "pre",
}

Values = dict[str, list[str]]


@dataclass
class Form:
    """A form as the page has it: what is in it already, what may be filled in, what its buttons say and send.

    ``choices`` has the words beside each value that may be chosen.
    """

    action: str
    method: str
    values: Values = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a person perceives of an answer: its words, its links, its forms."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.headings = 0
        self.links: dict[str, str] = {}
        self.forms: list[Form] = []
        self._words: list[str] = []
        self._open: list[tuple[str, dict[str, str], int]] = []
        self._form: Form | None = None
        self._picking = ""
        self._ids: dict[str, tuple[dict[str, str], str]] = {}
        self.feed(html)
        self.text = re.sub(r"\s+", " ", "".join(self._words)).strip()

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.language = given["lang"]
        if tag == "form":
            self._form = Form(given["action"], given["method"])
            self.forms.append(self._form)
        self.headings += tag == "h1"
        self._control(tag, given)
        if tag in BLOCKS:
            self._words.append(" ")
        if tag in SILENT or tag in ("a", "button", "textarea", "option", "label"):
            self._open.append((tag, given, len(self._words)))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._words.append(" ")
        if tag == "form":
            self._form = None
        if not self._open or self._open[-1][0] != tag:
            return
        _, given, start = self._open.pop()
        words = re.sub(r"\s+", " ", "".join(self._words[start:])).strip()
        if tag in SILENT:
            del self._words[start:]
        elif tag == "a":
            self.links.setdefault(words, given["href"])
        elif tag == "button" and self._form is not None:
            self._form.buttons.append((words, given.get("name", ""), given.get("value", "")))
        elif tag == "textarea" and self._form is not None:
            self._form.values[given["name"]] = ["".join(self._words[start:]).removeprefix("\n")]
        elif tag == "option" and self._form is not None:
            self._form.choices.setdefault(self._picking, {})[given["value"]] = words
        elif tag == "label" and given.get("for") in self._ids:
            choices, value = self._ids[given["for"]]
            choices[value] = words

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        form, name = self._form, given.get("name", "")
        if form is None:
            return
        if tag in ("input", "select", "textarea") and name:
            form.names.add(name)
        if tag == "select":
            self._picking = name
        kind = given.get("type", "text") if tag == "input" else tag
        if kind in ("checkbox", "radio"):
            choices = form.choices.setdefault(name, {})
            choices[given["value"]] = ""
            self._ids[given["id"]] = choices, given["value"]
        if kind == "option":
            if "selected" in given or self._picking not in form.values:
                form.values[self._picking] = [given["value"]]
        elif kind in ("checkbox", "radio") and "checked" in given:
            form.values.setdefault(name, []).append(given["value"])
        elif tag == "input" and kind not in ("checkbox", "radio", "file"):
            form.values[name] = [given.get("value", "")]


@dataclass
class Visitor:
    """Somebody at a browser. Each look checks what holds for every page: one heading, the language of the address."""

    browser: Browser
    answer: httpx.Response | None = None
    page: Page = field(default_factory=lambda: Page(""))

    async def opens(self, path: str, status: int = 200) -> Page:
        return self._looks_at(await self.browser.get(path), status)

    async def follows(self, words: str) -> Page:
        assert words in self.page.links, f"no link “{words}”, but {sorted(self.page.links)}"
        return await self.opens(self.page.links[words])

    async def sends(self, button: str, status: int = 200, file: bytes | None = None, **filled: Any) -> Page:
        """Fill in the form with this button and press it; ``status`` is that of the page one ends on.

        What is chosen from a list is named by the words that stand there, or by its value.
        """
        form, pressed = self._form_of(button)
        values: Values = {**form.values, **pressed}
        for name, value in filled.items():
            assert name in form.names, f"nothing to fill in called {name}, but {sorted(form.names)}"
            written = [value] if isinstance(value, str) else list(value)
            values[name] = [_chosen(form.choices[name], one) for one in written] if name in form.choices else written
        if form.method == "get":
            return self._looks_at(await self.browser.get(form.action, params=values), status)
        assert file is None or "file" in form.names
        answer = await self.browser.client.post(
            form.action,
            data=values,
            files=None if file is None else {"file": ("chosen", file)},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        if answer.is_redirect:
            return await self.opens(answer.headers["location"], status)
        return self._looks_at(answer, status)

    async def presses(self, button: str, status: int = 200) -> Page:
        """The first button that begins with these words; the rest tells those who hear the page whose it is."""
        found = [words for form in self.page.forms for words, _, _ in form.buttons if words.startswith(button)]
        assert found, f"no button “{button}…”; the page says: {self.page.text}"
        return await self.sends(found[0], status)

    def sees(self, *words: str) -> None:
        for some in words:
            assert some in self.page.text, f"“{some}” is not in: {self.page.text}"

    def does_not_see(self, *words: str) -> None:
        for some in words:
            assert some not in self.page.text, f"“{some}” is in: {self.page.text}"

    @property
    def here(self) -> str:
        assert self.answer is not None
        return self.answer.request.url.path

    @property
    def last_part(self) -> str:
        """What the page is about: the last part of its address."""
        return self.here.rstrip("/").rpartition("/")[2]

    def _form_of(self, button: str) -> tuple[Form, Values]:
        for form in self.page.forms:
            for words, name, value in form.buttons:
                if words == button:
                    return form, {name: [value]} if name else {}
        offered = [words for form in self.page.forms for words, _, _ in form.buttons]
        raise AssertionError(f"no button “{button}”, but {offered}; the page says: {self.page.text}")

    def _looks_at(self, answer: httpx.Response, status: int) -> Page:
        self.answer, self.browser.last, self.page = answer, answer, Page(answer.text)
        assert answer.status_code == status, f"{answer.request.url}: {answer.status_code}, {self.page.text}"
        assert self.page.headings == 1
        assert answer.request.url.path.startswith(f"/{self.page.language}")
        return self.page


def _chosen(choices: dict[str, str], wanted: str) -> str:
    found = [value for value, words in choices.items() if wanted in (value, words)]
    assert found, f"“{wanted}” is not offered, but {choices}"
    return found[0]
