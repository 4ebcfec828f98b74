"""Whole elections, for Hypothesis to draw: what is asked, who may vote, who opens, and what everybody does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from ballots import Homomorphic, Lists, NonHomomorphic, Question
from ballots.questions import majority_judgment, schulze, single_transferable_vote
from tests.ballots.election_room import Room, open_room

HEAVIEST = 10**6
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@dataclass(frozen=True)
class Plan:
    """What is to happen in an election. Voters are numbered from 0, trustees from 1, as everywhere."""

    group: str
    questions: tuple[Question, ...]
    voters: int
    weights: tuple[int, ...] | None
    trustees: int
    committees: tuple[tuple[int, int], ...]
    ballots: tuple[tuple[int, list[list[Any]]], ...]
    """Who votes what, in this order; voters may come again."""
    shuffling: tuple[int, ...]
    decrypting: tuple[int, ...]

    @property
    def last(self) -> dict[int, list[list[Any]]]:
        """What counts: each voter's last ballot."""
        return dict(self.ballots)

    def weight(self, voter: int) -> int:
        return 1 if self.weights is None else self.weights[voter]

    def hold(self) -> Room:
        room = open_room(
            self.group,
            self.questions,
            voters=self.voters,
            weights=self.weights,
            trustees=self.trustees,
            committees=self.committees,
        )
        for voter, answers in self.ballots:
            room.cast(voter, answers)
        room.count(shuffling=self.shuffling, decrypting=self.decrypting)
        return room

    def result(self) -> list[list[Any]]:
        """By counting what is written here, without any cryptography. Answers one by one are sorted."""
        return [self._counted(index, question) for index, question in enumerate(self.questions)]

    def _counted(self, index: int, question: Question) -> list[Any]:
        answers = [(self.weight(voter), answers[index]) for voter, answers in self.last.items()]
        if isinstance(question, NonHomomorphic):
            return sorted(answer for _, answer in answers)
        if isinstance(question, Lists):
            return [
                _sums([(weight, answer[place]) for weight, answer in answers], len(names))
                for place, names in enumerate(question.answers)
            ]
        return _sums(answers, question.width)


def _sums(answers: Sequence[tuple[int, Sequence[int]]], width: int) -> list[int]:
    return [sum(weight * answer[place] for weight, answer in answers) for place in range(width)]


# --- questions and answers ----------------------------------------------------------------------------------------


@st.composite
def homomorphic(draw: st.DrawFn) -> Homomorphic:
    answers = draw(st.lists(TEXTS, min_size=1, max_size=4))
    maximum = draw(st.integers(1, len(answers)))
    minimum = draw(st.integers(0, maximum))
    return Homomorphic(draw(TEXTS), tuple(answers), minimum, maximum, draw(st.booleans()))


def lists() -> st.SearchStrategy[Lists]:
    each = st.lists(TEXTS, min_size=2, max_size=3).map(tuple)
    return st.builds(Lists, TEXTS, st.lists(each, min_size=1, max_size=3).map(tuple))


def nonhomomorphic() -> st.SearchStrategy[NonHomomorphic]:
    methods = [None, schulze(blank=True), single_transferable_vote(2, blank=False), majority_judgment("AB", blank=True)]
    answers = st.lists(TEXTS, min_size=1, max_size=5).map(tuple)
    return st.builds(NonHomomorphic, TEXTS, answers, st.sampled_from(methods))


@st.composite
def answers_to(draw: st.DrawFn, question: Question) -> list[Any]:
    if isinstance(question, NonHomomorphic):
        return draw(st.lists(st.integers(0, 255), min_size=len(question.answers), max_size=len(question.answers)))
    if isinstance(question, Lists):
        chosen = draw(st.integers(0, len(question.answers) - 1))
        return [draw(_one_list(len(names), chosen=place == chosen)) for place, names in enumerate(question.answers)]
    assert isinstance(question, Homomorphic)
    if question.blank and draw(st.booleans()):
        return [1] + [0] * len(question.answers)
    number = draw(st.integers(question.minimum, question.maximum))
    order = draw(st.permutations(range(len(question.answers))))
    return [0] * question.blank + [int(order[place] < number) for place in range(len(question.answers))]


@st.composite
def _one_list(draw: st.DrawFn, width: int, *, chosen: bool) -> list[int]:
    if not chosen:
        return [0] * width
    candidates = draw(st.lists(st.integers(0, 1), min_size=width - 1, max_size=width - 1).filter(any))
    return [1, *candidates]


# --- elections ----------------------------------------------------------------------------------------------------


@st.composite
def plans(draw: st.DrawFn, groups: Sequence[str] = ("Ed25519",), most_voters: int = 4) -> Plan:
    group = draw(st.sampled_from(groups))
    kinds = [homomorphic(), lists(), *([] if group == "BELENIOS-2048" else [nonhomomorphic()])]
    questions = tuple(draw(st.lists(st.one_of(kinds), min_size=1, max_size=3)))
    voters = draw(st.integers(1, most_voters))
    counted_once = any(question.shuffled for question in questions)
    weights = st.lists(st.integers(1, HEAVIEST), min_size=voters, max_size=voters).map(tuple)
    committees = tuple(draw(st.lists(st.sampled_from([(1, 1), (1, 2), (2, 2), (2, 3)]), max_size=2)))
    trustees = draw(st.integers(0 if committees else 1, 2))
    everybody = range(1, trustees + sum(size for _, size in committees) + 1)
    ballot = st.tuples(st.integers(0, voters - 1), st.tuples(*map(answers_to, questions)).map(list))
    return Plan(
        group=group,
        questions=questions,
        voters=voters,
        weights=None if counted_once else draw(st.none() | weights),
        trustees=trustees,
        committees=committees,
        ballots=tuple(draw(st.lists(ballot, max_size=2 * voters))),
        shuffling=tuple(draw(st.lists(st.sampled_from(everybody), unique=True, min_size=1, max_size=2))),
        decrypting=draw(_enough(trustees, committees)),
    )


@st.composite
def _enough(draw: st.DrawFn, trustees: int, committees: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """All who stand alone and enough of each committee, in any order."""
    owners = list(range(1, trustees + 1))
    start = trustees + 1
    for threshold, size in committees:
        owners += draw(
            st.lists(st.sampled_from(range(start, start + size)), unique=True, min_size=threshold, max_size=size)
        )
        start += size
    return tuple(draw(st.permutations(owners)))
