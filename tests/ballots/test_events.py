import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import Head, Invalid, Unsupported, ballot_entry, end_entry, setup_entry
from ballots.encoding import b64_of, hex_hash, write
from ballots.events import DATA_BEFORE, FOLLOWERS, read_event, require_next, write_event
from tests.ballots.election_room import held

KINDS = list(DATA_BEFORE)


def test_a_chain_starts_without_parent_and_counts_up():
    first = setup_entry(b"e", b"t", b"c")
    second = ballot_entry(b"b", first.head)
    third = end_entry(second.head)
    assert [entry.height for entry in (first, second, third)] == [0, 1, 2]
    assert first.event.startswith(b'{"height":0,"type":"Setup","payload":"')
    assert second.event == (
        f'{{"parent":"{hex_hash(first.event)}","height":1,"type":"Ballot","payload":"{hex_hash(b"b")}"}}'.encode()
    )
    assert third.event == f'{{"parent":"{hex_hash(second.event)}","height":2,"type":"EndBallots"}}'.encode()
    assert third.head == Head(hex_hash(third.event), 2)
    assert third.head.fingerprint == b64_of(third.head.hash)


def test_events_read_as_they_were_written():
    for entry in held().entries:
        event = read_event(entry.event)
        previous = Head(event.parent, event.height - 1) if event.parent else None
        assert write_event(event.kind, previous, event.payload) == entry.event


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(KINDS), max_size=9))
def test_only_the_normal_sequence_is_a_vote(kinds):
    """The table of followers against the sequence written as a pattern."""
    letters = "".join("SBETDR"[KINDS.index(kind)] for kind in kinds)
    allowed = re.fullmatch(r"(S(B*(E(T(D+R?)?)?)?)?)?", letters) is not None
    last = None
    followed = True
    for kind in kinds:
        followed = followed and kind in FOLLOWERS[last]
        last = kind
    assert followed == allowed


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"height": 0}, "event-shape"),
        ({"height": "0", "type": "Setup"}, "event-shape"),
        ({"type": "Setup", "height": 0}, "event-shape"),
        ({"height": 0, "type": "Setup", "payload": "x"}, "event-shape"),
        ({"height": 0, "type": "Setup", "payload": "A" * 64}, "event-shape"),
        ({"height": 0, "type": "Party"}, "event-kind"),
        ([], "event-shape"),
    ],
)
def test_what_is_no_event_is_refused(value, code):
    with pytest.raises(Invalid) as refused:
        read_event(write(value))
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["Shuffle", "EndShuffles"])
def test_shuffles_are_not_judged(kind):
    with pytest.raises(Unsupported, match=kind):
        read_event(write_event(kind, None, None))


def test_an_event_must_continue_the_one_before_it_and_name_its_data():
    first = setup_entry(b"e", b"t", b"c")
    second = read_event(ballot_entry(b"b", first.head).event)
    data = [hex_hash(b"b")]
    require_next(second, first.head, "Setup", data)
    for head, last, hashes, code in (
        (Head("0" * 64, 0), "Setup", data, "broken-chain"),
        (None, None, data, "broken-chain"),
        (Head(first.head.hash, 1), "Setup", data, "wrong-height"),
        (first.head, "EndBallots", data, "event-order"),
        (first.head, "Setup", data * 2, "records-mismatch"),
        (first.head, "Setup", [], "records-mismatch"),
        (first.head, "Setup", ["0" * 64], "payload-mismatch"),
    ):
        with pytest.raises(Invalid) as refused:
            require_next(second, head, last, hashes)
        assert refused.value.code == code
