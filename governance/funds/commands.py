"""`coop funds`: the ledger as a journal for another program, and its chains walked."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click

from governance import settings as settings_of
from governance.funds.model.ledger import Broken
from governance.funds.service import export as exporting
from governance.funds.service import funds as finding
from governance.funds.service import posting
from governance.platform.db import Database, View, migrate

T = TypeVar("T")


@click.group()
def funds() -> None:
    """Write the ledger of the funds for hledger, or check it."""


@funds.command()
@click.option("--fund", "fund_id", help="One fund, by its id [default: all].")
@click.pass_obj
def export(home: Path, /, fund_id: str | None) -> None:
    """Print a journal for hledger; participants appear by number."""

    async def written(database: Database) -> str:
        async with database.reading() as view:
            if fund_id not in (None, *(one.id for one in await finding.every(view))):
                raise click.ClickException(f"there is no fund {fund_id}")
            return await exporting.journal(view, None if fund_id is None else [fund_id])

    click.echo(_with_database(home, written), nl=False)


@funds.command()
@click.pass_obj
def check(home: Path) -> None:
    """Walk the chain of every fund. Ends with 1 if one is broken."""

    async def checked(database: Database) -> list[str]:
        async with database.reading() as view:
            return [await _told(view, one.id) for one in await finding.every(view)]

    try:
        told = _with_database(home, checked)
    except Broken as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(told) or "There is no fund.")


async def _told(view: View, fund_id: str) -> str:
    head = await posting.check(view, fund_id)
    return f"fund {fund_id}: {head.seq} entries hold; the last is {head.hash}"


def _with_database(home: Path, act: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(settings_of.read(home).database)
        try:
            await migrate.require_newest(database)
            return await act(database)
        finally:
            await database.close()

    return asyncio.run(run())
