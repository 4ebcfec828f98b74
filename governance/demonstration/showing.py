"""What a newcomer needs to play each part: a link, a password and its code, a voting code, a key file."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from governance.access import service as access
from governance.access.model import fold
from governance.demonstration import cast
from governance.demonstration.making import Demonstration
from governance.demonstration.private import ANNUAL_MEETING, DIRECTORS, Way
from governance.demonstration.story import GUIDE
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.db import Transaction, View

LIFE = timedelta(hours=24)
"""Of a link; it opens once."""

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "member": "A member",
        "secretary": "The secretary",
        "chair": "The chair",
        "board": "A board member",
        "scrutineer": "The scrutineer",
        "key-holder": "A key-holder",
        cast.REGULATOR: "A regulator",
    }
)
FIRST = ("member", "secretary", "board", "key-holder", cast.REGULATOR)
"""The parts on the first screen; the others are asked for by name."""


class NobodyOfThatName(Exception):
    """Neither a part nor the number of a member who has an e-mail address, and so a way to sign in."""


@dataclass(frozen=True, slots=True)
class Person:
    account: str
    name: str
    number: str | None


async def find(view: View, found: Demonstration, who: str) -> Person:
    """Whoever plays this part, or the member with this number."""
    if who == cast.REGULATOR:
        way = found.private.ways()[who]
        account, number = await access.account_of(view, fold(way.email)), None
    else:
        number = cast.WHO.get(who, who)
        account = await _account(view, number)
    if account is None:
        raise NobodyOfThatName(f"{who}: say {', '.join(PARTS)}, or the number of a member with an e-mail address")
    return Person(account.id, account.name, number)


async def link(tx: Transaction, found: Demonstration, who: str, now: datetime) -> str:
    """The path of a link that signs this person in."""
    person = await find(tx, found, who)
    return await access.lend_link(tx, person.account, purpose="sign-in", variant="en", life=LIFE, now=now)


async def table(tx: Transaction, found: Demonstration, origin: str, command: str, now: datetime) -> str:
    """Every part of the first screen, with a fresh link each. ``command`` is how `coop demo` is typed here."""
    ways = found.private.ways()
    blocks = []
    for who in FIRST:
        person = await find(tx, found, who)
        path = await access.lend_link(tx, person.account, purpose="sign-in", variant="en", life=LIFE, now=now)
        number = f", number {person.number}" if person.number else ""
        facts = {"link": origin + path, **_facts(found, who, ways[who], command)}
        blocks.append("\n".join([f"{PARTS[who]}: {person.name}{number}", *_aligned(facts.items())]))
    return "\n\n".join(blocks)


async def _account(view: View, number: str) -> access.AccountRecord | None:
    try:
        member = await members.numbered(view, GUIDE, number)
    except NotFound:
        return None
    return await access.account_for(view, member.id)


def _facts(found: Demonstration, who: str, way: Way, command: str) -> dict[str, str]:
    if who == "member":
        motion, directors = (found.private.code_file(cast.WHO[who], ballot) for ballot in (ANNUAL_MEETING, DIRECTORS))
        return {"voting code": _read(motion), "as a file": _near(motion), "for directors": _read(directors)}
    signing = {"e-mail": way.email, "password": way.password, "code": f"{command} code {who}"}
    if who == "key-holder":
        signing["key file"] = _near(found.private.key_file)
    return signing


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii").strip()


def _near(path: Path) -> str:
    """As somebody would type it from where they stand."""
    return os.path.relpath(path)


def _aligned(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"  {name:<13} {fact}" for name, fact in facts)
