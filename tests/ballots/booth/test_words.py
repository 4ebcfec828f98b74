"""The booth's own words: one sentence in every variant, and Welsh that is Welsh."""

import json
import re
from pathlib import Path

import pytest

import ballots

BOOTH = Path(ballots.__file__).parent / "booth"
VARIANTS = ("en", "cy", "en-easy", "cy-easy")
WORDS = {name: json.loads((BOOTH / "words" / f"{name}.json").read_text(encoding="utf-8")) for name in VARIANTS}
FACT = re.compile(r"\{[a-z]+\}")
SENTENCE = re.compile(r"[.!?:…]+(?:\s+|$)")
MOST_WORDS = {"en": 25, "cy": 30, "en-easy": 14, "cy-easy": 18}
ASKED_FOR = re.compile(
    r"""["'`]((?:frame|code|proxy|helper|choose|rank|grade|check|again|cancel|cast|wait|refused|false|done|next|stop|old|load|idle)\.[a-z-]+)["'`]"""
)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_has_the_same_sentences_with_the_same_facts(variant: str) -> None:
    assert list(WORDS[variant]) == list(WORDS["en"])
    for key, words in WORDS[variant].items():
        assert sorted(FACT.findall(words)) == sorted(FACT.findall(WORDS["en"][key])), key
        assert words.strip() == words != "", key


@pytest.mark.parametrize(("welsh", "english"), [("cy", "en"), ("cy-easy", "en-easy")])
def test_no_welsh_sentence_is_left_in_english(welsh: str, english: str) -> None:
    assert [key for key in WORDS["en"] if WORDS[welsh][key] == WORDS[english][key]] == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_sentences_are_short(variant: str) -> None:
    long = [
        sentence
        for words in WORDS[variant].values()
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
