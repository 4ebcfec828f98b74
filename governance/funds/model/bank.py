"""A bank's list of transactions as a CSV file: columns are found by their names, sums become whole pence."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from governance.errors import Refusal

MOST_BYTES, MOST_LINES = 2_000_000, 10_000
REFERENCE_LIMIT, BANK_ID_LIMIT = 120, 80
_SUM = re.compile(r"([+-]?)£?(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d\d?))?")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d/%m/%y")
_NAMES = {
    "day": ("date", "transaction date", "posting date", "dyddiad"),
    "reference": ("reference", "description", "details", "transaction description", "memo", "cyfeirnod", "disgrifiad"),
    "sum": ("amount", "value", "swm"),
    "in": ("paid in", "credit", "credit amount", "money in", "i mewn"),
    "out": ("paid out", "debit", "debit amount", "money out", "allan"),
    "id": ("transaction id", "id", "fitid", "transaction number", "unique id"),
}


class BadFile(Refusal):
    """The bank's file cannot be read; ``problem`` says why and ``line`` where, counted as a spreadsheet does."""

    code = "fund-bank-file"
    status = 422


@dataclass(frozen=True, slots=True)
class Line:
    """One transaction: ``pence`` is below nothing for money that went out. ``bank_id`` tells it from all others."""

    bank_id: str
    on: date
    pence: int
    reference: str


def read(content: bytes) -> tuple[Line, ...]:
    """All lines of a file, in its order.

    A bank that numbers its transactions is taken at its word. For one that does not, the number is made from day, sum,
    words, and which of several alike on that day it is: a later file with the same day gives the same numbers.

    Raises:
        BadFile: nothing of it is used then.
    """
    if len(content) > MOST_BYTES:
        raise BadFile(problem="too-large")
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(problem="not-csv") from error
    if not rows or len(rows) > MOST_LINES:
        raise BadFile(problem="too-many-lines" if rows else "empty")
    columns = _columns(rows[0])
    seen: Counter[tuple[date, int, str]] = Counter()
    lines = [_line(row, columns, seen, number) for number, row in enumerate(rows[1:], start=2) if any(row)]
    if len({line.bank_id for line in lines}) < len(lines):
        raise BadFile(problem="same-number-twice")
    return tuple(lines)


def _columns(header: Sequence[str]) -> Mapping[str, int]:
    names = [" ".join(cell.casefold().split()) for cell in header]
    found = {
        part: names.index(name)
        for part, known in _NAMES.items()
        for name in reversed(known)  # the first of the known names that is there comes last, and stays
        if name in names
    }
    if not {"day", "reference"} <= found.keys() or not ("sum" in found or {"in", "out"} <= found.keys()):
        raise BadFile(problem="columns-missing")
    return found


def _line(row: Sequence[str], columns: Mapping[str, int], seen: Counter[tuple[date, int, str]], number: int) -> Line:
    cells = {part: row[place].strip() if place < len(row) else "" for part, place in columns.items()}
    on, reference = _day(cells["day"], number), " ".join(cells["reference"].split())[:REFERENCE_LIMIT]
    pence = _pence(cells["sum"], number) if cells.get("sum") else _two_columns(cells, number)
    key = (on, pence, reference)
    seen[key] += 1
    given = cells.get("id") or hashlib.sha256(f"{on}|{pence}|{reference}|{seen[key]}".encode()).hexdigest()
    if len(given) > BANK_ID_LIMIT:
        raise BadFile(problem="number-too-long", line=number)
    return Line(given, on, pence, reference)


def _two_columns(cells: Mapping[str, str], number: int) -> int:
    paid_in, paid_out = (_pence(cells.get(part) or "0", number) for part in ("in", "out"))
    return abs(paid_in) - abs(paid_out)


def _pence(written: str, number: int) -> int:
    read_ = _SUM.fullmatch(written.replace(" ", ""))
    if read_ is None:
        raise BadFile(problem="not-an-amount", line=number)
    sign, pounds, pence = read_.groups()
    total = int(pounds.replace(",", "")) * 100 + int((pence or "0").ljust(2, "0"))
    return -total if sign == "-" else total


def _day(written: str, number: int) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(written, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise BadFile(problem="not-a-day", line=number)
