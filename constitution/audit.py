"""Accounts without an audit: whether a society may resolve it, and who looks at the accounts instead (L-072 to L-077).

The vote on it is in ``resolutions``, the last day for the vote in ``deadlines``.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from constitution.finding import Citation, Finding
from constitution.rulebook import Rulebook
from constitution.statutory import OPPOSED
from constitution.thresholds import Threshold, threshold

ALWAYS = "audit"
"""The word of P-229 for rules that want an audit every year."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year of account in whole pence. ``turnover`` is the gross income of a charity.

    ``payments`` are its receipts and payments together.
    """

    assets: int
    turnover: int
    payments: int = 0
    members: int = 0
    charity: bool = False


def may_go_without(rules: Rulebook, before: Year, on: date, obstacles: Collection[str] = ()) -> Finding:
    """May members resolve on that day to go without an audit? ``before`` is the year before the one it covers.

    ``obstacles`` name what the law rules it out for, such as "deposits", "subsidiary" or "credit_union" (L-076).

    Raises:
        NotSettled: the law of this organisation is not that of societies.
        NoFigureThatDay: no table covers the day.
    """
    rules.law_share(OPPOSED[0])
    assets, turnover = _limits(before, on)
    because = {
        "rules": rules.word("P-229") == ALWAYS,
        "obstacle": bool(obstacles),
        "assets": before.assets > assets.value,
        "turnover": before.turnover > turnover.value,
    }
    found = rules.finding(
        "audit-may-be-disapplied",
        "P-229",
        met=not any(because.values()),
        because=next((name for name, stands in because.items() if stands), None),
        obstacles=" ".join(sorted(obstacles)) or None,
        assets=before.assets,
        most_assets=assets.value,
        turnover=before.turnover,
        most_turnover=turnover.value,
    )
    return _citing(found, assets.cite(rules), turnover.cite(rules))


def limits(rules: Rulebook, on: date) -> Finding:
    """How large a society may be that goes without an audit, before anybody looks at its accounts (L-073); not met
    where the rules want an audit every year, which no resolution can change (P-229).

    Raises:
        NotSettled, NoFigureThatDay: as `may_go_without`.
    """
    rules.law_share(OPPOSED[0])
    is_wanted = rules.word("P-229") == ALWAYS
    assets, turnover = _limits(Year(assets=0, turnover=0), on)
    found = rules.finding(
        "audit-may-be-disapplied",
        "P-229",
        met=not is_wanted,
        because="rules" if is_wanted else None,
        most_assets=assets.value,
        most_turnover=turnover.value,
    )
    return _citing(found, assets.cite(rules), turnover.cite(rules))


def lay_auditors_are_enough(rules: Rulebook, before: Year, on: date) -> Finding:
    """A small society may appoint two or more lay auditors in place of a qualified one (L-072)."""
    payments, members, assets = (threshold(f"small_society_{name}", on) for name in ("payments", "members", "assets"))
    is_small = before.payments <= payments.value and before.members <= members.value and before.assets <= assets.value
    found = rules.finding("lay-auditors-are-enough", "P-229", met=is_small, members=before.members)
    return _citing(found, *(one.cite(rules) for one in (payments, members, assets)))


def report_needed(rules: Rulebook, turnover: int, on: date) -> Finding:
    """Must an accountant report on accounts without an audit? (L-077)"""
    above = threshold("accountants_report_turnover", on)
    needed = turnover > above.value
    found = rules.finding("accountants-report-needed", met=needed, turnover=turnover, most_turnover=above.value)
    return _citing(found, above.cite(rules))


def _limits(year: Year, on: date) -> tuple[Threshold, Threshold]:
    income = "audit_charity_income" if year.charity else "audit_turnover"
    return threshold("audit_assets", on), threshold(income, on)


def _citing(found: Finding, *citations: Citation) -> Finding:
    return Finding(found.question, found.met, found.figures, (*found.citations, *citations))
