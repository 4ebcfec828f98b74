"""Days, times, money and numbers, as a reader of each language writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal

from governance.platform.texts import CY_EASY, EN_EASY
from governance.platform.web.variants import language_of, spoken

_LOCALES = {"en": "en_GB", "cy": "cy"}
_PARTS_OF_DAY = {EN_EASY: ("am", "pm", "pm"), CY_EASY: ("y bore", "y prynhawn", "yr hwyr")}


class Figures:
    """Filters for templates. ``zone`` is the organisation's; it serves display only, storage is UTC (CLK-1)."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def day(self, day: date) -> str:
        """Monday 4 January 2027 · Dydd Llun 4 Ionawr 2027"""
        local = day.astimezone(self.zone).date() if isinstance(day, datetime) else day
        return format_date(local, "EEEE d MMMM y", locale=_locale())

    def clock(self, instant: datetime) -> str:
        """14:30 in the organisation's zone; in Easy Read 2:30 pm · 2:30 y prynhawn (ER-06)."""
        local = instant.astimezone(self.zone)
        if spoken() in _PARTS_OF_DAY:
            return f"{local.hour % 12 or 12}:{local.minute:02} {_PARTS_OF_DAY[spoken()][_part_of_day(local.hour)]}"
        return format_time(local, "HH:mm", locale=_locale())

    def moment(self, instant: datetime) -> str:
        """Monday 4 January 2027, 14:30"""
        return f"{self.day(instant)}, {self.clock(instant)}"

    def field(self, instant: datetime | None) -> str:
        """The instant as a ``datetime-local`` field holds it."""
        return "" if instant is None else f"{instant.astimezone(self.zone):%Y-%m-%dT%H:%M}"

    def money(self, pence: int) -> str:
        """£12.50 from 1250."""
        pounds, rest = divmod(abs(pence), 100)
        return ("−" if pence < 0 else "") + str(format_currency(f"{pounds}.{rest:02}", "GBP", locale=_locale()))

    def number(self, number: int) -> str:
        return str(format_decimal(number, locale=_locale()))


def _part_of_day(hour: int) -> int:
    return 0 if hour < 12 else 1 if hour < 18 else 2


def _locale() -> str:
    return _LOCALES[language_of(spoken())]
