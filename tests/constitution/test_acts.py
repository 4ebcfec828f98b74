"""What the table says that the software does with the rules is what its modules do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from constitution import CATALOGUE
from constitution.acts import ACTS, Act, acts_on

ROOT = Path(__file__).parents[2]
READING = (
    "constitution/checks/",
    "constitution/importing.py",
    "constitution/rulebook.py",
    "governance/demonstration/",
    "governance/motions/asking.py",
    "governance/setup/",
)
"""Modules that read the rules themselves, to check them, to fill in a form or to make an example."""


def parameters_of(module: Path) -> set[str]:
    """Every parameter that the code names; what its texts say of one is not counted."""
    constants = (node.value for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Constant))
    return {one for one in constants if isinstance(one, str) and re.fullmatch(r"P-\d{3}", one)}


def named_modules() -> Iterator[str]:
    for package in ("constitution", "governance"):
        for module in sorted((ROOT / package).rglob("*.py")):
            path = module.relative_to(ROOT).as_posix()
            if not path.startswith(READING) and parameters_of(module):
                yield path


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.name)
def test_the_table_has_the_parameters_of_the_modules_and_no_others(act: Act) -> None:
    found = set().union(*(parameters_of(ROOT / module) for module in act.modules))
    assert set(act.parameters) == found
    assert found <= set(CATALOGUE)


def test_every_module_that_acts_on_a_rule_stands_in_the_table_once() -> None:
    listed = [module for act in ACTS.values() for module in act.modules]
    assert sorted(listed) == sorted(named_modules())


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.name)
def test_what_is_done_by_itself_is_asked_by_the_house(act: Act) -> None:
    own = any(module.startswith("governance/") for module in act.modules)
    libraries = [Path(module).stem for module in act.modules if module.startswith("constitution/")]
    modules = (module.relative_to(ROOT).as_posix() for module in (ROOT / "governance").rglob("*.py"))
    house = "".join((ROOT / module).read_text() for module in modules if not module.startswith(READING))
    asked = any(re.search(rf"from constitution\.{one} import", house) for one in libraries)
    assert act.by_itself is (own or asked)


def test_a_parameter_may_be_acted_on_in_several_places_or_only_speak() -> None:
    assert {act.name for act in acts_on("P-022")} > {"voters", "joining"}
    assert [act.name for act in acts_on("P-100")] == ["quorum"]
    assert acts_on("P-225") == ()
