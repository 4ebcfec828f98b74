"""Days: annual meetings, notice, service, adjournment, requisitions, motions, reviews."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from constitution import Rulebook
from constitution.deadlines import (
    annual_meeting,
    first_annual_meeting,
    next_review,
)
from constitution.notice import Business, Sending, adjourned_meeting, earliest_meeting, required_notice, short_notice
from constitution.proposing import motion_deadline, supporters_needed
from constitution.requisition import members_needed, requisition
from constitution.service import Method, service_under
from tests.constitution.answers.question import NOT_SETTLED, question
from tests.constitution.samples import london


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, day)


def _earliest(business: Business, method: Method, sent: datetime) -> Callable[[Rulebook], Any]:
    return lambda rules: earliest_meeting(rules, {business}, [Sending(method, sent)]).figures["earliest-meeting"]


def _served(method: Method, *instants: datetime) -> Callable[[Rulebook], Any]:
    return lambda rules: tuple(service_under(rules, method, sent).day for sent in instants)


def _two_languages(rules: Rulebook) -> Any:
    sendings = [
        Sending(Method.EMAIL, london(2027, 3, 1, 10), frozenset({"cy"})),
        Sending(Method.EMAIL, london(2027, 3, 4, 10), frozenset({"en"})),
    ]
    return earliest_meeting(rules, {Business.AGM}, sendings, {"cy", "en"}).figures["earliest-meeting"]


def _in_one_language(language: str) -> Callable[[Rulebook], Any]:
    sending = Sending(Method.HAND, london(2027, 3, 1, 10), frozenset({language}))
    return lambda rules: earliest_meeting(rules, {Business.AGM}, [sending]).figures.get("formats-missing")


def _clear_days(rules: Rulebook) -> Any:
    usual = (Business.AGM, Business.OTHER, Business.RULE_CHANGE, Business.EXPULSION)
    return tuple(required_notice(rules, {one}).figures["clear-days"] for one in usual)


def _shorter(rules: Rulebook) -> Any:
    found = short_notice(rules, consenting=40, members=40)
    return found.figures.get("needed"), found.met


def _adjourned(rules: Rulebook) -> Any:
    first = date(2027, 6, 8)
    after = [adjourned_meeting(rules, first, date(2027, 6, day)) for day in (21, 22)]
    return tuple(one.met for one in after), after[-1].figures.get("latest-service")


def _required_meeting(rules: Rulebook) -> Any:
    figures = requisition(rules, date(2027, 3, 1), date(2027, 3, 22)).figures
    return figures["call-by"], figures["hold-by"], figures["latest-service"]


def _reviews(rules: Rulebook) -> Any:
    first = next_review(rules, date(2026, 8, 31))
    later = next_review(rules, date(2026, 8, 31), previous=date(2027, 2, 10))
    return first.figures["last-day"], later.figures["last-day"]


_ANNUAL = (
    question(
        "D-21: the last day for the annual meeting of a year that ended on 30 September 2026, the last one in February",
        lambda rules: annual_meeting(rules, date(2026, 9, 30), previous=date(2026, 2, 28)).figures["last-day"],
        A=_day(2027, 3, 30),
        B=_day(2027, 3, 30),
        C=_day(2027, 5, 28),
        D=_day(2027, 2, 28),
        E=_day(2027, 3, 30),
    ),
    question(
        "the last day for the first annual meeting of an organisation registered on 30 September 2026",
        lambda rules: first_annual_meeting(rules, date(2026, 9, 30)).figures["last-day"],
        A=_day(2028, 3, 30),
        B=_day(2028, 3, 30),
        C=_day(2028, 3, 30),
        D=NOT_SETTLED,
        E=_day(2028, 3, 30),
    ),
    question(
        "D-41: the first review of support that began on 31 August 2026, and the next after one on 10 February 2027",
        _reviews,
        A=(_day(2027, 2, 28), _day(2028, 2, 10)),
        B=(_day(2027, 2, 28), _day(2028, 2, 10)),
        C=(_day(2027, 8, 31), _day(2028, 2, 10)),
        D=(_day(2027, 2, 28), _day(2028, 2, 10)),
        E=(_day(2027, 2, 28), _day(2028, 2, 10)),
    ),
    question(
        "the first review of support that began on 28 February 2027",
        lambda rules: next_review(rules, date(2027, 2, 28)).figures["last-day"],
        A=_day(2027, 8, 28),
        B=_day(2027, 8, 28),
        C=_day(2028, 2, 28),
        D=_day(2027, 8, 28),
        E=_day(2027, 8, 28),
    ),
)

_SERVICE = (
    question(
        "the day a letter counts as received that was posted at midnight and one just before midnight on 1 February",
        _served(Method.POST, london(2027, 2, 1, 0, 0), london(2027, 2, 1, 23, 59)),
        A=(_day(2027, 2, 3), _day(2027, 2, 3)),
        B=(_day(2027, 2, 3), _day(2027, 2, 3)),
        C=(_day(2027, 2, 3), _day(2027, 2, 3)),
        D=(_day(2027, 2, 3), _day(2027, 2, 3)),
        E=(_day(2027, 2, 4), _day(2027, 2, 4)),
    ),
    question(
        "the same of an e-mail",
        _served(Method.EMAIL, london(2027, 2, 1, 0, 0), london(2027, 2, 1, 23, 59)),
        A=(_day(2027, 2, 2), _day(2027, 2, 2)),
        B=(_day(2027, 2, 3), _day(2027, 2, 3)),
        C=(_day(2027, 2, 3), _day(2027, 2, 3)),
        D=(_day(2027, 2, 1), _day(2027, 2, 1)),
        E=(_day(2027, 2, 2), _day(2027, 2, 2)),
    ),
    question(
        "the day a paper counts as received that was handed over just before midnight",
        _served(Method.HAND, london(2027, 6, 1, 23, 59)),
        A=(_day(2027, 6, 1),),
        B=(_day(2027, 6, 1),),
        C=(_day(2027, 6, 1),),
        D=(_day(2027, 6, 1),),
        E=(_day(2027, 6, 1),),
    ),
    question(
        "D-10: the day a letter counts as received that was posted on 24 October 2026, the night the clocks go back",
        _served(Method.POST, london(2026, 10, 24, 0, 30)),
        A=(_day(2026, 10, 26),),
        B=(_day(2026, 10, 26),),
        C=(_day(2026, 10, 28),),
        D=(_day(2026, 10, 26),),
        E=(_day(2026, 10, 27),),
    ),
    question(
        "an e-mail sent on Sunday 2 May 2027 before a bank holiday",
        _served(Method.EMAIL, london(2027, 5, 2, 18)),
        A=(_day(2027, 5, 3),),
        B=(_day(2027, 5, 4),),
        C=(_day(2027, 5, 6),),
        D=(_day(2027, 5, 2),),
        E=(_day(2027, 5, 3),),
    ),
)

_NOTICE = (
    question(
        "the clear days for an annual meeting, another meeting, a rule change and an expulsion",
        _clear_days,
        A=(14, 14, 14, 21),
        B=(21, 14, 21, 21),
        C=(14, 14, 14, 21),
        D=(7, 7, 14, 21),
        E=(21, 21, 28, 28),
    ),
    question(
        "D-01: the earliest annual meeting when notice was posted on Monday 1 February 2027 at 9",
        _earliest(Business.AGM, Method.POST, london(2027, 2, 1, 9)),
        A=_day(2027, 2, 18),
        B=_day(2027, 2, 25),
        C=_day(2027, 2, 18),
        D=_day(2027, 2, 11),
        E=_day(2027, 2, 26),
    ),
    question(
        "D-07: the same when it was posted on Wednesday 23 December 2026 at 3 in the afternoon",
        _earliest(Business.AGM, Method.POST, london(2026, 12, 23, 15)),
        A=_day(2027, 1, 9),
        B=_day(2027, 1, 16),
        C=_day(2027, 1, 13),
        D=_day(2027, 1, 2),
        E=_day(2027, 1, 17),
    ),
    question(
        "D-05: the earliest other meeting when notice was handed over on Tuesday 1 June 2027",
        _earliest(Business.OTHER, Method.HAND, london(2027, 6, 1, 12)),
        A=_day(2027, 6, 16),
        B=_day(2027, 6, 16),
        C=_day(2027, 6, 16),
        D=_day(2027, 6, 9),
        E=_day(2027, 6, 23),
    ),
    question(
        "the earliest meeting that may change the rules, with notice as before",
        _earliest(Business.RULE_CHANGE, Method.HAND, london(2027, 6, 1, 12)),
        A=_day(2027, 6, 16),
        B=_day(2027, 6, 23),
        C=_day(2027, 6, 16),
        D=_day(2027, 6, 16),
        E=_day(2027, 6, 30),
    ),
    question(
        "D-14: the earliest meeting that may expel, with notice on Friday 5 February 2027",
        _earliest(Business.EXPULSION, Method.HAND, london(2027, 2, 5, 12)),
        A=_day(2027, 2, 27),
        B=_day(2027, 2, 27),
        C=_day(2027, 2, 27),
        D=_day(2027, 2, 27),
        E=_day(2027, 3, 6),
    ),
    question(
        "D-15: the earliest meeting that may decide to become a company, with notice on Wednesday 3 March 2027",
        _earliest(Business.COMPANY_CONVERSION, Method.HAND, london(2027, 3, 3, 12)),
        A=_day(2027, 5, 4),
        B=_day(2027, 5, 4),
        C=NOT_SETTLED,
        D=NOT_SETTLED,
        E=_day(2027, 5, 4),
    ),
    question(
        "D-13: the earliest annual meeting with Welsh e-mailed on Monday 1 March 2027 and English on Thursday 4 March",
        _two_languages,
        A=_day(2027, 3, 20),
        B=_day(2027, 3, 28),
        C=_day(2027, 3, 18),
        D=_day(2027, 3, 12),
        E=_day(2027, 3, 27),
    ),
    question("the language that an English notice lacks", _in_one_language("en"), A=None, B=None, D=None, E="cy"),
    question("the language that a Welsh notice lacks", _in_one_language("cy"), A="en", B="en", D="en", E="en"),
    question(
        "how many of 40 must agree to shorter notice, and whether all of them can",
        _shorter,
        A=(36, True),
        B=(36, True),
        C=(36, True),
        D=(40, True),
        E=(None, False),
    ),
    question(
        "D-40: no fresh notice when put off from 8 June 2027 by 13 or by 14 days, and its last day for the later one",
        _adjourned,
        A=((True, False), _day(2027, 6, 14)),
        B=((True, False), _day(2027, 6, 14)),
        C=((True, False), _day(2027, 6, 14)),
        D=((False, False), _day(2027, 6, 18)),
        E=((True, False), _day(2027, 6, 14)),
    ),
)

_ASKED_FOR = (
    question(
        "V-04: how many of 9, 23, 480, 1,000 and 5,000 members can require a meeting",
        lambda rules: tuple(members_needed(rules, n).figures["needed"] for n in (9, 23, 480, 1000, 5000)),
        A=(1, 3, 48, 100, 100),
        B=(1, 3, 48, 100, 100),
        C=(1, 2, 24, 50, 250),
        D=(1, 1, 1, 1, 1),
        E=(1, 3, 48, 100, 100),
    ),
    question(
        "D-37, D-39: call by, hold by and serve by, for a meeting required on 1 March 2027 and called on 22 March",
        _required_meeting,
        A=(_day(2027, 4, 1), _day(2027, 4, 12), _day(2027, 3, 28)),
        B=(_day(2027, 4, 1), _day(2027, 4, 12), _day(2027, 3, 28)),
        C=(_day(2027, 3, 22), _day(2027, 4, 19), _day(2027, 4, 4)),
        D=(_day(2027, 3, 15), _day(2027, 3, 29), _day(2027, 3, 21)),
        E=(_day(2027, 4, 1), _day(2027, 4, 12), _day(2027, 3, 21)),
    ),
    question(
        "how many of 200 members a motion needs behind it",
        lambda rules: supporters_needed(rules, 200).figures["needed"],
        A=1,
        B=2,
        C=1,
        D=1,
        E=1,
    ),
    question(
        "the last day for a member's motion when notice goes out on 1 June 2027",
        lambda rules: motion_deadline(rules, date(2027, 6, 1)).figures["last-day"],
        A=_day(2027, 5, 4),
        B=_day(2027, 5, 4),
        C=_day(2027, 5, 11),
        D=_day(2027, 6, 1),
        E=_day(2027, 5, 4),
    ),
)

QUESTIONS = (*_ANNUAL, *_SERVICE, *_NOTICE, *_ASKED_FOR)
