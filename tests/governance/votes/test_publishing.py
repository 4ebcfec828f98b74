"""What is said about few votes: classes put together beforehand, and counts from which nobody can be worked out."""

import random
from collections.abc import Hashable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.votes.model.publishing import (
    Choosing,
    Detail,
    Numbers,
    Part,
    Said,
    class_groups,
    fullest,
    given_away,
    small,
    total,
)

ONE = Choosing()
FLOOR = 5


def part(yes: int, no: int, blank: int = 0, *, is_public: bool = False) -> Part:
    return Part(yes + no + blank, (blank, yes, no), is_public)


def carried(counts: Mapping[str, Numbers]) -> Hashable:
    _, yes, no = total(counts.values())
    return yes > no


# --- SMALL-1: classes ------------------------------------------------------------------------------------------------


@pytest.mark.control("SMALL-1")
@pytest.mark.parametrize(
    ("roll", "groups"),
    [
        ({"users": 40, "workers": 12}, (("users",), ("workers",))),
        ({"users": 40, "workers": 6, "friends": 4}, (("friends", "workers"), ("users",))),
        ({"users": 40, "workers": 12, "friends": 3}, (("friends", "workers"), ("users",))),
        ({"users": 40, "friends": 9}, (("friends", "users"),)),
        ({"users": 4, "workers": 3}, (("users", "workers"),)),
        ({"users": 10, "workers": 10, "friends": 10}, (("friends",), ("users",), ("workers",))),
        ({}, ()),
    ],
)
def test_small_classes_vote_together(roll: dict[str, int], groups: tuple[tuple[str, ...], ...]) -> None:
    assert class_groups(roll, FLOOR) == groups


@pytest.mark.control("SMALL-1")
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 60)), st.integers(5, 10))
def test_no_box_is_for_fewer_than_twice_the_floor_unless_everybody_together_is(
    roll: dict[str, int], floor: int
) -> None:
    groups = class_groups(roll, floor)
    assert sorted(name for group in groups for name in group) == sorted(roll)
    sizes = [sum(roll[name] for name in group) for group in groups]
    assert len(groups) <= 1 or min(sizes) >= 2 * floor


# --- SMALL-2: what is said -------------------------------------------------------------------------------------------


def exact_share(counts: Mapping[str, Numbers]) -> Fraction:
    """The result where classes of 3, 25 and 7 people have 40, 35 and 25 hundredths of the say."""
    weights = {"few": 40, "many": 35, "some": 25}
    return sum(
        (Fraction(weights[name] * yes, blank + yes + no) for name, (blank, yes, no) in counts.items()), Fraction(0)
    )


def one_decimal_place(counts: Mapping[str, Numbers]) -> Fraction:
    return round(exact_share(counts), 1)


WEIGHTED = {"few": part(2, 1), "many": part(14, 11), "some": part(4, 3)}


@pytest.mark.control("SMALL-2")
def test_an_exact_weighted_result_tells_how_three_people_voted() -> None:
    assert given_away(WEIGHTED, FLOOR, ONE, exact_share) == {"few"}
    assert not given_away(WEIGHTED, FLOOR, ONE, carried)


@pytest.mark.control("V-21")
@pytest.mark.control("SMALL-2")
def test_v_21_of_two_voters_in_a_class_only_the_decision_is_told() -> None:
    parts = {"users": part(20, 10, is_public=True), "workers": part(1, 1)}
    assert fullest(parts, FLOOR, ONE, carried) is Detail.DECISION
    assert not given_away(parts, FLOOR, ONE, carried), "the decision alone tells nothing of the two"


@pytest.mark.control("SMALL-2")
def test_two_small_parts_are_told_as_one_where_that_hides_both() -> None:
    parts = {"online": part(20, 10, is_public=True), "users on paper": part(2, 1, 1), "workers on paper": part(1, 2)}
    assert fullest(parts, FLOOR, ONE, carried) is Detail.TOTAL


@pytest.mark.control("SMALL-2")
def test_two_small_parts_that_agree_are_not_told_as_one() -> None:
    parts = {"online": part(20, 10, is_public=True), "users on paper": part(4, 0), "workers on paper": part(3, 0)}
    assert fullest(parts, FLOOR, ONE, carried) is Detail.DECISION


@pytest.mark.control("SMALL-2")
def test_two_small_parts_below_the_floor_together_are_not_told() -> None:
    parts = {"online": part(20, 10, is_public=True), "users on paper": part(1, 1), "workers on paper": part(1, 1)}
    assert fullest(parts, FLOOR, ONE, carried) is Detail.DECISION


