"""The published archives, and elections of our own that were spoiled with care."""

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

import pytest

from ballots import Invalid, Unsupported, add_up, hex_of, take_checkpoint, verify, write_tally
from ballots.encoding import b64_hash, hex_hash, write
from tests.ballots.election_room import archive_of, counter, held, open_room, parts_of
from tests.ballots.spoiling import changed, signed
from tests.ballots.vectors import POSITIVE, REFUSED, VECTORS, WARNED, archive_path, negative, private

A_HEAP = 3


@pytest.fixture
def small_heaps(monkeypatch):
    monkeypatch.setattr("ballots.ballot_box.ballots_at_once", lambda *_: A_HEAP)


def reason(data):
    with pytest.raises(Invalid) as refused:
        verify(data)
    return refused.value.code


# --- published archives ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in POSITIVE if name not in REFUSED])
def test_a_published_archive_is_accepted_and_says_what_is_known_of_it(name):
    known = private(name)
    report = verify(archive_path(name))
    assert report.uuid == known["uuid"]
    assert report.election_fingerprint == known["election_fingerprint"]
    assert report.ballots == len(known["ballots_in_order"])
    assert report.counted == len({ballot["voter"] for ballot in known["ballots_in_order"]})
    assert report.credentials == len(known["credentials"])
    expected = known.get("result")
    assert report.phase == ("final" if expected else "open")
    assert report.result == (expected and [_numbers(question) for question in expected])
    assert report.warnings == ()
    assert (report.decryptions > 0) == (expected is not None)
    assert report.shuffles == (2 if name.startswith("e-mixnet") else 0)


def _numbers(value):
    """Large weights are published as text."""
    return [_numbers(one) for one in value] if isinstance(value, list) else int(value)


@pytest.mark.parametrize("name", [name for name in POSITIVE if name.endswith("Ed25519")])
def test_plain_python_says_the_same(name):
    fast, pure = verify(archive_path(name)), verify(archive_path(name), arithmetic="pure")
    assert pure.arithmetic == "pure Python"
    assert (pure.result, pure.last_event, pure.checks) == (fast.result, fast.last_event, fast.checks)


def spoiled(name):
    return archive_path(name) if name in POSITIVE else negative(name)


@pytest.mark.parametrize("name", [name for name in REFUSED if name.endswith("Ed25519")])
def test_plain_python_gives_the_same_reasons(name):
    with pytest.raises(Invalid) as refused:
        verify(negative(name), arithmetic="pure")
    assert refused.value.code == REFUSED[name]


def test_each_spoiled_archive_has_a_verdict():
    own_form = {"f-threshold-B2048"}
    assert set(REFUSED) | set(WARNED) == {folder.name for folder in (VECTORS / "negative").iterdir()} | own_form


@pytest.mark.parametrize("name", REFUSED)
def test_a_spoiled_archive_is_refused_with_its_reason(name):
    assert reason(spoiled(name)) == REFUSED[name]


@pytest.mark.parametrize("name", WARNED)
def test_an_archive_that_can_do_without_what_is_wrong_in_it_is_accepted_with_a_warning(name):
    report = verify(negative(name))
    assert [warning.code for warning in report.warnings] == [WARNED[name]]
    assert report.result == [[3, 1, 1]]


# --- elections of our own -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048"])
def test_an_election_held_here_is_accepted(name):
    report = verify(held(name).archive())
    assert (report.group, report.phase) == (name, "final")
    assert (report.credentials, report.ballots, report.counted, report.counted_weight) == (3, 4, 3, 3)
    assert report.result == [[1, 2], [1, 1, 0, 1]]


def test_every_stage_of_an_election_is_accepted_for_what_it_is():
    parts = parts_of(held().entries)
    phases = [verify(archive_of(parts[: number + 1])).phase for number in range(len(parts))]
    assert phases == ["open"] * 5 + ["closed", "tallied", "decrypting", "decrypting", "final"]


