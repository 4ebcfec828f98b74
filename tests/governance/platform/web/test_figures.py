"""Days and times as readers of each variant write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from governance.platform.web.figures import Figures
from governance.platform.web.variants import speaking

FIGURES = Figures(ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("variant", "hour", "shown"),
    [
        ("en", 13, "14:30"),
        ("cy", 13, "14:30"),
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


def test_a_day_is_written_out_in_the_language_of_the_reader() -> None:
    instant = datetime(2027, 6, 19, 23, 30, tzinfo=UTC)
    with speaking("cy-easy"):
        assert FIGURES.day(instant) == "Dydd Sul 20 Mehefin 2027"
    with speaking("en"):
        assert FIGURES.day(instant) == "Sunday 20 June 2027"
