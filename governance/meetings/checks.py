"""What is wrong with what an officer wrote for a meeting: a code for each field, nothing where all is well."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from constitution.notice import Business
from governance.platform.texts import Texts

TITLE_LIMIT, TEXT_LIMIT, PLACE_LIMIT, REASON_LIMIT = 300, 20_000, 500, 500
LONGEST_AHEAD = timedelta(days=2 * 366)
"""A meeting further off than this is a slip of the hand in the year."""
_ONLINE = re.compile(r"https://[!-~]{1,490}")


def needs_text(business: str | None) -> bool:
    """The full text of a change of the rules goes out with the notice (P-082)."""
    return business == Business.RULE_CHANGE


def words_missing(title: Texts, text: Texts, languages: Collection[str], *, text_needed: bool) -> tuple[str, ...]:
    """The languages in which an item cannot go into a notice."""
    errors = errors_in_item(title, text, languages, text_needed=text_needed)
    return tuple(language for language in languages if {f"title_{language}", f"text_{language}"} & errors.keys())


def easy_words_missing(title: Texts, text: Texts, languages: Collection[str]) -> tuple[str, ...]:
    """The Easy Read variants in which an item lacks its title, or a text that it has in the formal words."""
    easy = tuple(f"{language}-easy" for language in languages)
    has_text = any(text.has(language) for language in languages)
    return tuple(one for one in easy if not title.has(one) or (has_text and not text.has(one)))


def errors_in_item(title: Texts, text: Texts, languages: Collection[str], *, text_needed: bool) -> dict[str, str]:
    """Each language of the title, and of the text as soon as there is one."""
    errors = {f"title_{language}": "missing" for language in languages if not title.has(language)}
    if text_needed or any(text.has(language) for language in languages):
        errors |= {f"text_{language}": "missing" for language in languages if not text.has(language)}
    return errors


def errors_in_length(title: Texts, text: Texts) -> dict[str, str]:
    long = {f"title_{one}": "too-long" for one, words in title.to_json().items() if len(words) > TITLE_LIMIT}
    return long | {f"text_{one}": "too-long" for one, words in text.to_json().items() if len(words) > TEXT_LIMIT}


def errors_in_place(place: str, link: str) -> dict[str, str]:
    """A meeting is somewhere; an address online is one that a browser may be sent to."""
    if not place.strip() and not link.strip():
        return {"place": "nowhere"}
    errors = {"place": "too-long"} if len(place) > PLACE_LIMIT else {}
    if link.strip() and not _ONLINE.fullmatch(link.strip()):
        errors["join_link"] = "not-online"
    return errors


def errors_in_day(starts_at: datetime, now: datetime) -> dict[str, str]:
    return {"starts_at": "too-far"} if starts_at > now + LONGEST_AHEAD else {}


def errors_in_reason(reason: Texts, languages: Collection[str]) -> dict[str, str]:
    """In every language or in none, and no longer than fits a letter."""
    given = any(reason.has(language) for language in languages)
    errors = {f"reason_{language}": "missing" for language in languages if given and not reason.has(language)}
    long = {key: "too-long" for key, words in reason.to_json().items() if len(words) > REASON_LIMIT}
    return errors | {f"reason_{key}": code for key, code in long.items()}