def test_what_is_added_up_is_what_will_be_verified():
    room = held()
    closed = archive_of(parts_of(room.entries)[:6])
    counted = add_up(closed)
    assert (counted.ballots, counted.weight) == (3, 3)
    assert write_tally(room.election, counted.tally) == room.entries[6].data[0]


def test_weights_count():
    room = open_room(weights=(1, 2, 4))
    for voter in range(3):
        room.cast(voter, [[1, 0]])
    room.count()
    report = verify(room.archive())
    assert (report.result, report.counted_weight) == ([[7, 0]], 7)


HELD = parts_of(held().entries)
SETUP, TALLY, FIRST_SHARE, LAST_SHARE, RESULT = 0, 6, 7, 8, 9


def respoiled(place, *data, kind=None):
    return archive_of([*HELD[:place], (kind or HELD[place][0], data), *HELD[place + 1 :]])


def test_the_setup_must_name_the_records_before_it():
    election, trustees, credentials, setup = HELD[SETUP][1]
    assert reason(respoiled(SETUP, election, credentials, trustees, setup)) == "records-mismatch"
    assert reason(respoiled(SETUP, election, trustees, b"[]", setup)) == "records-mismatch"
    names = json.loads(setup)
    extended = write({**names, "credentials_certificate": hex_hash(b"")})
    assert reason(respoiled(SETUP, election, trustees, credentials, extended)) == "setup-shape"
    assert reason(respoiled(SETUP, election, trustees, credentials, write([]))) == "setup-shape"


def test_a_signed_statement_of_the_keeper_of_codes_is_neither_accepted_nor_called_wrong():
    election, trustees, credentials, setup = HELD[SETUP][1]
    statement = b'{"message":"","signature":{}}'
    extended = write({**json.loads(setup), "credentials_certificate": hex_hash(statement)})
    with pytest.raises(Unsupported, match="signed statement"):
        verify(respoiled(SETUP, election, trustees, credentials, statement, extended))


@pytest.mark.control("BAL-3")
def test_two_credentials_that_share_a_ciphertext_are_noticed():
    """What one voter can do who is told another's randomness: every proof holds."""
    room = open_room()
    for voter in (0, 1):
        room.draw = counter("the same for both")
        room.cast(voter, [[1, 0]])
    assert reason(room.archive()) == "ballot-copied"


@pytest.mark.control("BAL-3")
@pytest.mark.usefixtures("small_heaps")
def test_copies_are_noticed_across_heaps():
    room = open_room(voters=A_HEAP + 2)
    for voter in range(A_HEAP + 2):
        room.draw = counter(str(voter % (A_HEAP + 1)))
        room.cast(voter, [[1, 0]])
    assert reason(room.archive()) == "ballot-copied"


def test_a_voter_may_repeat_what_is_her_own():
    room = open_room()
    for answers in ([[1, 0]], [[0, 1]]):
        room.draw = counter("hers")
        room.cast(0, answers)
    room.count()
    assert verify(room.archive()).result == [[0, 1]]


def test_a_replayed_ballot_is_refused_also_as_a_late_change_of_mind():
    room = open_room()
    first = room.cast(0, [[1, 0]])
    room.cast(0, [[0, 1]])
    room.put(first)
    assert reason(room.archive()) == "ballot-replayed"


def test_the_sizes_beside_the_tally_must_be_right():
    tally, sized = HELD[TALLY][1]
    value = json.loads(sized)
    assert reason(respoiled(TALLY, tally, write({**value, "num_tallied": 4}))) == "num-tallied"
    assert reason(respoiled(TALLY, tally, write({**value, "total_weight": 4}))) == "total-weight"
    assert reason(respoiled(TALLY, tally, write({**value, "encrypted_tally": "0" * 64}))) == "records-mismatch"
    assert reason(respoiled(TALLY, tally, write({**value, "more": 1}))) == "tally-shape"
    assert reason(respoiled(TALLY, b"[]", write({**value, "encrypted_tally": hex_hash(b"[]")}))) == "tally-shape"


