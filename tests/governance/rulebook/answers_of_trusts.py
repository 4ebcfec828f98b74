"""Answers about independent living trusts and how their trustees decide, met and not met."""

from collections.abc import Iterator
from datetime import date

from constitution import Finding, Rulebook
from governance.arrangements.model import trust_decisions as decisions
from governance.arrangements.model import trusts
from governance.arrangements.model.trust_decisions import Matter, Votes
from governance.arrangements.model.trusts import Tie, Trustee

DAY = date(2027, 6, 1)
DEED = Rulebook.from_pack("d-living-trust")
COMPANY = Rulebook.from_pack("e-citizen-directed")
"""A company's rules say nothing of a trust: what the law and good practice ask is answered."""


def answers() -> Iterator[Finding]:
    for rules in (DEED, COMPANY):
        yield from _of_trustees(rules)
        yield from _of_decisions(rules)


def _of_trustees(rules: Rulebook) -> Iterator[Finding]:
    family, friend = (Trustee("1", DAY, family=one) for one in (True, False))
    yield from trusts.standing(rules, [family], signatories=1, tied=1)
    yield from trusts.standing(rules, [family, friend, friend], signatories=2, tied=0)
    yield from trusts.standing(rules, [friend] * 5, signatories=2, tied=0)
    for count in (2, 4):
        yield trusts.may_retire(rules, [friend] * count, DAY)


def _of_decisions(rules: Rulebook) -> Iterator[Finding]:
    for tie in (None, *Tie):
        yield decisions.may_decide(rules, Trustee("1", DAY, tie=tie), Matter.PAY)
    paid = Trustee("2", DAY, tie=Tie.PAID)
    for serving in ([paid], [Trustee("1", DAY), paid]):
        yield decisions.enough_free(rules, serving, Matter.PAY)
    for views in (1, 2):
        yield decisions.heard(rules, 2, views)
    for yes in (1, 3):
        yield decisions.decided(rules, Matter.SUPPORT, Votes(3, yes=yes, no=3 - yes), by_majority=False)
