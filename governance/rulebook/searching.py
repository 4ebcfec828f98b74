"""Finding rules and values by their words: in whichever tongue somebody reads them, and whatever their accents."""

from collections.abc import Iterable, Iterator

from constitution import Rulebook, parameter
from constitution.phrases import LANGUAGES
from constitution.wording import easy, paragraphs
from governance.platform.plain import plain
from governance.platform.web import variants


def has_all(wanted: str, told: Iterable[str]) -> bool:
    """Is every wanted word somewhere in what is told? Nothing wanted is everywhere."""
    words = plain(wanted).split()
    if not words:
        return True
    text = plain(" ".join(told))
    return all(word in text for word in words)


def of_clause(rules: Rulebook, number: str, values: Iterable[str]) -> Iterator[str]:
    """What a rule is found by: its number, its words, and the parameters that it sets."""
    yield number
    if number in rules.clauses:
        yield from rules.clauses[number].titles.values()
        for language in LANGUAGES:
            yield from (*paragraphs(rules, number, language), *easy(rules, number, language))
    for identity in values:
        yield from of_value(identity)


def of_value(identity: str) -> Iterator[str]:
    """Whoever reads Welsh finds Welsh words, whoever reads Easy Read the easy ones."""
    yield identity
    meaning = parameter(identity).meaning
    yield from {str(catalogue.gettext(meaning)) for catalogue in variants.catalogues().values()}
