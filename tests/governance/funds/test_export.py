"""The journal: `hledger` accepts it, and its balances are ours."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from constitution import Rulebook
from governance.funds.model import ledger, pool
from governance.funds.model.ledger import Entry, Kind, Movement, commitment_of, person_of
from governance.funds.model.pool import Division, Standing
from governance.funds.records.ledger import AccountRecord, EntryRecord, MovementRecord
from governance.funds.service import export, posting
from governance.members import service as members
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.db.records import Record
from tests.governance.funds.elsewhere import balances, run
from tests.governance.funds.pools import Pool, founded, opened


async def journal_of(pool_: Pool, **options: bool) -> str:
    async with pool_.database.reading() as view:
        return await export.journal(view, [pool_.id], **options)


async def ours(pool_: Pool) -> dict[str, int]:
    numbers = {who: str(place) for place, who in enumerate(pool_.ids, start=1)}
    found = {}
    for account, pence in (await pool_.standing()).balances.items():
        if who := person_of(account):
            found[f"liabilities:funds:1:participants:{numbers[who]}"] = pence
        elif commitment_of(account):
            found["memo:funds:1:promised:1"] = pence
        else:
            found[f"assets:funds:1:{account}" if account == ledger.BANK else f"memo:funds:1:{account}"] = pence
    return found


@pytest.fixture
async def friends(database: Database, clock: ScriptedClock) -> Pool:
    await founded(database, clock)
    made = await opened(database, clock, (3, 2, 1))
    for number in (1, 2, 3):
        await made.pay_in(number, 10000, "order; of|Ann, (1):\n x")
    await made.spend(10001)
    promise = await made.promise(5000)
    await made.spend(2000, commitment=promise)
    return made


async def test_hledger_accepts_the_journal_and_finds_the_same_balances(
    friends: Pool, hledger: str, tmp_path: Path
) -> None:
    journal = await journal_of(friends)
    checked = run(hledger, journal, tmp_path, "check", "--strict")
    assert checked.returncode == 0, checked.stderr
    assert balances(hledger, journal, tmp_path) == await ours(friends)


async def test_hledger_refuses_a_journal_in_which_a_sum_was_changed(
    friends: Pool, hledger: str, tmp_path: Path
) -> None:
    """Balanced in itself: only the balances at the end give it away."""
    journal = (await journal_of(friends)).replace("£100.00", "£101.00").replace("£-100.00", "£-101.00")
    assert run(hledger, journal, tmp_path, "check").returncode != 0


async def test_mandate_and_hash_stand_beside_each_entry(friends: Pool, hledger: str, tmp_path: Path) -> None:
    async with friends.database.reading() as view:
        head = await posting.head(view, friends.id)
    found = run(hledger, await journal_of(friends), tmp_path, "print", f"tag:hash={head.hash}", "tag:mandate")
    assert found.stdout.count(" * (") == 1
    assert f"({head.seq})" in found.stdout


async def test_a_journal_names_nobody_unless_it_may(friends: Pool) -> None:
    assert "Zebra" not in await journal_of(friends)
    assert "liabilities:funds:1:participants:2 Zebra 2" in await journal_of(friends, names=True)


async def test_hledger_agrees_with_a_generated_history_of_50_000_postings(
    database: Database, clock: ScriptedClock, hledger: str, tmp_path: Path
) -> None:
    await founded(database, clock)
    fund = await opened(database, clock, range(1, 13))
    async with database.reading() as view:
        rules = await members.rules_on(view, fund.now)
    async with database.writing() as tx:
        tx.add_all(records_of(history(fund, rules, 50_000)))
    async with database.reading() as view:
        await posting.check(view, fund.id)
    journal = await journal_of(fund)
    assert journal.count("\n    assets:") + journal.count("\n    liabilities:") >= 50_000
    checked = run(hledger, journal, tmp_path, "check", "--strict")
    assert checked.returncode == 0, checked.stderr
    assert balances(hledger, journal, tmp_path) == await ours(fund)


def history(fund: Pool, rules: Rulebook, postings: int) -> list[Entry]:
    """Contributions and spends by chance, entered as the model says; each moves two accounts or more."""
    chance, entries, division = (
        random.Random(7),
        list[Entry](),
        Division(0, dict(zip(fund.ids, range(1, 13), strict=True))),
    )
    balances_, charged, made = Counter[str](), Counter[str](), 0
    while made < postings:
        standing = Standing(balances_, division, charged, charged)
        spends = chance.random() < 0.5 and min(standing.claim(who) for who in fund.ids) > 100_00
        if spends:
            moved = pool.spend(rules, standing, chance.randint(1, 600_00))
        else:
            moved = pool.contribution(rules, standing, chance.choice(fund.ids), chance.randint(1, 900_00))
        ledger.require_covered(balances_, moved)
        entries.append(_entered(fund, entries, moved, division.number if spends else None))
        changes = ledger.balances(moved)
        balances_.update(changes)
        charged.update({who: pence for account, pence in changes.items() if spends and (who := person_of(account))})
        made += len(changes)
    return entries


def _entered(fund: Pool, before: list[Entry], moved: tuple[Movement, ...], division: int | None) -> Entry:
    last = before[-1].hash if before else ledger.FIRST
    kind = Kind.CONTRIBUTION if division is None else Kind.SPEND
    entry = Entry(
        fund.id, len(before) + 1, fund.today, fund.now, kind, "entered", fund.mandate, "t", moved, last, "", division
    )
    return ledger.bound(entry)


def records_of(entries: list[Entry]) -> Iterator[Record]:
    fund = entries[0].fund
    named = {account for entry in entries for one in entry.movements for account in (one.debit, one.credit)}
    yield from (AccountRecord(fund=fund, name=name) for name in sorted(named))
    for entry in entries:
        told = {name: getattr(entry, name) for name in entry.__slots__ if name != "movements"}
        yield EntryRecord(**told)
        for place, one in enumerate(entry.movements):
            yield MovementRecord(
                fund=fund, seq=entry.seq, place=place, debit=one.debit, credit=one.credit, pence=one.pence
            )
