"""The command `coop`: what an operator says to the platform."""

import asyncio
import os
import signal
import socket
from pathlib import Path
from typing import Any

import click
import uvicorn
from sqlalchemy.exc import DBAPIError

from governance import app, settings
from governance.demonstration.commands import demo_with
from governance.funds.commands import funds
from governance.migrations import tables as tables  # every command sees every table
from governance.platform import logs
from governance.platform.clock import SystemClock
from governance.platform.db import Database, migrate
from governance.platform.db.database import DatabaseInUse
from governance.platform.keys import Keys, KeysMissing
from governance.platform.web.assets import NotBuilt
from governance.rehearsal.commands import rehearse_with
from governance.rulebook.commands import rules
from governance.setup.commands import setup
from governance.upkeep import commands as upkeep


class Plain(click.Group):
    """Says in one sentence what stops a command, where a traceback would help nobody."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except settings.BadSettings as error:
            raise click.ClickException(f"{context.params['home'] / settings.FILE}: {error}") from error
        except DatabaseInUse as error:
            raise click.ClickException(f"another process is using {error}; stop it first") from error
        except NotBuilt as error:
            raise click.ClickException(str(error)) from error
        except KeysMissing as error:
            raise click.ClickException(
                f"no master key in {error}: bring the folder back from its own backup, or run `coop setup`"
            ) from error
        except (migrate.NotReady, OSError) as error:
            raise click.ClickException(str(error)) from error
        except DBAPIError as error:
            raise click.ClickException(f"the database cannot be used: {error.orig}") from error


@click.group(cls=Plain)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="COOP_HOME",
    default=Path("coop-home"),
    show_default=True,
    help="The folder of the organisation: its settings, keys, mail and database.",
)
@click.pass_context
def main(context: click.Context, home: Path) -> None:
    """Governance and member democracy for direct-payment care co-operatives."""
    # Database, letters and backups are for the account that runs the service alone.
    os.umask(0o077)
    context.obj = home


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True)
@click.option("--jobs/--no-jobs", default=True, help="Do the waiting jobs in this process too.")
@click.pass_obj
def serve(home: Path, host: str, port: int, jobs: bool) -> None:
    """Answer browsers and programs until told to stop."""
    found = settings.read(home)
    click.echo(f"{found.origin} ({host}:{port})", err=True)
    _serve(found, host, port, jobs=jobs)


def _serve(found: settings.Settings, host: str, port: int, *, jobs: bool = True) -> None:
    logs.configure(found.log_level)
    database = Database(found.database)
    asyncio.run(_require_ready(found))
    database.hold()
    # Addresses of clients come from `trusted_proxies` alone, so uvicorn must not rewrite them (AUTH-13).
    config = uvicorn.Config(
        app.create(found, database=database, with_jobs=jobs),
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        http="h11",  # the one that bounds headers
        h11_max_incomplete_event_size=16 * 1024,
        timeout_graceful_shutdown=7,
    )
    door = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    server = uvicorn.Server(config)
    server.run(sockets=[door])
    if not server.started:
        raise click.ClickException("the service did not start; the lines above say where it stopped")


@main.command()
@click.pass_obj
def work(home: Path) -> None:
    """Do the waiting jobs and send the waiting letters until told to stop; serve must then run with --no-jobs."""
    found = settings.read(home)
    logs.configure(found.log_level)
    asyncio.run(_require_ready(found))
    asyncio.run(_work(found))


async def _require_ready(found: settings.Settings) -> None:
    """Everything a process needs is there, said before anything listens."""
    Keys(found.keys_folder).secret("cookies")
    database = Database(found.database)
    try:
        await migrate.require_newest(database)
    finally:
        await database.close()


async def _work(found: settings.Settings) -> None:
    database = Database(found.database)
    database.hold()
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    try:
        await database.check_settings()
        await app.work(found, database, Keys(found.keys_folder, found.host), SystemClock(), stop)
    finally:
        await database.close()


for command in (
    setup,
    rehearse_with(app.job_handlers),
    demo_with(app.job_handlers, _serve),
    rules,
    funds,
    upkeep.backup,
    upkeep.restore,
    upkeep.upgrade,
    upkeep.doctor,
):
    main.add_command(command)

if __name__ == "__main__":
    main()
