"""A change made on rules: on those that it was written for, and on those in force by the time it takes effect."""

from dataclasses import dataclass

from constitution import BadRulebook, Rulebook
from constitution.amendment import Amendment, amended, clashes, may_change_rules
from constitution.errors import NotSettled
from constitution.notice import Business, required_notice
from constitution.plain import thawed
from constitution.resolutions import Matter, required_majority
from governance.errors import Invalid, Refusal
from governance.platform.db import View
from governance.rulebook import keeping, model
from governance.rulebook.records import RulebookVersionRecord


class NothingChanged(Refusal):
    """With the change the rules say what they say without it."""

    code = "rules-nothing-changed"


class ChangedMeanwhile(Refusal):
    """Rules that took effect since changed the same: ``places`` are the parameters and clauses, ``theirs`` the number
    of the version in force, ``ours`` that of the change."""

    code = "rules-changed-meanwhile"


async def consolidated(view: View, version: RulebookVersionRecord, change: Amendment | None = None) -> Rulebook:
    """The whole rules with this change made on the latest in force; ``change`` says it in other words.

    Raises:
        ChangedMeanwhile: they changed the same.
        Invalid: the other words cannot be read.
    """
    base = await keeping.latest_in_effect(view)
    if version.changes is None or (version.based_on == base.id and change is None):
        return await keeping.voted(view, version)
    await require_no_clash(view, version, base)
    rules = await keeping.governing(view, base)
    return model.numbered(made(rules, change or amendment_of(version)), version.number)


async def replaced(view: View, version: RulebookVersionRecord) -> Rulebook | None:
    """The rules that governed until this version did; others than it was written on, where some took effect between."""
    before = await keeping.before(view, version)
    return None if before is None else await keeping.governing(view, before)


async def base_of(view: View, version: RulebookVersionRecord) -> Rulebook | None:
    """The rules that the change was written on."""
    if version.based_on is None:
        return None
    based_on = await view.get(RulebookVersionRecord, version.based_on)
    return None if based_on is None else await keeping.governing(view, based_on)


def amendment_of(version: RulebookVersionRecord) -> Amendment:
    return Amendment.from_dict(version.changes or {})


def made(rules: Rulebook, amendment: Amendment) -> Rulebook:
    """
    Raises:
        Invalid, NothingChanged
    """
    try:
        changed = Rulebook.from_dict(thawed(amended(rules, amendment).to_dict()))
    except BadRulebook as fault:
        raise Invalid({fault.path: "unreadable"}, problem=fault.problem) from fault
    if (changed.entries, changed.clauses) == (rules.entries, rules.clauses):
        raise NothingChanged
    _require_changeable(changed)
    return changed


def _require_changeable(rules: Rulebook) -> None:
    """Rules by which they could never change again would hold the members for ever.

    Raises:
        Invalid: a value is missing without which that has no answer.
    """
    try:
        model.road(rules)
        may_change_rules(rules, 0)
        required_majority(rules, Matter.RULE_CHANGE)
        required_notice(rules, {Business.RULE_CHANGE})
        rules.words("P-008")
    except NotSettled as gap:
        raise Invalid({f"parameters.{gap.parameter}": "needed"}) from gap


@dataclass(frozen=True, slots=True)
class Clash:
    places: tuple[str, ...]
    theirs: int
    ours: int


async def clash(view: View, version: RulebookVersionRecord, current: RulebookVersionRecord) -> Clash | None:
    """What the rules in force changed since the change was written, and the change changes too."""
    base = await base_of(view, version)
    if base is None or version.based_on == current.id:
        return None
    places = clashes(base, await keeping.governing(view, current), amendment_of(version))
    return Clash(places, current.number, version.number) if places else None


async def require_no_clash(view: View, version: RulebookVersionRecord, current: RulebookVersionRecord) -> None:
    found = await clash(view, version, current)
    if found is not None:
        raise ChangedMeanwhile(version=version.id, places=", ".join(found.places), theirs=found.theirs, ours=found.ours)
