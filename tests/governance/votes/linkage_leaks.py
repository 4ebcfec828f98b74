"""What a careless server would have kept, one kind of leak at a time: every one of them must be caught."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from sqlalchemy import text

from ballots import public_of
from tests.governance.votes import linkage_store
from tests.governance.votes.ballots import OPENS
from tests.governance.votes.linkage import Fact
from tests.governance.votes.linkage_day import Day

Visit = tuple[int, str, str]
"""The number of a visit, the member who came, and the public part of their voting code."""


def visits(day: Day) -> list[Visit]:
    group, uuid = day.polling.election.group, day.polling.election.uuid
    return [
        (number, day.polling.voters[voter].member or "", public_of(day.polling.codes[voter], uuid, group))
        for number, voter in enumerate(day.order)
    ]


async def last_seen(day: Day) -> list[Fact]:
    return await _table(
        day, [{"who": who, "at": (OPENS + timedelta(minutes=n)).isoformat()} for n, who, _ in visits(day)]
    )


async def numbered(day: Day) -> list[Fact]:
    return await _table(day, [{"who": who, "number": n} for n, who, _ in reversed(visits(day))])


async def turnout_beside_a_name(day: Day) -> list[Fact]:
    return await _table(day, [{"who": who, "note": "x" * n} for n, who, _ in visits(day)])


async def network_addresses(day: Day) -> list[Fact]:
    places = [(who, code, f"2001:db8:{n:04x}::{n:04x}".replace(":", ".")) for n, who, code in visits(day)]
    return await _table(day, [{"who": name, "place": place} for who, code, place in places for name in (who, code)])


async def in_order_of_coming(day: Day) -> list[Fact]:
    return await _table(day, [{"who": who} for _, who, _ in visits(day)])


async def logged(day: Day) -> list[Fact]:
    return list(
        linkage_store.lines("\n".join(f'{{"event": "signed-in", "member": "{who}"}}' for _, who, _ in visits(day)))
    )


async def mailed(day: Day) -> list[Fact]:
    folder = day.web.settings.mail_folder / "planted"
    folder.mkdir(parents=True)
    for number, who, _ in visits(day):
        (folder / f"{number:04}.eml").write_text(f"To: {who}\n\nYour ballot was cast.\n")
    return list(linkage_store.files(folder))


LEAKS: Mapping[str, Callable[[Day], Awaitable[list[Fact]]]] = {
    "time": last_seen,
    "order": numbered,
    "size": turnout_beside_a_name,
    "address": network_addresses,
    "row key": in_order_of_coming,
    "log line": logged,
    "mail": mailed,
}


async def _table(day: Day, rows: list[dict[str, object]]) -> list[Fact]:
    columns = list(rows[0])
    kinds = ", ".join(f"{name} {'INTEGER' if name == 'number' else 'TEXT'}" for name in columns)
    async with day.web.database.writing() as tx:
        await tx.execute(text("DROP TABLE IF EXISTS planted"))
        await tx.execute(text(f"CREATE TABLE planted ({kinds})"))
        for row in rows:
            values = ", ".join(f":{name}" for name in columns)
            await tx.execute(text(f"INSERT INTO planted VALUES ({values})").bindparams(**row))
    return await linkage_store.rows(day.web.database, "planted")
