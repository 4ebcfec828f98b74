"""`coop rehearse`: a whole decision on a scripted clock."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import click

from ballots import GROUPS
from governance.errors import CoopError
from governance.platform.db.database import DatabaseInUse
from governance.platform.texts import EN
from governance.platform.web.layout import environment
from governance.platform.web.variants import speaking
from governance.rehearsal.beginning import FOUNDERS, RowsRefused
from governance.rehearsal.house import HandlersOf
from governance.rehearsal.keepers import CommandRefused
from governance.rehearsal.script import play
from governance.rehearsal.stage import OtherRehearsal, Plan, cited, set_up
from governance.votes.service import DEFAULT_GROUP

START = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
"""Always the same day, so that two rehearsals can be compared; long past, so that one can be looked at with `serve`."""


def rehearse_with(handlers_of: HandlersOf) -> click.Command:
    """The command, made for the application's job handlers."""

    @click.command()
    @click.option("--members", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A CSV of members.")
    @click.option(
        "--count",
        type=click.IntRange(min=len(FOUNDERS) + 1, max=50_000),
        default=12,
        show_default=True,
        help="How many members to make up, the two officers among them.",
    )
    @click.option("--group", type=click.Choice(GROUPS), default=DEFAULT_GROUP, show_default=True)
    @click.option(
        "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("rehearsal"), show_default=True
    )
    def rehearse(members: Path | None, count: int, group: str, out: Path) -> None:
        """Play one decision through, from founding to minutes, and leave the evidence.

        Interrupted and run again with the same --out, it goes on where it stopped.
        """
        plan = Plan(out=out.resolve(), start=START, count=count, members=members, group=group)
        try:
            asyncio.run(_play(plan, handlers_of))
        except RowsRefused as refused:
            raise click.ClickException("nobody was entered; mend these rows:\n" + str(refused)) from refused
        except CommandRefused as refused:
            raise click.ClickException(f"a key-holder's check said no: {refused}") from refused
        except DatabaseInUse as error:
            raise click.ClickException(f"another rehearsal is playing in {out}") from error
        except OtherRehearsal as other:
            raise click.ClickException(
                f"{out} holds a rehearsal with {other}; use its options, or another --out"
            ) from other
        except CoopError as refused:
            clause = f" ({cited(refused.finding)})" if refused.finding else ""
            raise click.ClickException(f"{_sentence(refused)} [{refused.code}]{clause}") from refused

    return rehearse


async def _play(plan: Plan, handlers_of: HandlersOf) -> None:
    async with set_up(plan, handlers_of, _bar) as stage:
        async for line in play(stage):
            click.echo(f"{line.at:%Y-%m-%d %H:%M}  {line.scene:<15} {line.said}")


def _sentence(refused: CoopError) -> str:
    """What a page would say to the same refusal."""
    with speaking(EN):
        template = environment().from_string(
            '{% from "ui/words.html" import refused with context %}{{ refused(code, facts, finding, owner) }}'
        )
        owner = type(refused).__module__.split(".")[1]
        facts = {"code": refused.code, "facts": refused.facts, "finding": refused.finding, "owner": owner}
        return unescape(template.render(facts, variant=EN, slice=owner)).strip()


@contextmanager
def _bar(items: Sequence[Any], label: str) -> Iterator[Any]:
    """A progress bar on a terminal, silence elsewhere."""
    if not sys.stdout.isatty() or not items:
        yield items
        return
    with click.progressbar(items, label=f"{'':18}{label:<15}", width=30) as bar:
        yield bar
