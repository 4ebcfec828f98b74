"""What a newcomer needs to play each part: a link, a password and its code, a voting code, a key file."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from governance.access import service as access
from governance.access.model import fold
from governance.demonstration.making import Demonstration
from governance.demonstration.private import Way
from governance.demonstration.story import GUIDE
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.db import Transaction, View

LIFE = timedelta(hours=24)
"""Of a link; it opens once."""


class NobodyOfThatName(Exception):
    """Neither a part nor the number of a member who has an e-mail address, and so a way to sign in."""


@dataclass(frozen=True, slots=True)
class Person:
    account: str
    name: str
    number: str | None


async def find(view: View, found: Demonstration, who: str) -> Person:
    """Whoever plays this part, or the member with this number."""
    way = found.private.ways().get(who)
    number = found.play.who.get(who, None if way else who)
    account = await _account(view, number) if way is None else await access.account_of(view, fold(way.email))
    if account is None:
        known = ", ".join(found.play.parts)
        raise NobodyOfThatName(f"{who}: say {known}, or the number of a member with an e-mail address")
    return Person(account.id, account.name, number)


async def link(tx: Transaction, found: Demonstration, who: str, now: datetime) -> str:
    """The path of a link that signs this person in."""
    person = await find(tx, found, who)
    return await access.lend_link(tx, person.account, purpose="sign-in", variant="en", life=LIFE, now=now)


async def table(tx: Transaction, found: Demonstration, origin: str, command: str, now: datetime) -> str:
    """Every part of the first screen, with a fresh link each. ``command`` is how `coop demo` is typed here."""
    ways = found.private.ways()
    blocks = []
    for who in found.play.first:
        person = await find(tx, found, who)
        path = await access.lend_link(tx, person.account, purpose="sign-in", variant="en", life=LIFE, now=now)
        number = f", number {person.number}" if person.number else ""
        facts = {"link": origin + path, **_facts(found, who, ways[who], command)}
        blocks.append("\n".join([f"{found.play.parts[who]}: {person.name}{number}", *_aligned(facts.items())]))
    return "\n\n".join(blocks)


async def _account(view: View, number: str | None) -> access.AccountRecord | None:
    try:
        member = await members.numbered(view, GUIDE, number or "")
    except NotFound:
        return None
    return await access.account_for(view, member.id)


def _facts(found: Demonstration, who: str, way: Way, command: str) -> dict[str, str]:
    files = found.play.files(found.private, who)
    needed = {called: _told(path) for called, path in files.items()}
    if who == "member" and files:
        needed["as a file"] = _near(next(iter(files.values())))
    return needed | {"e-mail": way.email, "password": way.password, "code": f"{command} code {who}"}


def _told(path: Path) -> str:
    """A code is short enough to be read out; of a key file its place is told."""
    return path.read_text(encoding="ascii").strip() if path.suffix == ".txt" else _near(path)


def _near(path: Path) -> str:
    """As somebody would type it from where they stand."""
    return os.path.relpath(path)


def _aligned(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"  {name:<13} {fact}" for name, fact in facts)