@pytest.mark.parametrize(("owner", "code"), [(0, "decryption-owner"), (3, "decryption-owner"), (1, "decryption-proof")])
def test_the_owner_of_a_share_is_the_trustee_whose_key_made_it(owner, code):
    share, _ = HELD[LAST_SHARE][1]
    archive = archive_of([*HELD[:FIRST_SHARE], (HELD[LAST_SHARE][0], [share, _owned(owner, share)])])
    assert reason(archive) == code


def _owned(owner, share):
    return write({"owner": owner, "payload": hex_hash(share)})


def test_no_trustee_decrypts_twice():
    share, _ = HELD[FIRST_SHARE][1]
    assert reason(respoiled(LAST_SHARE, share, _owned(1, share))) == "decryption-repeated"


def test_a_share_belongs_to_its_owner_record():
    share, _ = HELD[FIRST_SHARE][1]
    assert reason(respoiled(FIRST_SHARE, share, _owned(1, b"other"))) == "records-mismatch"
    assert (
        reason(respoiled(FIRST_SHARE, share, write({"owner": "1", "payload": hex_hash(share)}))) == "decryption-shape"
    )


def test_every_trustee_is_needed():
    assert reason(archive_of([*HELD[:LAST_SHARE], HELD[RESULT]])) == "decryption-missing"
    assert reason(archive_of([*HELD[:FIRST_SHARE], HELD[RESULT]])) == "event-order"


def test_events_out_of_order_are_refused():
    for parts in (
        HELD[1:],
        [*HELD, HELD[RESULT]],
        [*HELD[:6], HELD[SETUP], *HELD[6:]],
        [*HELD[:5], *HELD[6:]],
        [*HELD[:3], HELD[5], *HELD[3:]],
        [*HELD[:TALLY], HELD[5], *HELD[TALLY:]],
    ):
        assert reason(archive_of(parts)) == "event-order"


def test_the_result_is_the_one_decrypted():
    assert reason(respoiled(RESULT, b'{"result":[[2,1],[1,1,0,1]]}')) == "result-mismatch"
    assert reason(respoiled(RESULT, b'{"result":[[1,2],[1,1,0,2]]}')) == "result-mismatch"
    assert verify(respoiled(RESULT, b'{"result":[[1,2],[1,1,0,1]]}')).result == [[1, 2], [1, 1, 0, 1]]
    assert reason(respoiled(RESULT, b'{"result":[["1","2"],[1,1,0,1]]}')) == "result-shape"


def test_a_refusal_of_a_ballot_names_it():
    with pytest.raises(Invalid, match=r"ballot [A-Za-z0-9+/]{43}: "):
        verify(negative("n02-signature-invalid-Ed25519"))


# --- all reasons ----------------------------------------------------------------------------------------------------


def reasons(data, **given):
    with pytest.raises(Invalid) as refused:
        verify(data, **given)
    return [refused.value.code, *(other.code for other in refused.value.also)]


def test_whatever_stands_on_its_own_is_looked_at_after_a_first_reason():
    tally, sized = HELD[TALLY][1]
    wrong_sizes = write({**json.loads(sized), "num_tallied": 4, "total_weight": 5})
    share, _ = HELD[FIRST_SHARE][1]
    parts = [*HELD]
    parts[TALLY] = (HELD[TALLY][0], (tally, wrong_sizes))
    assert reasons(archive_of(parts)) == ["num-tallied", "total-weight", "result-range"]
    parts[FIRST_SHARE] = (HELD[FIRST_SHARE][0], (share, _owned(2, share)))
    assert reasons(archive_of(parts)) == ["num-tallied", "total-weight", "decryption-proof", "decryption-repeated"]


