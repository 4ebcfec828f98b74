"""Templates hold words and structure; nothing in them may run or escape the escaping (WEB-1, WEB-2)."""

import re
from pathlib import Path

import pytest

from governance.settings import TEMPLATES

PAGES = sorted(TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline style": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+=", re.IGNORECASE),
    "an unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
    "another origin": re.compile(r"(?:src|href|action)=[\"']https?://", re.IGNORECASE),
}


@pytest.mark.control("WEB-2")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_holds_nothing_that_runs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize("path", sorted((TEMPLATES / "pages").rglob("*.html")), ids=lambda path: path.stem)
def test_a_page_has_one_main_heading(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    headings = len(re.findall(r"<h1\b", text))
    assert headings <= 1
    assert headings == 1 or "{% extends" in text or path.stem.startswith("_")
