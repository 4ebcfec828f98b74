"""A direct payment as a table that can go to the council or the health board (K-021)."""

from governance.funds.service.payments import Account
from governance.members.spreadsheet import write

COLUMNS = (
    *(
        "period",
        "from",
        "to",
        "opening",
        "from_funder",
        "own_contribution",
        "other_income",
        "invoices",
        "levy",
        "closing",
    ),
    *("arrears", "over_the_limit", "evidence"),
)


def table(account: Account) -> bytes:
    """A CSV file with a row for each period; sums in pounds."""
    rows = []
    for line in account.lines:
        one = line.entered
        income = (line.opening, one.authority, one.own, one.other)
        sums = (*income, one.invoice, one.levy, line.closing, line.arrears, line.excess)
        days = (line.begins.isoformat(), line.ends.isoformat())
        rows.append([str(line.number), *days, *(pounds(pence) for pence in sums), one.evidence])
    return write(rows, COLUMNS)


def pounds(pence: int) -> str:
    """12.50 from 1250, as programs read it."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{rest:02}"
