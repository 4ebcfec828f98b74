"""Gaps and contradictions in a rule book: reported for people to settle, never settled here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from constitution.finding import Figure, Finding, Provenance
from constitution.kinds import Value
from constitution.majority import Majority
from constitution.rulebook import Rulebook

HEALTH = ("health", "medical", "mental", "incapacity")
OWN_EMPLOYMENT = "own_employment_terms"
BY_CLASS = ("P-107", "P-132", "P-133", "P-182", "P-194")
NOTICES = ("P-080", "P-081", "P-082")


def check(rules: Rulebook) -> tuple[Finding, ...]:
    """Every test, met or not; where the rules leave a subject out its test is left out too."""
    return (*(test(rules) for test in _TESTS if _applies(test, rules)), *_within_the_law(rules))


def problems(rules: Rulebook) -> tuple[Finding, ...]:
    """What somebody ought to look at."""
    return tuple(finding for finding in check(rules) if not finding.met)


def rules_speak(rules: Rulebook) -> Finding:
    """Does the rule book settle every parameter, if only by saying that it does not apply?"""
    silent = rules.silent()
    return rules.finding("rules-speak", met=not silent, number=len(silent), silent=" ".join(silent) or None)


def cited_rules_exist(rules: Rulebook) -> Finding:
    named = {entry.rule for entry in rules.entries.values() if entry.rule}
    unknown = sorted(named - rules.clauses.keys())
    return rules.finding("cited-rules-exist", met=not unknown, unknown=" ".join(unknown) or None)


def classes_exist(rules: Rulebook) -> Finding:
    """Every class that a rule names is one of the classes of membership."""
    by_class = [one for one in BY_CLASS if rules.value(one) is not None]
    named = {*rules.words("P-022"), *(name for one in by_class for name in rules.table(one))}
    unknown = sorted(named.difference(rules.words("P-020")))
    return rules.finding(
        "classes-exist", "P-020", "P-022", *by_class, met=not unknown, unknown=" ".join(unknown) or None
    )


def expulsion_has_one_body(rules: Rulebook) -> Finding:
    """One rule lets a committee expel while another reserves it to a resolution of members: seen in real rule books."""
    reserved, body = "expulsion" in rules.words("P-144"), rules.word("P-050")
    met = not reserved or body == "general_meeting"
    return rules.finding("expulsion-has-one-body", "P-050", "P-144", met=met, body=body.replace("_", "-"))


def expulsion_has_one_majority(rules: Rulebook) -> Finding:
    reserved = "expulsion" in rules.words("P-144")
    own, general = rules.majority("P-051"), rules.majority("P-141")
    return rules.finding(
        "expulsion-has-one-majority",
        "P-051",
        "P-141",
        "P-144",
        met=not reserved or own == general,
        share=own.share,
        extraordinary_share=general.share,
    )


def abstentions_fit_base(rules: Rulebook) -> Finding:
    """An abstention is not a vote cast, so it can only be part of those present."""
    base = rules.word("P-142")
    met = not rules.flag("P-143") or base == "members_present"
    return rules.finding("abstentions-fit-base", "P-142", "P-143", met=met, base=base.replace("_", "-"))


def written_resolution_has_majority(rules: Rulebook) -> Finding:
    """Without a majority and a base, deciding in writing cannot be used until the rules are fixed."""
    rule = rules.table("P-148")
    allowed = bool(rule.get("allowed", False))
    return rules.finding(
        "written-resolution-has-majority",
        "P-148",
        met=not allowed or "procedure" in rule or {"majority", "base"} <= rule.keys(),
        allowed=allowed,
    )


def reconvened_meeting_has_floor(rules: Rulebook) -> Finding:
    """Whoever comes to the meeting held again would be a quorum: even one person."""
    return rules.finding(
        "reconvened-meeting-has-floor", "P-110", met=rules.value("P-110") not in ("members_present", 1)
    )


def removal_is_fair(rules: Rulebook) -> Finding:
    """Grounds of health or mental capacity have gone from company model articles; a rule book should not carry them."""
    grounds = [ground for ground in rules.words("P-199") if any(word in ground for word in HEALTH)]
    return rules.finding("removal-is-fair", "P-199", met=not grounds, grounds=" ".join(grounds) or None)


def own_employment_is_for_workers(rules: Rulebook) -> Finding:
    """Voting on one's own terms of employment suits a co-operative of workers only."""
    only_workers = rules.words("P-020") == ("worker",)
    met = only_workers or OWN_EMPLOYMENT not in rules.words("P-214")
    return rules.finding("own-employment-is-for-workers", "P-020", "P-214", met=met)


