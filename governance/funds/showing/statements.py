"""A statement as a document to print, and as a table for a spreadsheet."""

from governance.funds.service.statements import Statement
from governance.funds.showing.payments import pounds
from governance.members.spreadsheet import write
from governance.platform.web.layout import environment
from governance.platform.web.variants import language_of, speaking

COLUMNS = ("day", "what", "evidence", "pounds")


def document(made: Statement, variant: str) -> str:
    """The statement as one page to print, in one variant."""
    context = {
        "made": made,
        "variant": variant,
        "language": language_of(variant),
        "easy": variant.endswith("-easy"),
        "link": lambda path: path,
    }
    with speaking(variant):
        return environment().get_template("print/funds/statement.html").render(context)


def table(made: Statement) -> bytes:
    """A CSV file: the opening, each entry, the closing, then what it can be checked with."""
    rows = [[made.since.isoformat(), "opening", "", pounds(made.opening)]]
    rows += [[one.on.isoformat(), one.kind.value, one.evidence, pounds(one.pence)] for one in made.lines]
    rows.append([made.until.isoformat(), "closing", "", pounds(made.closing)])
    rows.append(["", "share of what is promised", "", pounds(made.promised)])
    rows += [["", name, value, ""] for name, value in _checks(made)]
    return write(rows, COLUMNS)


def _checks(made: Statement) -> tuple[tuple[str, str], ...]:
    return (
        ("last entry of the fund's book", made.head),
        ("sha256", made.sha256),
        ("signature", made.signature),
        ("public key", made.public_key),
    )
