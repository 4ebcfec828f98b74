"""Every control a test names is written in one form, so that a search finds it."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
FORM = re.compile(r"^[A-Z]+-\d+$")


def test_controls_are_named_in_one_form() -> None:
    named = {
        control
        for path in TESTS.rglob("test_*.py")
        for control in re.findall(r"mark\.control\(\"([^\"]+)\"\)", path.read_text(encoding="utf-8"))
    }
    assert named
    assert not [control for control in named if not FORM.match(control)]
