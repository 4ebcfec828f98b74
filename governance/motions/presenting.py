"""What the pages of a change of the rules show."""

from datetime import datetime
from typing import Any

from constitution import CATALOGUE, Rulebook, parameter
from constitution.amendment import may_change_rules
from constitution.plain import in_order
from constitution.proposing import supporters_needed
from constitution.wording import easy, in_words, paragraphs, value_in_words
from governance.actor import Actor
from governance.errors import NotFound
from governance.members import service as members
from governance.motions import asking, rewording
from governance.motions import service as motions
from governance.motions.choosing import CLAUSE, change_in_mind, clause_named, parameter_named, rules_in_mind
from governance.motions.draft import Draft, Step, steps, unanswered
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.rulebook import service as rulebook
from governance.rulebook.model import State
from governance.rulebook.searching import has_all, of_clause, of_value


async def beginning(view: View, actor: Actor, now: datetime) -> dict[str, Any]:
    """Before the first question: what a change of the rules needs, and whether one is begun."""
    rules = await members.rules_on(view, now)
    number = await members.count(view, legal_day(now))
    draft = await motions.find_draft(view, actor)
    return {
        "rules": rules,
        "draft": draft,
        "is_about_something_else": draft is not None and draft.change is None,
        "needed": supporters_needed(rules, number),
        "allowed": may_change_rules(rules, number),
    }


async def listed(view: View, actor: Actor, now: datetime, search: str) -> dict[str, Any]:
    """The rules to choose from, by number; and what they leave unsaid."""
    _, rules = await rules_in_mind(view, actor, now)
    set_by = {number: [one for one, entry in rules.entries.items() if entry.rule == number] for number in rules.clauses}
    found = [number for number in rules.clauses if has_all(search, of_clause(rules, number, set_by[number]))]
    unsaid = [one for one in CATALOGUE if _is_unsaid(rules, one) and has_all(search, of_value(one))]
    return {"rules": rules, "numbers": found, "unsaid": unsaid, "search": search, "parameter": parameter}


async def rule_shown(view: View, actor: Actor, number: str, now: datetime) -> dict[str, Any]:
    """
    Raises:
        NotFound: there is no such rule, now or with the change.
    """
    old, rules = await rules_in_mind(view, actor, now)
    known = {**old.clauses, **rules.clauses}
    if number not in known:
        raise NotFound(rule=number)
    set_here = [one for one, entry in rules.entries.items() if entry.rule == number]
    return {
        "rules": rules,
        "number": number,
        "clause": known[number],
        "is_struck_out": number not in rules.clauses,
        "as_left_out": f"{CLAUSE}{number}",
        "is_new": number not in old.clauses,
        "set_here": set_here,
        "parameter": parameter,
        "value": lambda identity, language: value_in_words(rules, identity, language),
        "reads": lambda language: paragraphs(rules, number, language) if number in rules.clauses else (),
    }


async def value_shown(view: View, actor: Actor, identity: str, now: datetime) -> dict[str, Any]:
    """One value: how it stands, and the fields for another.

    Raises:
        NotFound: the catalogue has no such parameter.
    """
    about = parameter_named(identity)
    old, rules = await rules_in_mind(view, actor, now)
    entry = rules.entries.get(identity)
    written = None if entry is None else entry.written
    return {
        "rules": old,
        "parameter": about,
        "entry": entry,
        "fields": asking.fields(rules, about),
        "instead": written if isinstance(written, str) and written in about.also else "",
        "clauses": rules.clauses,
        "value": lambda language: value_in_words(old, identity, language),
        "said": lambda code, language: in_words(rules, identity, code, language),
    }


async def words_shown(view: View, actor: Actor, number: str, now: datetime) -> dict[str, Any]:
    """One rule: its words, and empty places for more; all are empty where it is a new one.

    Raises:
        NotFound: no rule could have this number.
    """
    clause = await clause_named(view, actor, number, now)
    _, rules = await rules_in_mind(view, actor, now)
    return {
        "rules": rules,
        "number": number,
        "clause": clause,
        "places": rewording.places(clause, "paragraphs"),
        "easy_places": rewording.places(clause, "easy"),
        "quoted": sorted(clause.quoted) if clause else [],
        "parameter": parameter,
        "value": lambda identity, language: value_in_words(rules, identity, language),
    }


async def together(view: View, actor: Actor, now: datetime) -> dict[str, Any]:
    """The whole change so far, with what it does; nothing where nothing is chosen yet."""
    chosen = await change_in_mind(view, actor)
    draft = await motions.find_draft(view, actor) or Draft()
    change = None
    if chosen.entries or chosen.clauses:
        try:
            change = await motions.tried(view, chosen, now)
        except rulebook.NothingChanged:
            change = None
    asked = steps(actor, draft)
    return {
        "change": change,
        "answers": (*in_order(dict(chosen.entries)), *(f"{CLAUSE}{one}" for one in in_order(dict(chosen.clauses)))),
        "prefix": CLAUSE,
        "parameter": parameter,
        "onward": Step.CHECK if draft.checked else unanswered(actor, draft) or asked[0],
        "rules": await members.rules_on(view, now),
    }


async def change_shown(view: View, actor: Actor, motion_id: str, now: datetime) -> dict[str, Any]:
    """A change that is proposed, and how far it has come."""
    found = await motions.proposed(view, actor, motion_id, now)
    return {
        "motion": found.motion,
        "version": found.version,
        "change": found.change,
        "parameter": parameter,
        "rules": found.change.old,
        "current": (await rulebook.version_in_force(view, now)).id,
        "is_on_its_way": found.version.effective_at is None and found.version.state not in _ENDED,
    }


async def text_shown(view: View, actor: Actor, motion_id: str, now: datetime) -> dict[str, Any]:
    """The whole rules as they would read."""
    found = await motions.proposed(view, actor, motion_id, now)
    new = found.change.new
    return {
        "motion": found.motion,
        "version": found.version,
        "clauses": new.clauses,
        "changed": {one.number for one in found.change.clauses},
        "reads": lambda number, language: paragraphs(new, number, language),
        "easily": lambda number, language: easy(new, number, language),
    }


async def changes_listed(view: View, actor: Actor, now: datetime) -> dict[str, Any]:
    """Every change that a motion has proposed, the newest first."""
    every = await motions.motions(view, actor)
    by_version = {one.rules_version: one for one in every if one.rules_version is not None}
    return {
        "current": (await rulebook.version_in_force(view, now)).id,
        "changes": [(one, by_version[one.id]) for one in await rulebook.versions(view) if one.id in by_version],
        "draft": await motions.find_draft(view, actor),
    }


_ENDED = (State.REJECTED, State.REFUSED, State.WITHDRAWN)


def _is_unsaid(rules: Rulebook, identity: str) -> bool:
    entry = rules.entries.get(identity)
    return entry is None or entry.rule is None
