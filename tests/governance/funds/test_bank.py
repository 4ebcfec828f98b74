"""A bank's file: read strictly, kept once, laid beside what was entered (LED-5)."""

from datetime import date

import pytest

from governance.funds.model.bank import BadFile, Line, read
from governance.funds.service import bank, posting
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.funds.pools import TREASURER, Pool, founded, opened

ONE_COLUMN = """Date,Description,Amount,Transaction ID
04/01/2027,ANN STANDING ORDER,"£1,000.00",A1
04/01/2027,BEN STANDING ORDER,1000.00,A2
05/01/2027,PAID INVOICE 7,-300.00,A3
06/01/2027,SOMETHING ELSE,-5,A4
""".encode()
TWO_COLUMNS = (
    b"\xef\xbb\xbfDyddiad,Cyfeirnod,Allan,I mewn\r\n"
    b"2027-01-04,te,5.5,\r\n2027-01-04,te,5.50,\r\n2027-01-05,rhodd,,3\r\n"
)


def test_columns_are_found_by_name_and_sums_are_pence() -> None:
    assert read(ONE_COLUMN)[:3] == (
        Line("A1", date(2027, 1, 4), 100000, "ANN STANDING ORDER"),
        Line("A2", date(2027, 1, 4), 100000, "BEN STANDING ORDER"),
        Line("A3", date(2027, 1, 5), -30000, "PAID INVOICE 7"),
    )


def test_a_bank_without_numbers_gives_each_line_one_that_stays() -> None:
    first, second, third = read(TWO_COLUMNS)
    assert [line.pence for line in (first, second, third)] == [-550, -550, 300]
    assert first.bank_id != second.bank_id
    header, rest = TWO_COLUMNS.split(b"\r\n", 1)
    later = read(header + b"\r\n2027-01-06,arall,1,\r\n" + rest)
    assert [line.bank_id for line in later[1:]] == [line.bank_id for line in (first, second, third)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "not-csv"),
        (b"Date,Amount\n2027-01-04,5\n", "columns-missing"),
        (b"Date,Reference,Amount\n2027-13-04,x,5\n", "not-a-day"),
        (b"Date,Reference,Amount\n2027-01-04,x,five\n", "not-an-amount"),
        (b"Date,Reference,Amount\n2027-01-04,x,5.123\n", "not-an-amount"),
        (b"Date,Reference,Amount,ID\n2027-01-04,x,5,1\n2027-01-04,x,6,1\n", "same-number-twice"),
        (b"x" * 2_000_001, "too-large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(content: bytes, problem: str) -> None:
    with pytest.raises(BadFile) as refused:
        read(content)
    assert refused.value.facts["problem"] == problem


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    await founded(database, clock)
    made = await opened(database, clock, (1, 1))
    await made.pay_in(1, 100000, "Ann standing order")
    await made.pay_in(2, 100000, "Ben standing order")
    await made.spend(30000)
    return made


async def take(pool: Pool, content: bytes = ONE_COLUMN, account: str = "Trust account") -> bank.Taken:
    async with pool.database.writing() as tx:
        return await bank.take(tx, TREASURER, pool.id, account=account, content=content, now=pool.now)


@pytest.mark.control("LED-5")
async def test_a_file_read_twice_adds_nothing_and_tells_its_total_and_count(pool: Pool) -> None:
    assert await take(pool) == bank.Taken(total=169500, count=4, new=4, unmatched=1)
    assert await take(pool) == bank.Taken(total=169500, count=4, new=0, unmatched=1)
    async with pool.database.reading() as view:
        assert len(await posting.entries(view, pool.id)) == 3
        assert [line.bank_id for line in await bank.unmatched(view, pool.id)] == ["A4"]


async def test_a_line_waits_until_it_is_entered_and_is_matched_then(pool: Pool) -> None:
    await take(pool)
    extra = b"Date,Description,Amount,ID\n04/01/2027,BEN TOP UP,7.00,A9\n"
    assert (await take(pool, extra)).unmatched == 2
    await pool.pay_in(2, 700, "Ben top up")
    async with pool.database.writing() as tx:
        assert await bank.match(tx, pool.id) == 1
        assert await bank.match(tx, pool.id) == 0


async def test_the_same_sum_and_words_twice_need_two_entries(pool: Pool) -> None:
    twice = (
        b"Date,Description,Amount,ID\n04/01/2027,ANN STANDING ORDER,1000,B1\n04/01/2027,ANN STANDING ORDER,1000,B2\n"
    )
    assert (await take(pool, twice)).unmatched == 1


async def test_a_number_is_one_bank_accounts_own(pool: Pool) -> None:
    assert (await take(pool)).new == 4
    assert (await take(pool, account="Housing account")).new == 4


async def test_two_funds_in_one_account_share_its_lines(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    first, second = await opened(database, clock, (1,)), await opened(database, clock, (1,), first=20)
    await first.pay_in(1, 1000_00, "ANN")
    await second.pay_in(1, 1000_00, "BEN")
    async with database.writing() as tx:
        found = await bank.take(tx, TREASURER, first.id, account="main", content=ONE_COLUMN, now=first.now)
        assert (found.new, found.unmatched) == (4, 3)
        found = await bank.take(tx, TREASURER, second.id, account="main", content=ONE_COLUMN, now=first.now)
        assert (found.new, found.unmatched) == (0, 2)
        assert await bank.unmatched(tx, first.id) == await bank.unmatched(tx, second.id)
        other = await bank.take(tx, TREASURER, second.id, account="other", content=ONE_COLUMN, now=first.now)
        assert other.new == 4
