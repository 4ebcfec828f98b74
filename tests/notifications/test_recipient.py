import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import (
    BadAddress,
    Channel,
    Format,
    Language,
    NoRoute,
    NoWording,
    Recipient,
    UnsafeHeader,
    Variant,
    envelope_name,
)
from tests.notifications.examples import BOB, EASY_BOB, EASY_NIA, NIA


def test_both_languages_go_together_and_the_readers_own_comes_first() -> None:
    assert NIA.variants() == (Variant.CY, Variant.EN)
    assert BOB.variants() == (Variant.EN, Variant.CY)


def test_an_easy_text_comes_before_the_formal_one_and_never_replaces_it() -> None:
    assert EASY_NIA.variants() == (Variant.CY_EASY, Variant.CY, Variant.EN_EASY, Variant.EN)
    assert EASY_BOB.variants() == (Variant.EN_EASY, Variant.EN, Variant.CY_EASY, Variant.CY)


def test_only_what_is_offered_is_sent() -> None:
    assert EASY_NIA.variants({Variant.EN}) == (Variant.EN,)
    with pytest.raises(NoWording):
        BOB.variants({Variant.EN_EASY})


def test_the_route_follows_the_preference_as_far_as_addresses_go() -> None:
    assert BOB.route() is Channel.EMAIL
    assert Recipient("Ann", Language.ENGLISH, postal=("1 Mill Lane",)).route() is Channel.LETTER
    letters_first = (Channel.LETTER, Channel.EMAIL)
    assert (
        Recipient("Ann", Language.ENGLISH, "a@b.example", ("1 Mill Lane",), channels=letters_first).route()
        is Channel.LETTER
    )
    with pytest.raises(NoRoute):
        Recipient("Ann", Language.ENGLISH, "a@b.example", channels=(Channel.LETTER,)).route()


UNREACHABLE = """
    ann | @b.example | ann@ | a b@c.example | a@b@c.example | ŵyn@b.example | a@-b.example | a@b..example | a@ŵyn.cymru
    | "a b"@c.example | .a@b.example | a@[127.0.0.1]
"""


@pytest.mark.parametrize("address", ["", *(address.strip() for address in UNREACHABLE.split("|"))])
def test_an_address_that_mail_cannot_reach_is_refused(address: str) -> None:
    with pytest.raises((BadAddress, UnsafeHeader)):
        Recipient("Ann", Language.ENGLISH, address)


def test_a_postal_line_cannot_smuggle_in_another_line() -> None:
    with pytest.raises(UnsafeHeader):
        Recipient("Ann", Language.ENGLISH, postal=("1 Mill Lane\n2 Mill Lane",))
    with pytest.raises(BadAddress):
        Recipient("Ann", Language.ENGLISH, postal=("line",) * 10)


def test_a_variant_knows_its_language_and_form() -> None:
    assert [(v.language, v.easy) for v in Variant] == [("en", False), ("cy", False), ("en", True), ("cy", True)]
    assert Language.WELSH.other is Language.ENGLISH
    assert Language.ENGLISH.other is Language.WELSH
    assert Format("large-print") is Format.LARGE_PRINT


@given(st.text())
def test_every_name_in_the_world_has_a_form_that_an_envelope_can_carry(name: str) -> None:
    assert Recipient(envelope_name(name), Language.ENGLISH).name == envelope_name(envelope_name(name))


def test_an_envelope_keeps_the_letters_of_a_name_and_loses_its_tricks() -> None:
    assert envelope_name("Gwenllïan Tŷ-Draw") == "Gwenllïan Tŷ-Draw"
    assert envelope_name("Ann\r\nBcc: x \u202eyob") == "AnnBcc: x yob"
    assert envelope_name("x" * 300) == "x" * 120
