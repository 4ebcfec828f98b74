"""The words of a resolution that changes the rules, in every variant: what changes, and how it reads then (P-082)."""

from dataclasses import dataclass
from html import unescape

from constitution import Rulebook, parameter
from constitution.differences import ClauseChange, differences
from constitution.redline import Fate
from constitution.wording import easy, paragraphs
from governance.platform.texts import VARIANTS, Texts
from governance.platform.web.layout import environment
from governance.platform.web.variants import language_of, speaking


@dataclass(frozen=True, slots=True)
class Resolution:
    title: Texts
    text: Texts


def of(old: Rulebook, new: Rulebook) -> Resolution:
    changed = differences(old, new)
    written = {variant: _written(new, changed, variant) for variant in VARIANTS}
    title, text = ({name: both[place] for name, both in written.items()} for place in (0, 1))
    return Resolution(_texts(title), _texts(text))


def _written(new: Rulebook, changed: tuple[ClauseChange, ...], variant: str) -> tuple[str, str]:
    language = language_of(variant)
    read = easy if variant.endswith("-easy") else paragraphs
    facts = {
        "changes": changed,
        "language": language,
        "easy": variant.endswith("-easy"),
        "meaning_of": lambda identity: parameter(identity).meaning,
        "reads": {one.number: read(new, one.number, language) for one in changed if one.number in new.clauses},
        "stays": _stays,
        "name": lambda number: _name(new, changed, number, language),
    }
    with speaking(variant):
        title = environment().get_template("print/motions/rule-change-title.txt").render(facts)
        text = environment().get_template("print/motions/rule-change.txt").render(facts)
    return unescape(title).strip(), unescape(text).strip()


def _stays(change: ClauseChange) -> bool:
    """Is there nothing but values of the model that the founding members decide to keep?"""
    texts = (change.title, change.heading, *change.paragraphs, *change.easy)
    return not (
        change.fate is not Fate.CHANGED
        or change.is_rebound
        or change.conditions
        or any(one.is_changed for one in texts)
        or any(one.was != one.becomes for one in change.values)
    )


def _name(new: Rulebook, changed: tuple[ClauseChange, ...], number: str, language: str) -> str:
    """The title of a clause, of one that is struck out too."""
    titles = new.clauses[number].titles if number in new.clauses else None
    if titles is None:
        runs = next(one.title.runs[language] for one in changed if one.number == number)
        return "".join(run.words for run in runs)
    return titles.get(language) or next(iter(titles.values()), "")


def _texts(written: dict[str, str]) -> Texts:
    return Texts(**{variant.replace("-", "_"): words for variant, words in written.items()})
