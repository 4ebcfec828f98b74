"""Decisions of members in writing, without a meeting (P-148): of all who may vote, not of those who do (C-016)."""

from datetime import date, timedelta

from constitution.finding import Finding
from constitution.majority import Majority, needed, reached
from constitution.periods import day_after_lapse
from constitution.resolutions import About, Resolution, matters_of, requirement
from constitution.rulebook import Rulebook

NEVER_IN_WRITING = frozenset({"director_removal", "auditor_removal"})
"""Matters on which a company's members must meet."""
LAPSE = "written_resolution_lapse_days"


def written_resolution(rules: Rulebook, in_favour: int, entitled: int, matter: About = None) -> Finding:
    """Is it carried in writing? ``entitled`` are all who may vote.

    ``because`` says why it cannot be used at all: the rules do not allow it, or give no majority for it, or the law
    keeps the matter for a meeting. A matter that needs a larger majority at a meeting needs it in writing too.
    """
    obstacle, majority = _usable(rules, matter)
    if majority is None:
        return rules.finding("written-resolution", "P-148", met=False, because=obstacle)
    fewest = needed(majority, entitled)
    return rules.finding(
        "written-resolution",
        "P-148",
        *requirement(rules, matter).cited,
        met=reached(majority, in_favour, entitled),
        in_favour=in_favour,
        base=entitled,
        needed=fewest,
        missing=max(fewest - in_favour, 0),
        share=majority.share,
        strictly_more=not majority.inclusive,
    )


def lapses(rules: Rulebook, circulated: date) -> Finding:
    """The last day for agreeing, where the rules or the law set one; the law counts the day of circulation."""
    rule = rules.table("P-148")
    if "lapse" in rule:
        last = day_after_lapse(circulated, rule["lapse"], rules.word("P-064"))
        return rules.finding("written-resolution-last-day", "P-148", met=True, last_day=last)
    if LAPSE in rules.law.tests:
        last = circulated + timedelta(days=rules.law_test(LAPSE) - 1)
        return rules.finding("written-resolution-last-day", LAPSE, met=True, last_day=last)
    return rules.finding("written-resolution-last-day", "P-148", met=False)


def _usable(rules: Rulebook, matter: About) -> tuple[str | None, Majority | None]:
    rule, at_meeting = rules.table("P-148"), requirement(rules, matter)
    statutory = rule.get("procedure") == "statutory"
    if not rule["allowed"]:
        return "not-allowed", None
    must_meet = statutory and bool(NEVER_IN_WRITING.intersection(matters_of(matter)))
    if must_meet or at_meeting.resolution is Resolution.STATUTORY:
        return "needs-a-meeting", None
    if statutory:
        is_ordinary = at_meeting.resolution is Resolution.ORDINARY
        return None, rules.law_majority("ordinary_majority") if is_ordinary else at_meeting.majority
    if "majority" not in rule:
        return "no-majority", None
    return None, max(rule["majority"], at_meeting.majority, key=lambda one: one.strictness)
