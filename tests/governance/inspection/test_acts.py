"""Every act that is noted anywhere has its sentence in the log, in every variant."""

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from governance.audit.model import Entry
from governance.inspection.log import TOPICS, LogLine
from governance.motions.model import Stage
from governance.platform.texts import VARIANTS
from governance.platform.web import variants
from governance.platform.web.layout import environment
from governance.rulebook.model import State

ROOT = Path(__file__).parents[3] / "governance"
NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
ACT = environment().from_string('{% from "pages/inspection/_acts.html" import act with context %}{{ act(line) }}')
OPEN_ENDED = {"motion.": [str(Stage.CARRIED), str(Stage.LOST)], "rules.": [str(one) for one in State if one != "draft"]}


def said(code: str, variant: str = "en", **details: object) -> str:
    entry = Entry(1, NOW, "account:x", code, "object", "d", "p", "h")
    with variants.speaking(variant):
        return str(ACT.render(line=LogLine(entry, "Bryn", "Ann", details))).strip()


def codes() -> set[str]:
    trees = [ast.parse(path.read_text()) for path in ROOT.rglob("*.py")]
    named = {name: text for tree in trees for name, text in constants_of(tree)}
    return {code for tree in trees for code in noted_in(tree, named)}


def constants_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from ((target.id, node.value.value) for target in node.targets if isinstance(target, ast.Name))


def noted_in(tree: ast.Module, named: Mapping[str, str]) -> Iterator[str]:
    """The third word of ``audit.note(tx, actor, …)``, the fourth of ``happened(tx, actor, meeting, …)``."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        if name == "audit.note":
            yield from read(call.args[2], "", named)
        elif name.endswith("happened") and len(call.args) > 3:
            yield from read(call.args[3], "meetings.", named)


def read(code: ast.expr, prefix: str, named: Mapping[str, str]) -> Iterator[str]:
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        yield prefix + code.value
    elif isinstance(code, ast.Name) and code.id in named:
        yield prefix + named[code.id]
    elif isinstance(code, ast.JoinedStr) and isinstance(code.values[0], ast.Constant):
        start = str(code.values[0].value)
        yield from (start + end for end in OPEN_ENDED.get(start, ()))


def test_the_acts_are_found_at_all() -> None:
    assert {"member.admitted", "meetings.called", "meetings.turned-to", "rules.registered", "motion.carried"} <= codes()


def test_every_act_that_is_noted_has_its_sentence() -> None:
    assert [code for code in sorted(codes()) if "has no words here" in said(code)] == []


def test_every_act_belongs_to_a_topic() -> None:
    starts = tuple(start for several in TOPICS.values() for start in several)
    assert [code for code in sorted(codes()) if not code.startswith(starts)] == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_sentence_shows_a_code_or_a_gap(variant: str) -> None:
    for code in sorted(codes()):
        sentence = said(code, variant)
        assert sentence[0].isupper(), code
        assert not re.search(r"%\(|[a-z]\.[a-z]", sentence), code


def test_a_code_that_nobody_gave_words_to_is_shown_rather_than_lost() -> None:
    assert said("new.thing").endswith("<code>new.thing</code>")


def test_a_day_is_said_as_a_day_and_nothing_once_it_is_erased() -> None:
    assert "Monday 4 January 2027" in said("register.looked-at", as_at="2027-01-04")
    assert "as at ." in said("register.looked-at")


def test_what_somebody_typed_stays_text() -> None:
    assert "<b>" not in said("member.corrected", reason="<b>moved</b>")
