"""Days and times as readers of each variant write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from governance.platform.web.figures import Figures
from governance.platform.web.variants import speaking

FIGURES = Figures(ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("variant", "hour", "shown"),
    [
        ("en", 13, "2:30pm"),
        ("en", 8, "9:30am"),
        ("cy", 8, "9:30yb"),
        ("cy", 13, "2:30yp"),
        ("cy", 18, "7:30yh"),
        ("en-easy", 13, "2:30 pm"),
        ("en-easy", 23, "12:30 am"),
        ("en-easy", 11, "12:30 pm"),
        ("cy-easy", 8, "9:30 y bore"),
        ("cy-easy", 13, "2:30 y prynhawn"),
        ("cy-easy", 18, "7:30 yr hwyr"),
    ],
)
def test_a_summer_time_is_shown_as_the_reader_writes_it(variant: str, hour: int, shown: str) -> None:
    with speaking(variant):
        assert FIGURES.clock(datetime(2027, 6, 19, hour, 30, tzinfo=UTC)) == shown


@pytest.mark.parametrize(
    ("variant", "hour", "shown"),
    [("en", 13, "2pm"), ("en", 11, "12 midday"), ("en", 23, "12 midnight"), ("cy-easy", 11, "12 hanner dydd")],
)
def test_a_whole_hour_is_short_and_noon_has_a_name(variant: str, hour: int, shown: str) -> None:
    with speaking(variant):
        assert FIGURES.clock(datetime(2027, 6, 19, hour, tzinfo=UTC)) == shown


@pytest.mark.parametrize(("variant", "shown"), [("en", "January 2027"), ("cy-easy", "Ionawr 2027")])
def test_a_month_has_its_name(variant: str, shown: str) -> None:
    with speaking(variant):
        assert FIGURES.month(date(2027, 1, 5)) == shown


def test_a_day_is_written_out_in_the_language_of_the_reader() -> None:
    instant = datetime(2027, 6, 19, 23, 30, tzinfo=UTC)
    with speaking("cy-easy"):
        assert FIGURES.day(instant) == "Dydd Sul 20 Mehefin 2027"
    with speaking("en"):
        assert FIGURES.day(instant) == "Sunday 20 June 2027"
