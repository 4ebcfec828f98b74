"""Templates hold words and structure; nothing in them may run or escape the escaping (WEB-1, WEB-2)."""

import re
from pathlib import Path

import pytest

from governance.settings import TEMPLATES

ROOT = Path(__file__).parents[2]
PAGES = sorted(TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline style": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+=", re.IGNORECASE),
    "an unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
    "another origin": re.compile(r"(?:src|href|action)=[\"']https?://", re.IGNORECASE),
}

KEPT_AS_FILES = {
    TEMPLATES / "print" / "arrangements" / "training.html",
    TEMPLATES / "print" / "document.html",
    TEMPLATES / "print" / "funds" / "statement.html",
    TEMPLATES / "print" / "motions" / "change-papers.html",
    TEMPLATES / "print" / "rulebook" / "rules.html",
    TEMPLATES / "print" / "votes" / "ballot.html",
    TEMPLATES / "print" / "votes" / "codes.html",
}
"""Never shown by a browser at an address of ours: each carries its own style, for no other file is at hand."""


@pytest.mark.control("WEB-2")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_holds_nothing_that_runs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    forbidden = {what for what, pattern in FORBIDDEN.items() if pattern.search(text)}
    assert not forbidden - ({"an inline style"} if path in KEPT_AS_FILES else set())


def test_a_template_with_its_own_style_is_known_to_no_page() -> None:
    naming = [path for path in (ROOT / "governance").rglob("*.py") if "print/document.html" in path.read_text("utf-8")]
    assert [path.parent.name for path in naming] == ["papers"]


@pytest.mark.control("WEB-2")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_components_come_through_our_own_wrappers(path: Path) -> None:
    """They take markup that is not escaped, and speak English where they are not told otherwise."""
    text = path.read_text(encoding="utf-8")
    if path.parent != TEMPLATES / "ui":
        assert "govuk_frontend_jinja" not in text
        assert not re.search(r"[\"']\w*[hH]tml[\"']\s*:", text)


WHOLE = [path for path in PAGES if path.read_text(encoding="utf-8").startswith("{% extends")]


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_page_has_a_title_and_a_main_heading(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "<h1" in text or "question=true" in text, "a page with one question has it as its heading"
    assert "{% block title %}" in text


@pytest.mark.control("WEB-2")
def test_ready_made_markup_comes_from_two_places() -> None:
    """Everything else is escaped. One holds what our own templates rendered before, the other what a component did."""
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "governance").rglob("*.py")
        if "Markup(" in path.read_text(encoding="utf-8")
    }
    assert makers == {"governance/papers/records.py", "governance/platform/web/layout.py"}
