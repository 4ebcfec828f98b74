"""Running the organisation: joining and leaving, deciding in writing, money and records."""

from collections.abc import Callable
from datetime import date
from typing import Any

from constitution import Rulebook
from constitution.audit import Year, may_go_without
from constitution.deadlines import challenged_by, kept_until, other_meetings, result_published_by
from constitution.delegation import may_be_undirected, may_vote_by_authority
from constitution.joining import (
    admission_decided_by,
    ends_after_service,
    ends_by_arrears,
    resignation_takes_effect,
    shares_allowed,
    shares_withdrawn_on,
)
from constitution.money import disposal_needs_resolution, may_borrow, surplus_divided
from constitution.written import lapses, written_resolution
from tests.constitution.answers.question import NOT_SETTLED, question

START = date(2027, 1, 30)


def _day_of(ask: Callable[[Rulebook, date], Any], figure: str = "last-day") -> Callable[[Rulebook], Any]:
    return lambda rules: ask(rules, START).figures.get(figure)


def _shares(rules: Rulebook) -> Any:
    return [number for number in (0, 1, 2) if shares_allowed(rules, number).met]


def _investor_shares(rules: Rulebook) -> Any:
    return [number for number in (99, 100, 100_000, 100_001) if shares_allowed(rules, number, "investor").met]


def _written(rules: Rulebook) -> Any:
    found = [written_resolution(rules, 0, 9, matter) for matter in (None, "rule_change")]
    return tuple(one.figures.get("needed") for one in found)


def _surplus(**parts: int) -> Callable[[Rulebook], Any]:
    """Of a hundred pounds."""
    pence = {name: 100 * pounds for name, pounds in parts.items()}
    return lambda rules: surplus_divided(rules, 10_000, pence, to_members=["bonus"]).met


def _loans(rules: Rulebook) -> Any:
    return may_borrow(rules, 0, 0).figures.get("left")


def _disposal(rules: Rulebook) -> Any:
    """From what worth, of assets of 12,000."""
    return disposal_needs_resolution(rules, 0, 12_000).figures["from-worth"]


def _kept(parameter: str) -> Callable[[Rulebook], Any]:
    return lambda rules: kept_until(rules, parameter, START).figures.get("last-day", "for ever")


def _by_authority(rules: Rulebook) -> Any:
    return [may_vote_by_authority(rules, covered=covered).met for covered in (True, False)]


_JOINING = (
    question(
        "the last day for deciding on an application of 30 January 2027",
        _day_of(admission_decided_by),
        **dict.fromkeys("ABC", date(2027, 3, 1)),
        D=NOT_SETTLED,
        E=date(2027, 2, 27),
    ),
    question(
        "the day a resignation of 30 January 2027 takes effect",
        _day_of(resignation_takes_effect),
        **dict.fromkeys("ABCE", START),
        D=date(2027, 2, 27),
    ),
    question(
        "the last day of membership when the service ended on 30 January 2027",
        _day_of(ends_after_service),
        A=date(2027, 7, 29),
        B=date(2027, 4, 30),
        C=START,
        D=NOT_SETTLED,
        E=date(2028, 1, 30),
    ),
    question(
        "the day on which a subscription due on 30 November 2026 and not paid ends membership",
        lambda rules: ends_by_arrears(rules, date(2026, 11, 30)).figures.get("last-day"),
        A=date(2027, 2, 28),
        B=None,
        C=None,
        D=None,
        E=None,
    ),
    question(
        "the day an investor's shares are paid back after notice on 30 January 2027",
        lambda rules: shares_withdrawn_on(rules, START, "investor").figures.get("first-day"),
        A=None,
        B=date(2027, 7, 29),
        C=None,
        D=None,
        E=None,
    ),
    question("the numbers of shares that a member may hold", _shares, A=[1], B=[1], C=NOT_SETTLED, E=[1]),
    question(
        "of 99, 100, 100,000 and 100,001 shares, those that an investor may hold",
        _investor_shares,
        A=[],
        B=[100, 100_000],
        E=[],
    ),
)

