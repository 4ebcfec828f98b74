"""Elections drawn from a seed, of every kind that the independent tool can judge."""

from collections.abc import Sequence
from random import Random

from ballots import Homomorphic, NonHomomorphic, Question
from ballots.questions import schulze
from tests.ballots.election_room import Room, open_room

RANKED_EVERY = 20
"""One election in so many asks for ranks: the tool needs seconds where it needs tenths for the others."""

NOBODY = 2**31
"""The weight of a voter who stays away: its only use is to be written as the protocol writes large weights."""


def election(seed: int, number: int) -> Room:
    """The ``number``-th election of a run: held to its end, or as far as the archive of a running one may be."""
    chance = Random(f"election {seed} {number}")
    ranked = number % RANKED_EVERY == 0
    asked: list[Question] = [_question(chance) for _ in range(chance.choice([0, 1] if ranked else [1, 1, 2]))]
    if ranked:
        asked.append(
            NonHomomorphic("In what order?", ("Bus", "Hall", "Garden")[: chance.randint(1, 3)], schulze(blank=True))
        )
    committees = [(2, 3), (1, 2), (2, 2)][: chance.choice([0, 0, 1, 1, 2])]
    chance.shuffle(committees)
    voters = chance.randint(1, 3)
    weights = None if ranked or chance.random() < 0.6 else [chance.randint(1, 1000) for _ in range(voters)]
    room = open_room(
        "RFC-3526-2048" if ranked else "BELENIOS-2048",
        asked,
        voters=voters + 1,
        trustees=chance.randint(0 if committees else 1, 2),
        committees=committees[: 1 if ranked else 2],
        weights=None if weights is None else [*weights, NOBODY],
        seed=f"room {seed} {number} ",
    )
    for _ in range(chance.randint(0, voters + 1)):
        room.cast(chance.randrange(voters), answers(chance, asked))
    room.count()
    if chance.random() < 0.3 and not ranked:
        del room.entries[chance.randint(1, len(room.entries)) :]
    return room


def _question(chance: Random) -> Homomorphic:
    answers = chance.choice([1, 2, 2, 3])
    minimum = chance.randint(0, answers)
    maximum = chance.randint(max(1, minimum), answers)
    return Homomorphic("Whom?", ("Asha", "Bryn", "Ŵyn “the 3rd”")[:answers], minimum, maximum, chance.random() < 0.4)


def answers(chance: Random, questions: Sequence[Question]) -> list[list[int]]:
    """What some voter might answer."""
    return [_answer(chance, question) for question in questions]


def _answer(chance: Random, question: Question) -> list[int]:
    if isinstance(question, NonHomomorphic):
        return [chance.randint(0, len(question.answers)) for _ in question.answers]
    assert isinstance(question, Homomorphic)
    if question.blank and chance.random() < 0.3:
        return [1] + [0] * len(question.answers)
    chosen = chance.sample(range(len(question.answers)), chance.randint(question.minimum, question.maximum))
    return [0] * question.blank + [int(place in chosen) for place in range(len(question.answers))]
