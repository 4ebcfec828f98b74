"""Welsh: "Dydd Llun" becomes "Ddydd Llun" after a word that softens what follows, such as "ar", "tan" and "o"."""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from governance.platform.web.variants import language_of, spoken

SOFTENING = ("am", "ar", "at", "dan", "dros", "drwy", "gan", "heb", "hyd", "i", "neu", "o", "tan", "trwy", "wrth")
"""The words before which a date stands in our sentences; "erbyn", "cyn", "ers", "rhwng" and "yw" soften nothing."""
_BEFORE = "|".join(SOFTENING)


def softened(sentence: str, values: Iterable[object]) -> str:
    """The sentence with each of its ``values`` that is a day in the form that the word before it asks for.

    Only what our sentence says changes, never what somebody wrote. Markup stays markup.
    """
    said: str = sentence
    for day in values:
        if isinstance(day, str) and day.startswith("Dydd "):
            said = re.sub(rf"\b({_BEFORE}) {re.escape(day)}", rf"\g<1> Dd{day[1:]}", said, flags=re.IGNORECASE)
    return type(sentence)(said)


def softening(translate: Callable[..., str]) -> Callable[..., str]:
    """One of the template functions that fill a sentence, so that it speaks Welsh as people do."""

    @pass_context
    @wraps(translate)
    def spoken_well(context: Context, *words: Any, **values: Any) -> str:
        sentence = translate(context, *words, **values)
        return softened(sentence, values.values()) if values and language_of(spoken()) == "cy" else sentence

    return spoken_well
