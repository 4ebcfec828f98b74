"""The keyroom's own words: one sentence in every variant, Welsh that is Welsh, and none that nobody says."""

import json
import re
from pathlib import Path

import pytest

import ballots
from tests.ballots.booth.test_words import FACT, MOST_WORDS, SENTENCE, VARIANTS

FOLDER = Path(ballots.__file__).parent
WORDS = {
    name: json.loads((FOLDER / "keyroom" / "words" / f"{name}.json").read_text(encoding="utf-8")) for name in VARIANTS
}
QUOTED = re.compile(r"""["'`]([a-z]+\.[a-z-]+)["'`]""")
COMPOSED = re.compile(r"`([a-z]+\.[a-z-]*)\$\{")


def sources() -> list[str]:
    """What is bundled into the keyroom: its own scripts, and the booth's frame."""
    paths = [*(FOLDER / "keyroom").rglob("*.js"), FOLDER / "booth" / "pages" / "frame.js"]
    return [path.read_text(encoding="utf-8") for path in paths]


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
    families = {key.partition(".")[0] for key in WORDS["en"]}
    quoted = {key for source in sources() for key in QUOTED.findall(source)}
    said = {key for key in quoted if key.partition(".")[0] in families and not key.endswith((".js", ".json"))}
    composed = tuple(start for source in sources() for start in COMPOSED.findall(source))
    assert said - set(WORDS["en"]) == set()
    assert {key for key in set(WORDS["en"]) - said if not key.startswith(composed)} == set()
