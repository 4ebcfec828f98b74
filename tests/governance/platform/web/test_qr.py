"""The picture for a telephone's camera says what its text says."""

import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from governance.platform.web.qr import drawn


@given(st.text(min_size=1, max_size=200))
def test_every_dark_square_is_drawn_and_no_other(text: str) -> None:
    drawing = drawn(text)
    dark = {(int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawing.path)}
    code = segno.make(text, error="m", micro=False)
    assert dark == {(x, y) for y, row in enumerate(code.matrix) for x, value in enumerate(row) if value}
    assert drawing.size == len(code.matrix) + 8
