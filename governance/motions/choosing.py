"""The change of the rules that somebody has in mind: one answer after another goes into it, or out of it again."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from constitution import CATALOGUE, Parameter, Rulebook
from constitution.amendment import Amendment
from constitution.clause import Clause
from governance.actor import Actor
from governance.errors import Invalid, NotFound
from governance.motions import asking, rewording
from governance.motions.drafting import find_draft, keep_change
from governance.platform.db import Transaction, View
from governance.rulebook import bringing
from governance.rulebook import service as rulebook

CLAUSE = "rule-"
"""How the name of a changed clause begins, so that a page can name it beside parameters."""
_NUMBER = re.compile(r"(?=.{1,10}$)[0-9]+[a-z]?(\.[0-9]+[a-z]?)*")


async def change_in_mind(view: View, actor: Actor) -> Amendment:
    draft = await find_draft(view, actor)
    return Amendment() if draft is None or draft.change is None else draft.change


async def rules_in_mind(view: View, actor: Actor, now: datetime) -> tuple[Rulebook, Rulebook]:
    """The rules in force, and as they would be with the change so far.

    What was begun on rules that have changed since may say nothing new any more.
    """
    rules, change = await rulebook.in_force(view, now), await change_in_mind(view, actor)
    if not change.entries and not change.clauses:
        return rules, rules
    try:
        return rules, rulebook.made(rules, change)
    except rulebook.NothingChanged:
        return rules, rules


def parameter_named(identity: str) -> Parameter:
    """
    Raises:
        NotFound
    """
    if identity not in CATALOGUE:
        raise NotFound(parameter=identity)
    return CATALOGUE[identity]


async def choose_value(
    tx: Transaction, actor: Actor, identity: str, typed: Mapping[str, Sequence[str]], now: datetime
) -> None:
    """Another value for a parameter, or none where it shall not apply.

    Raises:
        Invalid: with the problem of each field.
    """
    parameter = parameter_named(identity)
    rules, changed = await rules_in_mind(tx, actor, now)
    rule = _rule(changed, identity, typed)
    entry: dict[str, Any] = {"rule": rule}
    if typed.get(asking.ABSENT):
        entry["not_applicable"] = True
    else:
        entry["value"] = asking.read(changed, parameter, typed)
    change = await change_in_mind(tx, actor)
    entries = {**change.entries, identity: entry}
    before = rules.entries.get(identity)
    if before is not None and not before.undecided and _says_the_same(before.to_dict(), entry):
        del entries[identity]
    chosen = Amendment(entries, change.clauses)
    _require_changeable(rules, chosen, identity)
    await keep_change(tx, actor, chosen, now)


def _require_changeable(rules: Rulebook, chosen: Amendment, identity: str) -> None:
    try:
        rulebook.made(rules, chosen)
    except rulebook.NothingChanged:
        return
    except Invalid as fault:
        if "not_applicable" not in chosen.entries.get(identity, {}):
            raise
        raise Invalid({asking.ABSENT: "needed"}) from fault


async def choose_words(
    tx: Transaction, actor: Actor, number: str, typed: Mapping[str, Sequence[str]], now: datetime
) -> None:
    """Other words for a clause; a number that is not there yet is a new clause.

    Raises:
        Invalid: with the problem of each field.
    """
    rules, changed = await rules_in_mind(tx, actor, now)
    plain = rewording.read(number, changed.clauses.get(number), typed)
    change = await change_in_mind(tx, actor)
    clauses = {**change.clauses, number: plain}
    if number in rules.clauses and rules.clauses[number].to_dict() == plain:
        del clauses[number]
    await keep_change(tx, actor, Amendment(change.entries, clauses), now)


async def strike_out(tx: Transaction, actor: Actor, number: str, now: datetime) -> None:
    """Take a clause out of the rules.

    Raises:
        NotFound: there is none of this number.
    """
    if await clause_named(tx, actor, number, now) is None:
        raise NotFound(rule=number)
    rules, _ = await rules_in_mind(tx, actor, now)
    change = await change_in_mind(tx, actor)
    clauses = {**change.clauses, number: None}
    if number not in rules.clauses:
        del clauses[number]
    await keep_change(tx, actor, Amendment(change.entries, clauses), now)


async def bring(tx: Transaction, actor: Actor, source: str, now: datetime) -> None:
    """Have in mind what makes of the rules in force those of a file, instead of what was in mind before.

    Raises:
        Invalid: it is no rule book.
        NothingChanged: these are the rules in force.
    """
    rules = await rulebook.in_force(tx, now)
    change = bringing.brought(rules, bringing.decoded(source.encode())).change
    if change is None:
        raise Invalid({"source": "not-a-rule-book"})
    rulebook.made(rules, change)
    await keep_change(tx, actor, change, now)


async def leave_out(tx: Transaction, actor: Actor, name: str, now: datetime) -> None:
    """Take one answer out of the change: a parameter's id, or ``CLAUSE`` and a number."""
    change = await change_in_mind(tx, actor)
    entries = {one: entry for one, entry in change.entries.items() if one != name}
    clauses = {one: words for one, words in change.clauses.items() if f"{CLAUSE}{one}" != name}
    await keep_change(tx, actor, Amendment(entries, clauses), now)


def read_number(typed: str) -> str:
    """The number of a rule that people wrote themselves.

    Raises:
        Invalid: it is none, such as "4", "4a" or "4.2".
    """
    number = typed.strip().lower()
    if not _NUMBER.fullmatch(number):
        raise Invalid({"number": "not-a-rule-number" if number else "missing"})
    return number


async def number_for_new(view: View, actor: Actor, typed: str, now: datetime) -> str:
    """
    Raises:
        Invalid: it is no number, or a rule has it.
    """
    number = read_number(typed)
    rules, changed = await rules_in_mind(view, actor, now)
    if number in rules.clauses or number in changed.clauses:
        raise Invalid({"number": "number-taken"})
    return number


async def clause_named(view: View, actor: Actor, number: str, now: datetime) -> Clause | None:
    """The clause of this number, now or with the change; None where there may be a new one.

    Raises:
        NotFound: no rule could have this number.
    """
    rules, changed = await rules_in_mind(view, actor, now)
    found = changed.clauses.get(number) or rules.clauses.get(number)
    if found is None and not _NUMBER.fullmatch(number):
        raise NotFound(rule=number)
    return found


def _rule(rules: Rulebook, identity: str, typed: Mapping[str, Sequence[str]]) -> str:
    """The clause in which the value stands: where it is, or where somebody who sets it first wants it."""
    entry = rules.entries.get(identity)
    if entry is not None and entry.rule is not None:
        return entry.rule
    chosen = next(iter(typed.get(asking.RULE, ())), "").strip()
    if chosen not in rules.clauses:
        raise Invalid({asking.RULE: "not-a-choice" if chosen else "missing"})
    return chosen


def _says_the_same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return all(before.get(name) == after.get(name) for name in ("rule", "value", "not_applicable"))
