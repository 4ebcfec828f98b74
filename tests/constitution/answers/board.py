"""The board: who stands down, when it can decide, who elects it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from constitution import Rulebook
from constitution.board import is_board_quorate, standing_down
from constitution.elections import contested, electorate, quota
from tests.constitution.answers.question import NOT_SETTLED, question

NOBODY: Mapping[str, int] = MappingProxyType({})
V_03 = (1, 1, 2, 2, 2, 3, 3, 3, 4, 4)


def _standing_down(rules: Rulebook) -> Any:
    return tuple(standing_down(rules, board).figures["number"] for board in range(3, 13))


def _needed(rules: Rulebook) -> Any:
    return tuple(is_board_quorate(rules, board, NOBODY).figures["needed"] for board in (1, 9, 12))


def _quorate(*boards: Mapping[str, int]) -> Any:
    """Is a board of nine quorate with these there?"""
    return lambda rules: tuple(is_board_quorate(rules, 9, present).met for present in boards)


def _conflicts(rules: Rulebook) -> Any:
    """Of a board of six as many are there as could be needed, and two of them have an interest."""
    named = rules.table("P-194") if rules.value("P-194") is not None else NOBODY
    whole = {"others": 1} | dict.fromkeys(named or ("workers",), 4)
    just_enough = {"others": 0} | dict.fromkeys(named or ("workers",), 4 if len(named) < 2 else 2)
    first = next(iter(named or ("workers",)))
    found = [is_board_quorate(rules, 6, present, {first: 2}) for present in (whole, just_enough)]
    return tuple((one.met, one.figures.get("decided-by")) for one in found)


QUESTIONS = (
    question(
        "V-03: how many of boards of 3 to 12 stand down",
        _standing_down,
        A=V_03,
        B=V_03,
        C=V_03,
        D=NOT_SETTLED,
        E=V_03,
    ),
    question(
        "the quorum of a board of 1, 9 and 12",
        _needed,
        A=(3, 5, 6),
        B=(4, 5, 6),
        C=(2, 5, 6),
        D=(3, 6, 8),
        E=(3, 5, 6),
    ),
    question(
        "whether a board of nine decides with 3 service users and 3 advocates, or with 4 and 2",
        _quorate({"service_user": 3, "advocate": 3}, {"service_user": 4, "advocate": 2}),
        A=(False, True),
    ),
    question(
        "whether it decides with 1 supported member and 4 investors, 4 workers and 1 investor, 1, 1 and 3",
        _quorate(
            {"supported": 1, "investor": 4},
            {"worker": 4, "investor": 1},
            {"supported": 1, "worker": 1, "investor": 3},
        ),
        B=(False, False, True),
    ),
    question("whether 4 or 5 workers are enough", _quorate({"worker": 4}, {"worker": 5}), C=(False, True)),
    question(
        "whether it decides with 6 relatives, or 5 and one who is independent",
        _quorate({"trustee": 6}, {"trustee": 5, "independent_trustee": 1}),
        D=(False, True),
    ),
    question(
        "whether it decides with 3 citizens and 3 representatives, or with 4 and 2",
        _quorate({"citizen": 3, "citizen_representative": 3}, {"citizen": 4, "citizen_representative": 2}),
        E=(False, True),
    ),
    question(
        "V-24: whether a board of six decides after two withdrew with an interest, with more and with fewer there",
        _conflicts,
        A=((True, None), (False, "general-meeting")),
        B=((True, None), (False, "independents-then-gm")),
        C=((True, None), (False, "general-meeting")),
        D=((False, "seek-new-trustee"), (False, "seek-new-trustee")),
        E=((True, None), (False, "general-meeting")),
    ),
    question(
        "V-19: the quota of 61 votes for three seats",
        lambda rules: quota(rules, 61, 3).figures.get("needed"),
        A=16,
        B=16,
        C=None,
        D=None,
        E=16,
    ),
    question(
        "who elects a worker's seat",
        lambda rules: electorate(rules, "worker").figures["classes"],
        A="service_user advocate",
        B="worker",
        C="worker",
        D=NOT_SETTLED,
        E="citizen citizen_representative",
    ),
    question(
        "whether 99 and 100 members elect a citizen's seat by class",
        lambda rules: [electorate(rules.given({"members": n}), "citizen").figures["own-class"] for n in (99, 100)],
        A=[False, False],
        C=[False, False],
        E=[False, True],
    ),
    question(
        "what happens with three candidates for three seats",
        lambda rules: contested(rules, 3, 3).figures.get("action"),
        A="confirm-yes-no",
        B="declared-elected",
        C="confirm-yes-no",
        D=NOT_SETTLED,
        E="confirm-yes-no",
    ),
)
