"""`coop demo make | serve | link | code | who`: a co-operative to try everything on."""

import asyncio
import os
import shutil
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from ballots import GROUPS
from governance import settings as settings_of
from governance.demonstration import making, showing
from governance.demonstration.making import Demonstration, NotADemonstration
from governance.demonstration.play import Play
from governance.demonstration.plays import PLAYS, USUAL
from governance.errors import CoopError
from governance.platform.clock import SystemClock, legal_day
from governance.platform.db import Database
from governance.rehearsal.house import HandlersOf
from governance.settings import Settings
from governance.votes.service import DEFAULT_GROUP

T = TypeVar("T")
Serving = Callable[[Settings, str, int], None]
"""Answers browsers for one organisation, on a host and a port, until told to stop."""

HOME = "demo"
HOST, PORT, OTHER_PORTS = "127.0.0.1", 8000, 20
CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class Means:
    """What the commands work with: the home, the application's job handlers, and its way of serving."""

    home: Path
    play: Play
    handlers_of: HandlersOf
    serving: Serving

    def found(self) -> Demonstration:
        return making.find(self.home)


class Plain(click.Group):
    """Says in one sentence what stops a command."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (NotADemonstration, showing.NobodyOfThatName) as error:
            raise click.ClickException(str(error)) from error
        except CoopError as refused:
            raise click.ClickException(f"the demonstration stopped: {refused} [{refused.code}]") from refused


def demo_with(handlers_of: HandlersOf, serving: Serving) -> click.Command:
    """The commands, made for one application."""

    @click.group(cls=Plain)
    @click.option("--of", "letter", type=click.Choice(tuple(PLAYS), case_sensitive=False), default=USUAL)
    @click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Usually demo, or demo-a to demo-d.")
    @click.pass_context
    def demo(context: click.Context, letter: str, home: Path | None) -> None:
        """A demonstration with invented people, one for each model rule book (--of), to try everything on."""
        context.obj = Means((home or _usual_home(letter)).resolve(), PLAYS[letter.upper()], handlers_of, serving)

    for command in (make, serve, link, code, who):
        demo.add_command(command)
    return demo


@click.command()
@click.option("--again", is_flag=True, help="Begin anew: the demonstration that is there is removed first.")
@click.option("--group", type=click.Choice(GROUPS), default=DEFAULT_GROUP, show_default=True)
@click.pass_obj
def make(means: Means, again: bool, group: str) -> None:
    """Make the demonstration. One that is there is kept."""
    try:
        found = means.found()
    except NotADemonstration:
        if means.home.exists() and any(means.home.iterdir()):
            raise
    else:
        if not again:
            click.echo(f"There is a demonstration in {means.home}, made on {found.made_on:%d %B %Y}. It is kept.")
            return
        making.remove(found)
    began = time.monotonic()
    click.echo(f"Making {means.play.about}, in {means.home}. This may take a minute.")
    today, say = legal_day(CLOCK.now()), lambda line: click.echo(f"  {line}")
    making.make(means.home, today, means.handlers_of, group, say, play=means.play)
    click.echo(f"Made in {time.monotonic() - began:.0f} seconds.")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)
@click.pass_obj
def serve(means: Means, port: int) -> None:
    """Serve the demonstration, and say what each part needs to sign in."""
    found = means.found()
    making.bring_up_to_date(found)
    free = _free_port(port)
    if free != port:
        click.echo(f"Port {port} is taken by another program, so this is port {free}.\n")
    making.write_settings(found.home, f"http://localhost:{free}")
    _welcome(found)
    with suppress(KeyboardInterrupt):  # how one stops it
        means.serving(settings_of.read(found.home), HOST, free)
    click.echo("Stopped.")


@click.command()
@click.argument("who")
@click.pass_obj
def link(means: Means, who: str) -> None:
    """Print a link that signs WHO in, once, within 24 hours: a part such as secretary, or a member's number."""
    found = means.found()

    async def lend(database: Database) -> str:
        async with database.writing() as tx:
            return await showing.link(tx, found, who, CLOCK.now())

    settings = settings_of.read(found.home)
    click.echo(settings.origin + _with_database(settings, lend))


@click.command()
@click.argument("who")
@click.pass_obj
def code(means: Means, who: str) -> None:
    """Print what the authenticator of WHO shows now."""
    ways = means.found().private.ways()
    if who not in ways:
        raise showing.NobodyOfThatName(f"{who}: say {', '.join(ways)}")
    click.echo(ways[who].code(CLOCK))


@click.command()
@click.pass_obj
def who(means: Means) -> None:
    """Say once more what each part needs, with fresh links."""
    _welcome(means.found())


def _welcome(found: Demonstration) -> None:
    settings = settings_of.read(found.home)

    async def written(database: Database) -> str:
        async with database.writing() as tx:
            return await showing.table(tx, found, settings.origin, _called(found.home), CLOCK.now())

    click.echo(f"Cydlais: a demonstration with invented people\n\n  Open   {settings.origin}\n  Stop   Ctrl-C\n")
    if found.is_stale(legal_day(CLOCK.now())):
        click.echo(
            "What it announces has passed, such as a meeting and the ballot that ends with it. To begin anew: "
            f"make demo-again OF={found.play.letter}\n"
        )
    click.echo(_with_database(settings, written))
    click.echo(
        "\nA link opens once. In another terminal, for a new link or for anybody else (chair, scrutineer, 31 …):\n"
        f"  {_called(found.home)} link member\n"
    )
    others = "\n".join(
        f"  make demo OF={letter}   {play.about}" for letter, play in PLAYS.items() if play != found.play
    )
    click.echo(f"The other demonstrations:\n{others}\n")


def _called(home: Path) -> str:
    """How to type these commands from where one stands."""
    command = "coop" if shutil.which("coop") else os.path.relpath(sys.argv[0])
    for letter in PLAYS:
        if home == _usual_home(letter).resolve():
            return f"{command} demo" if letter == USUAL else f"{command} demo --of {letter}"
    return f"{command} demo --home {os.path.relpath(home)}"


def _usual_home(letter: str) -> Path:
    return Path(HOME if letter.upper() == USUAL else f"{HOME}-{letter.lower()}")


def _free_port(wanted: int) -> int:
    for port in range(wanted, min(wanted + OTHER_PORTS, 65536)):
        with socket.socket() as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind((HOST, port))
            except OSError:
                continue
            return port
    raise click.ClickException(f"the ports from {wanted} on are taken; name another with --port")


def _with_database(settings: Settings, act: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(settings.database)
        try:
            return await act(database)
        finally:
            await database.close()

    return asyncio.run(run())
