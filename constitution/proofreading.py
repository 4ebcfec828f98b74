"""What is amiss in the words of a rule book: texts that lack a language, values that no clause quotes, empty quotes."""

from collections.abc import Iterator, Mapping

from constitution import wording
from constitution.clause import QUOTE, Clause, Paragraph
from constitution.phrases import LANGUAGES
from constitution.problem import Problem, doubtful
from constitution.rulebook import Rulebook


def proofread(rules: Rulebook) -> Iterator[Problem]:
    """Only languages that the rule book declares are missed; what is written in any is read."""
    declared = tuple(one for one in LANGUAGES if one in rules.texts)
    yield from _languages(rules, declared)
    for number, clause in rules.clauses.items():
        yield from _clause(rules, f"clauses.{number}", clause, declared)
    for place, part in enumerate(rules.parts):
        yield from _missed(f"parts.{place}.title", part.titles, declared)
        if part.first not in rules.clauses:
            yield doubtful("no-such-clause", f"parts.{place}.first", "no clause has this number", clause=part.first)
    yield from _values(rules)
    for language in declared:
        for identity, word in wording.unworded(rules, language):
            path = f"parameters.{identity}.value"
            facts = {"parameter": identity, "word": word, "language": language}
            yield doubtful("no-words-for-value", path, f"no words in {language!r} for {word!r}", **facts)


def _languages(rules: Rulebook, declared: tuple[str, ...]) -> Iterator[Problem]:
    if not rules.texts:
        yield doubtful("no-language", "texts", "does not say in which languages it is written")
    for place, language in enumerate(rules.texts):
        if language not in LANGUAGES:
            yield _unknown_language(f"texts.{place}", language)
    yield from _missed("title", rules.titles, declared)


def _clause(rules: Rulebook, path: str, clause: Clause, declared: tuple[str, ...]) -> Iterator[Problem]:
    yield from _missed(f"{path}.title", clause.titles, declared)
    if not clause.paragraphs:
        yield doubtful("clause-without-words", path, "has a title and no words", clause=clause.number)
    for name, paragraphs in (("paragraphs", clause.paragraphs), ("easy", clause.easy)):
        for place, one in enumerate(paragraphs):
            yield from _missed(f"{path}.{name}.{place}", one.words, declared)
            yield from _quotes(rules, f"{path}.{name}.{place}", one)


def _missed(path: str, words: Mapping[str, str], declared: tuple[str, ...]) -> Iterator[Problem]:
    for language in declared:
        if language not in words:
            yield doubtful("missing-text", f"{path}.{language}", f"has no words in {language!r}", language=language)
    for language in words:
        if language not in LANGUAGES:
            yield _unknown_language(f"{path}.{language}", language)


def _unknown_language(path: str, language: str) -> Problem:
    return doubtful("unknown-language", path, f"is in no language known here: {language!r}", language=language)


def _quotes(rules: Rulebook, path: str, one: Paragraph) -> Iterator[Problem]:
    if not wording.stands(rules, one):
        return
    for language, words in one.words.items():
        for found in QUOTE.finditer(words):
            value, facts = wording.value_quoted(rules, found), {"parameter": found["parameter"], "quote": found[0]}
            if value is None:
                yield doubtful("empty-quote", f"{path}.{language}", f"{found[0]} stands for nothing", **facts)
            elif found["noun"] and type(value) not in (int, str):
                said = f"{found[0]} has a noun and is neither a number nor a word"
                yield doubtful("noun-without-number", f"{path}.{language}", said, **facts)


def _values(rules: Rulebook) -> Iterator[Problem]:
    for identity, entry in rules.entries.items():
        path, facts = f"parameters.{identity}.rule", {"parameter": identity, "clause": entry.rule or ""}
        clause = rules.clauses.get(entry.rule or "")
        if entry.rule and clause is None:
            yield doubtful("no-such-clause", path, f"no clause has the number {entry.rule!r}", **facts)
        elif clause and clause.paragraphs and not entry.not_applicable and identity not in clause.quoted:
            yield doubtful("not-quoted", path, f"clause {entry.rule} does not quote {identity}", **facts)
    for place, condition in enumerate(rules.conditions):
        if condition.rule and condition.rule not in rules.clauses:
            path, said = f"conditions.{place}.rule", f"no clause has the number {condition.rule!r}"
            yield doubtful("no-such-clause", path, said, clause=condition.rule)
