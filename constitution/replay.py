"""A past decision answered again under other rules, from its own figures and from facts it did not need then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from constitution.balloting import may_close, open_long_enough
from constitution.board import is_board_quorate
from constitution.eligibility import may_vote
from constitution.errors import MissingFact
from constitution.finding import Figure, Finding
from constitution.majority import Votes
from constitution.notice import notice_given, short_notice
from constitution.proposing import is_supported, motion_in_time
from constitution.quorum import Attendance, Electorate, is_quorate, is_reconvened_quorate
from constitution.requisition import requisition
from constitution.resolutions import carried
from constitution.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of the decision: its figures, and the facts that whoever asks adds; a fact comes first."""

    figures: Mapping[str, Figure]
    facts: Mapping[str, Any]

    def fact(self, name: str) -> Any:
        """
        Raises:
            MissingFact: neither the figures nor the facts have it.
        """
        found = self.facts[name] if name in self.facts else self.figures.get(name.replace("_", "-"))
        if found is None and name not in self.facts:
            raise MissingFact(name)
        return found

    def if_known(self, name: str) -> Any:
        return self.facts.get(name, self.figures.get(name.replace("_", "-")))

    def by_class(self, figure: str) -> dict[str, int]:
        """The figures of each class, such as "in-favour-of-worker"; classes are words with underscores."""
        prefix = f"{figure}-of-"
        return {
            name.removeprefix(prefix).replace("-", "_"): number
            for name, number in self.figures.items()
            if name.startswith(prefix) and isinstance(number, int)
        }


def replayed(finding: Finding, rules: Rulebook, **facts: Any) -> Finding:
    """The same question under ``rules``.

    Facts by question: ``matter`` for "carried" (None is an answer), and ``members``, ``present`` or ``entitled`` where
    the new rules take a majority of them; ``electorate`` and ``attendance`` for a quorum; ``business`` and ``sendings``
    for "notice-given"; ``holdings`` for "may-vote"; ``by_class`` and ``withdrawn`` for "board-quorum".
    Figures kept long ago may lack more.

    Raises:
        MissingFact: neither the figures nor the facts tell what these rules ask.
        KeyError: the question is not one of ``QUESTIONS``.
    """
    return QUESTIONS[finding.question](rules, Past(finding.figures, MappingProxyType(facts)))


def changed(before: Finding, after: Finding) -> bool:
    """Would it have come out another way?"""
    return before.met is not after.met


def _carried(rules: Rulebook, past: Past) -> Finding:
    """The votes of each class where they were counted so; what is held from members is not in the figures."""
    casting = past.if_known("casting_vote")
    return carried(
        rules,
        _votes(past),
        past.fact("matter"),
        present=past.if_known("present"),
        members=past.if_known("members"),
        entitled=past.if_known("entitled"),
        casting=None if casting is None else casting == "in-favour",
        confirming=past.if_known("meeting") == "confirming",
    )


def _votes(past: Past) -> Votes | dict[str, Votes]:
    if "votes" in past.facts:
        return dict(past.facts["votes"])
    in_favour, against, abstaining = (past.by_class(name) for name in ("in-favour", "against", "abstaining"))
    if in_favour:
        return {name: Votes(in_favour[name], against[name], abstaining[name]) for name in in_favour}
    return Votes(past.fact("in_favour"), past.fact("against"), past.fact("abstaining"))


def _quorum(rules: Rulebook, past: Past) -> Finding:
    electorate, attendance = _assembly(past)
    return is_quorate(rules, electorate, attendance)


def _reconvened_quorum(rules: Rulebook, past: Past) -> Finding:
    electorate, attendance = _assembly(past)
    return is_reconvened_quorate(rules, electorate, attendance)


def _assembly(past: Past) -> tuple[Electorate, Attendance]:
    """Who was there in which way is a fact of the meeting; the finding only has the sums under the old rules."""
    return past.fact("electorate"), past.fact("attendance")


def _notice_given(rules: Rulebook, past: Past) -> Finding:
    business, sendings, formats = past.fact("business"), past.fact("sendings"), past.facts.get("formats")
    return notice_given(rules, business, _day(past, "meeting"), sendings, formats)


def _short_notice(rules: Rulebook, past: Past) -> Finding:
    return short_notice(rules, past.fact("consenting"), past.fact("members"))


def _may_vote(rules: Rulebook, past: Past) -> Finding:
    return may_vote(
        rules,
        past.fact("holdings"),
        meeting=_day(past, "meeting"),
        notice=past.if_known("notice"),
        record_date=past.facts.get("record_date"),
    )


def _motion_in_time(rules: Rulebook, past: Past) -> Finding:
    return motion_in_time(rules, _day(past, "received"), _day(past, "notice"))


def _motion_supported(rules: Rulebook, past: Past) -> Finding:
    return is_supported(rules, past.fact("supporters"), past.fact("members"))


def _open_long_enough(rules: Rulebook, past: Past) -> Finding:
    return open_long_enough(rules, _instant(past, "opens"), _instant(past, "closes"))


def _may_close(rules: Rulebook, past: Past) -> Finding:
    starts = _instant(past, "meeting_starts")
    return may_close(rules, _instant(past, "closes"), starts, debated=past.fact("debated"))


def _requisition(rules: Rulebook, past: Past) -> Finding:
    return requisition(rules, _day(past, "received"), past.if_known("called"), past.if_known("signed"))


def _board_quorum(rules: Rulebook, past: Past) -> Finding:
    return is_board_quorate(rules, past.fact("board"), past.fact("by_class"), past.facts.get("withdrawn", {}))


def _day(past: Past, name: str) -> date:
    found = past.fact(name)
    if not isinstance(found, date):
        raise MissingFact(name)
    return found


def _instant(past: Past, name: str) -> datetime:
    found = past.fact(name)
    if not isinstance(found, datetime):
        raise MissingFact(name)
    return found


QUESTIONS: Mapping[str, Callable[[Rulebook, Past], Finding]] = MappingProxyType(
    {
        "carried": _carried,
        "quorum": _quorum,
        "reconvened-quorum": _reconvened_quorum,
        "notice-given": _notice_given,
        "short-notice": _short_notice,
        "may-vote": _may_vote,
        "motion-in-time": _motion_in_time,
        "motion-supported": _motion_supported,
        "ballot-open-long-enough": _open_long_enough,
        "ballot-may-close": _may_close,
        "requisition": _requisition,
        "board-quorum": _board_quorum,
    }
)
"""The decisions that can be answered again."""
