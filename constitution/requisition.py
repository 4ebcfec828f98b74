"""Meetings that members require: how many must ask, and by when the meeting is called and held."""

from datetime import date, timedelta

from constitution.finding import Finding
from constitution.kinds import rounded_up
from constitution.notice import Business, latest_service
from constitution.periods import day_after_lapse
from constitution.rulebook import Rulebook


def members_needed(rules: Rulebook, members: int) -> Finding:
    """The share of members, rounded up, or the cap where that is fewer."""
    one_is_enough = rules.value("P-066") == "any_trustee"
    by_share = 1 if one_is_enough else max(rounded_up(rules.share("P-066") * members), 1)
    cap = rules.value("P-067")
    needed = min(by_share, cap) if isinstance(cap, int) else by_share
    return rules.finding(
        "requisition-members-needed", "P-066", "P-067", "P-068", met=True, needed=needed, members=members
    )


def is_supported(rules: Rulebook, signed: int, members: int) -> Finding:
    """Have enough members signed the requisition? ``met`` says so; ``missing`` by how many it falls short."""
    found = members_needed(rules, members)
    needed = found.figures["needed"]
    missing = max(needed - signed, 0) if isinstance(needed, int) else 0
    figures = {**found.figures, "signed": signed, "missing": missing}
    return Finding("requisition-supported", missing == 0, figures, found.citations)


def inspection_members_needed(rules: Rulebook, members: int) -> Finding:
    """How many members may ask the registrar to inspect or to call a meeting: the fewer of share and number (L-041)."""
    share, number = rules.law_share("inspection_members_share"), rules.law_test("inspection_members_cap")
    needed = min(max(rounded_up(share * members), 1), number)
    cited = ("inspection_members_share", "inspection_members_cap")
    return rules.finding("inspection-members-needed", *cited, met=True, needed=needed, members=members)


def requisition(rules: Rulebook, received: date, called: date | None = None, signed: int | None = None) -> Finding:
    """What follows from a requisition received on that day; met unless it was called too late.

    ``signed`` says how many members signed it, where most of those may call the meeting themselves (P-071).
    """
    arithmetic = rules.word("P-064")
    holding = rules.duration("P-070")
    call_by = day_after_lapse(received, rules.duration("P-069"), arithmetic)
    counted_from = received if holding.after != "notice" else called or call_by
    hold_by = day_after_lapse(counted_from, holding, arithmetic)
    sending = latest_service(rules, {Business.OTHER}, hold_by)
    figures = {
        "received": received,
        "call-by": call_by,
        "hold-by": hold_by,
        "members-may-call-from": call_by + timedelta(days=1),
        **_conveners(rules, signed),
        **sending.figures,
    }
    cited = [rules.cite(identity) for identity in ("P-069", "P-070", "P-071", "P-064")]
    in_time = called is None or called <= call_by
    return Finding("requisition", in_time, figures, (*cited, *sending.citations))


def _conveners(rules: Rulebook, signed: int | None) -> dict[str, int]:
    rule = rules.value("P-071")
    if isinstance(rule, int):
        return {"conveners": rule}
    return {} if signed is None else {"conveners": signed // 2 + 1}
