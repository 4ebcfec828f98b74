"""What a printed page shows, read back from its pixels and its parts."""

import re
import zlib

import pypdfium2
import zxingcpp
from PIL.Image import Image


def fonts(pdf: bytes) -> set[str]:
    """The faces that the file brings with it, without the marks of a subset."""
    return {name.decode().partition("+")[2] for name in re.findall(rb"/FontName ?/([^\s/>]+)", _whole(pdf))}


def pages(pdf: bytes) -> list[Image]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=2).to_pil() for page in document]


def texts(pdf: bytes) -> list[str]:
    """The text layer of each page, as a program that reads aloud finds it."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def codes(pdf: bytes) -> list[str]:
    """What a telephone's camera reads on each page."""
    return [found.text for page in pages(pdf) for found in zxingcpp.read_barcodes(page)]


def says(pdf: bytes, words: bytes) -> bool:
    return words in _whole(pdf)


def _whole(pdf: bytes) -> bytes:
    unpacked = b""
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            unpacked += zlib.decompress(packed)
        except zlib.error:
            continue
    return pdf + unpacked
