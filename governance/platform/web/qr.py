"""Codes for the camera of a telephone, drawn by the page itself: nothing is fetched, and nothing runs."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class Drawing:
    """Dark squares as the path of an SVG picture, ``size`` units wide and high."""

    size: int
    path: str


def drawn(text: str) -> Drawing:
    """With the light border of four squares that cameras want, and able to bear some dirt (level M)."""
    code = segno.make(text, error="m", micro=False)
    dark = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix_iter(border=4))
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return Drawing(len(code.matrix) + 8, "".join(dark))