_WRITING = (
    question(
        "how many of 9 must agree in writing, to something ordinary and to a rule change",
        _written,
        A=(5, 7),
        B=(None, None),
        C=(5, 7),
        D=(9, 9),
        E=(None, None),
    ),
    question(
        "the last day for agreeing to a resolution circulated on 30 January 2027",
        _day_of(lapses),
        A=date(2027, 2, 27),
        B=None,
        C=date(2027, 2, 26),
        D=None,
        E=None,
    ),
    question(
        "whether an attorney votes whose authority covers it, and one whose does not",
        _by_authority,
        **{letter: [True, False] for letter in "ABCE"},
        D=NOT_SETTLED,
    ),
    question(
        "whether a proxy may choose how to vote",
        lambda rules: may_be_undirected(rules).met,
        A=True,
        B=False,
        C=True,
        D=NOT_SETTLED,
        E=False,
    ),
    question(
        "the last day for challenging a result declared on 30 January 2027",
        _day_of(challenged_by),
        **dict.fromkeys("ABC", date(2027, 2, 6)),
        D=NOT_SETTLED,
        E=date(2027, 2, 13),
    ),
)

_MONEY = (
    question(
        "whether 30 to reserve and 70 to others will do",
        _surplus(reserve=30, others=70),
        A=True,
        B=False,
        C=False,
        D=True,
        E=False,
    ),
    question(
        "whether 29 to reserve and 71 to the community will do",
        _surplus(reserve=29, community=71),
        A=False,
        B=False,
        C=False,
        E=False,
    ),
    question(
        "whether 30 to reserve, 10 to the community, 60 to others will do",
        _surplus(reserve=30, community=10, others=60),
        A=True,
        B=True,
        C=True,
        E=False,
    ),
    question("whether 30, 9 and 61 will do", _surplus(reserve=30, community=9, others=61), B=False, C=False),
    question("whether 50, 10 and 40 will do", _surplus(reserve=50, community=10, others=40), E=True),
    question(
        "whether 49, 11 and 40, or 50, 9 and 41 will do",
        lambda rules: [
            _surplus(reserve=49, community=11, others=40)(rules),
            _surplus(reserve=50, community=9, others=41)(rules),
        ],
        E=[False, False],
    ),
    question(
        "whether 25 of a hundred may go to members as a bonus",
        _surplus(reserve=50, community=25, bonus=25),
        A=False,
        B=False,
        C=True,
        D=False,
        E=False,
    ),
    question("whether 26 of a hundred may", _surplus(reserve=50, community=24, bonus=26), C=False),
    question("how many pence may be borrowed", _loans, A=5_000_000, B=200_000_000, C=None, D=0, E=10_000_000),
    question(
        "from what worth, of assets of 12,000, members decide on a disposal",
        _disposal,
        A=4000,
        B=3000,
        C=4000,
        D=0,
        E=4000,
    ),
)

_RECORDS = (
    question(
        "whether members may resolve in 2027 to go without an audit after a year of 1,000 pounds",
        lambda rules: may_go_without(rules, Year(assets=100_000, turnover=100_000), START).met,
        A=True,
        B=False,
        C=NOT_SETTLED,
        D=NOT_SETTLED,
        E=True,
    ),
    question(
        "how long a former member stays in the register",
        _kept("P-281"),
        **dict.fromkeys("ABCE", date(2037, 1, 30)),
        D=NOT_SETTLED,
    ),
    question(
        "how long ballot papers are kept",
        _kept("P-282"),
        **dict.fromkeys("ABCE", date(2028, 1, 30)),
        D=date(2027, 4, 30),
    ),
    question(
        "how long minutes are kept",
        _kept("P-283"),
        **dict.fromkeys("ABE", "for ever"),
        C=date(2037, 1, 30),
        D=date(2039, 1, 30),
    ),
    question("how long an arrangement is kept", _kept("P-284"), **dict.fromkeys("ABCDE", date(2033, 1, 30))),
)

_MEETING_AGAIN = (
    question(
        "how many other meetings a year must have",
        lambda rules: next(held for held in range(9) if other_meetings(rules, held).met),
        A=2,
        B=3,
        C=4,
        D=4,
        E=3,
    ),
    question(
        "the last day for publishing a result declared on 30 January 2027",
        _day_of(result_published_by),
        **dict.fromkeys("ABCE", date(2027, 2, 2)),
        D=date(2027, 1, 31),
    ),
)

QUESTIONS = (*_JOINING, *_MEETING_AGAIN, *_WRITING, *_MONEY, *_RECORDS)
