"""The worked examples of dates in the domain reference, D-01 to D-42: input and expected output, word for word."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from constitution import Rulebook
from constitution.balloting import open_long_enough
from constitution.classes import Holding
from constitution.confirming import second_meeting, second_meeting_dates
from constitution.deadlines import (
    annual_meeting_after_previous,
    annual_meeting_after_year_end,
    annual_return,
    audit_disapplication,
    auditor_removal_notice,
    next_review,
    special_resolution_filing,
    winding_up_filing,
)
from constitution.delegation import proxy_deadline
from constitution.eligibility import may_vote
from constitution.finding import Figure
from constitution.holidays import ENGLAND_AND_WALES
from constitution.notice import (
    Business,
    Sending,
    adjourned_meeting,
    earliest_meeting,
    latest_service,
    notice_given,
)
from constitution.periods import LONDON
from constitution.requisition import requisition
from constitution.service import Method
from tests.constitution import test_examples_votes
from tests.constitution.samples import company, london, society

OTHER = {Business.OTHER}
ELAPSED_24, ELAPSED_48 = {"hours": 24, "clock": "elapsed"}, {"hours": 48, "clock": "elapsed"}
WALL_48, WORKING_48 = {"hours": 48, "clock": "wall"}, {"hours": 48, "clock": "working_hours"}
SOCIETY = society({"P-080": 14, "P-081": 14, "P-086": ELAPSED_48, "P-087": ELAPSED_24, "P-090": True})
COMPANY = company({"P-081": 14, "P-086": WORKING_48, "P-090": True})


def posted(rules: Rulebook, sent: datetime) -> tuple[Figure, Figure]:
    """The day on which a letter counts as served, and the earliest meeting after it."""
    figures = earliest_meeting(rules, OTHER, [Sending(Method.POST, sent)]).figures
    return figures["served"], figures["earliest-meeting"]


def served_on(rules: Rulebook, business: Business, day: date) -> Figure:
    return earliest_meeting(rules, {business}, [Sending(Method.HAND, day)]).figures["earliest-meeting"]


def window(first: date, rules: Rulebook = SOCIETY) -> tuple[Figure, Figure]:
    figures = second_meeting(rules, first, first).figures
    return figures["opens"], figures["closes"]


def test_d_01() -> None:
    """Posted Mon 1 Feb 2027 09:00, deemed 48 h elapsed, 14 clear days: deemed Wed 3 Feb; earliest meeting Thu 18 Feb
    2027"""
    assert posted(SOCIETY, london(2027, 2, 1, 9)) == (date(2027, 2, 3), date(2027, 2, 18))


def test_d_02() -> None:
    """Meeting Sat 19 Jun 2027, 14 clear days, post 48 h: latest service Fri 4 Jun; latest posting Wed 2 Jun 2027"""
    figures = latest_service(SOCIETY, OTHER, date(2027, 6, 19)).figures
    assert (figures["latest-service"], figures["latest-posting"]) == (date(2027, 6, 4), date(2027, 6, 2))


def test_d_03() -> None:
    """Meeting Tue 18 May 2027, e-mail deemed 24 h, sent Sun 2 May 18:00: deemed Mon 3 May (a bank holiday, still
    counts); 14 clear days: valid"""
    found = notice_given(SOCIETY, OTHER, date(2027, 5, 18), [Sending(Method.EMAIL, london(2027, 5, 2, 18))])
    assert ENGLAND_AND_WALES.is_bank_holiday(date(2027, 5, 3))
    assert (found.met, found.figures["served"], found.figures["clear-days-given"]) == (True, date(2027, 5, 3), 14)


def test_d_04() -> None:
    """As D-03, sent Mon 3 May 00:30: deemed Tue 4 May; 13 clear days: invalid"""
    found = notice_given(SOCIETY, OTHER, date(2027, 5, 18), [Sending(Method.EMAIL, london(2027, 5, 3, 0, 30))])
    assert (found.met, found.figures["served"], found.figures["clear-days-given"]) == (False, date(2027, 5, 4), 13)
    assert found.figures["clear-days-needed"] == 14


def test_d_05() -> None:
    """Handed over Tue 1 Jun 2027; 14 and 21 clear days: earliest Wed 16 Jun; Wed 23 Jun 2027"""
    assert served_on(society({"P-081": 14}), Business.OTHER, date(2027, 6, 1)) == date(2027, 6, 16)
    assert served_on(society({"P-081": 21}), Business.OTHER, date(2027, 6, 1)) == date(2027, 6, 23)


def test_d_06() -> None:
    """Deemed served 15 Feb, 14 clear days, in 2027 and in 2028 (leap): Tue 2 Mar 2027; Wed 1 Mar 2028"""
    assert served_on(SOCIETY, Business.OTHER, date(2027, 2, 15)) == date(2027, 3, 2)
    assert served_on(SOCIETY, Business.OTHER, date(2028, 2, 15)) == date(2028, 3, 1)


def test_d_07() -> None:
    """Posted Wed 23 Dec 2026 15:00, 14 clear days: company default; society 48 h elapsed: company: deemed Tue 29 Dec
    15:00, earliest Wed 13 Jan 2027; society: deemed Fri 25 Dec, earliest Sat 9 Jan 2027"""
    sent = london(2026, 12, 23, 15)
    assert posted(COMPANY, sent) == (date(2026, 12, 29), date(2027, 1, 13))
    assert _deemed_at(COMPANY, sent) == london(2026, 12, 29, 15)
    assert posted(SOCIETY, sent) == (date(2026, 12, 25), date(2027, 1, 9))


def test_d_08() -> None:
    """Posted Thu 25 Mar 2027 10:00 (before Easter), 14 clear days: company: deemed Wed 31 Mar 10:00, earliest Thu 15
    Apr; society: deemed Sat 27 Mar, earliest Sun 11 Apr 2027"""
    sent = london(2027, 3, 25, 10)
    assert posted(COMPANY, sent) == (date(2027, 3, 31), date(2027, 4, 15))
    assert _deemed_at(COMPANY, sent) == london(2027, 3, 31, 10)
    assert posted(SOCIETY, sent) == (date(2027, 3, 27), date(2027, 4, 11))


def test_d_09() -> None:
    """Posted Fri 8 Jan 2027 10:00, 14 clear days: company: deemed Tue 12 Jan, earliest Wed 27 Jan; society: deemed Sun
    10 Jan, earliest Mon 25 Jan 2027"""
    sent = london(2027, 1, 8, 10)
    assert posted(COMPANY, sent) == (date(2027, 1, 12), date(2027, 1, 27))
    assert posted(SOCIETY, sent) == (date(2027, 1, 10), date(2027, 1, 25))


def test_d_10() -> None:
    """Posted Sat 24 Oct 2026 00:30 BST, 48 h (clocks go back): elapsed: Sun 25 Oct 23:30 GMT; wall: Mon 26 Oct 00:30.
    Conservative S = 26 Oct; earliest with 14 clear days Tue 10 Nov 2026 (elapsed-only: 9 Nov)"""
    sent = london(2026, 10, 24, 0, 30)
    elapsed, wall = (society({"P-086": clock, "P-090": False}) for clock in (ELAPSED_48, WALL_48))
    assert _deemed_at(elapsed, sent) == london(2026, 10, 25, 23, 30)
    assert _deemed_at(wall, sent) == london(2026, 10, 26, 0, 30)
    assert posted(SOCIETY, sent) == (date(2026, 10, 26), date(2026, 11, 10))
    assert posted(elapsed, sent)[1] == date(2026, 11, 9)


def test_d_11() -> None:
    """Posted Fri 26 Mar 2027 23:30 GMT, 48 h (clocks go forward): elapsed: Mon 29 Mar 00:30 BST; wall: Sun 28 Mar.
    Conservative S = 29 Mar; earliest Tue 13 Apr 2027 (wall-only: 12 Apr)"""
    sent = london(2027, 3, 26, 23, 30)
    elapsed, wall = (society({"P-086": clock, "P-090": False}) for clock in (ELAPSED_48, WALL_48))
    assert _deemed_at(elapsed, sent) == london(2027, 3, 29, 0, 30)
    assert posted(wall, sent) == (date(2027, 3, 28), date(2027, 4, 12))
    assert posted(SOCIETY, sent) == (date(2027, 3, 29), date(2027, 4, 13))


def test_d_12() -> None:
    """E-mail deemed 24 h; must be deemed by Sun 28 Mar 2027: sent Sat 27 Mar 22:59 GMT: deemed Sun 28 Mar 23:59 BST: in
    time; sent 23:30 GMT: Mon 29 Mar 00:30 BST: late"""
    meeting = date(2027, 4, 12)
    figures = latest_service(SOCIETY, OTHER, meeting).figures
    assert (figures["latest-service"], figures["latest-email-at"]) == (date(2027, 3, 28), london(2027, 3, 27, 22, 59))
    for sent, deemed, in_time in (
        (london(2027, 3, 27, 22, 59), london(2027, 3, 28, 23, 59), True),
        (london(2027, 3, 27, 23, 30), london(2027, 3, 29, 0, 30), False),
    ):
        found = notice_given(SOCIETY, OTHER, meeting, [Sending(Method.EMAIL, sent)])
        assert (found.met, found.figures["deemed-at"]) == (in_time, deemed)


def test_d_13() -> None:
    """Bilingual notice, P-095 on: Welsh e-mailed Mon 1 Mar 2027 10:00, English e-mailed Thu 4 Mar 10:00, 24 h, 21 clear
    days: S = Fri 5 Mar; earliest Sat 27 Mar 2027"""
    rules = society({"P-008": ["cy", "en"], "P-081": 21, "P-087": ELAPSED_24, "P-095": True})
    sendings = [
        Sending(Method.EMAIL, london(2027, 3, 1, 10), frozenset({"cy"})),
        Sending(Method.EMAIL, london(2027, 3, 4, 10), frozenset({"en"})),
    ]
    figures = earliest_meeting(rules, OTHER, sendings).figures
    assert (figures["served"], figures["earliest-meeting"]) == (date(2027, 3, 5), date(2027, 3, 27))


def test_d_14() -> None:
    """Expulsion, 21 clear days, deemed served Fri 5 Feb 2027: earliest Sat 27 Feb 2027"""
    assert served_on(society({"P-052": 21}), Business.EXPULSION, date(2027, 2, 5)) == date(2027, 2, 27)


def test_d_15() -> None:
    """Company conversion, two months' notice, deemed Wed 3 Mar 2027: two months end Mon 3 May; earliest first meeting
    Tue 4 May 2027"""
    rules = society({"P-083": {"months": 2}})
    assert served_on(rules, Business.COMPANY_CONVERSION, date(2027, 3, 3)) == date(2027, 5, 4)


def test_d_16() -> None:
    """Proxy cut-off, company, meeting Tue 1 Jun 2027 11:00 (Mon 31 May bank holiday): articles may not require lodging
    before Thu 27 May 11:00; a society rule of plain 48 h gives Sun 30 May 11:00"""
    starts = london(2027, 6, 1, 11)
    demanding = company({"P-174": {"hours": 168, "clock": "elapsed"}})
    assert proxy_deadline(demanding, starts).figures["latest"] == london(2027, 5, 27, 11)
    assert proxy_deadline(company({"P-174": WORKING_48}), starts).figures["latest"] == london(2027, 5, 27, 11)
    plain = society({"P-170": True, "P-174": ELAPSED_48})
    assert proxy_deadline(plain, starts).figures["latest"] == london(2027, 5, 30, 11)


def test_d_17() -> None:
    """Removal of auditor at a meeting on Wed 15 Sep 2027: notice of intention to the society by Wed 18 Aug; strict
    clear-days reading Tue 17 Aug: show Tue 17 Aug 2027"""
    figures = auditor_removal_notice(SOCIETY, date(2027, 9, 15)).figures
    assert (figures["last-day"], figures["lenient"]) == (date(2027, 8, 17), date(2027, 8, 18))


def test_d_18() -> None:
    """Ballot opens Sun 14 Mar 2027 09:00, closes Sun 28 Mar 17:00 local: close = 16:00 UTC; open for 14 days 7 hours
    elapsed"""
    found = open_long_enough(society({"P-151": 14}), london(2027, 3, 14, 9), london(2027, 3, 28, 17))
    assert found.met
    assert found.figures["closes"] == datetime(2027, 3, 28, 16, tzinfo=UTC)
    assert found.figures["open-hours"] == 14 * 24 + 7


@pytest.fixture
def six_months() -> Rulebook:
    return society({"P-061": 6, "P-064": "corresponding_date"})


def test_d_20(six_months: Rulebook) -> None:
    """Year-end 31 Mar 2026, AGM within 6 months: 30 Sep 2026"""
    assert _annual_meeting(six_months, date(2026, 3, 31)) == (date(2026, 9, 30), None)


def test_d_21(six_months: Rulebook) -> None:
    """Year-end 30 Sep 2026, within 6 months: strict 30 Mar 2027 (lenient 31 Mar)"""
    assert _annual_meeting(six_months, date(2026, 9, 30)) == (date(2027, 3, 30), date(2027, 3, 31))


def test_d_22(six_months: Rulebook) -> None:
    """Year-end 30 Jun 2026, within 6 months: strict 30 Dec 2026 (lenient 31 Dec)"""
    assert _annual_meeting(six_months, date(2026, 6, 30)) == (date(2026, 12, 30), date(2026, 12, 31))


def test_d_23(six_months: Rulebook) -> None:
    """Year-end 31 Aug 2027, within 6 months: 29 Feb 2028 (leap)"""
    assert _annual_meeting(six_months, date(2027, 8, 31)) == (date(2028, 2, 29), None)


def test_d_24(six_months: Rulebook) -> None:
    """Year-end 28 Feb 2027, within 6 months: strict 28 Aug 2027 (lenient 31 Aug)"""
    assert _annual_meeting(six_months, date(2027, 2, 28)) == (date(2027, 8, 28), date(2027, 8, 31))


def test_d_25() -> None:
    """Previous AGM 30 Nov 2026, not more than 15 months: 29 Feb 2028; previous 31 May 2026: 31 Aug 2027"""
    rules = company({"P-062": 15})
    ends = [
        annual_meeting_after_previous(rules, day).figures["gap-ends"] for day in (date(2026, 11, 30), date(2026, 5, 31))
    ]
    assert ends == [date(2028, 2, 29), date(2027, 8, 31)]


def test_d_26() -> None:
    """Annual return, year-ends 31 Mar 2026, 30 Jun 2026, 28 Feb 2027, 5 Apr 2026, 31 Aug 2027: 31 Oct 2026, 31 Jan
    2027, 30 Sep 2027, 5 Nov 2026, 31 Mar 2028"""
    ends = [date(2026, 3, 31), date(2026, 6, 30), date(2027, 2, 28), date(2026, 4, 5), date(2027, 8, 31)]
    assert [annual_return(SOCIETY, day).figures["last-day"] for day in ends] == [
        date(2026, 10, 31),
        date(2027, 1, 31),
        date(2027, 9, 30),
        date(2026, 11, 5),
        date(2028, 3, 31),
    ]


def test_d_27() -> None:
    """Year of account 1 Apr 2026–31 Mar 2027; audit disapplication put to the AGM of Wed 16 Sep 2026, or of Wed 22 Sep
    2027: first: effective; second: too late (last possible meeting 31 Mar 2027)"""
    found = [audit_disapplication(SOCIETY, date(2027, 3, 31), day) for day in (date(2026, 9, 16), date(2027, 9, 22))]
    assert [one.met for one in found] == [True, False]
    assert found[1].figures["last-day"] == date(2027, 3, 31)


def test_d_28() -> None:
    """Latest posting for an AGM on the last lawful day 30 Sep 2026, 14 clear days, post 48 h: service by Tue 15 Sep;
    post by Sun 13 Sep 2026 (no collection: show Sat 12 Sep as practical)"""
    figures = latest_service(SOCIETY, {Business.AGM}, date(2026, 9, 30)).figures
    days = ("latest-service", "latest-posting", "practical-posting")
    assert [figures[day] for day in days] == [date(2026, 9, 15), date(2026, 9, 13), date(2026, 9, 12)]


def test_d_30() -> None:
    """First special meeting Wed 10 Mar 2027: second from Thu 25 Mar to Sat 10 Apr 2027; 24 Mar rejected (13 clear
    days)"""
    first = date(2027, 3, 10)
    assert window(first) == (date(2027, 3, 25), date(2027, 4, 10))
    early = second_meeting(SOCIETY, first, date(2027, 3, 24))
    assert (early.met, early.figures["clear-days"]) == (False, 13)
    days = [date(2027, 3, 25), date(2027, 4, 10), date(2027, 4, 11)]
    assert [second_meeting(SOCIETY, first, day).met for day in days] == [True, True, False]


def test_d_31() -> None:
    """First Sat 30 Jan 2027; Sun 31 Jan 2027; Mon 31 Jan 2028: 14–28 Feb 2027; 15–28 Feb 2027; 15–29 Feb 2028"""
    assert window(date(2027, 1, 30)) == (date(2027, 2, 14), date(2027, 2, 28))
    assert window(date(2027, 1, 31)) == (date(2027, 2, 15), date(2027, 2, 28))
    assert window(date(2028, 1, 31)) == (date(2028, 2, 15), date(2028, 2, 29))


def test_d_32() -> None:
    """Historic check: 25 Feb 1885 and 11 Mar 1885: invalid (13 clear days)"""
    found = second_meeting(SOCIETY, date(1885, 2, 25), date(1885, 3, 11))
    assert (found.met, found.figures["clear-days"]) == (False, 13)


def test_d_33() -> None:
    """D-30 with notice of the second posted on the day of the first, 48 h, N = 14 / 21 / 28 clear days: from Sat 27 Mar
    / Sat 3 Apr / Sat 10 Apr only; latest always 10 Apr"""
    found = [
        second_meeting_dates(society({"P-081": days, "P-086": ELAPSED_48}), date(2027, 3, 10), OTHER).figures
        for days in (14, 21, 28)
    ]
    assert [one["opens"] for one in found] == [date(2027, 3, 27), date(2027, 4, 3), date(2027, 4, 10)]
    assert {one["closes"] for one in found} == {date(2027, 4, 10)}
    assert [one["days"] for one in found] == [15, 8, 1]


def test_d_34() -> None:
    """D-30 with two months' notice for every meeting and conditional notice not allowed: no lawful date"""
    rules, conversion = society({"P-083": {"months": 2}}), {Business.COMPANY_CONVERSION}
    found = second_meeting_dates(rules, date(2027, 3, 10), conversion)
    assert (found.met, found.figures["days"]) == (False, 0)
    assert second_meeting_dates(rules, date(2027, 3, 10), conversion, conditional_notice=True).met


