"""Texts in up to four variants, and which one a reader gets."""

import json

import pytest

from governance.platform.texts import VARIANTS, Shown, Texts

WELSH = "Tŷ, dŵr a llŷn"


def test_each_reader_gets_the_variant_asked_for_when_it_is_there() -> None:
    texts = Texts(en="House", cy=WELSH, en_easy="A house.", cy_easy="Tŷ.")
    assert [texts.in_variant(variant) for variant in VARIANTS] == [
        Shown("House", "en"),
        Shown(WELSH, "cy"),
        Shown("A house.", "en-easy"),
        Shown("Tŷ.", "cy-easy"),
    ]


def test_easy_read_falls_back_to_its_own_language_before_the_other() -> None:
    texts = Texts(en="House", cy=WELSH, en_easy="A house.")
    assert texts.in_variant("cy-easy") == Shown(WELSH, "cy")
    assert texts.in_variant("cy-easy").language == "cy"


def test_a_missing_language_is_named_by_the_variant_really_shown() -> None:
    assert Texts(en="House").in_variant("cy") == Shown("House", "en")
    assert Texts(cy=WELSH).in_variant("en-easy") == Shown(WELSH, "cy")


def test_blanks_do_not_count_as_a_text() -> None:
    texts = Texts(en="House", cy="  \n")
    assert not texts.is_bilingual
    assert texts.missing() == ("cy", "en-easy", "cy-easy")


def test_an_empty_text_is_empty_in_the_variant_asked_for() -> None:
    assert Texts().in_variant("cy-easy") == Shown("", "cy-easy")


def test_a_text_survives_storage_letter_for_letter() -> None:
    texts = Texts(en="House", cy=WELSH)
    assert Texts.from_json(json.loads(json.dumps(texts.to_json()))) == texts


def test_a_variant_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Texts(en="House").in_variant("fr")


def test_a_text_of_blanks_has_no_words() -> None:
    assert Texts(cy_easy="Bws").has_any
    assert not Texts(en="  ", cy="\n").has_any
