"""The register of support is light: nothing in it, and no field of a form, is for what it must not hold."""

import ast
import re
from pathlib import Path

import pytest

import governance.migrations.tables  # noqa: F401 (makes every table known)
from governance.platform.db.records import Record

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates/pages").glob("*/**/*.html"))
FORBIDDEN = re.compile(
    r"diagnos|care_plan|medica|disabilit|condition|impairment|health|risk_assess|care_note|nhs|national_insurance"
    r"|ni_number|sort_code|account_number|iban|bank_account|certificate|dbs_number|passport|identity_paper|visa"
    r"|immigra|capacity|ethnic|relig"
)
"""Diagnosis, care plans, tasks of care, medication, risk, numbers of the state or a bank, contents of certificates,
copies of papers, immigration, and whether somebody lacks capacity."""
MAY_STAND = {
    "medication",  # the name of a training module in the rules
    "bank_account",  # what the treasurer calls the account that a fund is kept in
}
_FIELD = re.compile(r'name="([a-z_]+)')


def test_no_column_is_for_what_must_not_be_held() -> None:
    columns = [f"{table.name}.{column.name}" for table in Record.metadata.tables.values() for column in table.columns]
    assert len(columns) > 500
    assert not [column for column in columns if is_forbidden(column.rpartition(".")[2])]


def test_no_form_asks_for_it() -> None:
    asked = {
        f"{path.relative_to(ROOT)}: {field.target.id}"
        for slice_ in ("arrangements", "funds")
        for path in (ROOT / "governance" / slice_).glob("**/*.py")
        for kind in ast.walk(ast.parse(path.read_text()))
        if isinstance(kind, ast.ClassDef)
        for field in kind.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
    }
    assert len(asked) > 300
    assert not {one for one in asked if is_forbidden(one.rpartition(" ")[2])}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_has_a_field_for_it(path: Path) -> None:
    assert not [field for field in _FIELD.findall(path.read_text()) if is_forbidden(field)]


def is_forbidden(name: str) -> bool:
    return name not in MAY_STAND and FORBIDDEN.search(name) is not None
