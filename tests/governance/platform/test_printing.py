"""Paper from HTML: in our typeface, with its structure, and from a process that can be asked for nothing."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from PIL import ImageChops
from weasyprint.urls import FatalURLFetchingError

from governance.platform import printing
from governance.platform.printing import press
from governance.platform.web.assets import asset
from governance.platform.web.qr import drawn
from tests.governance.platform.printing import codes, fonts, pages, says, texts

FAMILY = "Atkinson Hyperlegible Next"
OURS = {f"font:{weight}": asset(f"atkinson-{weight}.woff2").path.read_bytes() for weight in printing.WEIGHTS}


def document(inside: str, language: str = "cy") -> str:
    style = f'@page {{ size: A5 }} body {{ font: 40pt/1.5 "{FAMILY}" }}'
    head = f"<title>Llythyr</title><style>{style}</style>"
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{inside}</body></html>'


async def test_welsh_letters_are_drawn_by_our_two_faces_alone() -> None:
    made = await printing.pdf(document("<h1>Ŵŵ Ŷŷ Ẁẁ</h1><p>Tŷ, dŵr, câr</p>"))
    assert fonts(made) == {"Atkinson-Hyperlegible-Next", "Atkinson-Hyperlegible-Next-Bold"}
    assert "Tŷ, dŵr, câr" in texts(made)[0]


async def test_a_letter_with_a_roof_looks_different_from_the_letter_without() -> None:
    """A text layer may be right where the picture is wrong: typefaces that are split in files are drawn as others."""
    (roofed,), (bare,) = [pages(await printing.pdf(document(f"<p>{word}</p>"))) for word in ("ŵ", "w")]
    roof = ImageChops.difference(roofed.convert("L"), bare.convert("L")).getbbox()
    letter = ImageChops.invert(bare.convert("L")).getbbox()
    assert roof is not None
    assert letter is not None
    assert roof[1] < letter[1], "there is ink above the w"
    assert roof[3] <= letter[1] + 1, "and the w below it is the same w"


async def test_a_document_tells_programs_that_read_aloud_what_it_is() -> None:
    made = await printing.pdf(document("<h1>Pleidlais</h1>"))
    assert says(made, b'pdfuaid:part="1"')
    assert says(made, b"/StructTreeRoot")
    assert says(made, b"/Lang (cy)")


async def test_a_code_for_cameras_is_read_back_from_paper() -> None:
    picture = drawn("Xq7Pd-Rk2mWz-9cTfH-b4NsVe")
    size = f"0 0 {picture.size} {picture.size}"
    made = await printing.pdf(document(f'<svg width="35mm" height="35mm" viewBox="{size}"><path d="{picture.path}"/>'))
    assert codes(made) == ["Xq7Pd-Rk2mWz-9cTfH-b4NsVe"]


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The addresses that a server on this machine was asked for; the first is the server's own."""

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    heard = [f"http://127.0.0.1:{server.server_port}"]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield heard
    server.shutdown()
    server.server_close()


@pytest.mark.control("WEB-4")
@pytest.mark.parametrize(
    "asking",
    [
        '<img src="{}" alt="">',
        '<object data="{}"></object>',
        '<link rel="attachment" href="{}">',
        '<link rel="stylesheet" href="{}">',
        '<style>@import url("{}");</style>',
        '<style>p {{ background: url("{}") }}</style>',
        '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style>',
        '<svg><image href="{}" width="9" height="9"/></svg>',
        '<svg><use href="{}#x"/></svg>',
    ],
)
def test_whatever_a_document_names_nothing_is_fetched(asking: str, asked: list[str], tmp_path: Path) -> None:
    """Asked of the press itself: where it runs changes nothing of what it asks for."""
    secret = tmp_path / "secret.svg"
    words = "<svg xmlns='http://www.w3.org/2000/svg'><text id='x' y='9'>canary</text></svg>"
    secret.write_text(words)
    for address in (secret.as_uri(), f"{asked[0]}/x", f"data:image/svg+xml,{words}"):
        try:
            made = press.print_(document(asking.format(address) + "<p>Llythyr</p>"), OURS)
        except FatalURLFetchingError:
            continue
        assert not says(made, b"canary")
        assert not any("canary" in page for page in texts(made))
    assert asked[1:] == []


async def test_where_a_library_is_missing_it_is_said_which(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "press.py"
    lacking = "import ctypes.util, cffi\ncffi.FFI.dlopen = lambda *_: (_ for _ in ()).throw(OSError('no libpango'))\n"
    source = printing.PRESS.read_text()
    head, _, rest = source.partition("import resource\n")
    other.write_text(f"{head}{lacking}import resource\n{rest}")
    monkeypatch.setattr(printing, "PRESS", other)
    with pytest.raises(printing.CannotPrint) as refused:
        await printing.pdf(document("<p>Llythyr</p>"))
    assert "libpango" in str(refused.value.facts["missing"])


async def test_what_would_never_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "SECONDS", 0)
    with pytest.raises(printing.TooMuchToPrint):
        await printing.pdf(document("<p>Llythyr</p>" * 1000))


async def test_the_press_hears_nothing_of_our_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CANARY", "nightingale")
    other = tmp_path / "press.py"
    other.write_text("import os, sys\nsys.stdout.write(repr(dict(os.environ)))\n")
    monkeypatch.setattr(printing, "PRESS", other)
    assert b"nightingale" not in await printing.pdf("")
    assert os.environ["CANARY"] == "nightingale"
