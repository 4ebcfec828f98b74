"""The sections of a page, each with the numbers of the rules it shows and with what its "why?" links name."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.governance.demonstration.marking import MARK, Sources, sources_of

READ_ALOUD = ("title", "alt", "placeholder", "value", "aria-label")
"""Attributes that a person comes to read or hear."""
_RULE = re.compile(r"/rules/([^/]+)/version/")
_EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "path", "rect", "line", "circle"})


@dataclass
class Section:
    """From one heading to the next. ``numbers``: the words about each number, and the rules that it rests on."""

    heading: str = ""
    numbers: list[tuple[str, Sources]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    """Rules and sections of the law that a "why?" of this section names."""

    def unexplained(self) -> list[str]:
        return [words for words, sources in self.numbers if sources and not sources & self.named]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sections = [Section()]
        self.open: list[str] = []
        self.why = 0
        """How many elements were open when the "why?" began; 0 outside of one."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("h1", "h2"):
            self.sections.append(Section())
        if tag not in _EMPTY:
            self.open.append(tag)
        if tag == "details" and "app-why" in given.get("class", ""):
            self.why = len(self.open)
        if self.why and (found := _RULE.search(given.get("href", ""))):
            self.sections[-1].named.add(found.group(1))
        for name in READ_ALOUD:
            self._reads(given.get(name, ""))

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass
        if len(self.open) < self.why:
            self.why = 0

    def handle_data(self, words: str) -> None:
        if self.open and self.open[-1] in ("h1", "h2"):
            self.sections[-1].heading += " ".join(MARK.sub("", words).split())
        if self.why:
            self.sections[-1].named.add(" ".join(words.split()))
        else:
            self._reads(words)

    def _reads(self, words: str) -> None:
        if "head" in self.open or self.why:
            return
        said = " ".join(MARK.sub("", words).split())
        self.sections[-1].numbers += [(said, sources_of(found)) for found in MARK.findall(words)]


def sections(page: str) -> list[Section]:
    reader = _Reader()
    reader.feed(page)
    return reader.sections
