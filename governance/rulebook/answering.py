"""What a rule book answers at the command line: about notice, and about one of its values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from constitution import Citation, Finding, Rulebook, parameter
from constitution.notice import Business, Sending, earliest_meeting, latest_service, notice_given, required_notice
from constitution.parameters import GROUPS
from constitution.wording import easy, in_words, paragraphs, value_in_words
from governance.platform.clock import LEGAL_ZONE
from governance.platform.web import variants

KINDS: Mapping[str, Business] = {"general": Business.OTHER} | {
    one.value: one for one in Business if one is not Business.OTHER
}


@dataclass(frozen=True, slots=True)
class NoticeAnswer:
    """``given`` and ``latest`` are there for a meeting whose day was said."""

    rules: Rulebook
    required: Finding
    earliest: Finding
    latest: Finding | None
    given: Finding | None

    def to_dict(self) -> dict[str, Any]:
        found = {"required": self.required, "earliest": self.earliest, "latest": self.latest, "given": self.given}
        return _source(self.rules) | {name: one.to_dict() if one else None for name, one in found.items()}

    def lines(self) -> Iterator[str]:
        yield from _answered("Notice needed", self.required, {"clear-days": "clear days", "months": "months"})
        names = {"served": "counts as received", "earliest-meeting": "first lawful day for the meeting"}
        yield from _answered("Sent then", self.earliest, names)
        if self.latest is not None and self.given is not None:
            names = {
                "latest-service": "received by",
                "latest-posting": "by post at the latest",
                "practical-posting": "last collection before that",
                "latest-email-at": "by e-mail at the latest",
                "latest-by-hand": "by hand at the latest",
            }
            yield from _answered("For that day", self.latest, names)
            yield f"That meeting with that notice: {'lawful' if self.given.met else 'NOT lawful'}"


def about_notice(rules: Rulebook, kind: str, sending: Sending, meeting: date | None) -> NoticeAnswer:
    """
    Raises:
        constitution.errors.NotSettled: there is no such business under these rules.
    """
    business = {KINDS[kind]}
    return NoticeAnswer(
        rules=rules,
        required=required_notice(rules, business),
        earliest=earliest_meeting(rules, business, [sending]),
        latest=None if meeting is None else latest_service(rules, business, meeting),
        given=None if meeting is None else notice_given(rules, business, meeting, [sending]),
    )


def about_value(rules: Rulebook, identity: str, language: str) -> dict[str, Any]:
    """All about one value: what it means, how it reads, its rule, and what the law sets.

    Raises:
        constitution.errors.UnknownParameter
    """
    known, entry, cited = parameter(identity), rules.entries.get(identity), rules.cite(identity)
    return _source(rules) | {
        "parameter": identity,
        "language": language,
        "meaning": str(variants.catalogues()[language].gettext(known.meaning)),
        "group": GROUPS[known.group].titles[language],
        "kind": known.kind,
        "choices": list(known.choices),
        "value": entry.to_dict().get("value") if entry else None,
        "in_words": value_in_words(rules, identity, language),
        "governs": in_words(rules, identity, rules.value(identity), language),
        "undecided": entry is not None and entry.undecided,
        "citation": cited.to_dict(),
        "clause": _clause(rules, cited.rule, language),
        "law": [{"source": one.source, "bound": one.bound} for one in rules.law.limits.get(identity, ())],
    }


def told(about: Mapping[str, Any]) -> Iterator[str]:
    yield f"{about['parameter']}  {about['meaning']}"
    yield f"  {about['group']}"
    yield f"  {about['in_words']}"
    if about["governs"] != about["in_words"]:
        yield f"  the law comes first: {about['governs']}"
    if about["undecided"]:
        yield "  the founding members still decide this"
    clause = about["clause"]
    if clause is None:
        yield "  the rules are silent"
    else:
        yield f"Rule {clause['number']}  {clause['title']}"
        yield from (f"  {clause['number']}.{place} {words}" for place, words in enumerate(clause["text"], start=1))
    yield from (f"Law  {one['source']} ({one['bound'].replace('_', ' ')})" for one in about["law"])


def _source(rules: Rulebook) -> dict[str, Any]:
    return {"rules": {"id": rules.id, "version": rules.version}}


def _clause(rules: Rulebook, number: str | None, language: str) -> dict[str, Any] | None:
    if number is None or number not in rules.clauses:
        return None
    return {
        "number": number,
        "title": rules.clause_title(number, language),
        "text": list(paragraphs(rules, number, language)),
        "easy": list(easy(rules, number, language)),
    }


def _answered(what: str, finding: Finding, names: Mapping[str, str]) -> Iterator[str]:
    yield f"{what} ({', '.join(dict.fromkeys(_where(one) for one in finding.citations))})"
    yield from (f"  {words}: {_said(finding.figures[one])}" for one, words in names.items() if one in finding.figures)


def _where(citation: Citation) -> str:
    if citation.source:
        return citation.source
    return f"rule {citation.rule}" if citation.rule else f"usual: {citation.parameter}"


def _said(figure: object) -> str:
    if isinstance(figure, datetime):
        return f"{figure.astimezone(LEGAL_ZONE):%a %d %b %Y %H:%M}"
    return f"{figure:%a %d %b %Y}" if isinstance(figure, date) else str(figure)