def test_without_a_small_part_everything_is_told() -> None:
    parts = {"online": part(2, 1, is_public=True), "paper": part(3, 2), "by phone": part(0, 0)}
    assert fullest(parts, FLOOR, ONE, carried) is Detail.PARTS


def test_what_cannot_be_tried_in_full_is_not_told() -> None:
    """Ten answers on many papers fit in more ways than anybody tries; then nothing is said."""
    numbers = (0, *[3] * 10)
    parts = {
        "online": Part(200, (0, *[20] * 10), is_public=True),
        "paper": Part(3, numbers),
        "late": Part(150, numbers),
    }
    assert fullest(parts, FLOOR, Choosing(1, 10), lambda counts: max(total(counts.values()))) is Detail.DECISION


# --- against a slower way of finding the same ------------------------------------------------------------------------


def every_count(people: int, answers: int) -> set[Numbers]:
    """What a group can have come to, by letting each of its people do everything that a person can do."""
    marks = [tuple(int(place == choice) for place in range(answers)) for choice in range(answers)]
    counts: set[Numbers] = {(0,) * answers}
    for _ in range(people):
        counts = {total([count, mark]) for count in counts for mark in marks}
    return counts


def by_brute_force(parts: Mapping[str, Part], said: Said) -> frozenset[str]:
    truth = said({name: one.numbers for name, one in parts.items()})
    together: list[dict[str, Numbers]] = [{}]
    for name, one in parts.items():
        ways = {one.numbers} if one.is_public else every_count(one.ballots, len(one.numbers))
        together = [{**counts, name: way} for counts in together for way in ways]
    fitting = [counts for counts in together if said(counts) == truth]
    return frozenset(name for name in small(parts, FLOOR) if len({counts[name] for counts in fitting}) < 3)


PARTS = st.dictionaries(
    st.sampled_from(["few", "many", "some"]),
    st.builds(part, st.integers(0, 3), st.integers(0, 3), st.integers(0, 1), is_public=st.booleans()).filter(
        lambda one: one.ballots > 0
    ),
    min_size=1,
)


def added_up(counts: Mapping[str, Numbers]) -> Hashable:
    return total(counts.values())


SAID: st.SearchStrategy[Said] = st.sampled_from([carried, exact_share, one_decimal_place, added_up, len])


@pytest.mark.control("SMALL-2")
@settings(max_examples=150, deadline=None)
@given(PARTS, SAID)
def test_what_is_given_away_is_what_brute_force_finds(parts: dict[str, Part], said: Said) -> None:
    assert given_away(parts, FLOOR, ONE, said) == by_brute_force(parts, said)


def random_election(draw: random.Random) -> dict[str, Part]:
    """Boxes as class groups make them, each with some votes online and some on paper."""
    roll = {name: draw.randint(1, 30) for name in "abcde"[: draw.randint(1, 5)]}
    parts: dict[str, Part] = {}
    for group in class_groups(roll, FLOOR):
        size = sum(roll[name] for name in group)
        on_paper = draw.randint(0, min(size, 9))
        for channel, ballots in (("online", draw.randint(0, size - on_paper)), ("paper", on_paper)):
            yes = draw.randint(0, ballots)
            no = draw.randint(0, ballots - yes)
            parts[f"{'+'.join(group)} {channel}"] = part(yes, no, ballots - yes - no, is_public=channel == "online")
    return parts


def require_nothing_small_is_told(parts: Mapping[str, Part]) -> None:
    """From the parts that are told and the public ones, anybody finds the rest by taking away."""
    detail = fullest(parts, FLOOR, ONE, carried)
    hidden = [one.ballots for one in parts.values() if not one.is_public and one.ballots]
    if detail is Detail.PARTS:
        assert all(ballots >= FLOOR for ballots in hidden)
    elif detail is Detail.TOTAL:
        assert len(hidden) >= 2
        assert sum(hidden) >= FLOOR


@pytest.mark.control("SMALL-1")
def test_no_cell_below_the_floor_is_told_in_300_elections() -> None:
    for seed in range(300):
        require_nothing_small_is_told(random_election(random.Random(seed)))


@pytest.mark.long
@pytest.mark.control("SMALL-1")
def test_no_cell_below_the_floor_is_told_in_2_000_elections() -> None:
    for seed in range(2_000):
        require_nothing_small_is_told(random_election(random.Random(seed)))
