"""What is asked of those who hold a part, from the roll to the result."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from governance.votes.duties import Duty, Held, Stand, of_code_keeper, of_key_holder
from governance.votes.model import KEY_HOLDERS, State

NOTHING = Held()
KEY = Held(owner=2, key="4F2A 9C11")
OPENED = Held(owner=2, key="4F2A 9C11", has_opened=True)
CODES = Held(keeps_codes=True)


def stand(state: State, *, keys: int = KEY_HOLDERS, codes: bool = True, added: bool = False) -> Stand:
    return Stand(state, keys, codes, added)


@pytest.mark.parametrize(
    ("how_far", "held", "duty"),
    [
        (stand(State.ROLLED, keys=2), NOTHING, Duty.BRING_KEY),
        (stand(State.ROLLED, keys=3), NOTHING, None),
        (stand(State.ROLLED, keys=2), CODES, None),
        (stand(State.ROLLED), KEY, Duty.WAIT_FOR_OPENING),
        (stand(State.OPEN), NOTHING, None),
        (stand(State.OPEN), KEY, Duty.WAIT_FOR_END),
        (stand(State.CLOSED), KEY, Duty.WAIT_FOR_OTHERS),
        (stand(State.CLOSED, added=True), KEY, Duty.OPEN_SUM),
        (stand(State.CLOSED, added=True), OPENED, Duty.WAIT_FOR_OTHERS),
        (stand(State.TALLIED, added=True), OPENED, Duty.DONE),
        (stand(State.DECLARED, added=True), OPENED, Duty.DONE),
        (stand(State.VOID), KEY, Duty.DONE),
    ],
)
def test_a_key_holder_is_asked_for_a_key_and_then_for_the_opening(how_far: Stand, held: Held, duty: Duty) -> None:
    assert of_key_holder(how_far, held) is duty


@pytest.mark.parametrize(
    ("how_far", "held", "duty"),
    [
        (stand(State.ROLLED, codes=False), NOTHING, Duty.BRING_CODES),
        (stand(State.ROLLED, codes=True), NOTHING, None),
        (stand(State.ROLLED, codes=False), KEY, None),
        (stand(State.ROLLED), CODES, Duty.WAIT_FOR_OPENING),
        (stand(State.OPEN), CODES, Duty.WAIT_FOR_END),
        (stand(State.CLOSED), CODES, Duty.WAIT_FOR_OTHERS),
        (stand(State.DECLARED), CODES, Duty.DONE),
    ],
)
def test_the_keeper_of_the_codes_is_asked_once(how_far: Stand, held: Held, duty: Duty) -> None:
    assert of_code_keeper(how_far, held) is duty


STANDS = some.builds(
    Stand, some.sampled_from(State), some.integers(0, KEY_HOLDERS), some.booleans(), is_added_up=some.booleans()
)
HELD = some.sampled_from([NOTHING, KEY, OPENED, CODES])


@pytest.mark.control("MODE-1")
@given(STANDS, HELD)
def test_nobody_is_asked_for_a_second_part(how_far: Stand, held: Held) -> None:
    asked = {of_key_holder(how_far, held), of_code_keeper(how_far, held)}
    if held.owner is not None:
        assert Duty.BRING_CODES not in asked
        assert Duty.BRING_KEY not in asked
    if held.keeps_codes:
        assert Duty.BRING_KEY not in asked


@given(STANDS, HELD)
def test_nothing_is_opened_before_the_end_and_the_sum(how_far: Stand, held: Held) -> None:
    if of_key_holder(how_far, held) is Duty.OPEN_SUM:
        assert how_far.state is State.CLOSED
        assert how_far.is_added_up
        assert held.owner is not None
