"""A day in a Welsh sentence has the form that the word before it asks for; what people wrote stays as it is."""

from datetime import date

import pytest
from markupsafe import Markup

from governance.platform.texts import CY, CY_EASY, EN
from governance.platform.web import layout
from governance.platform.web.mutations import SOFTENING, softened
from governance.platform.web.variants import speaking

DAY = "Dydd Llun 1 Mawrth 2027"


@pytest.mark.parametrize("word", SOFTENING)
def test_days_soften_after_words_that_soften(word: str) -> None:
    assert softened(f"{word} {DAY}.", [DAY]) == f"{word} Ddydd Llun 1 Mawrth 2027."
    assert softened(f"{word.title()} {DAY}", [DAY]) == f"{word.title()} Ddydd Llun 1 Mawrth 2027"


@pytest.mark.parametrize("words", ["erbyn", "cyn", "ers", "rhwng", "yw", "oedd", "dechrau:", "diwedd", "pario"])
def test_days_stay_as_they_are_after_others(words: str) -> None:
    assert softened(f"{words} {DAY}", [DAY]) == f"{words} {DAY}"


def test_what_somebody_wrote_is_not_touched_and_markup_stays_markup() -> None:
    wrote = "Dewch ar Dydd Mawrth"
    told = softened(Markup("%s: o %s tan %s") % (wrote, DAY, DAY), [Markup(wrote), DAY, DAY])
    assert told == f"{wrote}: o Ddydd Llun 1 Mawrth 2027 tan Ddydd Llun 1 Mawrth 2027"
    assert isinstance(told, Markup)


@pytest.mark.parametrize("variant", [CY, CY_EASY])
def test_a_page_says_it_so(variant: str) -> None:
    signed = "{% trans reference='Gweithred', day=day|day %}{{ reference }}, signed on {{ day }}.{% endtrans %}"
    first = "{{ _('First day away: %(day)s.', day=day|day) }}"
    page = layout.environment().from_string(f"{signed} {first}")
    with speaking(variant):
        said = page.render(day=date(2027, 3, 1))
    assert f"ar Dd{DAY[1:]}" in said
    assert f": {DAY}" in said
    with speaking(EN):
        assert "signed on Monday 1 March 2027." in page.render(day=date(2027, 3, 1))
