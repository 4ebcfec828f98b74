"""When everything in the demonstration happens, counted from today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from constitution.periods import instant_of, months_after
from governance.platform.clock import legal_day

SATURDAY = 5
MORNING, NOON, AFTERNOON, EVENING = time(9, 30), time(12, 30), time(14), time(18)
YEAR_END_BEFORE_MEETING = 4
"""Months: the annual meeting is lawful until the sixth (P-061)."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Some fourteen months. Whatever is to have happened lies on an earlier day, whatever is to come on a later one."""

    today: date

    def ago(self, days: int, clock: time = MORNING) -> datetime:
        return instant_of(self.today - timedelta(days=days), clock)

    @property
    def founding(self) -> datetime:
        return self.ago(425)

    @property
    def offices(self) -> datetime:
        return self.ago(424)

    @property
    def first_annual_meeting(self) -> datetime:
        return instant_of(_saturday_from(self.today - timedelta(days=330)), AFTERNOON)

    @property
    def new_rules(self) -> datetime:
        """The day on which the registrar registered what the first meeting had decided."""
        return self.ago(290)

    @property
    def special_meeting(self) -> datetime:
        """The last Saturday but two days: its ballot is sealed, and one key-holder has still to open a part."""
        return instant_of(_saturday_from(self.today - timedelta(days=8)), AFTERNOON)

    @property
    def annual_meeting(self) -> datetime:
        return instant_of(_saturday_from(self.today + timedelta(days=15)), AFTERNOON)

    @property
    def year_end(self) -> date:
        """The last day of a month, so that the coming meeting falls well within the time for it."""
        around = months_after(legal_day(self.annual_meeting), -YEAR_END_BEFORE_MEETING)
        last = around.replace(day=1) - timedelta(days=1)
        return last.replace(day=28) if last.month == 2 else last


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(SATURDAY - day.weekday()) % 7)
