from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from notifications import Accepted, Channel, Format, Letterhead, LetterTray, Refused, UnsafeHeader, letter_document
from tests.notifications.examples import BOB, LETTERHEAD, NIA, claimed, message


class Outline(HTMLParser):
    """The elements in order, each with its language, and whether all were closed."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sections: list[str | None] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        if tag == "section":
            self.sections.append(dict(attrs)["lang"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_letter_is_addressed_in_16_point_with_each_language_marked() -> None:
    document = letter_document(message(), NIA, LETTERHEAD)
    outline = Outline(document)
    assert outline.open == []
    assert outline.sections == ["cy", "en"]
    assert "font: 16pt/" in document
    assert "Siân Ŵyn-Jones<br>3 Stryd y Gŵr<br>Pwllheli<br>LL53 5AA" in document
    assert "Cydweithfa Tŷ Ŵyn<br>1 Heol y Bont" in document
    assert "<p>Dewch i'r tŷ.</p>" in document


def test_large_print_is_20_point() -> None:
    assert "font: 20pt/" in letter_document(
        message(), replace(BOB, formats=frozenset({Format.LARGE_PRINT})), LETTERHEAD
    )


@pytest.mark.control("MAIL-2")
def test_nothing_in_an_address_becomes_markup() -> None:
    hostile = replace(BOB, name="<script>alert(1)</script>", postal=("<img src=x>",))
    document = letter_document(message(), hostile, Letterhead("A & B <Co-op>"))
    assert "<script" not in document
    assert "<img" not in document
    assert "A &amp; B &lt;Co-op&gt;" in document


def test_a_letterhead_is_lines_not_a_page() -> None:
    with pytest.raises(UnsafeHeader):
        Letterhead("Co-op", ("1 Street\n2 Street",))


async def test_a_letter_waits_in_the_tray_to_be_printed(tmp_path: Path) -> None:
    tray = LetterTray(tmp_path, LETTERHEAD)
    async with tray.session() as send:
        assert await send(claimed("m1", NIA, Channel.LETTER)) == Accepted("m1.html")
        assert await send(claimed("m2", replace(NIA, postal=()), Channel.LETTER)) == Refused(
            "no-address", permanent=True
        )
    assert (tmp_path / "m1.html").read_text() == letter_document(message("m1"), NIA, LETTERHEAD)


async def test_a_tray_that_cannot_be_written_keeps_the_letter_waiting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    async with LetterTray(tmp_path / "file", LETTERHEAD).session() as send:
        answer = await send(claimed("m1", NIA, Channel.LETTER))
    assert isinstance(answer, Refused)
    assert not answer.permanent
