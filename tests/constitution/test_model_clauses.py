"""The model clauses themselves: both languages say the same of the same values, and Easy Read stays short."""

from collections import Counter
from collections.abc import Iterator

import pytest

from constitution import CATALOGUE, shelf
from constitution.clause import QUOTE, Clause, Paragraph, clause
from constitution.phrases import LANGUAGES

MANY = 15
"""More words than this in one sentence are hard to read; a quoted value counts as one."""

CLAUSES = {
    f"{folder}/{name}": clause(name, "1", data)
    for folder in shelf.names("clauses")
    for name, data in shelf.pack(folder).items()
}
WORDS = sorted(set(shelf.names("words")) - {"words/nouns", "words/phrases"})
every_clause = pytest.mark.parametrize("model", CLAUSES.values(), ids=CLAUSES)


@every_clause
def test_both_languages_quote_the_same_values(model: Clause) -> None:
    for one in _sentences(model):
        english, welsh = (sorted(QUOTE.findall(one.words[language])) for language in LANGUAGES)
        assert english == welsh, one.words["en"]


@every_clause
def test_a_clause_has_a_title_words_and_easy_words_in_both_languages(model: Clause) -> None:
    assert set(model.titles) == set(LANGUAGES)
    assert model.paragraphs
    assert model.easy
    assert all(set(one.words) == set(LANGUAGES) for one in _sentences(model))


@every_clause
def test_easy_words_come_in_short_sentences(model: Clause) -> None:
    assert 1 <= len([one for one in model.easy if one.unless is None]) <= 5
    for words in (words for one in model.easy for words in one.words.values()):
        assert all(len(sentence.split()) <= MANY for sentence in words.replace("?", ".").split(". ")), words


def test_no_parameter_has_its_words_in_two_files() -> None:
    """One file would hide the words of the other."""
    subjects = Counter(subject for folder in WORDS for subject in shelf.pack(folder))
    assert [subject for subject, files in subjects.items() if files > 1] == []


@pytest.mark.parametrize("folder", WORDS)
def test_every_word_is_said_in_both_languages(folder: str) -> None:
    for subject, words in shelf.pack(folder).items():
        for said in words.values() if subject in CATALOGUE else (words,):
            assert set(said) == set(LANGUAGES), f"{subject}: {said}"


def _sentences(model: Clause) -> Iterator[Paragraph]:
    yield from model.paragraphs
    yield from model.easy
