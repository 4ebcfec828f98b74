"""A change as the registrar registered it, where that is not what members voted for: both are kept (L-025)."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from constitution import Rulebook, parameter
from constitution.amendment import Amendment
from constitution.wording import in_words
from governance.actor import Actor
from governance.errors import Invalid
from governance.motions import asking, rewording
from governance.platform.db import View
from governance.rulebook import service as rulebook
from governance.rulebook.model import State

LETTER = ("reference", "registered_on")


async def wording_shown(view: View, actor: Actor, version_id: str) -> dict[str, Any]:
    """Fields for every value and every word of the change, as members voted for them.

    Raises:
        NotOnThisRoad: it is not with the registrar.
    """
    version = await rulebook.find(view, actor, version_id)
    if version.state != State.SUBMITTED:
        raise rulebook.NotOnThisRoad(version=version_id, state=version.state, to=State.REGISTERED)
    change, voted = rulebook.amendment_of(version), await rulebook.voted(view, version)
    return {
        "version": version,
        "values": [
            (parameter(one), partial(in_words, voted, one), asking.fields(voted, parameter(one)))
            for one in _values(change)
        ],
        "clauses_voted": [
            (one, voted.clauses[one], rewording.places(voted.clauses[one], "paragraphs")) for one in _clauses(change)
        ],
    }


async def names(view: View, actor: Actor, version_id: str) -> tuple[str, ...]:
    """Every field of the page."""
    version = await rulebook.find(view, actor, version_id)
    change, voted = rulebook.amendment_of(version), await rulebook.voted(view, version)
    values = (f"{one}.{field.name}" for one in _values(change) for field in asking.fields(voted, parameter(one)))
    clauses = (f"rule-{one}.{name}" for one in _clauses(change) for name in rewording.names(voted.clauses[one]))
    return (*LETTER, *values, *clauses)


async def read(view: View, actor: Actor, version_id: str, typed: Mapping[str, Sequence[str]]) -> Amendment:
    """The change in the registrar's words.

    Raises:
        Invalid: with the problem of each field.
    """
    version = await rulebook.find(view, actor, version_id)
    change, voted = rulebook.amendment_of(version), await rulebook.voted(view, version)
    entries, clauses, errors = dict(change.entries), dict(change.clauses), dict[str, str]()
    for one in _values(change):
        given = _below(f"{one}.", typed)
        entries[one] = {**entries[one], "value": _kept(f"{one}.", errors, asking.read, voted, parameter(one), given)}
    for one in _clauses(change):
        clauses[one] = _kept(f"rule-{one}.", errors, _reworded, voted, one, _below(f"rule-{one}.", typed))
    if errors:
        raise Invalid(errors)
    return Amendment(entries, clauses)


def _reworded(voted: Rulebook, number: str, typed: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The easy sentences are ours; no registrar reads them."""
    clause = voted.clauses[number]
    easy = {
        name: [place.words.get(language, "")]
        for place in rewording.places(clause, "easy")
        for language, name in place.names.items()
    }
    return rewording.read(number, clause, {**easy, **typed})


def _kept(prefix: str, errors: dict[str, str], act: Any, *given: Any) -> Any:
    """What is wrong with one value is told together with what is wrong with the others."""
    try:
        return act(*given)
    except Invalid as fault:
        errors |= {prefix + name: code for name, code in fault.errors.items()}
        return None


def _below(prefix: str, typed: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {name.removeprefix(prefix): given for name, given in typed.items() if name.startswith(prefix)}


def _values(change: Amendment) -> list[str]:
    return [one for one, entry in change.entries.items() if "value" in entry]


def _clauses(change: Amendment) -> list[str]:
    return [one for one, words in change.clauses.items() if words is not None]
