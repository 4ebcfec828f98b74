"""Shuffles: the published ones hold, ours do, and nothing about one can be changed."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest

from ballots import (
    Invalid,
    check_shuffle,
    events,
    make_shuffle,
    read_archive,
    read_election,
    read_tally,
    shuffle,
    to_shuffle,
    with_shuffled,
)
from ballots.chance import permutation
from ballots.encoding import write
from ballots.groups import arithmetics
from ballots.groups.ed25519 import small_order_points
from ballots.groups.ed25519_pure import add, from_text, to_text
from ballots.proofs import prove_shuffle
from tests.ballots.election_room import counter, open_room
from tests.ballots.vectors import archive_path, negative

ROOM = open_room("Ed25519")
ELECTION = ROOM.election
ED = ELECTION.group
ORDER = ED.order


def ciphertexts(numbers, election=ELECTION):
    """These numbers, encrypted."""
    draw = counter("ciphertexts")
    pairs = [(int.from_bytes(draw(31), "big"), number) for number in numbers]
    return election.group.encrypt(election.public_key, pairs)


def opened(rows, election=ELECTION, secrets=ROOM.secrets):
    """What these ciphertexts say, for numbers below 100."""
    in_group, key = election.group, sum(secrets)
    numbers = {in_group.encode([in_group.multi_exp([in_group.generator], [n])])[0]: n for n in range(100)}
    return [numbers[in_group.encode([in_group.multi_exp([beta, alpha], [1, -key])])[0]] for alpha, beta in rows]


def refusal(before, raw):
    with pytest.raises(Invalid) as refused:
        check_shuffle(ELECTION, before, raw)
    return refused.value.code


# --- what others published ------------------------------------------------------------------------------------------


def replay(source):
    """Check the shuffles of an archive one after the other; what the trustees then decrypt."""
    archive = read_archive(source)
    raw_election = next(iter(archive.contents(archive.steps[0].data)))
    election = read_election(raw_election)
    (step,) = archive.of_kind(events.ENCRYPTED_TALLY)
    tally = read_tally(election, next(iter(archive.contents(step.data))))
    current = to_shuffle(election, tally)
    for step in archive.of_kind(events.SHUFFLE):
        raw, _ = archive.contents(step.data)
        current = check_shuffle(election, current, raw)
    return election, tally, current


@pytest.mark.parametrize("name", ["e-mixnet-Ed25519", "e-mixnet-RFC3526"])
def test_published_shuffles_hold(name):
    election, tally, last = replay(archive_path(name))
    assert len(election.shuffled) == len(last) == 2
    replaced = with_shuffled(election, tally, last)
    for index, row in enumerate(replaced):
        assert row == (last[election.shuffled.index(index)] if index in election.shuffled else tally[index])


@pytest.mark.parametrize("name", ["n13-shuffle-altered-Ed25519", "n13b-shuffle-proof-altered-Ed25519"])
def test_published_shuffles_that_were_altered_do_not_hold(name):
    with pytest.raises(Invalid) as refused:
        replay(negative(name))
    assert refused.value.code == "shuffle-proof"


# --- our own --------------------------------------------------------------------------------------------------------


def test_a_shuffle_keeps_every_vote_and_changes_every_ciphertext_and_the_order():
    before = [ciphertexts([3, 1, 4, 1, 5, 9, 2, 6]), ciphertexts([7, 8])]
    after = check_shuffle(ELECTION, before, make_shuffle(ELECTION, before, counter()))
    assert [sorted(opened(row)) for row in after] == [[1, 1, 2, 3, 4, 5, 6, 9], [7, 8]]
    assert opened(after[0]) != opened(before[0])
    texts = [{*ED.encode([element for pair in row for element in pair])} for row in (before[0], after[0])]
    assert texts[0].isdisjoint(texts[1])


def test_a_wrong_shuffle_is_noticed_before_it_leaves_its_maker(monkeypatch):
    """Here some other order is proved than the ciphertexts were put in."""

    def prove(shuffled, order, randomness, draw):
        return prove_shuffle(shuffled, order[::-1], randomness, draw)

    monkeypatch.setattr(shuffle, "prove_shuffle", prove)
    with pytest.raises(Invalid, match="shuffle-proof"):
        make_shuffle(ELECTION, [ciphertexts([1, 2])], counter())


@pytest.mark.parametrize("numbers", [[], [42], [42, 42]])
def test_few_ballots_or_none_are_shuffled_all_the_same(numbers):
    before = [ciphertexts(numbers)]
    raw = make_shuffle(ELECTION, before, counter())
    assert sorted(opened(check_shuffle(ELECTION, before, raw)[0])) == numbers


def test_an_election_may_have_nothing_to_shuffle():
    assert make_shuffle(ELECTION, []) == b'{"ciphertexts":[],"proofs":[]}'
    assert check_shuffle(ELECTION, [], b'{"ciphertexts":[],"proofs":[]}') == []


@pytest.mark.parametrize("made_in", arithmetics("Ed25519"))
@pytest.mark.parametrize("checked_in", arithmetics("Ed25519"))
def test_every_arithmetic_verifies_the_shuffles_of_every_other(made_in, checked_in):
    makes, checks = (open_room("Ed25519", arithmetic=one).election for one in (made_in, checked_in))
    raw = make_shuffle(makes, [ciphertexts([1, 2, 3], makes)], counter())
    check_shuffle(checks, [ciphertexts([1, 2, 3], checks)], raw)


@pytest.mark.parametrize("name", ["BELENIOS-2048", "RFC-3526-2048"])
def test_shuffles_are_made_in_finite_fields_too(name):
    election = open_room(name).election
    before = [ciphertexts([1, 2, 3], election)]
    raw = make_shuffle(election, before, counter())
    check_shuffle(election, before, raw)
    with pytest.raises(Invalid, match="shuffle-proof"):
        check_shuffle(election, [before[0][::-1]], raw)


def test_an_order_is_as_likely_as_any_other():
    """One of three is drawn, after a 3 that is thrown away, and then one of two."""
    orders = []
    for first in range(3):
        for second in range(2):
            drawn = [bytes([second]), bytes([first]), b"\x03"]
            orders.append(permutation(3, lambda size, drawn=drawn: drawn.pop()))
    assert sorted(orders) == [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]


# --- nothing about it can be changed --------------------------------------------------------------------------------

BEFORE = [ciphertexts([1, 2, 3])]
RAW = make_shuffle(ELECTION, BEFORE, counter())


def leaves(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, str):
        yield path
        return
    for place, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield from leaves(part, *path, place)


def lists(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, list):
        yield path
    if not isinstance(value, str):
        for place, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from lists(part, *path, place)


def changed(path, change):
    """The shuffle with one part replaced."""
    value = json.loads(RAW)
    *way, last = path
    holder = value
    for step in way:
        holder = holder[step]
    holder[last] = change(holder[last])
    return write(value)


LEAVES = list(leaves(json.loads(RAW)))
SCALARS = [path for path in LEAVES if path[:1] == ("proofs",) and path[2] == 1]
ELEMENTS = [path for path in LEAVES if path not in SCALARS]


def test_every_part_of_a_shuffle_is_looked_at():
    """e′ 6; t 5 and t̂ 3; c 3 and ĉ 3; s 4, ŝ 3 and s′ 3."""
    assert (len(ELEMENTS), len(SCALARS)) == (20, 10)


@pytest.mark.control("BAL-1")
@pytest.mark.parametrize("path", ELEMENTS, ids=str)
def test_no_element_of_a_shuffle_can_be_exchanged(path):
    def shifted(text):
        return ED.encode([ED.product([*ED.decode([text]), ED.generator])])[0]

    assert refusal(BEFORE, changed(path, shifted)) == "shuffle-proof"
    assert refusal(BEFORE, changed(path, lambda text: ED.encode([ED.identity])[0])) == "shuffle-proof"


@pytest.mark.control("BAL-2")
@pytest.mark.parametrize("path", ELEMENTS, ids=str)
def test_no_element_of_a_shuffle_may_lie_outside_the_group(path):
    torsion = small_order_points()[ELEMENTS.index(path) % 7]

    assert refusal(BEFORE, changed(path, lambda text: to_text(add(from_text(text), torsion)))) == "not-in-group"
    assert refusal(BEFORE, changed(path, str.upper)) == "element-spelling"


@pytest.mark.parametrize("path", SCALARS, ids=str)
def test_no_number_of_a_shuffle_can_be_changed(path):
    assert refusal(BEFORE, changed(path, lambda text: str((int(text) + 1) % ORDER))) == "shuffle-proof"
    assert refusal(BEFORE, changed(path, lambda text: str(int(text) + ORDER))) == "scalar-range"


@pytest.mark.parametrize("path", list(lists(json.loads(RAW))), ids=str)
def test_every_list_of_a_shuffle_has_its_length(path):
    assert refusal(BEFORE, changed(path, lambda row: row[:-1])) == "shuffle-shape"
    assert refusal(BEFORE, changed(path, lambda row: [*row, row[-1]])) == "shuffle-shape"


def test_a_shuffle_holds_only_of_what_it_was_made_of():
    (row,) = BEFORE
    for before in ([row[::-1]], [[row[0], row[0], row[2]]], [ciphertexts([1, 2, 4])]):
        assert refusal(before, RAW) == "shuffle-proof"
    for before in ([], [row[:2]], [[*row, row[0]]], [row, row]):
        assert refusal(before, RAW) == "shuffle-shape"


@pytest.mark.control("BAL-1")
@pytest.mark.parametrize("change", [{"fingerprint": "x" * 43}, {"public_key": ED.generator}])
def test_a_shuffle_holds_only_in_its_election(change):
    with pytest.raises(Invalid) as refused:
        check_shuffle(replace(ELECTION, **change), BEFORE, RAW)
    assert refused.value.code == "shuffle-proof"


@pytest.mark.parametrize("arithmetic", arithmetics("Ed25519"))
def test_the_same_is_found_when_the_work_is_spread(monkeypatch, arithmetic):
    monkeypatch.setattr(shuffle, "ELEMENTS_AT_ONCE", 7)
    monkeypatch.setattr(shuffle, "QUICK", None)
    election = open_room("Ed25519", arithmetic=arithmetic).election
    before = [ciphertexts([1, 2, 3], election)]
    outside = changed(ELEMENTS[-1], lambda text: to_text(add(from_text(text), small_order_points()[0])))
    with ThreadPoolExecutor(2) as executor:
        spread = check_shuffle(election, before, RAW, executor, arithmetic=arithmetic)
        assert election.group.encode(spread[0][0]) == ED.encode(check_shuffle(ELECTION, BEFORE, RAW)[0][0])
        for rows, raw, code in ((before, outside, "not-in-group"), ([before[0][::-1]], RAW, "shuffle-proof")):
            with pytest.raises(Invalid) as refused:
                check_shuffle(election, rows, raw, executor, arithmetic=arithmetic)
            assert refused.value.code == code


@pytest.mark.parametrize("arithmetic", arithmetics("Ed25519"))
def test_only_the_quickest_arithmetic_keeps_the_work_to_itself(arithmetic):
    election = open_room("Ed25519", arithmetic=arithmetic).election
    closed = ThreadPoolExecutor(1)
    closed.shutdown()
    keeps = arithmetic == "native"
    with nullcontext() if keeps else pytest.raises(RuntimeError, match="after shutdown"):
        check_shuffle(election, [ciphertexts([1, 2, 3], election)], RAW, closed, arithmetic=arithmetic)
