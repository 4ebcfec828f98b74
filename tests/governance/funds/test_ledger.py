"""The ledger without a database: balance, chain, corrections."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from governance.funds.model import ledger
from governance.funds.model.ledger import BANK, Broken, Entry, Head, Kind, Movement, Overdrawn, person, promised

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)


def chain(*sums: int) -> list[Entry]:
    entries: list[Entry] = []
    prev = ledger.FIRST
    for seq, pence in enumerate(sums, start=1):
        moved = (Movement(BANK, person("ann"), pence),)
        new = Entry("f", seq, date(2027, 1, 4), AT, Kind.CONTRIBUTION, "Tŷ Ŵyn", "m", "account:t", moved, prev, hash="")
        entries.append(ledger.bound(new))
        prev = entries[-1].hash
    return entries


def test_the_chain_holds_and_its_head_is_the_last_entry() -> None:
    entries = chain(100, 200, 300)
    assert ledger.verify("f", entries) == Head(3, entries[-1].hash)
    assert ledger.verify("f", []) == Head()


@pytest.mark.parametrize(
    "change",
    [
        {"on": date(2027, 1, 5)},
        {"at": datetime(2027, 1, 4, 10, tzinfo=UTC)},
        {"kind": Kind.REFUND},
        {"reference": "another"},
        {"mandate": "another"},
        {"entered_by": "account:x"},
        {"movements": (Movement(BANK, person("ann"), 201),)},
        {"movements": (Movement(BANK, person("ben"), 200),)},
        {"movements": ()},
        {"division": 1},
        {"reverses": 1},
        {"prev": ledger.FIRST},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_entry_is_named(change: dict[str, object]) -> None:
    entries = chain(100, 200, 300)
    entries[1] = replace(entries[1], **change)  # type: ignore[arg-type]  # a test's own mixture
    with pytest.raises(Broken) as broken:
        ledger.verify("f", entries)
    assert broken.value.seq == 2


def test_an_altered_entry_with_a_new_hash_breaks_the_next() -> None:
    entries = chain(100, 200, 300)
    entries[1] = ledger.bound(replace(entries[1], reference="another"))
    with pytest.raises(Broken) as broken:
        ledger.verify("f", entries)
    assert broken.value.seq == 3


def test_a_missing_entry_is_named() -> None:
    first, _, third = chain(100, 200, 300)
    with pytest.raises(Broken, match="entry 2: missing"):
        ledger.verify("f", [first, third])


@pytest.mark.parametrize(
    ("debit", "credit", "pence"), [(BANK, BANK, 1), (BANK, person("a"), 0), (BANK, person("a"), -5)]
)
def test_a_movement_is_of_something_and_between_two_accounts(debit: str, credit: str, pence: int) -> None:
    with pytest.raises(ValueError, match="between two accounts"):
        Movement(debit, credit, pence)


def test_an_entry_and_its_reversal_leave_nothing() -> None:
    moved = (Movement(BANK, person("ann"), 500), Movement(person("ben"), BANK, 7))
    found = ledger.balances((*moved, *ledger.reversed_movements(moved)))
    assert not any(found.values())


@pytest.mark.parametrize(
    "movement",
    [
        Movement(person("ann"), BANK, 101),
        Movement(person("ben"), BANK, 1),
        Movement(ledger.PROMISE, promised("c"), 51),
        Movement(ledger.OWING, ledger.owed("ann"), 1),
        Movement(ledger.uses("training"), person("ann"), 1),
    ],
)
def test_no_account_is_overdrawn(movement: Movement) -> None:
    before = ledger.balances([Movement(BANK, person("ann"), 100), Movement(promised("c"), ledger.PROMISE, 50)])
    with pytest.raises(Overdrawn):
        ledger.require_covered(before, [movement])
    ledger.require_covered(before, [Movement(person("ann"), BANK, 100), Movement(ledger.PROMISE, promised("c"), 50)])
