"""`coop setup`: from an empty machine to a co-operative with rules in force and two officers."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from constitution import Rulebook
from governance import settings as settings_of
from governance.actor import platform
from governance.correspondence.jobs import channels, deliver_due
from governance.errors import CoopError, Invalid
from governance.platform.clock import SystemClock, legal_day
from governance.platform.db import Database, migrate
from governance.platform.db.database import DatabaseInUse
from governance.platform.keys import Keys
from governance.rulebook import service as rulebook
from governance.rulebook.packs import MODELS, NoSuchPack, Unusable, read_pack, told
from governance.settings import MAIL_SECURITY, Settings
from governance.setup import service
from governance.setup.model import FIRST_OFFICES, Founder, Founding, require_usable
from notifications import Pass

ACTOR = platform("setup")


class Pack(click.ParamType[Rulebook]):
    """A rule book by its letter, its name, or the file it is in; what must be looked at is told beside."""

    name = "pack"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Rulebook:
        if isinstance(value, Rulebook):
            return value
        try:
            rules, doubts = read_pack(value)
        except (NoSuchPack, Unusable) as error:
            self.fail(f"\n{error}" if isinstance(error, Unusable) else str(error), param, ctx)
        for one in doubts:
            click.echo(told(one), err=True)
        return rules


@dataclass(frozen=True, slots=True)
class _Question:
    """One thing to ask of each founder, with the option that answers it beforehand."""

    name: str
    words: str
    choices: tuple[str, ...] = ()


QUESTIONS = (
    _Question("given", "given name"),
    _Question("family", "family name"),
    _Question("email", "e-mail address"),
    _Question("address", "postal address"),
    _Question("language", "language", ("cy", "en")),
)


def _ask_each_founder(command: Callable[..., None]) -> Callable[..., None]:
    for number, office in reversed(list(enumerate(FIRST_OFFICES, start=1))):
        for question in reversed(QUESTIONS):
            command = click.option(
                f"--{office}-{question.name}",
                prompt=f"The {office}'s {question.words}",
                type=click.Choice(question.choices) if question.choices else str,
                help=f"Officer {number}: {question.words}.",
            )(command)
    return command


@click.command()
@click.option("--name-en", prompt="The co-operative's name in English")
@click.option("--name-cy", prompt="The co-operative's name in Welsh")
@click.option(
    "--pack",
    type=Pack(),
    default="E",
    prompt=f"The rule book: {', '.join(MODELS)}, or your own file",
    help=f"A model rule book ({', '.join(MODELS)}) or a file in TOML.",
    show_default=True,
)
@click.option("--reference", default="", help="The registrar's reference of the registered rules.")
@_ask_each_founder
@click.option("--origin", default="http://localhost:8000", prompt="The address at which members will find it")
@click.option("--mail-server", default="", prompt="The mail server (empty: letters go into a folder)")
@click.option(
    "--mail-port", type=click.IntRange(1, 65535), default=587, help="Port of the mail server.", show_default=True
)
@click.option("--mail-security", type=click.Choice(MAIL_SECURITY), default="starttls", show_default=True)
@click.option("--mail-sender", default="", help="The address letters come from [default: the secretary's].")
@click.option("--mail-user", default="")
@click.option("--mail-password-file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def setup(home: Path, /, name_en: str, name_cy: str, pack: Rulebook, reference: str, **given: Any) -> None:
    """Found a co-operative in the home folder, and send its first two officers a message.

    Run again on a co-operative that exists, it changes nothing but sends what is still waiting.
    """
    first, second = (_founder(office, number, given) for number, office in enumerate(FIRST_OFFICES, start=1))
    founding = Founding(name_en, name_cy, pack, "real", (first, second), reference or None)
    try:
        require_usable(founding, legal_day(SystemClock().now()))
    except Invalid as error:
        raise click.ClickException("; ".join(f"{field}: {code}" for field, code in error.errors.items())) from error
    is_new = not (home / settings_of.FILE).exists()
    _write_settings(home, given | {"mail_sender": given["mail_sender"] or given["secretary_email"]})
    try:
        settings = settings_of.read(home)
        sent = asyncio.run(_found(settings, founding))
    except CoopError as error:
        raise click.ClickException(str(error)) from error
    except settings_of.BadSettings as error:
        if is_new:  # a wrong answer is asked for again, not kept
            (home / settings_of.FILE).unlink()
        raise click.ClickException(f"{home / settings_of.FILE}: {error}") from error
    except DatabaseInUse as error:
        raise click.ClickException("the service is running on this database; stop it first") from error
    _report(settings, sent)


def _founder(office: str, number: int, given: dict[str, Any]) -> Founder:
    answers = {question.name: given[f"{office}_{question.name}"] for question in QUESTIONS}
    return Founder(
        office=office,
        number=str(number),
        name_given=answers["given"],
        name_family=answers["family"],
        email=answers["email"],
        language=answers["language"],
        address=answers["address"],
    )


async def _found(settings: Settings, founding: Founding) -> Pass:
    """Make keys and tables, found the co-operative unless it exists, and send what waits."""
    clock = SystemClock()
    database = Database(settings.database)
    database.hold()
    try:
        keys = Keys.create(settings.keys_folder)
        keys.secret("columns")
        await migrate.upgrade(database)
        await database.check_settings()
        async with database.writing() as tx:
            try:
                organisation = await rulebook.organisation(tx)
            except rulebook.NotFounded:
                await service.found(tx, ACTOR, founding, clock.now())
                await service.welcome(tx, ACTOR, clock.now())
                organisation = await rulebook.organisation(tx)
        return await deliver_due(database, channels(settings, organisation.name_both), clock)
    finally:
        await database.close()


def _write_settings(home: Path, given: dict[str, Any]) -> None:
    """An existing file is the operator's: it is left as it is."""
    path = home / settings_of.FILE
    if path.exists():
        return
    home.mkdir(parents=True, exist_ok=True)
    lines = [f"origin = {json.dumps(given['origin'])}", "", "[mail]", f"sender = {json.dumps(given['mail_sender'])}"]
    if given["mail_server"]:
        lines += [
            f"server = {json.dumps(given['mail_server'])}",
            f"port = {given['mail_port']}",
            f"security = {json.dumps(given['mail_security'])}",
        ]
    if given["mail_user"]:
        lines += [f"user = {json.dumps(given['mail_user'])}"]
    if given["mail_password_file"]:
        lines += [f"password_file = {json.dumps(str(given['mail_password_file'].resolve()))}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _report(settings: Settings, sent: Pass) -> None:
    where = settings.mail.server or settings.mail_folder
    click.echo(f"Home    {settings.home}")
    click.echo(f"Keys    {settings.keys_folder}: copy this folder to another place; no backup holds it")
    if sent.failed or sent.dead:
        click.echo(f"Mail    {where}: {sent.failed + sent.dead} messages could not be sent")
        raise click.ClickException(
            f"mend [mail] in {settings.home / settings_of.FILE} and run setup again; what waits is sent then"
        )
    said = (
        f"{sent.sent} messages sent; ask both officers whether theirs arrived" if sent.sent else "nothing was waiting"
    )
    click.echo(f"Mail    {where}: {said}")
    click.echo(f"Next    coop --home {settings.home} serve, then choose a password at {settings.origin}/en/password")
