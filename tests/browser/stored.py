"""Texts of pages kept beside the tests, so that a change of what people hear or press is seen when it is made.

``pytest tests/browser --keep`` takes what the pages say now; read the difference before you commit it.
"""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "said"
_PASSING = (
    (re.compile(r"\b[0-9a-hjkmnp-tv-z]{26}\b"), "…"),
    (re.compile(r"\b[0-9a-f]{32,}\b"), "…"),
    (re.compile(r"[A-Za-z0-9+/_-]{43,}=?"), "…"),
    (re.compile(r"from=[^\s\"]+"), "from=…"),
)
"""Ids and fingerprints, which are others in every demonstration."""


def compare(config: pytest.Config, name: str, text: str) -> None:
    for pattern, sign in _PASSING:
        text = pattern.sub(sign, text)
    path = FOLDER / f"{name}.txt"
    if config.getoption("--keep"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.rstrip() + "\n", encoding="utf-8")
    assert path.is_file(), f"nothing is stored for {name}; look at the page, then run with --keep"
    assert text.rstrip() + "\n" == path.read_text(encoding="utf-8")
