import ast
import sys
from pathlib import Path
from types import ModuleType

import pytest

import constitution

MODULES = sorted(Path(constitution.__file__).parent.rglob("*.py"))
WORLD = {"asyncio", "os", "random", "secrets", "socket", "subprocess", "time", "urllib"}


def _imports(module: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: f"{module.parent.name}/{module.stem}")
def test_the_library_needs_only_the_standard_library_and_nothing_of_the_world(module: Path) -> None:
    assert _imports(module) <= sys.stdlib_module_names | {"constitution"}
    assert not _imports(module) & WORLD


@pytest.mark.parametrize("module", MODULES, ids=lambda module: f"{module.parent.name}/{module.stem}")
def test_the_library_never_asks_what_time_it_is(module: Path) -> None:
    clocks = {"now", "utcnow", "today", "monotonic"}
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert not clocks & {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_the_public_names_are_values_and_errors_while_questions_stay_in_their_modules() -> None:
    assert not [name for name in constitution.__all__ if isinstance(getattr(constitution, name), ModuleType)]
