"""Numbers, shares, times and lists as a language says them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from constitution import shelf
from constitution.kinds import Clock, Duration, GreaterOf, Payment, Rate
from constitution.majority import Majority

ENGLISH, WELSH = "en", "cy"
LANGUAGES = (ENGLISH, WELSH)

_ASPIRATED = {"c": "ch", "p": "ph", "t": "th"}
_STAYS = ("ch", "ph", "th")
_ARTICLE = ("y", "yr")
_VOWELS = tuple("aeiouwyâêîôûŵŷ")
_AFTER_AC = ("mae", "nid ", "ni ", "nad ", "na ", "fel")


Amount: TypeAlias = int | Fraction | Majority | Duration | GreaterOf | Rate | Payment


def amount(value: Amount, language: str) -> str:
    match value:
        case int():
            return number(value)
        case Fraction():
            return share(value, language)
        case Majority():
            return majority(value, language)
        case Duration():
            return duration(value, language)
        case GreaterOf(minimum, part):
            return pattern("greater_of", language, number(minimum), share(part, language))
        case Rate() | Payment():
            return _each_time(value, language)


def _each_time(value: Rate | Payment, language: str) -> str:
    """What comes round: a rate of the year, or a payment in each period."""
    if isinstance(value, Payment):
        return pattern("each", language, money(value.pence), _phrases()["periods"][value.per][language])
    said = pattern("per_cent", language, decimal(value.percent))
    return pattern("above", language, said, _phrases()["rates"][value.above][language]) if value.above else said


def number(whole: int) -> str:
    return f"{whole:,}"


def counted(whole: int, noun: Sequence[str]) -> str:
    """With its noun: the first form after one, the second after any other number."""
    return f"{number(whole)} {noun[0] if whole == 1 else noun[1]}"


def share(of: Fraction, language: str) -> str:
    if known := _known("shares", str(of), language):
        return known
    if 100 % of.denominator == 0 and of.denominator > 10:
        return pattern("per_cent", language, number(int(of * 100)))
    return pattern("out_of", language, number(of.numerator), number(of.denominator))


def majority(of: Majority, language: str) -> str:
    comparator = ">=" if of.inclusive else ">"
    if known := _known("majorities", f"{comparator} {of.share}", language):
        return known
    return pattern("at_least" if of.inclusive else "more_than", language, share(of.share, language))


def duration(lapse: Duration, language: str) -> str:
    if lapse.amount == 0:
        return pattern("at_once", language)
    said = counted(lapse.amount, _phrases()["units"][lapse.unit][language])
    return pattern("working_hours", language, said) if lapse.clock is Clock.WORKING_HOURS else said


def money(pence: int) -> str:
    """Whole pounds without pence: £12, £12.50."""
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}.{rest:02}" if rest else f"£{pounds:,}"


def decimal(exact: Fraction) -> str:
    """Every decimal that a rule writes ends, so no digit is lost."""
    digits = 0
    while (exact * 10**digits).denominator != 1:
        digits += 1
    whole = f"{int(exact * 10**digits):0{digits + 1}}"
    return f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole


def day_of_year(written: str, language: str) -> str:
    """ "03-31" as 31 March."""
    month, day = written.split("-")
    return pattern("day_of_month", language, str(int(day)), _phrases()["months"][month][language])


def listed(items: Sequence[str], language: str) -> str:
    """ "a, b and c"; in Welsh "ac" before a vowel, "a'r" for "and the", and "a" changes the letter after it."""
    if not items:
        return pattern("nothing", language)
    *first, last = items
    if not first:
        return last
    joined = ", ".join(first)
    return f"{joined} {_and_welsh(last)}" if language == WELSH else f"{joined} and {last}"


def article_joined(before: str, said: str) -> tuple[str, str]:
    """In Welsh the article joins a word that ends in a vowel: "yw", "y bwrdd" is "yw'r bwrdd"."""
    article, _, rest = said.partition(" ")
    if article not in _ARTICLE or not before.endswith(" ") or before[-2:-1] not in _VOWELS:
        return before, said
    return before[:-1], f"'r {rest}"


def pattern(name: str, language: str, *said: str) -> str:
    words: str = _phrases()["patterns"][name][language]
    return words.format(*said)


def _and_welsh(word: str) -> str:
    article, _, rest = word.partition(" ")
    if article in _ARTICLE:
        return f"a'r {rest}"
    if word[:1].lower() in _VOWELS or word.startswith(_AFTER_AC):
        return f"ac {word}"
    changed = _ASPIRATED.get(word[:1])
    return f"a {word}" if changed is None or word.startswith(_STAYS) else f"a {changed}{word[1:]}"


def _known(table: str, key: str, language: str) -> str | None:
    words = _phrases()[table].get(key)
    return words[language] if words else None


def _phrases() -> dict[str, Any]:
    return shelf.pack("words/phrases")
