"""One's own copy of what the platform keeps of a person, signed, for that person alone (GDPR art. 15 and 20)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import RowMapping, Table, or_, select

from governance.access import service as access
from governance.actor import Actor
from governance.arrangements.service import agreements, assistants, people, reaching
from governance.audit import service as audit
from governance.correspondence import service as correspondence
from governance.errors import NotFound
from governance.funds.service import statements
from governance.inspection.copies import signed
from governance.inspection.kept import KEPT, Holder, Kept
from governance.inspection.looking import looks_at
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.db.records import Record
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from governance.platform.sealing import unseal
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook

KIND, TOLD = "cydlais/own-copy/1", "inspection/copied"

Rows = Mapping[str, Sequence[Mapping[str, object]]]
"""What was read, by the name of its table."""


async def own_copy(tx: Transaction, actor: Actor, keys: Keys, now: datetime) -> bytes:
    """A JSON file of everything about whoever asks; that it was made is written down, and nothing of it is kept."""
    whole, sha256 = await _signed(tx, actor, keys, await _known_as(tx, actor), now, looks=await _looked_at(tx, actor))
    await audit.note(tx, actor, "own.copied", actor.account or "", now, sha256=sha256)
    return whole


async def without_sign_in(view: View, actor: Actor, now: datetime) -> Mapping[str, str]:
    """How they are called, by id, for whom this actor decides and who have no way to ask for a copy themselves."""
    found = []
    for one in await people.spoken_for(view, actor, now):
        account = await access.account_for(view, one.member) if one.member is not None else None
        signs_in = one.account is not None or (account is not None and account.address is not None)
        if not (people.is_own(one, actor) or signs_in):
            found.append(one.id)
    return await people.names(view, found)


async def copy_for(tx: Transaction, actor: Actor, keys: Keys, person_id: str, now: datetime) -> bytes:
    """The same about somebody who has no sign-in, as far as support and money go, for who decides for them.

    Everybody else who decides for them is told.

    Raises:
        NotFound: the actor does not decide for this person, or the person signs in and asks for it alone.
    """
    if person_id not in await without_sign_in(tx, actor, now):
        raise NotFound(person=person_id)
    whose: dict[Holder, set[str]] = defaultdict(set) | {Holder.PERSON: {person_id}}
    whole, sha256 = await _signed(tx, actor, keys, whose, now, looks=())
    await audit.note(tx, actor, "own.copied-for", person_id, now, sha256=sha256)
    told = [one for one in await reaching.of_person(tx, person_id, now) if one not in (actor.member, actor.account)]
    await _tell(tx, actor, told, now)
    return whole


async def _tell(tx: Transaction, actor: Actor, readers: Sequence[str], now: datetime) -> None:
    """By a letter that names nobody (MAIL-2), under a cause that leads to nobody."""
    organisation = await rulebook.organisation(tx)
    letters = await correspondence.addressed(tx, readers)
    facts = {"organisation": Texts(en=organisation.name_en, cy=organisation.name_cy)}
    await correspondence.serve(
        tx, actor, kind=TOLD, cause=new_id(), letters=letters.values(), facts=facts, now=now, formal=False
    )


async def _signed(
    tx: Transaction, actor: Actor, keys: Keys, whose: dict[Holder, set[str]], now: datetime, *, looks: Sequence[object]
) -> tuple[bytes, str]:
    organisation = await rulebook.organisation(tx)
    rows = await _rows(tx, keys, whose)
    content = {
        "kind": KIND,
        "organisation": {"cy": organisation.name_cy, "en": organisation.name_en},
        "made_at": _plain(now),
        "kept": rows,
        "called": await _called(tx, actor, whose, now),
        "statements": await _statements(tx, actor, keys, rows, now),
        "looked_at": looks,
    }
    return signed(content, keys)


async def _known_as(view: View, actor: Actor) -> dict[Holder, set[str]]:
    """By what ids rows are this person's; nobody for whom they speak is among them."""
    whose: dict[Holder, set[str]] = defaultdict(set)
    for holder, identity in ((Holder.MEMBER, actor.member), (Holder.ACCOUNT, actor.account)):
        whose[holder] = {identity} if identity is not None else set()
    whose[Holder.REFERENCE] = {actor.reference}
    whose[Holder.PERSON] = await people.own_ids(view, actor)
    assistant = await assistants.of_actor(view, actor)
    whose[Holder.ASSISTANT] = {assistant.id} if assistant is not None else set()
    return whose


async def _rows(view: View, keys: Keys, whose: dict[Holder, set[str]]) -> Rows:
    """Reads table by table, in the order in which rows lead to others; ``whose`` grows with what is found."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for kept in KEPT:
        for row in await _of(view, kept, whose):
            copied = _copied(keys, kept, row)
            if copied not in found.setdefault(kept.table, []):
                found[kept.table].append(copied)
            for holder, column in kept.gives.items():
                whose[holder].add(row[column])
    return found


async def _of(view: View, kept: Kept, whose: Mapping[Holder, set[str]]) -> Iterable[RowMapping]:
    table: Table = Record.metadata.tables[kept.table]
    theirs = [table.c[column].in_(whose[holder]) for column, holder in kept.by.items() if whose[holder]]
    if not theirs:
        return ()
    rows = await view.execute(select(table).where(or_(*theirs)).order_by(*table.primary_key.columns))
    return rows.mappings().all()


def _copied(keys: Keys, kept: Kept, row: RowMapping) -> Mapping[str, object]:
    copied = {name: _plain(row[name]) for name in kept.columns.split()}
    if kept.sealed is None or row[kept.sealed] is None:
        return copied
    place = kept.sealed_in.format(**row)
    words = unseal(keys, row[kept.sealed], table=kept.table, column=kept.sealed, row=place).decode()
    return copied | {kept.sealed: words}


async def _called(view: View, actor: Actor, whose: Mapping[Holder, set[str]], now: datetime) -> Mapping[str, str]:
    """How the other side of each of their arrangements is called, by id, as their own pages show it."""
    called: dict[str, str] = {}
    for person in whose[Holder.PERSON]:
        called |= (await agreements.names(view, await agreements.of_person(view, actor, person, now)))[1]
    for assistant in whose[Holder.ASSISTANT]:
        called |= (await agreements.names(view, await agreements.of_assistant(view, actor, assistant)))[0]
    return called


async def _statements(tx: Transaction, actor: Actor, keys: Keys, rows: Rows, now: datetime) -> Sequence[object]:
    """Their own part of each fund, from the day they joined until today."""
    today, joined = legal_day(now), dict[tuple[str, str], date]()
    for part in rows.get("fund_participant", ()):
        taken = str(part["fund"]), str(part["person"])
        joined[taken] = min(joined.get(taken, today), date.fromisoformat(str(part["since"])))
    made = [
        await statements.statement(tx, actor, keys, fund, person_id=person, since=since, until=today, now=now)
        for (fund, person), since in joined.items()
    ]
    return [json.loads(statements.text(one)) for one in made]


async def _looked_at(view: View, actor: Actor) -> Sequence[object]:
    if actor.member is None:
        return ()
    return [
        {"at": _plain(look.at), "body": look.body, "as_at": _plain(look.as_at), "columns": list(look.columns)}
        for look in await looks_at(view, actor.member)
    ]


def _plain(value: object) -> object:
    """As JSON has it: days and instants are text, instants in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date | time) else value
