"""Pooled money and personal assistants: who decides, what is paid back, who may start, which week needs no approval."""

from collections.abc import Callable, Collection
from datetime import date, time
from fractions import Fraction
from typing import Any

from constitution import Rulebook
from constitution.finding import Finding
from constitution.pooling import (
    contingency,
    leaves_on,
    may_be_divided_by,
    may_be_held_as,
    may_spend,
    participants_decide,
    refund,
    refund_goes_to,
    shares,
)
from constitution.support import (
    Framework,
    Shift,
    Week,
    absence_charge,
    agreement_complete,
    all_agreed,
    cover_named,
    gate,
    gate_items,
    may_be_found,
    may_employ,
    told_in_time,
    within_framework,
)
from tests.constitution.answers.question import NOT_SETTLED, clock, question
from tests.constitution.samples import london

DAY = date(2027, 3, 1)
WAYS = ("split_invoices", "designated_trust_account", "trust_account", "own_money")
BASES = ("equal", "attended_hours", "assessed_hours", "custom")
EMPLOYERS = ("co_op", "member", "self_employed", "provider", "trustees")
SOURCES = ("from_list", "recruited_by_member", "introduced_by_member", "provider_assigned_agreed")
COVER = ("named_second_pa", "shared_bank", "members_network", "provider", "rota")
FULL_GATE = "right_to_work references dbs core_training agreement_signed"
SIX = "safeguarding moving_and_handling medication food_hygiene data_protection the_members_own_way"
SAYS = "what when where how who_covers cost review ending"


def _allowed(ask: Callable[[Rulebook, str], Finding], words: Collection[str]) -> Callable[[Rulebook], Any]:
    return lambda rules: [word for word in words if ask(rules, word).met]


def _needed(rules: Rulebook) -> Any:
    """Of six, and of a hundred who take part."""
    acts = ("start", "change", "spend")
    found = [participants_decide(rules, act, 0, everybody).figures for everybody in (6, 100) for act in acts]
    return found[0]["authority"], [one["needed"] for one in found]


def _refunds(rules: Rulebook) -> Any:
    found = [refund(rules, 100_00, used, 80_00).figures for used in (30_00, 120_00)]
    return [(one["refund"], one["owed"]) for one in found]


def _alone(rules: Rulebook) -> Any:
    """The most that one approval is enough for."""
    return may_spend(rules, 1, 10**9, 10**9, 1).figures["limit"]


def _gate(rules: Rulebook) -> Any:
    nothing = gate(rules, {}, (), supervised=False).figures
    beside = gate(rules, dict.fromkeys(gate_items(rules), DAY), (), supervised=True).met
    return nothing["missing"], nothing.get("modules-missing"), beside


def _agreement(rules: Rulebook) -> Any:
    found = agreement_complete(rules, ()).figures
    return found["missing"], found.get("standard")


def _week(rules: Rulebook) -> Any:
    """Twenty hours are usual, the payment is £400.00; the week has thirty at £20.00, and ten of them begin at 5:30."""
    early = [Shift(day, time(5, 30), time(7, 30), 20_00) for day in range(5)]
    late = [Shift(day, time(20), time(0), 20_00) for day in range(5)]
    found = within_framework(rules, Framework(usual_hours=Fraction(20)), Week((*early, *late)), 400_00).figures
    names = ("broken", "least-hours", "most-hours", "cap", "opens", "closes", "outside")
    return tuple(found.get(name) for name in names)


def _fewer(least: int, most: int, *rest: Any) -> tuple[Any, ...]:
    return ("hours cost window", Fraction(least), Fraction(most), *rest)


def _latest(rules: Rulebook) -> Any:
    starts = london(2027, 3, 10, 9)
    return clock(told_in_time(rules, starts, starts, emergency=False).figures["latest"])


def _charged(rules: Rulebook) -> Any:
    return [absence_charge(rules, hours).figures["percent"] for hours in (23, 24, 47, 48)]


def _odd_pence(rules: Rulebook) -> Any:
    return [shares(rules, 1_00, [1, 1, 1], period) for period in (0, 1)]


FIRST, SECOND = (34, 33, 33), (33, 34, 33)

