"""`coop rules`: a rule book looked over for mistakes, asked what it says, and written as a file."""

import asyncio
import json
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click

from constitution import Rulebook, toml
from constitution.errors import ConstitutionError
from constitution.importing import problems_in
from constitution.notice import Sending
from constitution.problem import Problem, Severity
from constitution.service import Method
from governance import settings as settings_of
from governance.actor import platform
from governance.errors import CoopError
from governance.platform.clock import LEGAL_ZONE, SystemClock, legal_day
from governance.platform.db import Database, migrate
from governance.platform.texts import CY, CY_EASY, EN, EN_EASY
from governance.rulebook import answering, exporting
from governance.rulebook import service as rulebook
from governance.rulebook.exporting import Export
from governance.rulebook.packs import MODELS, NoSuchPack, Unusable, read_pack, told

WITHOUT_A_HOME = "e-citizen-directed"
"""The model that answers where no co-operative has been founded."""

ACTOR = platform("rules")
BOTH = "both"
PACK = f"PACK is a model by its letter ({', '.join(MODELS)}) or its name, or a file in TOML."

_FORMS = ("toml", "xml", "html", "pdf")
_WORDS = {EN: (EN,), CY: (CY,), BOTH: (CY, EN), EN_EASY: (EN_EASY,), CY_EASY: (CY_EASY,)}


@click.group()
def rules() -> None:
    """Look a rule book over, ask it, or write it as a file."""


@rules.command(epilog=PACK)
@click.argument("pack")
@click.option("--json", "as_json", is_flag=True, help="Print plain data for programs.")
def check(pack: str, *, as_json: bool) -> None:
    """Tell every problem of a rule book at once. Ends with 1 if it cannot be adopted as it is."""
    found = _problems(pack)
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(map(told, found)) or "No problems found.")
    if any(one.severity is Severity.REFUSES for one in found):
        raise click.exceptions.Exit(1)


@rules.command(epilog=PACK)
@click.argument("pack", required=False)
@click.option("--version", type=click.IntRange(1), help="One of this co-operative's versions [default: that in force].")
@click.option("--as", "form", type=click.Choice(_FORMS), default="toml", show_default=True)
@click.option("--words", type=click.Choice(tuple(_WORDS)), default=EN, show_default=True, help="Not for TOML.")
@click.option("--to", "path", type=click.Path(path_type=Path, dir_okay=False), help="The file [default: print it].")
@click.pass_obj
def export(home: Path, /, pack: str | None, *, version: int | None, form: str, words: str, path: Path | None) -> None:
    """Write a rule book as a file: a TOML pack to start from, Akoma Ntoso, HTML or PDF. Without PACK, this
    co-operative's own."""
    if pack is not None and version is not None:
        raise click.UsageError("give a PACK or a --version, not both")
    if form == "xml" and words not in (EN, CY):
        raise click.UsageError(f"XML has one language, with Easy Read in it: --words {EN} or {CY}")
    today = legal_day(SystemClock().now())
    found = _of_pack(pack, today) if pack else asyncio.run(_own(home, version))
    content = _written(found, form, words, today)
    if path:
        path.write_bytes(content)
    else:
        click.echo(content, nl=False)


@rules.command(epilog=PACK)
@click.argument("pack", required=False)
@click.option("--kind", type=click.Choice(tuple(answering.KINDS)), default="agm", show_default=True)
@click.option(
    "--sent", type=click.DateTime(("%Y-%m-%d", "%Y-%m-%dT%H:%M")), required=True, help="Day, or day and time."
)
@click.option("--by", "method", type=click.Choice([one.value for one in Method]), default="post", show_default=True)
@click.option("--meeting", type=click.DateTime(("%Y-%m-%d",)), help="Is this day lawful, and when must notice go?")
@click.option("--json", "as_json", is_flag=True, help="Print plain data for programs.")
@click.pass_obj
def notice(
    home: Path, /, pack: str | None, *, kind: str, sent: datetime, method: str, meeting: datetime | None, as_json: bool
) -> None:
    """When notice counts as received, and the first lawful day for a meeting. Without PACK, under this co-operative's
    own rules."""
    when = sent.date() if sent.time() == time.min else sent.replace(tzinfo=LEGAL_ZONE)
    sending = Sending(Method(method), when)
    try:
        found = answering.about_notice(_rules(home, pack), kind, sending, meeting.date() if meeting else None)
    except ConstitutionError as error:
        raise click.ClickException(str(error)) from error
    click.echo(_json(found.to_dict()) if as_json else "\n".join(found.lines()))


@rules.command(epilog=PACK)
@click.argument("parameter")
@click.option("--pack", help="Another rule book than this co-operative's own.")
@click.option("--language", type=click.Choice((EN, CY)), default=EN, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print plain data for programs.")
@click.pass_obj
def explain(home: Path, /, parameter: str, *, pack: str | None, language: str, as_json: bool) -> None:
    """What a value of the rules means, such as P-140: how it reads, the rule it stands in, and the law."""
    try:
        found = answering.about_value(_rules(home, pack), parameter.upper(), language)
    except ConstitutionError as error:
        raise click.ClickException(str(error)) from error
    click.echo(_json(found) if as_json else "\n".join(answering.told(found)))


def _rules(home: Path, pack: str | None) -> Rulebook:
    """The rule book that is asked: a pack, or the co-operative's own in force; where there is none yet, a model."""
    if pack is None and home.exists():
        return asyncio.run(_own(home, None)).rules
    if pack is None:
        pack = WITHOUT_A_HOME
        click.echo(f"No co-operative in {home}: this is the model rule book {pack}.", err=True)
    try:
        return read_pack(pack)[0]
    except (NoSuchPack, Unusable) as error:
        raise click.ClickException(str(error)) from error


def _json(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _problems(named: str) -> Sequence[Problem]:
    """A model is looked over like a file: it is known to be readable, and may still be worth a look."""
    try:
        book, found = read_pack(named)
    except Unusable as error:
        return error.problems
    except NoSuchPack as error:
        raise click.ClickException(str(error)) from error
    return found or problems_in(toml.written(book))


def _plain(problem: Problem) -> dict[str, Any]:
    finding = {"finding": problem.finding.to_dict()} if problem.finding else {}
    facts = {"facts": dict(problem.facts)} if problem.facts else {}
    found = {"code": problem.code, "severity": problem.severity, "path": problem.path, "said": problem.said}
    return found | facts | finding


def _of_pack(named: str, today: date) -> Export:
    try:
        return exporting.of_model(read_pack(named)[0], today)
    except (NoSuchPack, Unusable) as error:
        raise click.ClickException(str(error)) from error


async def _own(home: Path, number: int | None) -> Export:
    database = Database(settings_of.read(home).database)
    try:
        await migrate.require_newest(database)
        async with database.reading() as view:
            wanted = number or (await rulebook.version_in_force(view, SystemClock().now())).number
            return await exporting.export(view, ACTOR, wanted)
    except CoopError as error:
        raise click.ClickException(f"there is no version {number or 'in force'}") from error
    finally:
        await database.close()


def _written(found: Export, form: str, words: str, today: date) -> bytes:
    if form == "toml":
        return exporting.toml(found).encode()
    if form == "xml":
        return exporting.xml(found, words, today)
    if form == "html":
        return exporting.html(found, _WORDS[words], today).encode()
    try:
        return asyncio.run(exporting.pdf(found, _WORDS[words], today))
    except CoopError as error:
        raise click.ClickException(f"not printed: {error}") from error