def test_d_35() -> None:
    """Special resolution confirmed Wed 7 Apr 2027: send to FCA by Wed 21 Apr 2027"""
    assert special_resolution_filing(SOCIETY, date(2027, 4, 7)).figures["last-day"] == date(2027, 4, 21)


def test_d_36() -> None:
    """Voluntary winding-up resolution passed Wed 7 Apr 2027: copy to FCA by Thu 22 Apr 2027"""
    assert winding_up_filing(SOCIETY, date(2027, 4, 7)).figures["last-day"] == date(2027, 4, 22)


@pytest.fixture
def requisitioned() -> Rulebook:
    times = {"P-069": {"months": 1}, "P-070": {"weeks": 6, "after": "receipt"}, "P-071": 3}
    return society({**times, "P-081": 14, "P-086": ELAPSED_48, "P-087": ELAPSED_24})


def test_d_37(requisitioned: Rulebook) -> None:
    """Society requisition received Mon 1 Mar 2027 (one month to convene, meeting within six weeks, 14 clear days):
    convene by Thu 1 Apr; hold by Mon 12 Apr; so last posting Fri 26 Mar 22:59 GMT if the time is recorded, date only
    (and in practice, Good Friday) Thu 25 Mar, or e-mail (24 h) by Sat 27 Mar 22:59 GMT; from 2 Apr three members may
    convene"""
    figures = requisition(requisitioned, date(2027, 3, 1)).figures
    assert (figures["call-by"], figures["hold-by"]) == (date(2027, 4, 1), date(2027, 4, 12))
    assert figures["latest-posting-at"] == london(2027, 3, 26, 22, 59)
    assert figures["latest-posting"] == figures["practical-posting"] == date(2027, 3, 25)
    assert figures["latest-email-at"] == london(2027, 3, 27, 22, 59)
    assert (figures["members-may-call-from"], figures["conveners"]) == (date(2027, 4, 2), 3)


