"""What a terminal shows of a verification: how far it has come, and the report in plain words or for programs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from time import monotonic
from types import TracebackType
from typing import Any, TextIO

from ballots.encoding import printable
from ballots.errors import Invalid
from ballots.questions import Label
from ballots.report import PHASE_WORDS, Asked, Report

MOST = 20
"""Reasons, or kinds of answers, that are listed before the rest is only counted."""

_WIDTH = 30
_OFTEN = 0.1


class Bar:
    """A line that is written over and over, and wiped away in the end."""

    def __init__(self, stream: TextIO, *, shown: bool) -> None:
        self._stream, self._shown, self._what, self._written = stream, shown, "", 0.0

    def show(self, what: str, done: int, total: int) -> None:
        soon = what == self._what and monotonic() - self._written < _OFTEN
        if not self._shown or (soon and done < total):
            return
        full = _WIDTH * done // total
        self._stream.write(f"\r[{'#' * full}{'.' * (_WIDTH - full)}] {done} of {total} {what}\x1b[K")
        self._stream.flush()
        self._what, self._written = what, monotonic()

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._written:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


# --- valid ----------------------------------------------------------------------------------------------------------


def in_words(report: Report, *, brief: bool) -> str:
    lines = [f"VALID: {printable(report.name)}"]
    lines += [f"WARNING: {printable(warning.detail)}" for warning in report.warnings]
    if not brief:
        lines += _described(report)
    return "\n".join(lines) + "\n"


def _described(report: Report) -> Iterator[str]:
    yield f"Election {report.uuid}: {PHASE_WORDS[report.phase]}."
    yield f"Group {report.group}, checked with {report.arithmetic}."
    if report.arithmetic == "pure Python":
        yield "Many times faster: pip install 'PyNaCl>=1.6.2' gmpy2"
    yield from ("", "Checked:")
    yield from (f"{check.number:>8}  {check.what}" for check in report.checks if check.number)
    yield from ("", "Compare with what others see; each is 43 characters:")
    yield f"  election           {report.election_fingerprint}"
    yield f"  public credentials {report.credentials_fingerprint}"
    for number, trustee in enumerate(report.trustee_fingerprints, 1):
        certificate = report.certificate_fingerprints[number - 1]
        yield f"  trustee {number:<3}        {trustee}{f' with certificate {certificate}' if certificate else ''}"
    yield f"  last event         {report.last_event}"
    if report.result is not None:
        yield from ("", "Result:" if report.counted_weight == report.counted else "Result, votes by their weight:")
        for index, (asked, result) in enumerate(zip(report.questions, report.result, strict=True)):
            yield f"  {index + 1}. {printable(asked.text)}"
            yield from counted(asked, result, one_by_one=index in report.shuffled)


def counted(asked: Asked, result: Sequence[Any], *, one_by_one: bool) -> Iterator[str]:
    """One question's result, in the lines with which a verification ends."""
    yield from _one_by_one(asked, result) if one_by_one else _sums(asked.labels, result)


def _sums(labels: Sequence[Label], result: Sequence[Any]) -> Iterator[str]:
    for label, number in zip(labels, result, strict=True):
        if isinstance(label, str | None):
            yield f"{number:>8}  {'(blank vote)' if label is None else printable(label)}"
            continue
        (chosen, *votes), (name, *candidates) = number, label
        yield from _sums([name], [chosen])
        yield from (f"      {line}" for line in _sums(candidates, votes))


def _one_by_one(asked: Asked, result: Sequence[Any]) -> Iterator[str]:
    named = ", ".join(printable(str(label)) for label in asked.labels)
    yield f"     {len(result)} answers, the same ones counted together; the numbers are for {named}:"
    kinds = Counter(map(tuple, result)).most_common()
    yield from (f"{times:>8} × {list(answer)}" for answer, times in kinds[:MOST])
    if len(kinds) > MOST:
        yield f"         and {len(kinds) - MOST} more"


def to_json(report: Report) -> dict[str, Any]:
    """The report for programs: ``valid``, what it says, ``checks``, ``warnings`` and ``fingerprints``."""
    said = asdict(report)
    fingerprints = {ours: said.pop(theirs) for theirs, ours in _FINGERPRINTS.items()}
    checks = [asdict(check) for check in report.checks]
    return {"valid": True, **said, "checks": checks, "fingerprints": fingerprints, "reasons": []}


_FINGERPRINTS = {
    "election_fingerprint": "election",
    "credentials_fingerprint": "credentials",
    "trustee_fingerprints": "trustees",
    "certificate_fingerprints": "certificates",
    "tally_fingerprint": "tally",
    "last_event": "last_event",
}


# --- invalid --------------------------------------------------------------------------------------------------------


def refusal_in_words(word: str, error: Invalid) -> str:
    """The first reason and the others, as many as one reads."""
    lines = [f"{word}: {error}", *(f"    also: {reason}" for reason in error.also[: MOST - 1])]
    if len(error.also) >= MOST:
        lines.append(f"    and {len(error.also) - MOST + 1} more")
    return "".join(f"{printable(line)}\n" for line in lines)


def refusal_json(error: Invalid) -> dict[str, Any]:
    reasons = [{"code": reason.code, "detail": reason.detail} for reason in (error, *error.also)]
    return {
        "valid": False,
        "code": error.code,
        "detail": str(error),
        "reasons": reasons[:MOST],
        "more": max(0, len(reasons) - MOST),
    }
