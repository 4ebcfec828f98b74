"""A rule book that somebody brings in a file: all that is wrong with it, and what it would change here."""

from dataclasses import dataclass

from constitution import Rulebook
from constitution.amendment import Amendment, amended, between
from constitution.differences import ClauseChange, differences
from constitution.importing import problems_in
from constitution.problem import Problem, Severity
from governance.errors import Invalid
from governance.rulebook.packs import LARGEST


@dataclass(frozen=True, slots=True)
class Brought:
    """``refusing`` keeps it from being a rule book; ``doubtful`` is what somebody ought to look at first.

    ``change`` makes of the rules in force what was brought, and does ``clauses``; ``beyond`` is what would still
    differ, since no change reaches it: the title, parts, conditions, and values on which the file is silent.
    """

    source: str
    refusing: tuple[Problem, ...]
    doubtful: tuple[Problem, ...]
    change: Amendment | None = None
    clauses: tuple[ClauseChange, ...] = ()
    beyond: tuple[ClauseChange, ...] = ()


def decoded(content: bytes) -> str:
    """
    Raises:
        Invalid: nothing was brought, too much, or no text.
    """
    if not content.strip():
        raise Invalid({"file": "missing"})
    if len(content) > LARGEST:
        raise Invalid({"file": "too-large"})
    try:
        return content.decode("utf-8-sig")
    except ValueError:
        raise Invalid({"file": "not-text"}) from None


def brought(rules: Rulebook, source: str) -> Brought:
    """What stands in the file, read beside the rules in force."""
    problems = problems_in(source)
    refusing = tuple(one for one in problems if one.severity is Severity.REFUSES)
    doubtful = tuple(one for one in problems if one.severity is not Severity.REFUSES)
    if refusing:
        return Brought(source, refusing, doubtful)
    theirs = Rulebook.from_toml(source)
    change = between(rules, theirs)
    ours = amended(rules, change)
    return Brought(source, refusing, doubtful, change, differences(rules, ours), differences(ours, theirs))
