"""The people on the board: who may be there and for how long, how one leaves, interests, deciding."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from constitution import Rulebook, Votes
from constitution.board import standing_down
from constitution.directors import (
    board_decided,
    composition,
    decided_in_writing,
    may_be_director,
    may_coopt,
    removal_notice,
    removed,
)
from constitution.interests import is_known_beforehand, taking_part
from tests.constitution.answers.question import NOT_SETTLED, question

INTERESTS = (
    "own_package",
    "relative_pa",
    "landlord",
    "worker_pay",
    "pa_member_pair",
    "org_supplier",
    "trustee_paid",
    "relative_paid",
)


def _boards(*boards: Mapping[str, int]) -> Callable[[Rulebook], Any]:
    users = ("service_user", "supported", "citizen")
    return lambda rules: [composition(rules, board, users).met for board in boards]


def _youngest_director(rules: Rulebook) -> Any:
    return next(age for age in range(30) if may_be_director(rules, age, 0).met)


def _most_terms(rules: Rulebook) -> Any:
    return next((terms for terms in range(30) if not may_be_director(rules, 40, terms).met), None)


def _most_coopted(rules: Rulebook) -> Any:
    return next(number for number in range(9) if not may_coopt(rules, number).met)


def _removed(rules: Rulebook) -> Any:
    return [removed(rules, Votes(yes, no)).met for yes, no in ((5, 5), (6, 5), (9, 1))]


def _interest(rules: Rulebook) -> Any:
    """Voting, staying, staying when invited, counting, with an interest that no rule excepts."""
    found, invited = taking_part(rules, "own_package"), taking_part(rules, "own_package", invited=True)
    return found.met, found.figures["stays"], invited.figures["stays"], found.figures["counts"]


def _excepted(rules: Rulebook) -> Any:
    return [one for one in ("rights_as_member", "own_employment_terms") if taking_part(rules, one).met]


def _equal_on_the_board(rules: Rulebook) -> Any:
    found = board_decided(rules, Votes(3, 3), casting=True)
    return found.met, found.figures.get("tie-result")


QUESTIONS = (
    question(
        "how many of a board of 9 stand down at the first annual meeting",
        lambda rules: standing_down(rules, 9, first_meeting=True).figures["number"],
        **dict.fromkeys("ABCE", 9),
        D=NOT_SETTLED,
    ),
    question(
        "whether 4 or 5 members with 1 advocate, 7 and 2, 7 and 3, or 8 service users are a board",
        _boards(
            {"service_user": 4},
            {"service_user": 4, "advocate": 1},
            {"service_user": 7, "advocate": 2},
            {"service_user": 6, "advocate": 3},
            {"service_user": 8, "advocate": 1},
            {"service_user": 3, "advocate": 2},
            {"service_user": 7, "advocate": 3},
        ),
        A=[False, True, True, False, False, False, False],
    ),
    question(
        "which boards of supported members, workers, community organisations and investors fit",
        _boards(
            {"supported": 3, "worker": 3, "community_org": 1},
            {"supported": 5, "worker": 4, "community_org": 2, "investor": 1},
            {"supported": 2, "worker": 3, "community_org": 1},
            {"supported": 6, "worker": 3, "community_org": 1},
            {"supported": 3, "worker": 2, "community_org": 1},
            {"supported": 3, "worker": 5, "community_org": 1},
            {"supported": 3, "worker": 3, "community_org": 0},
            {"supported": 3, "worker": 3, "community_org": 3},
            {"supported": 3, "worker": 3, "community_org": 1, "investor": 2},
        ),
        B=[True, True, False, False, False, False, False, False, False],
    ),
    question(
        "whether boards of 2, 3, 9 and 10 workers fit",
        _boards({"worker": 2}, {"worker": 3}, {"worker": 9}, {"worker": 10}),
        C=[False, True, True, False],
    ),
    question(
        "which trustees fit: 2 and 1, 4 and 2, then one too few or too many of a kind",
        _boards(
            {"trustee": 2, "independent_trustee": 1},
            {"trustee": 4, "independent_trustee": 2},
            {"trustee": 1, "independent_trustee": 2},
            {"trustee": 5, "independent_trustee": 1},
            {"trustee": 3, "independent_trustee": 0},
            {"trustee": 3, "independent_trustee": 3},
        ),
        D=[True, True, False, False, False, False],
    ),
    question(
        "which boards of citizens and representatives fit",
        _boards(
            {"citizen": 4},
            {"citizen": 5},
            {"citizen": 4, "citizen_representative": 1},
            {"citizen": 7, "citizen_representative": 2},
            {"citizen": 6, "citizen_representative": 3},
            {"citizen": 8},
            {"citizen": 3, "citizen_representative": 2},
        ),
        E=[False, True, True, True, False, False, False],
    ),
    question("the youngest age of a director", _youngest_director, **dict.fromkeys("ABDE", 18), C=16),
    question("the most terms in a row", _most_terms, **dict.fromkeys("ABE", 3), C=None, D=None),
    question("the most people co-opted from outside", _most_coopted, **dict.fromkeys("ABCE", 2), D=1),
    question(
        "whether 5 to 5, 6 to 5 and 9 to 1 remove a director",
        _removed,
        **{letter: [False, True, True] for letter in "ABCE"},
    ),
    question(
        "D-17: the last day for notice to remove a director on 15 September 2027",
        lambda rules: removal_notice(rules, date(2027, 9, 15)).figures.get("last-day"),
        A=date(2027, 8, 24),
        B=date(2027, 8, 24),
        C=date(2027, 8, 17),
        D=None,
        E=date(2027, 8, 17),
    ),
    question(
        "how many of a board of 8 decide in writing",
        lambda rules: decided_in_writing(rules, 0, 8).figures["needed"],
        A=6,
        B=6,
        C=5,
        D=8,
        E=6,
    ),
    question("what 3 to 3 on the board means", _equal_on_the_board, **dict.fromkeys("ABCDE", (False, "status-quo"))),
    question(
        "whether somebody with an interest votes, stays, stays when invited, and counts",
        _interest,
        **dict.fromkeys("ABDE", (False, False, False, False)),
        C=(False, False, True, False),
    ),
    question(
        "the interests that do not keep anybody from voting",
        _excepted,
        **{letter: ["rights_as_member"] for letter in "ABE"},
        C=["rights_as_member", "own_employment_terms"],
        D=[],
    ),
    question(
        "the interests that are known beforehand",
        lambda rules: [one for one in INTERESTS if is_known_beforehand(rules, one).met],
        A=["own_package", "relative_pa"],
        B=["own_package", "worker_pay", "pa_member_pair", "org_supplier"],
        C=[],
        D=["trustee_paid", "relative_paid"],
        E=["own_package", "relative_pa", "landlord"],
    ),
)
