"""Clear days, months by corresponding date, working hours: how the law counts time (R-1 to R-7)."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from constitution.holidays import ENGLAND_AND_WALES, Calendar
from constitution.kinds import Clock, Duration, Unit

LONDON = ZoneInfo("Europe/London")
LAST_MINUTE = time(23, 59)


def local_day(instant: datetime) -> date:
    """The civil date in London of an instant (R-1)."""
    return _aware(instant).astimezone(LONDON).date()


def instant_of(day: date, clock: time) -> datetime:
    """The UTC instant at which clocks in London show this; of two such instants the first."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def as_instant(sent: datetime | date) -> datetime:
    """In universal time, so that differences are true; a date alone counts as 23:59 that day (R-4).

    Two times in one zone are subtracted and compared by Python as clocks show them, which is wrong across a change.
    """
    return _aware(sent).astimezone(UTC) if isinstance(sent, datetime) else instant_of(sent, LAST_MINUTE)


def clear_days_between(first: date, second: date) -> int:
    """Whole days between two days, neither counted (R-2)."""
    return (second - first).days - 1


def first_day_after(day: date, clear_days: int) -> date:
    return day + timedelta(days=clear_days + 1)


def last_day_before(day: date, clear_days: int) -> date:
    return day - timedelta(days=clear_days + 1)


def months_after(day: date, months: int, arithmetic: str = "corresponding_date") -> date:
    """The same-numbered day, or the last of that month if there is none (R-5, Dodds v Walker).

    ``end_of_month`` (P-064) keeps the last day of a month the last day; it is the lenient reading (R-8).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    stays_last = arithmetic == "end_of_month" and day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if stays_last else min(day.day, length))


def last_day_of_months_beginning_after(day: date, months: int) -> date:
    """ "Within the period of N months beginning immediately after" a day (R-6)."""
    return months_after(day + timedelta(days=1), months) - timedelta(days=1)


def year_end_from(month_and_day: str, day: date) -> date:
    """The last day of the year that the day lies in; years end on ``"03-31"`` (P-004)."""
    this_year = _day_of_year(day.year, month_and_day)
    return this_year if day <= this_year else _day_of_year(day.year + 1, month_and_day)


def year_end_before(month_and_day: str, day: date) -> date:
    """The latest end of a year that lies behind the day."""
    this_year = _day_of_year(day.year, month_and_day)
    return this_year if this_year < day else _day_of_year(day.year - 1, month_and_day)


def day_after_lapse(day: date, lapse: Duration, arithmetic: str = "corresponding_date") -> date:
    """The last day of a period in days, weeks or months counted from, and without, ``day``."""
    match lapse.unit:
        case Unit.DAYS:
            return day + timedelta(days=lapse.amount)
        case Unit.WEEKS:
            return day + timedelta(weeks=lapse.amount)
        case Unit.MONTHS:
            return months_after(day, lapse.amount, arithmetic)
        case Unit.HOURS:
            raise ValueError("hours are counted from an instant, not from a day")


def after_hours(start: datetime, lapse: Duration, calendar: Calendar = ENGLAND_AND_WALES) -> datetime:
    """Add hours as they pass, on the clock face, or as working hours (R-3)."""
    hours = timedelta(hours=_hours(lapse))
    match lapse.clock:
        case Clock.ELAPSED:
            return as_instant(start) + hours
        case Clock.WALL:
            return _on_the_clock(start, hours, fold=0)
        case Clock.WORKING_HOURS:
            return _forwards(as_instant(start), hours, calendar)


def before_hours(end: datetime, lapse: Duration, calendar: Calendar = ENGLAND_AND_WALES) -> datetime:
    """The same, backwards from a deadline (R-3)."""
    hours = timedelta(hours=_hours(lapse))
    match lapse.clock:
        case Clock.ELAPSED:
            return as_instant(end) - hours
        case Clock.WALL:
            return _on_the_clock(end, -hours, fold=1)
        case Clock.WORKING_HOURS:
            return _backwards(as_instant(end), hours, calendar)


def _day_of_year(year: int, month_and_day: str) -> date:
    """Every year has the day: no year of account ends on 29 February."""
    return date.fromisoformat(f"{year:04d}-{month_and_day}")


def _on_the_clock(start: datetime, hours: timedelta, fold: int) -> datetime:
    """``fold`` 1 on the way back: of an hour shown twice the later, of an hour never shown the one before it."""
    shown = _aware(start).astimezone(LONDON).replace(tzinfo=None, fold=0) + hours
    return shown.replace(tzinfo=LONDON, fold=fold).astimezone(UTC)


def _forwards(at: datetime, left: timedelta, calendar: Calendar) -> datetime:
    """No working day is 23 or 25 hours long: clocks change on Sundays."""
    while left:
        day = local_day(at)
        midnight = instant_of(day + timedelta(days=1), time())
        if calendar.is_working_day(day):
            if left <= midnight - at:
                return at + left
            left -= midnight - at
        at = midnight
    return at


def _backwards(at: datetime, left: timedelta, calendar: Calendar) -> datetime:
    while left:
        day = local_day(at - timedelta(microseconds=1))
        midnight = instant_of(day, time())
        if calendar.is_working_day(day):
            if left <= at - midnight:
                return at - left
            left -= at - midnight
        at = midnight
    return at


def _hours(lapse: Duration) -> int:
    if lapse.unit is not Unit.HOURS:
        raise ValueError(f"{lapse.unit} are counted from a day, not from an instant")
    return lapse.amount


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant
