"""Members: who belongs and votes, when the rules may change and from when."""

from datetime import date
from typing import Any

from constitution import Rulebook
from constitution.amendment import may_change_rules, takes_effect
from constitution.classes import Holding, is_voting_class, one_class_at_a_time
from constitution.eligibility import may_vote
from tests.constitution.answers.question import question

CLASSES = (
    "service_user",
    "advocate",
    "supported",
    "worker",
    "community_org",
    "investor",
    "trustee",
    "independent_trustee",
    "beneficiary",
    "citizen",
    "citizen_representative",
    "supporter",
)


def _admitted_the_day_before(rules: Rulebook) -> bool:
    newcomer = [Holding(rules.words("P-022")[0], date(2027, 6, 18))]
    return may_vote(rules, newcomer, meeting=date(2027, 6, 19), notice=date(2027, 6, 4)).met


def _in_two_classes(rules: Rulebook) -> bool:
    holdings = [Holding("first", date(2027, 1, 1)), Holding("second", date(2027, 2, 1))]
    return one_class_at_a_time(rules, holdings).met


def _effect(rules: Rulebook) -> Any:
    found = takes_effect(rules, passed=date(2027, 5, 12), registered=date(2027, 6, 30), deed=date(2027, 5, 20))
    return found.figures["by"], found.figures["effective-from"]


def _by_registration() -> tuple[str, date]:
    return "registration", date(2027, 6, 30)


QUESTIONS = (
    question(
        "the classes that vote",
        lambda rules: [one for one in CLASSES if is_voting_class(rules, one).met],
        A=["service_user", "advocate"],
        B=["supported", "worker", "community_org", "investor"],
        C=["worker"],
        D=["trustee", "independent_trustee"],
        E=["citizen", "citizen_representative"],
    ),
    question(
        "whether a member may be in two classes at a time", _in_two_classes, A=False, B=False, C=False, D=False, E=False
    ),
    question(
        "D-42: whether a member admitted on 18 June 2027, after notice, votes on 19 June",
        _admitted_the_day_before,
        A=True,
        B=False,
        C=True,
        D=True,
        E=False,
    ),
    question(
        "whether 1, 2, 3 and 4 members may change the rules",
        lambda rules: [may_change_rules(rules, members).met for members in (1, 2, 3, 4)],
        A=[False, False, True, True],
        B=[False, False, True, True],
        C=[False, True, True, True],
        D=[False, False, True, True],
        E=[False, False, True, True],
    ),
    question(
        "V-23: when a rule change passed on 12 May 2027 takes effect: a deed on 20 May, registration on 30 June",
        _effect,
        A=_by_registration(),
        B=_by_registration(),
        C=("passing", date(2027, 5, 12)),
        D=("deed", date(2027, 5, 20)),
        E=_by_registration(),
    ),
)