def board_has_room(rules: Rulebook) -> Finding:
    least, most = rules.count("P-180"), rules.count("P-181")
    return rules.finding("board-has-room", "P-180", "P-181", met=least <= most, least=least, most=most)


def ballot_fits_notice(rules: Rulebook) -> Finding:
    """A ballot that opens on the day of service and closes with the meeting must be open long enough."""
    shortest = min(rules.count(one) for one in NOTICES)
    needed, in_meeting = rules.count("P-151"), rules.closing("P-152").at in ("meeting_close", "end_of_debate")
    return rules.finding(
        "ballot-fits-notice",
        "P-151",
        "P-152",
        *NOTICES,
        met=not in_meeting or shortest + 1 >= needed,
        days_open=needed,
        clear_days=shortest,
    )


def shareholding_within_cap(rules: Rulebook) -> Finding:
    cap, most = rules.law_test("withdrawable_share_cap_pence"), rules.table("P-032")["maximum"]
    pence = most * rules.count("P-031")
    return rules.finding(
        "shareholding-within-cap",
        "P-031",
        "P-032",
        "P-033",
        "withdrawable_share_cap_pence",
        met=not rules.value("P-033") or pence <= cap,
        pence=pence,
        cap=cap,
    )


_TESTS: dict[Callable[[Rulebook], Finding], tuple[str, ...]] = {
    rules_speak: (),
    cited_rules_exist: (),
    classes_exist: ("P-020", "P-022"),
    expulsion_has_one_body: ("P-050", "P-144"),
    expulsion_has_one_majority: ("P-051", "P-141", "P-144"),
    abstentions_fit_base: ("P-142", "P-143"),
    written_resolution_has_majority: ("P-148",),
    reconvened_meeting_has_floor: ("P-110",),
    removal_is_fair: ("P-199",),
    own_employment_is_for_workers: ("P-020", "P-214"),
    board_has_room: ("P-180", "P-181"),
    ballot_fits_notice: ("P-151", "P-152", *NOTICES),
    shareholding_within_cap: ("P-031", "P-032", "P-033"),
}


def _applies(test: Callable[[Rulebook], Finding], rules: Rulebook) -> bool:
    if test is shareholding_within_cap and "withdrawable_share_cap_pence" not in rules.law.tests:
        return False
    return all(rules.value(identity) is not None for identity in _TESTS[test])


def _within_the_law(rules: Rulebook) -> Iterator[Finding]:
    """One finding for each bound of the law that a rule breaks; it cites the rule and then the law."""
    for identity in rules.law.limits:
        stated, law = rules.stated(identity), rules.cite(identity)
        if stated is None or law.rule is None:
            continue
        rule = replace(law, provenance=Provenance.RULE, source=None)
        for limit in rules.law.overriding(identity, stated):
            yield Finding(
                "within-the-law",
                met=False,
                figures={
                    "parameter": identity,
                    "bound": limit.bound.replace("_", "-"),
                    **_figure("stated", _bound(stated, limit.entry)),
                    **_figure("law", limit.value),
                },
                citations=(rule, replace(law, source=limit.source)),
            )


def _bound(stated: Value, entry: str | None) -> Value:
    """The part of the value that the bound is about."""
    part: Value = stated[entry] if entry and isinstance(stated, Mapping) else stated
    return part


def _figure(name: str, value: Value) -> dict[str, Figure]:
    """A value of many parts is no figure: the rule and the section of the law say it in their own words."""
    match value:
        case Majority(share, _):
            return {name: share}
        case bool() | int() | str() | Fraction():
            return {name: value}
        case _:
            return {}
