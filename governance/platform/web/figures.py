"""Days, times, money and numbers, as a reader of each language writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from governance.platform.texts import CY, CY_EASY, EN, EN_EASY
from governance.platform.web.variants import language_of, spoken

_LOCALES = {"en": "en_GB", "cy": "cy"}
_PARTS_OF_DAY = {
    EN: ("am", "pm", "pm"),
    CY: ("yb", "yp", "yh"),
    EN_EASY: (" am", " pm", " pm"),
    CY_EASY: (" y bore", " y prynhawn", " yr hwyr"),
}
_TWELVE = {EN: ("12 midnight", "12 midday"), CY: ("12 hanner nos", "12 hanner dydd")}
"""For few people know which of the two is 12pm."""


class Figures:
    """Filters for templates. ``zone`` is the organisation's; it serves display only, storage is UTC (CLK-1)."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def day(self, day: date) -> str:
        """Monday 4 January 2027 · Dydd Llun 4 Ionawr 2027"""
        local = day.astimezone(self.zone).date() if isinstance(day, datetime) else day
        return format_date(local, "EEEE d MMMM y", locale=_locale())

    def month(self, day: date) -> str:
        """January 2027 · Ionawr 2027"""
        return format_date(day, "LLLL y", locale=_locale())

    def clock(self, instant: datetime) -> str:
        """2:30pm in the organisation's zone · 2:30yp · 2:30 pm · 2:30 y prynhawn (UX-23, ER-06)."""
        local = instant.astimezone(self.zone)
        if local.minute == 0 and local.hour % 12 == 0:
            return _TWELVE[language_of(spoken())][local.hour // 12]
        minutes = f":{local.minute:02}" if local.minute else ""
        return f"{local.hour % 12 or 12}{minutes}{_PARTS_OF_DAY[spoken()][_part_of_day(local.hour)]}"

    def moment(self, instant: datetime) -> str:
        """Monday 4 January 2027, 2:30pm"""
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
