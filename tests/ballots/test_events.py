import re

import pytest

from ballots import (
    Head,
    Invalid,
    ballot_entry,
    decryption_entry,
    end_entry,
    end_shuffles_entry,
    setup_entry,
    shuffle_entry,
)
from ballots.encoding import b64_of, hex_hash, write
from ballots.events import DATA_BEFORE, FOLLOWERS, read_event, require_next, write_event
from tests.ballots.election_room import held

KINDS = list(DATA_BEFORE)
NORMAL = re.compile("SB*(E(T(D+R?|M+(N(D+R?)?)?)?)?)?")
"""Setup, Ballots, End, Tally, Mixes (shuffles) and their eNd, Decryptions, Result; broken off anywhere."""


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


def test_only_the_normal_sequence_is_a_vote():
    """The table of followers against the sequence written as a pattern, for every way to go on up to ten events."""
    letters = dict(zip(KINDS, "SBETMNDR", strict=True))
    ways: list[tuple[str, str | None]] = [("", None)]
    for way, last in ways:
        for kind, letter in letters.items():
            follows = kind in FOLLOWERS[last]
            assert (NORMAL.fullmatch(way + letter) is not None) == follows, way + letter
            if follows and len(way) < 9:
                ways.append((way + letter, kind))


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


def test_a_shuffle_and_a_decryption_name_their_trustee_and_the_end_of_shuffles_nobody():
    before = Head("a" * 64, 7)
    shuffle = shuffle_entry(b"mixed", 2, before)
    end = end_shuffles_entry(shuffle.head)
    decryption = decryption_entry(b"opened", 3, end.head)
    assert shuffle.data == (b"mixed", f'{{"owner":2,"payload":"{hex_hash(b"mixed")}"}}'.encode())
    assert decryption.data == (b"opened", f'{{"owner":3,"payload":"{hex_hash(b"opened")}"}}'.encode())
    assert shuffle.event == (
        f'{{"parent":"{before.hash}","height":8,"type":"Shuffle","payload":"{hex_hash(shuffle.data[1])}"}}'.encode()
    )
    assert end.event == f'{{"parent":"{shuffle.head.hash}","height":9,"type":"EndShuffles"}}'.encode()
    assert end.data == ()


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
