import re
from pathlib import Path

import ballots
from tests.ballots.vectors import VERDICTS

FOLDER = Path(ballots.__file__).parent
TOLD = set(re.findall(r"`([a-z0-9-]+)`", (FOLDER / "README.md").read_text()))
ROLES = {"answer", "result-out-of-range", "tracker"}
"""Reasons for refusing somebody's own act; they say nothing about an archive."""


def test_every_reason_for_refusing_an_archive_is_explained():
    judging = [path for path in FOLDER.rglob("*.py") if path.name != "roles.py"]
    source = "\n".join(path.read_text() for path in judging)
    codes = set(re.findall(r'(?:Invalid\(|code = |_CODE = |knowledge\(|one_of\()\s*"([a-z0-9-]+)"', source))
    codes |= set(re.findall(r'"((?:[a-z]+-)+(?:shape|header))"', source))
    assert len(codes) > 35
    assert codes - ROLES <= TOLD
    assert set(VERDICTS.values()) <= TOLD
