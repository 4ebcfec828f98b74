"""Meetings: how many must be there, what happens when they are not, equal votes, proxies."""

from collections.abc import Mapping
from typing import Any

from constitution import Rulebook, Votes
from constitution.delegation import Holder, may_be_proxy, proxy_deadline
from constitution.quorum import (
    Attendance,
    Electorate,
    class_quorum,
    if_inquorate,
    is_quorate,
    is_reconvened_quorate,
    quorum_needed,
)
from constitution.resolutions import carried
from constitution.statutory import quorum_for_conversion
from tests.constitution.answers.question import NOT_SETTLED, clock, question
from tests.constitution.samples import london

POSITIONS = ("paid_pa_of_member", "co_op_staff", "manager")


def _needed(rules: Rulebook, *sizes: int) -> Any:
    return tuple(quorum_needed(rules, Electorate({"anybody": size})).figures["needed"] for size in sizes)


def _of_classes(rules: Rulebook) -> Mapping[str, Any]:
    figures = quorum_needed(rules, Electorate({"anybody": 47})).figures
    return {name.removeprefix("needed-of-"): number for name, number in figures.items() if name.startswith("needed-of")}


def _counted(rules: Rulebook) -> Any:
    """One in the room, ten from elsewhere, a hundred by proxy."""
    attendance = Attendance({"anybody": 1}, {"anybody": 10}, {"anybody": 100})
    return is_quorate(rules, Electorate({"anybody": 47}), attendance).figures["present"]


def _without_quorum(rules: Rulebook) -> Any:
    figures = if_inquorate(rules, london(2027, 6, 8, 14)).figures
    return clock(figures["wait-until"]), figures["action"], figures.get("reconvened")


def _enough_the_second_time(rules: Rulebook) -> int:
    """The fewest of each class, or of all where no class is named, that make the second meeting quorate."""
    names = tuple(class_quorum(rules)) or ("anybody",)
    electorate = Electorate({name: 100 // len(names) for name in names})
    attendances = (Attendance(dict.fromkeys(names, number)) for number in range(101))
    return next(
        number for number, there in enumerate(attendances) if is_reconvened_quorate(rules, electorate, there).met
    )


def _equal_votes(rules: Rulebook) -> Any:
    return tuple(_tie(rules, casting) for casting in (None, True))


def _tie(rules: Rulebook, casting: bool | None) -> Any:
    found = carried(rules, {"anybody": Votes(9, 9)}, entitled=18, casting=casting)
    return found.met, found.figures.get("tie-result")


def _for_a_company(rules: Rulebook) -> Any:
    found = [quorum_for_conversion(rules, size) for size in (100, 150, 480)]
    return tuple((one.figures["needed"], one.met) for one in found)


def _most_held(rules: Rulebook) -> Any:
    """How many may already be held by a member who can still take one more."""
    refused = (number for number in range(20) if not may_be_proxy(rules, Holder(True, already_holds=number)).met)
    return next(refused, None)


def _excluded(rules: Rulebook) -> Any:
    holders = {one: Holder(is_member=True, positions=frozenset({one})) for one in POSITIONS}
    return [one for one, holder in holders.items() if not may_be_proxy(rules, holder).met]


QUESTIONS = (
    question(
        "V-01: the quorum of 1, 12, 31, 47 and 1,000 who may vote",
        lambda rules: _needed(rules, 1, 12, 31, 47, 1000),
        A=(3, 3, 4, 5, 100),
        B=(5, 5, 5, 5, 100),
        C=(2, 6, 16, 24, 500),
        D=(3, 8, 21, 32, 667),
        E=(3, 3, 7, 10, 200),
    ),
    question(
        "how many of which class must be among them",
        _of_classes,
        A={"service-user": 2},
        B={"supported": 2, "worker": 1},
        C={},
        D={"independent-trustee": 1},
        E={"citizen": 3},
    ),
    question(
        "the quorum of 40 who may vote and 60 who may not",
        lambda rules: quorum_needed(rules, Electorate({"anybody": 40}, {"others": 60})).figures["needed"],
        A=4,
        B=5,
        C=20,
        D=27,
        E=8,
    ),
    question(
        "who counts of one in the room, ten from elsewhere and a hundred by proxy",
        _counted,
        A=11,
        B=11,
        C=111,
        D=11,
        E=11,
    ),
    question(
        "how long a meeting at 2 in the afternoon of 8 June 2027 waits, what happens then, and when",
        lambda rules: _without_quorum(rules)[:2],
        A=("2027-06-08 14:30", "next-week"),
        B=("2027-06-08 14:30", "next-week"),
        C=("2027-06-08 14:30", "chair-fixes"),
        D=("2027-06-08 14:20", "chair-fixes"),
        E=("2027-06-08 14:30", "next-week"),
    ),
    question(
        "the fewest of each named class, of 100 in all, who are enough at the meeting held again",
        _enough_the_second_time,
        A=3,
        B=2,
        C=1,
        D=67,
        E=3,
    ),
    question(
        "V-07: whether 9 to 9 carries, and what it means, without and with the chair's second vote",
        _equal_votes,
        A=((False, "lost"), (False, "lost")),
        C=((False, "lost"), (False, "lost")),
        D=((False, "status-quo"), (False, "status-quo")),
        E=((False, "lost"), (False, "lost")),
    ),
    question(
        "how many of 100, 150 and 480 must be there to decide on becoming a company, and whether that can be",
        _for_a_company,
        A=((150, False), (150, True), (240, True)),
        B=((150, False), (150, True), (240, True)),
        C=NOT_SETTLED,
        D=NOT_SETTLED,
        E=((150, False), (150, True), (240, True)),
    ),
    question(
        "D-16: by when a proxy is appointed for a meeting on Tuesday 1 June 2027 at 11, after a bank holiday",
        lambda rules: clock(proxy_deadline(rules, london(2027, 6, 1, 11)).figures.get("latest")),
        A="2027-05-31 11:00",
        B="2027-05-30 11:00",
        C="2027-05-27 11:00",
        D=None,
        E="2027-05-31 11:00",
    ),
    question("how many a proxy may hold", _most_held, A=3, B=5, C=5, D=0, E=2),
    question(
        "whether somebody who is not a member may be a proxy",
        lambda rules: may_be_proxy(rules, Holder(is_member=False)).met,
        A=False,
        B=True,
        C=True,
        D=False,
        E=False,
    ),
    question(
        "which positions keep a member from being a proxy",
        _excluded,
        A=["paid_pa_of_member"],
        B=["paid_pa_of_member", "manager"],
        C=[],
        E=["paid_pa_of_member", "co_op_staff"],
    ),
)
