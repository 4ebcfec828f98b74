from dataclasses import FrozenInstanceError, replace
from datetime import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from notifications import (
    Attachment,
    BadAddress,
    Channel,
    Mailbox,
    Message,
    NotificationError,
    NoWording,
    Part,
    Recipient,
    UnsafeHeader,
    Variant,
    stored,
)
from tests.notifications.examples import BOB, EASY_NIA, NIA, NOON, message

BREAKING = st.sampled_from([*map(chr, range(32)), "\x7f", "\x85", "\u2028", "\u2029", "\ud800", "\u202e"])
TEXT = st.text(max_size=40)


def test_the_message_id_is_made_of_the_name_and_the_domain_and_stays() -> None:
    first = message("m-42")
    assert first.message_id == "<m-42@coop.example>"
    assert replace(first).message_id == first.message_id
    with pytest.raises(FrozenInstanceError):
        first.id = "m-43"  # type: ignore[misc]


def test_the_subject_says_it_in_each_language_once_the_readers_first() -> None:
    assert message().subject == "Cyfarfod y tŷ / House meeting"
    same = tuple(Part(variant, "Zoom", "", "") for variant in (Variant.CY_EASY, Variant.CY, Variant.EN))
    assert message(parts=same).subject == "Zoom"
    assert message().languages == ("cy", "en")


@pytest.mark.control("MAIL-2")
@given(TEXT, BREAKING, TEXT)
def test_no_field_that_reaches_a_header_takes_a_breaking_character(before: str, bad: str, after: str) -> None:
    value = before + bad + after
    with pytest.raises(UnsafeHeader) as refusal:
        Part(Variant.EN, value, "", "")
    assert not after or len(after) < 5 or after not in str(refusal.value)
    for attempt in (
        lambda: Mailbox(value, "a@b.example"),
        lambda: Mailbox("Ann", value),
        lambda: Attachment(value, "text/plain", b""),
        lambda: Attachment("a", f"text/{value}", b""),
        lambda: message(value),
        lambda: message(domain=value),
        lambda: message(kind=value),
        lambda: message(unsubscribe=f"https://coop.example/{value}"),
        lambda: replace(BOB, name=value),
        lambda: replace(BOB, email=value),
        lambda: replace(BOB, postal=(value,)),
    ):
        with pytest.raises(NotificationError):
            attempt()


@pytest.mark.control("MAIL-2")
@pytest.mark.parametrize("subject", ["x" * 151, "", "   "])
def test_an_over_long_or_empty_subject_is_refused(subject: str) -> None:
    with pytest.raises(UnsafeHeader):
        Part(Variant.EN, subject, "", "")


@pytest.mark.parametrize("name", ["", "../up", ".hidden", "a/b", "a b", "a@b", "x" * 41, "-a", "a.eml"])
def test_a_message_name_is_safe_in_a_file_name_and_an_address(name: str) -> None:
    with pytest.raises(UnsafeHeader):
        message(name)


def test_a_message_without_words_or_with_a_naive_time_is_refused() -> None:
    with pytest.raises(NoWording):
        message(parts=())
    with pytest.raises(ValueError, match="aware"):
        message(created_at=datetime(2026, 1, 1))  # noqa: DTZ001 - the naive time is the point
    with pytest.raises(BadAddress):
        message(domain="no domain")


@pytest.mark.parametrize(
    "address", ["http://coop.example/u", "mailto:a@b.example", "https://coop.example/>,<https://x"]
)
def test_only_a_plain_https_address_stops_optional_mail(address: str) -> None:
    with pytest.raises(UnsafeHeader):
        message(unsubscribe=address)


@pytest.mark.parametrize("body", ["a\0b", "a\ud800b"])
def test_a_body_that_cannot_be_written_as_text_is_refused(body: str) -> None:
    with pytest.raises(UnsafeHeader):
        Part(Variant.EN, "Subject", body, "")
    with pytest.raises(UnsafeHeader):
        Part(Variant.EN, "Subject", "", body)


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60)


@given(WORDS, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.binary(max_size=50))
def test_what_an_outbox_stores_comes_back_the_same(words: str, body: str, data: bytes) -> None:
    assume("/" not in words and "\\" not in words)
    whole = message(
        parts=(Part(Variant.CY_EASY, words, body, body),),
        attachments=(Attachment(words, "application/pdf", data),),
        reply_to=Mailbox(words, "office@coop.example"),
        unsubscribe="https://coop.example/stop",
    )
    for recipient in (EASY_NIA, replace(BOB, channels=(Channel.LETTER,)), Recipient(words, NIA.language)):
        assert stored.load(stored.dump(whole, recipient)) == (whole, recipient)


def test_the_time_of_making_is_kept() -> None:
    made: Message = message()
    assert made.created_at == NOON
