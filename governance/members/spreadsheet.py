"""The register as a CSV file: reading one strictly, writing one that no spreadsheet can be tricked by."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from constitution import Rulebook
from governance.errors import Refusal
from governance.members.model import Candidate, errors_in_entry

COLUMNS = (
    "number",
    "name_given",
    "name_family",
    "address",
    "email",
    "language",
    "formats",
    "class",
    "entered_on",
)
MOST_BYTES = 10_000_000
MOST_ROWS = 50_000
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class BadFile(Refusal):
    """The file as a whole cannot be read; ``problem`` says why."""

    code = "import-file"
    status = 422


@dataclass(frozen=True, slots=True)
class RowError:
    """``row`` counts as a spreadsheet does: the header is row 1. ``column`` is empty where the whole row is wrong."""

    row: int
    column: str
    code: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was written, cell by cell; nothing is stripped or put right (WEB-6)."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    lines: tuple[Line, ...]
    errors: tuple[RowError, ...]


def read(raw: bytes) -> Sheet:
    """The rows of a UTF-8 file, with or without a byte order mark.

    Raises:
        BadFile: too large, not text, empty, or another header than ours.
    """
    if len(raw) > MOST_BYTES:
        raise BadFile(problem="too-large", bytes=len(raw), most=MOST_BYTES)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(problem="not-utf-8", byte=error.start) from error
    rows = _rows(text)
    header = next(rows, (1, []))[1]
    if tuple(header) != COLUMNS:
        raise BadFile(problem="header", found=header[:20], wanted=list(COLUMNS))
    lines: list[Line] = []
    errors: list[RowError] = []
    for number, cells in rows:
        if number > MOST_ROWS + 1:
            raise BadFile(problem="too-many-rows", most=MOST_ROWS)
        if len(cells) == len(COLUMNS):
            lines.append(Line(number, dict(zip(COLUMNS, cells, strict=True))))
        elif cells:
            errors.append(RowError(number, "", "wrong-number-of-cells"))
    if not lines and not errors:
        raise BadFile(problem="empty")
    return Sheet(tuple(lines), tuple(errors))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            yield number, cells
    except csv.Error as error:
        raise BadFile(problem="broken-quotes", row=number + 1) from error


def candidate(line: Line, rules: Rulebook, today: date) -> tuple[Candidate | None, tuple[RowError, ...]]:
    """The person a row describes, or every error in it."""
    cells = line.cells
    entered_on = _day(cells["entered_on"])
    person = Candidate(
        number=cells["number"],
        name_given=cells["name_given"],
        name_family=cells["name_family"],
        address=cells["address"],
        email=cells["email"] or None,
        language=cells["language"],
        formats=tuple(cells["formats"].split(";")) if cells["formats"] else (),
        class_=cells["class"],
        entered_on=entered_on or today,
    )
    errors = errors_in_entry(person, rules, today)
    if entered_on is None:
        errors["entered_on"] = "not-a-date"
    if errors:
        return None, tuple(
            RowError(line.row, column, errors[_field(column)]) for column in COLUMNS if _field(column) in errors
        )
    return person, ()


def repeated(people: Iterable[tuple[int, Candidate]]) -> Iterator[RowError]:
    """Numbers and addresses that an earlier row has already used."""
    numbers: set[str] = set()
    emails: set[str] = set()
    for row, person in people:
        if person.number in numbers:
            yield RowError(row, "number", "number-twice")
        numbers.add(person.number)
        if person.email is None:
            continue
        if person.email.lower() in emails:
            yield RowError(row, "email", "email-twice")
        emails.add(person.email.lower())


def write(rows: Iterable[Sequence[str]], columns: Sequence[str] = COLUMNS) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read ŵ; no cell can act as a formula (WEB-6)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _field(column: str) -> str:
    return "class_" if column == "class" else column


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
