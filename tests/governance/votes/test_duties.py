"""What is asked of those who hold a part, from the roll to the result."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from governance.votes.model import KEY_HOLDERS, State
from governance.votes.model.duties import Duty, Held, Stand, of_code_keeper, of_key_holder

NOTHING = Held()
SEATED = Held(owner=2)
KEY = Held(owner=2, key="4F2A 9C11", steps=1)
OPENED = Held(owner=2, key="4F2A 9C11", steps=1, has_opened=True)
SHUFFLED = Held(owner=2, key="4F2A 9C11", steps=1, has_shuffled=True)
CODES = Held(keeps_codes=True)


def stand(state: State, *, free: int = 0, codes: bool = True, added: bool = False, shuffling: bool = False) -> Stand:
    return Stand(state, seats_free=free, codes=codes, may_open=added, may_shuffle=shuffling)


def committee(*, steps: int = 0, free: int = 0) -> Stand:
    return Stand(State.ROLLED, is_committee=True, seats_free=free, steps=steps)


def seated(*, steps: int) -> Held:
    return Held(owner=2, steps=steps)


@pytest.mark.parametrize(
    ("how_far", "held", "duty"),
    [
        (stand(State.ROLLED, free=1), NOTHING, Duty.BRING_KEY),
        (stand(State.ROLLED), NOTHING, None),
        (stand(State.ROLLED, free=1), CODES, None),
        (stand(State.ROLLED), SEATED, Duty.BRING_KEY),
        (stand(State.ROLLED), KEY, Duty.WAIT_FOR_OPENING),
        (stand(State.OPEN), NOTHING, None),
        (stand(State.OPEN), KEY, Duty.WAIT_FOR_END),
        (stand(State.CLOSED), KEY, Duty.WAIT_FOR_OTHERS),
        (stand(State.CLOSED, added=True), KEY, Duty.OPEN_SUM),
        (stand(State.CLOSED, added=True), OPENED, Duty.WAIT_FOR_OTHERS),
        (stand(State.CLOSED, shuffling=True), KEY, Duty.SHUFFLE),
        (stand(State.CLOSED, shuffling=True), SHUFFLED, Duty.WAIT_FOR_OTHERS),
        (stand(State.TALLIED), OPENED, Duty.DONE),
        (stand(State.DECLARED), OPENED, Duty.DONE),
        (stand(State.VOID), KEY, Duty.DONE),
    ],
)
def test_a_key_holder_is_asked_for_a_key_and_then_for_the_opening(how_far: Stand, held: Held, duty: Duty) -> None:
    assert of_key_holder(how_far, held) is duty


@pytest.mark.parametrize(
    ("how_far", "held", "duty"),
    [
        (committee(free=3), NOTHING, Duty.CERTIFY),
        (committee(free=1), seated(steps=1), Duty.WAIT_FOR_OTHERS),
        (committee(steps=1), seated(steps=1), Duty.COMMIT),
        (committee(steps=1), seated(steps=2), Duty.WAIT_FOR_OTHERS),
        (committee(steps=2), seated(steps=2), Duty.DEAL),
        (committee(steps=3), seated(steps=3), Duty.FINISH),
        (committee(steps=3), seated(steps=4), Duty.WAIT_FOR_OPENING),
        (committee(steps=4), seated(steps=4), Duty.WAIT_FOR_OPENING),
    ],
)
def test_a_member_of_a_committee_makes_each_step_when_all_have_made_the_one_before(
    how_far: Stand, held: Held, duty: Duty
) -> None:
    assert of_key_holder(how_far, held) is duty


@pytest.mark.parametrize(
    ("how_far", "held", "duty"),
    [
        (stand(State.ROLLED, codes=False), NOTHING, Duty.BRING_CODES),
        (stand(State.ROLLED, codes=True), NOTHING, None),
        (stand(State.ROLLED, codes=False), KEY, None),
        (Stand(State.ROLLED, needs_keeper=False), NOTHING, None),
        (stand(State.ROLLED), CODES, Duty.WAIT_FOR_OPENING),
        (stand(State.OPEN), CODES, Duty.WAIT_FOR_END),
        (stand(State.CLOSED), CODES, Duty.DONE),
        (stand(State.DECLARED), CODES, Duty.DONE),
    ],
)
def test_the_keeper_of_the_codes_is_asked_once(how_far: Stand, held: Held, duty: Duty) -> None:
    assert of_code_keeper(how_far, held) is duty


STANDS = some.builds(
    Stand,
    some.sampled_from(State),
    is_committee=some.booleans(),
    seats_free=some.integers(0, KEY_HOLDERS),
    codes=some.booleans(),
    may_open=some.booleans(),
)
HELD = some.sampled_from([NOTHING, SEATED, KEY, OPENED, CODES])


@pytest.mark.control("MODE-1")
@given(STANDS, HELD)
def test_nobody_is_asked_for_a_second_part(how_far: Stand, held: Held) -> None:
    if held.owner is not None:
        assert of_code_keeper(how_far, held) is not Duty.BRING_CODES
    if held.keeps_codes:
        assert of_key_holder(how_far, held) is None


@given(STANDS, HELD)
def test_nothing_is_opened_before_the_end_and_the_sum(how_far: Stand, held: Held) -> None:
    if of_key_holder(how_far, held) is Duty.OPEN_SUM:
        assert how_far.state is State.CLOSED
        assert how_far.may_open
        assert held.owner is not None
