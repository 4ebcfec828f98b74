"""The register as a file: read strictly, written safely."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution import Rulebook
from governance.members import spreadsheet
from governance.members.model import FORMATS, has_controls
from governance.members.spreadsheet import COLUMNS, BadFile, RowError

RULES = Rulebook.from_pack("e-citizen-directed")
TODAY = date(2027, 1, 4)
HEADER = ",".join(COLUMNS)
ANN = '1,Ann,Ŵyn,"3 Heol y Tŷ\nCaernarfon",ann@example.org,cy,easy;large-print,citizen,2026-05-01'


def sheet(*rows: str, header: str = HEADER) -> spreadsheet.Sheet:
    return spreadsheet.read("\r\n".join([header, *rows]).encode())


def problems(*rows: str) -> list[tuple[int, str, str]]:
    read = sheet(*rows)
    errors = [*read.errors]
    people = []
    for line in read.lines:
        person, wrong = spreadsheet.candidate(line, RULES, TODAY)
        errors += wrong
        if person is not None:
            people.append((line.row, person))
    errors += spreadsheet.repeated(people)
    return [(error.row, error.column, error.code) for error in errors]


def test_a_row_is_read_as_it_was_written() -> None:
    (line,) = sheet(ANN).lines
    person, errors = spreadsheet.candidate(line, RULES, TODAY)
    assert errors == ()
    assert person is not None
    assert (person.name_family, person.address) == ("Ŵyn", "3 Heol y Tŷ\nCaernarfon")
    assert (person.formats, person.class_, person.entered_on) == (("easy", "large-print"), "citizen", date(2026, 5, 1))


def test_a_byte_order_mark_is_tolerated() -> None:
    assert spreadsheet.read(b"\xef\xbb\xbf" + f"{HEADER}\r\n{ANN}".encode()).lines == sheet(ANN).lines


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "header"),
        (HEADER.encode(), "empty"),
        (HEADER.encode() + b"\r\n\r\n", "empty"),
        (f"{HEADER},phone\r\n{ANN},1".encode(), "header"),
        (f"{HEADER.upper()}\r\n{ANN}".encode(), "header"),
        (f"{HEADER.replace('number', ' number')}\r\n{ANN}".encode(), "header"),
        (f"{HEADER}\r\n{ANN}".encode("utf-16"), "not-utf-8"),
        (f"{HEADER}\r\n1,Ŵyn".encode("iso-8859-14"), "not-utf-8"),
        (f'{HEADER}\r\n1,"Ann"x,Wyn'.encode(), "broken-quotes"),
        (f'{HEADER}\r\n1,"Ann'.encode(), "broken-quotes"),
        (b"x" * (spreadsheet.MOST_BYTES + 1), "too-large"),
        ((f"{HEADER}\r\n" + "x\r\n" * (spreadsheet.MOST_ROWS + 1)).encode(), "too-many-rows"),
    ],
    ids=str,
)
@pytest.mark.control("WEB-5")
def test_a_file_that_cannot_be_read_is_refused_whole(raw: bytes, problem: str) -> None:
    with pytest.raises(BadFile) as refused:
        spreadsheet.read(raw)
    assert refused.value.facts["problem"] == problem


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("1,Ann,Wyn", (2, "", "wrong-number-of-cells")),
        (f"{ANN},extra", (2, "", "wrong-number-of-cells")),
        (ANN.replace("1,Ann", ",Ann"), (2, "number", "not-a-number")),
        (ANN.replace("1,Ann", "=1+1,Ann"), (2, "number", "not-a-number")),
        (ANN.replace("1,Ann", " 1,Ann"), (2, "number", "not-a-number")),
        (ANN.replace("Ann,Ŵyn", " ,"), (2, "name_family", "missing")),
        (ANN.replace("Ann,", "A\x00n,"), (2, "name_given", "control-character")),
        (ANN.replace("Ann,", "A\tn,"), (2, "name_given", "control-character")),
        (ANN.replace("Ann,", "A" * 101 + ","), (2, "name_given", "too-long")),
        (ANN.replace("3 Heol y Tŷ\nCaernarfon", " "), (2, "address", "missing")),
        (ANN.replace("ann@example.org", "ann@"), (2, "email", "not-an-email")),
        (ANN.replace("ann@example.org", "ann example.org"), (2, "email", "not-an-email")),
        (ANN.replace(",cy,", ",CY,"), (2, "language", "unknown-language")),
        (ANN.replace("easy;", "easy; "), (2, "formats", "unknown-format")),
        (ANN.replace("large-print", "easy"), (2, "formats", "unknown-format")),
        (ANN.replace("citizen", "worker"), (2, "class", "unknown-class")),
        (ANN.replace("2026-05-01", "01/05/2026"), (2, "entered_on", "not-a-date")),
        (ANN.replace("2026-05-01", "2026-02-29"), (2, "entered_on", "not-a-date")),
        (ANN.replace("2026-05-01", "20260501"), (2, "entered_on", "not-a-date")),
        (ANN.replace("2026-05-01", "2027-01-05"), (2, "entered_on", "in-the-future")),
    ],
    ids=lambda value: value[2] if isinstance(value, tuple) else None,
)
def test_each_error_names_row_column_and_code(row: str, error: tuple[int, str, str]) -> None:
    assert problems(row) == [error]


def test_several_errors_in_one_row_are_all_named_in_the_order_of_the_columns() -> None:
    assert problems("x!,A,B,Street,bad,xx,,nobody,never") == [
        (2, "number", "not-a-number"),
        (2, "email", "not-an-email"),
        (2, "language", "unknown-language"),
        (2, "class", "unknown-class"),
        (2, "entered_on", "not-a-date"),
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    """A cell with a line break is one row, an empty line is a row without anybody."""
    assert problems(ANN, "", "7,Only,Three") == [(4, "", "wrong-number-of-cells")]


def test_a_number_or_address_used_twice_is_an_error_of_the_later_row() -> None:
    twice = ANN.replace("ann@", "ANN@")
    assert problems(ANN, twice) == [(3, "number", "number-twice"), (3, "email", "email-twice")]


letters = st.text(
    st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("ŵŷŴŶ\"',;'=+-@😀"), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()))
lines_ = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from('\r\n"'), min_size=1).filter(
    lambda text: bool(text.strip())
)
rows = st.lists(
    st.tuples(
        letters,
        letters,
        lines_,
        st.lists(st.sampled_from(FORMATS), unique=True),
        st.dates(date(1990, 1, 1), TODAY),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.control("WEB-6")
@given(rows)
def test_what_is_written_is_read_again_cell_by_cell(people: list[tuple[str, str, str, list[str], date]]) -> None:
    """Only the apostrophe that keeps a cell from acting as a formula is added, and nothing is taken away."""
    cells = [
        [str(place), given_, family, address, "", "cy", ";".join(formats), "citizen", day.isoformat()]
        for place, (given_, family, address, formats, day) in enumerate(people, start=1)
    ]
    read = spreadsheet.read(spreadsheet.write(cells))
    assert read.errors == ()
    assert [list(line.cells.values()) for line in read.lines] == [
        [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and cell else cell for cell in row] for row in cells
    ]
    assert all(not has_controls(line.cells["name_given"]) for line in read.lines)


@pytest.mark.control("WEB-6")
@given(st.text())
def test_no_cell_of_an_export_can_act_as_a_formula(name: str) -> None:
    content = spreadsheet.write([[name] * len(COLUMNS)]).decode("utf-8-sig", "surrogatepass")
    _, row = list(csv.reader(io.StringIO(content, newline="")))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert row[0].removeprefix("'") == name.removeprefix("'")


def test_row_errors_are_values() -> None:
    assert RowError(2, "email", "email-twice") == RowError(2, "email", "email-twice")
