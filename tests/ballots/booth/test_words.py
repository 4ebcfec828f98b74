"""The words of booth and keyroom: one sentence in every variant, and Welsh that is Welsh."""

import json
import re
from pathlib import Path

import pytest

import ballots

FOLDER = Path(ballots.__file__).parent
BOOTH = FOLDER / "booth"
ROOMS = ("booth", "keyroom")
VARIANTS = ("en", "cy", "en-easy", "cy-easy")
WORDS_OF = {
    room: {
        name: json.loads((FOLDER / room / "words" / f"{name}.json").read_text(encoding="utf-8")) for name in VARIANTS
    }
    for room in ROOMS
}
WORDS = WORDS_OF["booth"]
FACT = re.compile(r"\{[a-z]+\}")
SENTENCE = re.compile(r"[.!?:…]+(?:\s+|$)")
MOST_WORDS = {"en": 25, "cy": 30, "en-easy": 14, "cy-easy": 18}
ASKED_FOR = re.compile(
    r"""["'`]((?:frame|code|proxy|helper|choose|rank|grade|check|again|cancel|cast|wait|refused|false|done|next|stop|old|load|idle)\.[a-z-]+)["'`]"""
)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_has_the_same_sentences_with_the_same_facts(room: str, variant: str) -> None:
    words_of = WORDS_OF[room]
    assert list(words_of[variant]) == list(words_of["en"])
    for key, words in words_of[variant].items():
        assert sorted(FACT.findall(words)) == sorted(FACT.findall(words_of["en"][key])), key
        assert words.strip() == words != "", key


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize(("welsh", "english"), [("cy", "en"), ("cy-easy", "en-easy")])
def test_no_welsh_sentence_is_left_in_english(room: str, welsh: str, english: str) -> None:
    words_of = WORDS_OF[room]
    assert [key for key in words_of["en"] if words_of[welsh][key] == words_of[english][key]] == []


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_sentences_are_short(room: str, variant: str) -> None:
    words_of = WORDS_OF[room]
    long = [
        sentence
        for words in words_of[variant].values()
        for sentence in SENTENCE.split(words)
        if len(sentence.split()) > MOST_WORDS[variant]
    ]
    assert long == []


def test_every_sentence_is_said_somewhere_and_none_is_missing() -> None:
    sources = [path.read_text(encoding="utf-8") for path in [*BOOTH.glob("*.js"), *BOOTH.glob("pages/*.js")]]
    said = {key for source in sources for key in ASKED_FOR.findall(source)}
    composed = {key for key in WORDS["en"] if key.startswith(("helper.", "refused."))}
    assert said - set(WORDS["en"]) == set()
    assert set(WORDS["en"]) - said - composed == set()