def test_each_ballot_that_does_not_hold_is_named_in_the_order_of_casting():
    good = HELD[1][1][0]
    spoiled = [good.replace(b'"challenge":"', b'"challenge":"%d' % digit, 1) for digit in (1, 2)]
    other = open_room().make(0, [[1, 0]])
    parts = [HELD[0], *(("Ballot", (raw,)) for raw in (spoiled[0], good, other, spoiled[1], b"{}", good)), *HELD[5:]]
    parts[-1] = (parts[-1][0], (b'{"result":[[2,1],[1,1,0,1]]}',))
    codes = ["signature-hash", "wrong-election", "signature-hash", "ballot-shape", "ballot-replayed", "result-mismatch"]
    assert reasons(archive_of(parts)) == codes


def test_a_proof_that_fails_among_others_is_told_of_its_own_ballot_alone():
    room = open_room(voters=6)
    cast = [room.make(voter, [[1, 0]]) for voter in range(6)]
    for voter in (1, 4):
        other = changed(json.loads(cast[voter]), ("answers", 0, "overall_proof", 0, "response"), lambda _: "1")
        cast[voter] = signed(room, other, voter)
    with pytest.raises(Invalid) as refused:
        verify(archive_of([parts_of(room.entries)[0], *(("Ballot", (raw,)) for raw in cast)]))
    told = [(one.code, one.detail.partition(":")[0]) for one in (refused.value, *refused.value.also)]
    assert told == [("overall-proof", f"ballot {b64_hash(cast[voter])}") for voter in (1, 4)]


def test_a_wrong_sum_is_told_once_and_not_again_for_what_was_made_of_it():
    fewer = [*HELD[:1], *HELD[2:4], *HELD[5:]]
    assert reasons(archive_of(fewer)) == ["tally-mismatch", "num-tallied", "total-weight"]


# --- what somebody knows from elsewhere -----------------------------------------------------------------------------


def test_the_list_of_voters_is_compared_in_either_spelling():
    archive = held().archive()
    fingerprint = verify(archive).credentials_fingerprint
    for spelling in (fingerprint, f" {hex_of(fingerprint)}\n"):
        report = verify(archive, roll=spelling)
        assert report.roll_compared
        assert "the same as yours" in str([check.what for check in report.checks if check.number])
    assert reasons(archive, roll=hex_hash(b"")) == ["roll-mismatch"]
    assert reasons(archive, roll="rubbish") == ["roll-mismatch"]


@pytest.mark.control("BAL-8")
def test_a_checkpoint_of_another_record_is_one_reason_among_others():
    room = held()
    noon = datetime(2027, 1, 1, 12, tzinfo=UTC)
    events = [entry.event for entry in room.entries]
    kept = [take_checkpoint(events[:size], f"vote.example.org/{room.election.uuid}", noon) for size in (1, 3, 10)]
    assert verify(room.archive(), checkpoints=kept).checkpoints == 3
    forked = archive_of([*HELD[:2], *HELD[3:]])
    found = reasons(forked, checkpoints=kept, roll=hex_hash(b""))
    assert found[0] == "checkpoint-mismatch"
    assert {"roll-mismatch", "tally-mismatch"} <= set(found)


def test_whoever_waits_is_told_how_far_it_is():
    told = []
    verify(held().archive(), progress=lambda *so_far: told.append(so_far))
    assert told == [("credentials", 3, 3), ("ballots", 4, 4), *[("decrypted numbers", 6, 6)] * 2]


# --- spreading the work ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_heaps")
def test_threads_and_processes_come_to_the_same_report():
    room = open_room(voters=A_HEAP + 3)
    for voter in range(A_HEAP + 3):
        room.cast(voter, [[voter % 2, 1 - voter % 2]])
    room.count()
    alone = verify(room.archive())
    with ThreadPoolExecutor(2) as threads:
        assert verify(room.archive(), threads) == alone
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert verify(room.archive(), processes) == alone


def test_a_refusal_travels_back_from_another_process():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        with pytest.raises(Invalid) as refused:
            verify(negative("n32-overvote-Ed25519"), processes)
        assert refused.value.code == "overall-proof"
        assert "ballot " in refused.value.detail
