"""In which ways a vote may be taken, in how many hands its keys may lie, and what stands between a draft and a vote."""

from itertools import product

import pytest

from constitution import Rulebook
from governance.errors import Invalid, NotFound
from governance.motions.model import STATUTORY, is_statutory
from governance.platform.texts import Texts
from governance.votes.model import Mode, obstacle_of
from governance.votes.model.asking import Kind, Option, Question
from governance.votes.model.conduct import hands_offered, lawful_modes, read_hands
from governance.votes.model.draft import Draft, Step, errors_at, following, preceding, step_named, steps, unanswered

BOOK = Rulebook.from_pack("e-citizen-directed")
OPENLY = BOOK.amended(
    {"P-136": {"rule": "50", "value": "show_of_hands"}, "P-149": {"rule": "51", "value": ["ordinary", "elections"]}}
)
BOTH = ("en", "cy")


@pytest.mark.control("MODE-3")
@pytest.mark.parametrize(("matter", "rules"), list(product(STATUTORY, (BOOK, OPENLY))))
def test_what_a_statute_wants_decided_at_a_meeting_is_never_put_to_a_ballot_before_it(
    matter: str, rules: Rulebook
) -> None:
    statutory = is_statutory(rules, matter)
    assert statutory.met
    found = lawful_modes(rules, binding=True, matter=matter, kind="extraordinary", statutory=statutory)
    assert not {Mode.VERIFIABLE, Mode.SIMPLE} & set(found.modes)
    assert statutory in found.because


@pytest.mark.control("MODE-1")
@pytest.mark.parametrize("kind", ["ordinary", "extraordinary", "elections"])
def test_what_binds_is_never_secret_without_being_checkable(kind: str) -> None:
    for matter in (None, "election", "expulsion", "rule_change"):
        for rules in (BOOK, OPENLY):
            found = lawful_modes(rules, binding=True, matter=matter, kind=kind)
            assert Mode.SIMPLE not in found.modes
    assert Mode.SIMPLE in lawful_modes(BOOK, binding=False, matter=None, kind=kind).modes


def test_where_the_rules_ask_for_no_secret_and_allow_no_electronic_ballot_hands_and_a_poll_remain() -> None:
    """P-136, P-139, P-149."""
    usual = lawful_modes(OPENLY, binding=True, matter=None, kind="ordinary")
    assert usual.modes == (Mode.VERIFIABLE, Mode.HANDS, Mode.RECORDED)
    extraordinary = lawful_modes(OPENLY, binding=True, matter=None, kind="extraordinary")
    assert extraordinary.modes == (Mode.HANDS, Mode.RECORDED)
    assert lawful_modes(OPENLY, binding=True, matter="expulsion", kind="extraordinary").modes == ()


@pytest.mark.control("MODE-1")
def test_two_of_three_is_the_usual_and_whoever_could_open_alone_is_never_offered() -> None:
    offered = hands_offered(binding=True)
    assert offered[0] == (2, 3)
    assert all(obstacle_of(size, needed) is None for needed, size in offered)
    assert (1, 1) in hands_offered(binding=False)
    assert obstacle_of(3, 1) == "alone"


@pytest.mark.parametrize("written", ["", "2", "2-", "-3", "two-three", "2-3-4", "2–3", "-1-3", "1" * 9 + "-2"])
def test_hands_are_two_numbers(written: str) -> None:
    with pytest.raises(Invalid):
        read_hands(written)
    assert read_hands("3-5") == (3, 5)


def test_steps_that_a_way_of_voting_does_not_have_are_left_out() -> None:
    assert Step.KEYS in steps(Draft({"mode": "verifiable"}))
    assert set(steps(Draft({"mode": "simple"}))) == set(Step) - {Step.KEYS}
    assert set(steps(Draft({"mode": "hands"}))) == {Step.ABOUT, Step.QUESTIONS, Step.MODE, Step.ROLL, Step.CHECK}


def test_after_the_whole_was_seen_every_answer_leads_back_to_it() -> None:
    draft = Draft()
    assert following(draft, Step.ABOUT) is Step.QUESTIONS
    assert preceding(draft, Step.QUESTIONS) is Step.ABOUT
    assert preceding(draft, Step.ABOUT) is None
    assert following(Draft(checked=True), Step.ABOUT) is Step.CHECK
    with pytest.raises(NotFound):
        step_named("nonsense")


def test_a_draft_says_what_it_still_lacks_in_the_languages_of_the_rules() -> None:
    """P-008: a ballot speaks every language of the organisation."""
    english = Draft({"purpose": "poll", "title_en": "Tea or coffee?"})
    assert errors_at(Step.ABOUT, english, BOTH) == {"title_cy": "missing"}
    assert errors_at(Step.ABOUT, english, ("en",)) == {}
    assert unanswered(english, ("en",)) is Step.QUESTIONS
    one = Option("a", Texts(en="Tea"))
    asked = english.with_question(1, Question(Kind.APPROVAL, Texts(en="What?"), (one,)))
    assert errors_at(Step.QUESTIONS, asked, ("en",)) == {}
    assert errors_at(Step.QUESTIONS, asked, BOTH) == {"questions": "incomplete"}
    assert errors_at(Step.QUESTIONS, english.with_question(1, Question(Kind.RANKING, Texts(en="?"), (one,))), ("en",))


def test_a_draft_read_back_is_the_same_draft() -> None:
    question = Question(Kind.GRADES, Texts(en="How?", cy="Sut?"), (Option("a", Texts(en="Tea")),), grades=(Texts("A"),))
    draft = Draft({"purpose": "election", "seats": ["account:x"], "hands": "3-5"}, (question,), {"a": "member"})
    assert Draft.from_json(draft.to_json()) == draft
    assert draft.candidates == {"member"}
    assert draft.without_question(1).candidates == frozenset()
    assert (draft.conduct.needed, draft.conduct.size, draft.conduct.seats) == (3, 5, ("account:x",))