QUESTIONS = (
    question(
        "who decides on a pooled fund, and how many of six and of a hundred",
        _needed,
        A=("participants_resolution", [6, 5, 4, 100, 75, 51]),
        B=("participants_resolution_within_board_mandate", [6, 5, 4, 100, 75, 51]),
        C=NOT_SETTLED,
        D=("trustees_with_beneficiaries_wishes", [6, 6, 4, 100, 100, 51]),
        E=("participants_resolution", [6, 5, 4, 100, 75, 51]),
    ),
    question(
        "how pooled money may be held",
        _allowed(may_be_held_as, WAYS),
        A=["designated_trust_account"],
        B=["designated_trust_account"],
        C=NOT_SETTLED,
        D=["trust_account"],
        E=["split_invoices", "designated_trust_account"],
    ),
    question(
        "by what a cost may be divided",
        _allowed(may_be_divided_by, BASES),
        A=["attended_hours"],
        B=["attended_hours"],
        C=NOT_SETTLED,
        D=["assessed_hours"],
        E=["equal", "attended_hours"],
    ),
    question(
        "who pays the odd penny of a pound for three, in two periods",
        _odd_pence,
        A=[FIRST, FIRST],
        B=[FIRST, SECOND],
        C=NOT_SETTLED,
        D=[FIRST, FIRST],
        E=[FIRST, SECOND],
    ),
    question(
        "M-02: what is kept back above £13,542.20",
        lambda rules: contingency(rules, 13_542_20).figures["pence"],
        A=677_11,
        B=677_11,
        C=NOT_SETTLED,
        D=677_11,
        E=677_11,
    ),
    question(
        "the last day in a fund for who gives notice on 1 March",
        lambda rules: leaves_on(rules, DAY).figures["last-day"],
        A=date(2027, 3, 29),
        B=date(2027, 3, 29),
        C=NOT_SETTLED,
        D=date(2027, 3, 29),
        E=date(2027, 3, 29),
    ),
    question(
        "what comes back of £100.00, of which £30.00 or £120.00 are used",
        _refunds,
        A=[(70_00, 0), (0, 20_00)],
        B=[(70_00, 0), (0, 20_00)],
        C=NOT_SETTLED,
        D=[(70_00, 0), (0, 20_00)],
        E=[(70_00, 0), (0, 20_00)],
    ),
    question(
        "where a refund goes once the payment has ended",
        lambda rules: refund_goes_to(rules, payment_ended=True).figures["destination"],
        A="dp_account",
        B="dp_account",
        C=NOT_SETTLED,
        D="authority",
        E="authority",
    ),
    question("what one person may approve alone", _alone, A=100_00, B=250_00, C=NOT_SETTLED, D=0, E=50_00),
    question(
        "who may employ",
        _allowed(may_employ, EMPLOYERS),
        A=["co_op", "member", "self_employed"],
        B=["co_op", "self_employed"],
        C=["provider"],
        D=["trustees"],
        E=["co_op", "member", "self_employed"],
    ),
    question(
        "who employs as a rule",
        lambda rules: may_employ(rules, "co_op").figures["usual"],
        A="co_op",
        B="co_op",
        C="provider",
        D="trustees",
        E="co_op",
    ),
    question(
        "who directs the support as a rule",
        lambda rules: rules.word("P-266"),
        A="member",
        B="member",
        C="member_within_framework",
        D="trustees_by_members_wishes",
        E="member",
    ),
    question(
        "how an assistant may be found",
        _allowed(may_be_found, SOURCES),
        A=["from_list", "recruited_by_member", "introduced_by_member"],
        B=["from_list", "recruited_by_member", "introduced_by_member"],
        C=["provider_assigned_agreed"],
        D=["recruited_by_member", "introduced_by_member"],
        E=["from_list", "recruited_by_member", "introduced_by_member"],
    ),
    question(
        "M-06: what must be in place before an assistant starts, and whether somebody beside them is enough",
        _gate,
        A=(FULL_GATE, SIX, False),
        B=(FULL_GATE, SIX, False),
        C=(FULL_GATE, f"{SIX} care_certificate", False),
        D=("right_to_work dbs induction", "safeguarding moving_and_handling medication the_members_own_way", True),
        E=(FULL_GATE, SIX, True),
    ),
    question(
        "what an agreement must say, and the standard it names",
        _agreement,
        A=(SAYS, "QS-1"),
        B=(SAYS, "QS-1"),
        C=(SAYS, "QS-1"),
        D=(SAYS, None),
        E=(SAYS, "QS-1"),
    ),
    question(
        "who must agree to a variation",
        lambda rules: all_agreed(rules, ()).figures["missing"],
        A="member pa",
        B="member pa",
        C="member pa",
        D="member pa",
        E="member pa",
    ),
    question(
        "M-07: within what a week needs no approval",
        _week,
        A=_fewer(15, 25, 380_00, "06:00", "23:00", Fraction(15, 2)),
        B=_fewer(16, 24, 380_00, "06:00", "23:00", Fraction(15, 2)),
        C=_fewer(16, 24, 510_00, "07:00", "22:00", Fraction(35, 2)),
        D=(None,) * 7,
        E=_fewer(14, 26, 380_00, "06:00", "23:00", Fraction(15, 2)),
    ),
    question(
        "by when a change on 10 March at 9:00 must be told",
        _latest,
        A="2027-03-09 09:00",
        B="2027-03-09 09:00",
        C="2027-03-08 09:00",
        D="2027-03-09 21:00",
        E="2027-03-09 09:00",
    ),
    question(
        "M-01: the per cent that somebody pays who cancels 23, 24, 47 and 48 hours before",
        _charged,
        A=[100, 0, 0, 0],
        B=[100, 0, 0, 0],
        C=[100, 100, 100, 0],
        D=NOT_SETTLED,
        E=[100, 0, 0, 0],
    ),
    question(
        "who may cover for an assistant",
        _allowed(cover_named, COVER),
        A=["shared_bank"],
        B=["shared_bank"],
        C=["provider"],
        D=["rota"],
        E=["shared_bank"],
    ),
)
