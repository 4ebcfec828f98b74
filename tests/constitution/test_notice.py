from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution.notice import (
    Business,
    Sending,
    earliest_meeting,
    latest_service,
    notice_given,
    required_notice,
    short_notice,
)
from constitution.service import Method
from tests.constitution.samples import company, london, model, society

WORKING = {"hours": 48, "clock": "working_hours"}
EMAIL_24 = {"hours": 24, "clock": "elapsed"}
SOCIETY = society()
COMPANY = company({"P-086": WORKING, "P-087": WORKING})


def _post(sent: datetime | date) -> list[Sending]:
    return [Sending(Method.POST, sent)]


def test_a_paper_handed_over_is_served_as_late_as_the_rules_say() -> None:
    meeting = date(2027, 6, 19)
    for hours, last in ((0, date(2027, 6, 4)), (24, date(2027, 6, 3))):
        found = latest_service(society({"P-088": {"hours": hours}}), {Business.OTHER}, meeting)
        assert found.figures["latest-by-hand"] == last
        assert "P-088" in {citation.parameter for citation in found.citations}
        sending = [Sending(Method.HAND, last)]
        assert notice_given(society({"P-088": {"hours": hours}}), {Business.OTHER}, meeting, sending).met


def test_notice_in_one_language_is_no_notice_where_both_must_be_served() -> None:
    only_english = [Sending(Method.EMAIL, london(2027, 3, 4, 10), frozenset({"en"}))]
    found = notice_given(model(), {Business.AGM}, date(2027, 12, 1), only_english)
    assert not found.met
    assert found.figures["formats-missing"] == "cy"
    assert {"P-095", "P-008"} <= {citation.parameter for citation in found.citations}


def test_an_easy_read_notice_counts_too_when_it_is_asked_for() -> None:
    sendings = [
        Sending(Method.EMAIL, london(2027, 3, 1, 10), frozenset({"cy", "en"})),
        Sending(Method.EMAIL, london(2027, 3, 8, 10), frozenset({"en-easy"})),
    ]
    with_easy_read = earliest_meeting(model(), {Business.AGM}, sendings, formats={"cy", "en", "en-easy"})
    assert with_easy_read.figures["served"] == date(2027, 3, 9)
    assert earliest_meeting(model(), {Business.AGM}, sendings).figures["served"] == date(2027, 3, 2)


def test_where_formats_need_not_be_together_the_first_starts_the_clock() -> None:
    sendings = [
        Sending(Method.HAND, date(2027, 3, 1), frozenset({"cy"})),
        Sending(Method.HAND, date(2027, 3, 4), frozenset({"en"})),
    ]
    found = earliest_meeting(society({"P-008": ["cy", "en"]}), {Business.AGM}, sendings)
    assert found.figures["served"] == date(2027, 3, 1)


def test_members_reached_by_post_and_by_email_are_all_served_when_the_last_is() -> None:
    sendings = [Sending(Method.EMAIL, london(2027, 3, 1, 10)), Sending(Method.POST, london(2027, 3, 1, 10))]
    found = earliest_meeting(model(), {Business.OTHER}, sendings)
    assert found.figures["served"] == date(2027, 3, 4)
    assert {"P-086", "P-087"} <= {citation.parameter for citation in found.citations}


def test_nothing_sent_is_no_notice() -> None:
    assert not earliest_meeting(SOCIETY, {Business.OTHER}, []).met
    assert not notice_given(SOCIETY, {Business.OTHER}, date(2030, 1, 1), []).met


def test_a_meeting_with_several_kinds_of_business_needs_the_longest_notice() -> None:
    agm_with_change = {Business.AGM, Business.RULE_CHANGE}
    found = required_notice(model(), agm_with_change)
    assert found.figures["clear-days"] == 28
    assert [citation.rule for citation in found.citations] == ["36", "105", "36"]
    assert latest_service(model(), agm_with_change, date(2027, 6, 30)).figures["latest-service"] == date(2027, 6, 1)


def test_a_meeting_has_some_business() -> None:
    with pytest.raises(ValueError, match="business"):
        required_notice(SOCIETY, set())


@pytest.mark.parametrize(("consenting", "met"), [(9, True), (8, False)])
def test_short_notice_needs_nine_tenths_of_the_members(consenting: int, met: bool) -> None:
    assert short_notice(SOCIETY, consenting, 10).met is met


def test_part_of_a_member_is_a_whole_consent() -> None:
    found = short_notice(SOCIETY, 10, 11)
    assert (found.met, found.figures["needed"]) == (True, 10)
    assert not short_notice(SOCIETY, 9, 11).met


def test_the_model_allows_no_short_notice_even_if_everybody_agrees() -> None:
    assert not short_notice(model(), 10, 10).met


def test_nobody_cannot_consent_for_nobody() -> None:
    assert not short_notice(SOCIETY, 0, 0).met


kinds = some.sets(some.sampled_from(Business), min_size=1)
meetings = some.dates(date(2026, 6, 1), date(2030, 12, 31))


@given(kinds, meetings)
def test_served_on_the_latest_day_the_meeting_is_lawful_and_a_day_later_it_is_not(
    business: set[Business], meeting: date
) -> None:
    last = latest_service(model(), business, meeting).figures["latest-service"]
    assert isinstance(last, date)
    assert notice_given(model(), business, meeting, [Sending(Method.HAND, last)]).met
    day_after = date.fromordinal(last.toordinal() + 1)
    assert not notice_given(model(), business, meeting, [Sending(Method.HAND, day_after)]).met


@given(meetings, some.integers(0, 60), some.integers(0, 30))
def test_longer_notice_and_later_sending_never_make_a_meeting_earlier(sent: date, days: int, later: int) -> None:
    def earliest(clear_days: int, day: date) -> date:
        rules = society({"P-081": clear_days})
        found = earliest_meeting(rules, {Business.OTHER}, _post(day)).figures["earliest-meeting"]
        assert isinstance(found, date)
        return found

    first = earliest(days, sent)
    assert first <= earliest(days + 1, sent)
    assert first <= earliest(days, date.fromordinal(sent.toordinal() + later))


@given(kinds, meetings)
def test_the_latest_moments_of_sending_are_in_time(business: set[Business], meeting: date) -> None:
    figures = latest_service(model(), business, meeting).figures
    for method, figure in [
        (Method.POST, "latest-posting"),
        (Method.POST, "practical-posting"),
        (Method.POST, "latest-posting-at"),
        (Method.EMAIL, "latest-email-at"),
    ]:
        sent = figures[figure]
        assert isinstance(sent, date)
        assert notice_given(model(), business, meeting, [Sending(method, sent)]).met, figure
