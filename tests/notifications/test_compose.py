from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from notifications import Message, Notice, Recipient, UnsafeHeader, Variant, Wording, compose
from tests.notifications.examples import (
    BOB,
    EASY_BOB,
    EASY_NIA,
    MEETING_CALLED,
    NIA,
    NOON,
    SENDER,
    environment,
    wording,
)


def composed(recipient: Recipient, words: Wording | None = None, notice: Notice = MEETING_CALLED) -> Message:
    return compose(words or wording(), notice, recipient, SENDER, message="m1", now=NOON)


def test_all_four_variants_are_composed_for_who_reads_easy_texts() -> None:
    made = composed(EASY_NIA)
    assert [part.variant for part in made.parts] == [Variant.CY_EASY, Variant.CY, Variant.EN_EASY, Variant.EN]
    assert [part.subject for part in made.parts] == [
        "Cyfarfod blynyddol",
        "Cyfarfod blynyddol",
        "Our big meeting",
        "Annual meeting",
    ]
    assert made.subject == "Cyfarfod blynyddol / Our big meeting"


@pytest.mark.parametrize("recipient", [NIA, BOB, EASY_NIA, EASY_BOB])
def test_nobody_gets_one_language_without_the_other(recipient: Recipient) -> None:
    made = composed(recipient)
    assert set(made.languages) == {"en", "cy"}
    assert made.languages[0] == recipient.language


def test_a_variant_with_a_text_of_its_own_uses_it() -> None:
    easy, formal, *_ = composed(EASY_NIA).parts
    assert easy.html.startswith("<p>[hawdd]")
    assert formal.html.startswith("<p>[cy]")


@pytest.mark.parametrize("autoescape", [True, False])
def test_facts_are_escaped_in_html_and_plain_in_text_however_the_environment_is_set(autoescape: bool) -> None:
    for part in composed(EASY_BOB, wording(autoescape=autoescape)).parts:
        assert "Neuadd &lt;Goffa&gt; &amp; Tŷ" in part.html
        assert "Neuadd <Goffa> & Tŷ" in part.text


def test_an_environment_made_for_async_pages_works_too() -> None:
    assert composed(BOB, wording(enable_async=True)).parts == composed(BOB).parts


async def test_composing_inside_a_running_loop_works() -> None:
    assert composed(BOB, wording(enable_async=True)).parts


def test_each_variant_is_spoken_in_its_own_voice() -> None:
    spoken: list[Variant] = []

    @contextmanager
    def speaking(variant: Variant) -> Iterator[None]:
        spoken.append(variant)
        yield

    composed(EASY_BOB, Wording(environment(), origin="https://coop.example", speaking=speaking))
    assert spoken == [Variant.EN_EASY, Variant.EN, Variant.CY_EASY, Variant.CY]


@pytest.mark.control("MAIL-2")
def test_links_are_built_from_the_configured_origin_alone() -> None:
    assert "https://coop.example/en/m/1" in composed(BOB).parts[0].text
    assert 'href="https://coop.example/en/m/1"' in composed(BOB).parts[0].html


@pytest.mark.control("MAIL-2")
@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/\\evil.example", "en/m", "/a\nb", ""])
def test_a_link_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(UnsafeHeader):
        wording().link(path)


@pytest.mark.control("MAIL-2")
def test_a_fact_cannot_put_a_second_line_into_the_subject() -> None:
    templates = environment()
    templates.loader.mapping["mail/forged/subject.txt"] = "About {{ what }}"  # type: ignore[union-attr]
    templates.loader.mapping["mail/forged/body.txt"] = ""  # type: ignore[union-attr]
    templates.loader.mapping["mail/forged/body.html"] = ""  # type: ignore[union-attr]
    notice = Notice("forged", {"what": "us\r\nBcc: everybody@evil.example"})
    with pytest.raises(UnsafeHeader):
        composed(BOB, Wording(templates, origin="https://coop.example"), notice)


def test_a_missing_fact_or_template_is_an_error_not_a_gap() -> None:
    with pytest.raises(UndefinedError):
        composed(BOB, notice=Notice("meeting-called", {}))
    with pytest.raises(TemplateNotFound):
        composed(BOB, notice=Notice("unheard-of", {}))


def test_only_the_offered_variants_are_composed() -> None:
    notice = Notice("meeting-called", MEETING_CALLED.facts, offered=(Variant.EN, Variant.CY))
    assert [part.variant for part in composed(EASY_NIA, notice=notice).parts] == [Variant.CY, Variant.EN]