def test_d_38(requisitioned: Rulebook) -> None:
    """Requisition received Sun 31 Jan 2027: convene by 28 Feb; hold by 14 Mar 2027; at 14 clear days that needs service
    by Sat 27 Feb (post by Thu 25 Feb)"""
    figures = requisition(requisitioned, date(2027, 1, 31)).figures
    assert (figures["call-by"], figures["hold-by"]) == (date(2027, 2, 28), date(2027, 3, 14))
    assert (figures["latest-service"], figures["latest-posting"]) == (date(2027, 2, 27), date(2027, 2, 25))


def test_d_39() -> None:
    """Company requisition received Mon 1 Mar 2027: call by Mon 22 Mar; if called that day hold by Mon 19 Apr 2027"""
    rules = company({"P-069": {"days": 21}, "P-070": {"days": 28, "after": "notice"}})
    figures = requisition(rules, date(2027, 3, 1), called=date(2027, 3, 22)).figures
    assert (figures["call-by"], figures["hold-by"]) == (date(2027, 3, 22), date(2027, 4, 19))


def test_d_40() -> None:
    """Inquorate Tue 8 Jun 2027, adjourned to Tue 15 Jun; to Tue 22 Jun (14 days): no fresh notice; 7 clear days needed:
    served by Mon 14 Jun, posted by Sat 12 Jun 2027"""
    rules = society({"P-096": 14, "P-097": 7, "P-086": ELAPSED_48})
    assert adjourned_meeting(rules, date(2027, 6, 8), date(2027, 6, 15)).met
    found = adjourned_meeting(rules, date(2027, 6, 8), date(2027, 6, 22))
    assert (found.met, found.figures["clear-days"]) == (False, 7)
    assert found.figures["latest-service"] == date(2027, 6, 14)
    assert found.figures["latest-posting"] == date(2027, 6, 12)


