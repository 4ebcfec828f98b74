"""What the import contracts cannot say about who may know whom."""

import ast
import re
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("governance", "ballots", "constitution", "notifications")
PLUMBING = {"platform", "migrations"}
PRIVATE = ("records", "pages", "api", "commands")


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def slice_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else module


def may_know(importer: str) -> bool:
    """The application and the command line wire everything; migrations know every table; upkeep counts them."""
    return slice_of(importer) in {"app", "cli", "migrations"}


def test_records_pages_and_api_of_a_slice_are_its_own(imports: grimp.ImportGraph) -> None:
    wrong = [
        f"{importer} imports {module}"
        for module in imports.modules
        if module.startswith("governance.") and module.split(".")[-1] in PRIVATE and slice_of(module) not in PLUMBING
        for importer in imports.find_modules_that_directly_import(module)
        if slice_of(importer) != slice_of(module) and not may_know(importer)
    ]
    assert not wrong


def test_the_clock_is_read_in_one_place_of_each_program() -> None:
    asking = re.compile(r"datetime\.now\(|\.utcnow\(|date\.today\(|time\.time\(")
    readers = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if asking.search(path.read_text(encoding="utf-8"))
    }
    assert readers == {"ballots/roles/witness.py", "governance/platform/clock.py"}


def test_every_module_says_what_it_is_in_its_first_line() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_no_module_is_a_box_of_odds_and_ends() -> None:
    odds = {"utils", "util", "helpers", "common", "manager", "misc", "base"}
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path.stem in odds]
    assert not found


def test_handlers_keep_their_annotations() -> None:
    """Litestar reads annotations at run time; postponed ones hide what a handler asks for."""
    postponed = [
        path
        for path in (ROOT / "governance").rglob("*.py")
        if "from __future__ import annotations" in path.read_text(encoding="utf-8")
    ]
    assert not postponed


@pytest.mark.control("PERM-2")
def test_rows_are_loaded_by_key_only_inside_a_find() -> None:
    """In pages and API nothing is loaded by key at all: they ask a service, whose ``find`` decides who may see it."""
    loads = re.compile(r"\b(view|tx)\.(get|scalar|scalars|execute)\(")
    wrong = [
        str(path.relative_to(ROOT))
        for name in ("pages", "api")
        for path in (ROOT / "governance").rglob(f"{name}.py")
        if loads.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong
