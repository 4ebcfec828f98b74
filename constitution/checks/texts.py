"""Does the rule book say everything, in every language, and do its words quote what it sets?"""

from collections.abc import Callable, Iterator

from constitution.clause import Clause, Paragraph
from constitution.finding import Finding
from constitution.rulebook import Rulebook
from constitution.wording import missing_values, stands, unworded


def rules_speak(rules: Rulebook) -> Finding:
    """Does the rule book settle every parameter, if only by saying that it does not apply?"""
    silent = rules.silent()
    return rules.finding("rules-speak", met=not silent, number=len(silent), silent=" ".join(silent) or None)


def cited_rules_exist(rules: Rulebook) -> Finding:
    named = {entry.rule for entry in rules.entries.values() if entry.rule}
    unknown = sorted(named - rules.clauses.keys())
    return rules.finding("cited-rules-exist", met=not unknown, unknown=" ".join(unknown) or None)


def clauses_quote_their_values(rules: Rulebook) -> Finding | None:
    """A value that its clause does not quote could change while the words stay the same."""
    if not _has_words(rules):
        return None
    unquoted = [
        identity
        for identity, entry in rules.entries.items()
        if entry.rule and not entry.not_applicable and not _quotes(rules, entry.rule, identity)
    ]
    return rules.finding(
        "clauses-quote-their-values",
        met=not unquoted,
        number=len(unquoted) or None,
        unquoted=" ".join(unquoted) or None,
    )


def quotes_have_values(rules: Rulebook) -> Finding | None:
    """Words that stand quote no value that does not apply, and no entry that the value lacks."""
    if not _has_words(rules):
        return None
    lacking = sorted({name.partition(".")[0] for one in _standing(rules) for name in missing_values(rules, one)})
    return rules.finding("quotes-have-values", met=not lacking, lacking=" ".join(lacking) or None)


def texts_are_complete(rules: Rulebook) -> Finding | None:
    """Every title and every sentence is there in each language of the organisation (P-008) and of the text."""
    if not _has_words(rules):
        return None
    languages = dict.fromkeys((*rules.texts, *rules.words("P-008")))
    lacking = {
        number: [language for language in languages if not _is_complete(clause, language)]
        for number, clause in rules.clauses.items()
    }
    gaps = [number for number, without in lacking.items() if without]
    without = [language for language in languages if any(language in one for one in lacking.values())]
    return rules.finding(
        "texts-are-complete",
        "P-008",
        met=not gaps,
        number=len(gaps) or None,
        gaps=" ".join(gaps) or None,
        languages=" ".join(without) or None,
    )


def values_have_words(rules: Rulebook) -> Finding | None:
    """A word that a value uses must be sayable, in each language of the organisation."""
    if not _has_words(rules):
        return None
    found = (one for language in rules.words("P-008") for one in unworded(rules, language))
    unknown = {identity for identity, _code in found}
    return rules.finding("values-have-words", "P-008", met=not unknown, unknown=" ".join(sorted(unknown)) or None)


def condition_facts_are_known(rules: Rulebook) -> Finding | None:
    """A condition may ask about the number of members, or of those of one class; nobody can answer another."""
    if not rules.conditions:
        return None
    known = {"members", *(f"class {name}" for name in rules.words("P-020"))}
    unknown = sorted(fact.removeprefix("class ") for fact in {one.when.fact for one in rules.conditions} - known)
    return rules.finding("condition-facts-are-known", "P-020", met=not unknown, unknown=" ".join(unknown) or None)


TESTS: dict[Callable[[Rulebook], Finding | None], tuple[str, ...]] = {
    rules_speak: (),
    cited_rules_exist: (),
    clauses_quote_their_values: (),
    quotes_have_values: (),
    texts_are_complete: ("P-008",),
    values_have_words: ("P-008",),
    condition_facts_are_known: ("P-020",),
}


def _has_words(rules: Rulebook) -> bool:
    """A rule book may be titles and values alone; then its words stand elsewhere."""
    return any(clause.paragraphs for clause in rules.clauses.values())


def _quotes(rules: Rulebook, number: str, identity: str) -> bool:
    """A rule that is not there is another matter."""
    return number not in rules.clauses or identity in rules.clauses[number].quoted


def _standing(rules: Rulebook) -> Iterator[Paragraph]:
    for clause in rules.clauses.values():
        yield from (one for one in (*clause.paragraphs, *clause.easy) if stands(rules, one))


def _is_complete(clause: Clause, language: str) -> bool:
    sentences = (*clause.paragraphs, *clause.easy)
    return language in clause.titles and bool(clause.paragraphs) and all(language in one.words for one in sentences)
