"""Kept findings that rest on one clause: found by the database, so that a page reads only those it shows."""

import json
from typing import Any

from sqlalchemy import ColumnElement, String, cast
from sqlalchemy.orm import InstrumentedAttribute


def cites(finding: InstrumentedAttribute[Any], clause: str) -> ColumnElement[bool]:
    """Does the finding in this column name the clause, in whichever version? It is kept as ``Finding.to_dict``."""
    return cast(finding, String).contains(f'"rule": {json.dumps(clause)}', autoescape=True)