def test_d_41() -> None:
    """Direct payment starts Mon 31 Aug 2026; first review, then review on 10 Feb 2027: first by Sun 28 Feb 2027; next
    by Thu 10 Feb 2028"""
    rules, started = society({"P-273": [6, 12]}), date(2026, 8, 31)
    assert next_review(rules, started).figures["last-day"] == date(2027, 2, 28)
    assert next_review(rules, started, date(2027, 2, 10)).figures["last-day"] == date(2028, 2, 10)


def test_d_42() -> None:
    """Member admitted Fri 18 Jun 2027; notice deemed Fri 4 Jun; meeting Sat 19 Jun; P-043 = notice and meeting /
    meeting only (notice date = deemed service date S): may not vote / may vote"""
    admitted = [Holding("member", date(2027, 6, 18))]
    both, meeting_only = (society({"P-043": rule}) for rule in ("at_notice_and_meeting", "at_meeting"))
    assert not may_vote(both, admitted, notice=date(2027, 6, 4), meeting=date(2027, 6, 19)).met
    assert may_vote(meeting_only, admitted, notice=date(2027, 6, 4), meeting=date(2027, 6, 19)).met


def test_the_bank_holidays_of_r_9_are_in_our_table() -> None:
    """25 and 28 December 2026; 1 January, 26 March (Good Friday), 29 March (Easter Monday), 3 May, 31 May, 30 August,
    27 and 28 December 2027. Clocks change 25 October 2026 and 28 March 2027"""
    holidays = [(2026, 12, 25), (2026, 12, 28), (2027, 1, 1), (2027, 3, 26), (2027, 3, 29), (2027, 5, 3)]
    holidays += [(2027, 5, 31), (2027, 8, 30), (2027, 12, 27), (2027, 12, 28)]
    assert all(ENGLAND_AND_WALES.is_bank_holiday(date(*day)) for day in holidays)
    assert set(ENGLAND_AND_WALES.proclaimed[2027]) == {date(*day) for day in holidays[2:]}
    for day in (date(2026, 10, 25), date(2027, 3, 28)):
        midnights = [datetime(one.year, one.month, one.day, tzinfo=LONDON) for one in (day, day + timedelta(days=1))]
        assert midnights[0].utcoffset() != midnights[1].utcoffset()


def test_every_example_is_here_once_with_its_words_and_nowhere_else() -> None:
    dates = [f"test_d_{number:02}" for number in range(1, 43) if number not in (19, 29)]
    votes = [f"test_v_{number:02}" for number in range(1, 25)]
    for home, expected in ((globals(), dates), (vars(test_examples_votes), votes)):
        examples = {name: one for name, one in home.items() if name.startswith(("test_d_", "test_v_"))}
        assert list(examples) == expected
        assert all(one.__doc__ for one in examples.values())
    elsewhere = set(Path(__file__).parent.glob("test_*.py")) - {Path(__file__), Path(test_examples_votes.__file__)}
    named = [path.name for path in elsewhere if "def test_d_" in path.read_text() or "def test_v_" in path.read_text()]
    assert named == []


def _annual_meeting(rules: Rulebook, year_end: date) -> tuple[Figure, Figure | None]:
    figures = annual_meeting_after_year_end(rules, year_end).figures
    return figures["last-day"], figures.get("lenient")


def _deemed_at(rules: Rulebook, sent: datetime) -> Figure:
    return earliest_meeting(rules, OTHER, [Sending(Method.POST, sent)]).figures["deemed-at"]
