"""Gaps and contradictions in a rule book: reported for people to settle, never settled here."""

from collections.abc import Callable

from constitution.checks import board, law, meetings, membership, money, texts, votes
from constitution.finding import Finding
from constitution.rulebook import Rulebook

Test = Callable[[Rulebook], Finding | None]

_TESTS: dict[Test, tuple[str, ...]] = {
    **texts.TESTS,
    **membership.TESTS,
    **meetings.TESTS,
    **votes.TESTS,
    **board.TESTS,
    **money.TESTS,
    **law.TESTS,
}
"""Each test with the parameters, or fixed numbers of the law, without which its question does not arise."""


def check(rules: Rulebook) -> tuple[Finding, ...]:
    """Every test, met or not; where the rules leave a subject out its test is left out too."""
    found = (test(rules) for test, needed in _TESTS.items() if all(_is_there(rules, one) for one in needed))
    return (*(finding for finding in found if finding is not None), *law.within_the_law(rules))


def problems(rules: Rulebook) -> tuple[Finding, ...]:
    """What somebody ought to look at."""
    return tuple(finding for finding in check(rules) if not finding.met)


def _is_there(rules: Rulebook, name: str) -> bool:
    return rules.value(name) is not None if name.startswith("P-") else name in rules.law.tests
