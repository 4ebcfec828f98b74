"""What trustees do after the voting: shuffles, committees, additional proofs, and a result that somebody forged."""

import json

import pytest

from ballots import (
    Invalid,
    NonHomomorphic,
    combine_shares,
    compute_result,
    decryption_entry,
    read_trustees,
    result_entry,
    verify,
)
from ballots.decryption import bind_decryption, check_decryption, decrypt
from ballots.encoding import hex_hash, write
from ballots.proofs import challenge
from tests.ballots.election_room import RANKING, YES_OR_NO, archive_of, held, open_room, parts_of, ranked

RANKED = parts_of(ranked().entries)
KINDS = [kind for kind, _ in RANKED]
FIRST_SHUFFLE, SECOND_SHUFFLE = KINDS.index("Shuffle"), KINDS.index("Shuffle") + 1


def reason(data, **given):
    with pytest.raises(Invalid) as refused:
        verify(data, **given)
    return refused.value.code


def owned(owner, raw):
    return write({"owner": owner, "payload": hex_hash(raw)})


# --- shuffles -------------------------------------------------------------------------------------------------------


def test_every_stage_of_an_election_with_rankings_is_accepted_for_what_it_is():
    phases = [
        verify(archive_of(RANKED[: number + 1])).phase for number in range(KINDS.index("EncryptedTally"), len(RANKED))
    ]
    assert phases == ["tallied", "shuffling", "shuffling", "shuffled", "decrypting", "decrypting", "final"]
    report = verify(archive_of(RANKED))
    assert (report.shuffles, report.warnings) == (2, ())
    assert sorted(report.result[1]) == [[0, 0, 0], [2, 1, 0], [3, 2, 1]]


def test_answers_opened_without_a_shuffle_are_refused():
    room = open_room(questions=(YES_OR_NO, RANKING))
    room.cast(0, [[1, 0], [1, 2, 3]])
    tally, total = room.close()
    shares = room.decrypt(tally, (1, 2))
    together = combine_shares(read_trustees(room.election.group, room.trustees), shares)
    room.entries.append(result_entry(compute_result(room.election, tally, together, total), room.head))
    assert reason(room.archive()) == "shuffle-missing"


def test_sums_alone_are_not_to_be_shuffled():
    parts = parts_of(held().entries)
    shuffle = b'{"ciphertexts":[],"proofs":[]}'
    shuffled = [*parts[:7], ("Shuffle", (shuffle, owned(1, shuffle))), ("EndShuffles", ()), *parts[7:]]
    assert reason(archive_of(shuffled)) == "shuffle-unexpected"


@pytest.mark.parametrize(("owner", "code"), [(0, "shuffle-owner"), (3, "shuffle-owner"), (1, "shuffle-repeated")])
def test_each_shuffle_is_by_another_trustee(owner, code):
    kind, (shuffle, _) = RANKED[SECOND_SHUFFLE]
    respoiled = [*RANKED[:SECOND_SHUFFLE], (kind, (shuffle, owned(owner, shuffle)))]
    assert reason(archive_of(respoiled)) == code


def test_a_shuffle_belongs_to_its_owner_record():
    kind, (shuffle, _) = RANKED[FIRST_SHUFFLE]
    for record, code in (
        (owned(1, b"other"), "records-mismatch"),
        (write({"owner": "1", "payload": hex_hash(shuffle)}), "shuffle-shape"),
    ):
        assert reason(archive_of([*RANKED[:FIRST_SHUFFLE], (kind, (shuffle, record))])) == code


def test_the_decryptions_are_looked_at_whoever_shuffled():
    parts = [*RANKED]
    kind, (shuffle, _) = RANKED[SECOND_SHUFFLE]
    parts[SECOND_SHUFFLE] = (kind, (shuffle, owned(1, shuffle)))
    parts[-1] = (RANKED[-1][0], (RANKED[-1][1][0].replace(b"[[0,3]", b"[[1,2]"),))
    with pytest.raises(Invalid) as refused:
        verify(archive_of(parts))
    assert [refused.value.code, *(also.code for also in refused.value.also)] == ["shuffle-repeated", "result-mismatch"]


def test_a_shuffle_goes_on_from_the_one_before():
    second_alone = [*RANKED[:FIRST_SHUFFLE], RANKED[SECOND_SHUFFLE]]
    with pytest.raises(Invalid) as refused:
        verify(archive_of(second_alone))
    assert str(refused.value).startswith("shuffle-proof: shuffle 1, by trustee 2: ")


def test_a_shuffle_that_does_not_hold_is_named_with_its_trustee_if_there_is_one():
    parts = [*RANKED]
    kind, (shuffle, _) = RANKED[SECOND_SHUFFLE]
    spoiled = shuffle.replace(b'"alpha":"', b'"alpha":"0', 1)
    for owner, said in ((2, "shuffle 2, by trustee 2: "), (7, "shuffle 2: ")):
        parts[SECOND_SHUFFLE] = (kind, (spoiled, owned(owner, spoiled)))
        with pytest.raises(Invalid) as refused:
            verify(archive_of(parts))
        assert [refused.value, *refused.value.also][-1].detail.startswith(said)


def test_whoever_waits_is_told_of_shuffles_decryptions_and_additional_proofs():
    told = []
    room = ranked()
    verify(room.archive(), bindings=list(room.bindings().values()), progress=lambda *so_far: told.append(so_far))
    kinds = [what for what, done, total in told if done == total]
    assert kinds[2:] == [*["shuffled numbers"] * 2, *["decrypted numbers"] * 2, *["additional proofs"] * 2]


def test_whoever_did_not_shuffle_is_told_of():
    room = open_room(questions=(RANKING,), trustees=3)
    room.cast(0, [[1, 2, 3]])
    room.count(shuffling=(2, 3))
    (warning,) = verify(room.archive()).warnings
    assert warning.code == "shuffles-few"
    assert warning.detail.endswith("rests on these alone: trustee 2, trustee 3")


# --- committees -----------------------------------------------------------------------------------------------------


def test_enough_members_of_a_committee_suffice_and_others_may_fail():
    room = open_room(trustees=1, committees=[(2, 3)])
    room.cast(0, [[1, 0]])
    room.count(decrypting=(1, 3, 4))
    assert verify(room.archive()).result == [[1, 0]]
    (*before, result) = parts_of(room.entries)
    share, _ = before[-1][1]
    spoiled = [*before, ("PartialDecryption", (share, owned(2, share))), result]
    report = verify(archive_of(spoiled))
    assert (report.result, report.decryptions) == ([[1, 0]], 3)
    assert [warning.code for warning in report.warnings] == ["decryption-left-out"]
    assert "trustee 2" in report.warnings[0].detail


def test_too_few_members_or_the_one_who_stands_alone_are_missed():
    for decrypting in ((1, 3), (2, 3, 4)):
        room = open_room(trustees=1, committees=[(2, 3)])
        room.cast(0, [[1, 0]])
        tally, _ = room.close()
        room.decrypt(tally, decrypting)
        room.entries.append(result_entry(b'{"result":[[1,0]]}', room.head))
        assert reason(room.archive()) == "decryption-missing"


# --- answers that nobody encoded ------------------------------------------------------------------------------------


def misvoted(monkeypatch, **kinds):
    """One of two voters encrypts an element that stands for no numbers."""
    room = open_room(questions=(RANKING,), **kinds)
    room.cast(0, [[1, 2, 3]])
    group = room.election.group
    with monkeypatch.context() as patched:
        patched.setattr(type(group), "embed", lambda self, _: self.secret_power(self.generator, 1234567))
        room.cast(1, [[1, 2, 3]])
    return room


def test_a_voters_own_nonsense_is_named_and_counts_for_nothing(monkeypatch):
    room = misvoted(monkeypatch)
    room.count()
    assert reason(room.archive()) == "result-not-embedding"
    bindings = room.bindings()
    assert reason(room.archive(), bindings=[bindings[1]]) == "result-not-embedding"
    report = verify(room.archive(), bindings=list(bindings.values()))
    assert report.bindings == 2
    ((question, place),) = report.uncountable
    assert question == 0
    assert report.result[0][1 - place] == [1, 2, 3]
    assert [warning.code for warning in report.warnings] == ["answers-uncountable"]
    assert f"question 1, answer {place + 1}" in report.warnings[0].detail


def test_so_many_of_a_committee_as_are_needed_must_have_proved_it(monkeypatch):
    room = misvoted(monkeypatch, trustees=1, committees=[(2, 3)])
    room.count()
    bindings = room.bindings()
    assert reason(room.archive(), bindings=[bindings[1], bindings[4]]) == "result-not-embedding"
    assert verify(room.archive(), bindings=[bindings[1], bindings[2], bindings[4]]).uncountable


def forged(election, tally, secret, draw):
    """The decryption of a trustee who chose what the first ranking becomes: every proof in it holds (§16.1)."""
    group = election.group
    honest = json.loads(decrypt(election, tally, secret, draw))
    (key,) = group.encode([group.secret_power(group.generator, secret)])
    alpha = tally[0][0][0]
    u, w = 7, 11
    a, b = group.encode([group.multi_exp([group.generator], [w]), group.multi_exp([alpha, group.generator], [w, u])])
    c = challenge(f"decrypt|{election.fingerprint}|{key}|", [a, b], group.order)
    factor = group.multi_exp([alpha, group.generator], [secret, u * pow(c, -1, group.order)])
    honest["decryption_factors"][0][0] = group.encode([factor])[0]
    honest["decryption_proofs"][0][0] = {"challenge": str(c), "response": str((w - secret * c) % group.order)}
    return write(honest)


def with_forgery(room, forger, others):
    """Everybody votes the same; one of the trustees makes something else of it."""
    for voter in (0, 1):
        room.cast(voter, [[1, 2, 3]])
    tally, total = room.close()
    tally = room.shuffle(tally, (1, 2))
    trustees = read_trustees(room.election.group, room.trustees)
    shares = room.decrypt(tally, others)
    share = forged(room.election, tally, room.secrets[forger - 1], room.draw)
    shares[forger] = check_decryption(room.election, trustees.each[forger - 1], tally, share)
    room.entries.append(decryption_entry(share, forger, room.head))
    result = compute_result(room.election, tally, combine_shares(trustees, shares), total)
    room.entries.append(result_entry(result, room.head))
    return room.archive(), room.bindings()


def test_a_trustee_who_forged_an_answer_is_not_believed():
    archive, bindings = with_forgery(open_room(questions=(RANKING,)), 2, (1,))
    assert reason(archive) == "result-not-embedding"
    assert reason(archive, bindings=[bindings[1]]) == "result-not-embedding"
    assert reason(archive, bindings=list(bindings.values())) == "binding-proof"


def test_members_of_a_committee_do_not_vouch_for_one_who_forged():
    archive, bindings = with_forgery(open_room(questions=(RANKING,), trustees=0, committees=[(2, 3)]), 1, (2, 3))
    assert reason(archive, bindings=[bindings[2], bindings[3]]) == "result-not-embedding"


@pytest.mark.parametrize(("numbers", "seen"), [(20, True), (21, False), (30, False)])
def test_where_answers_fill_the_group_every_decryption_needs_its_additional_proof(numbers, seen):
    """Of 30 numbers every 4,096th element of Ed25519 is some answer: a trustee finds one in a second or two."""
    room = open_room(questions=(NonHomomorphic("In what order?", tuple("abcdefghijklmnopqrstuvwxyz1234"[:numbers])),))
    room.cast(0, [list(range(numbers))])
    room.count()
    bindings = list(room.bindings().values())
    report = verify(room.archive(), bindings=bindings)
    assert (report.result, report.uncountable, report.warnings) == ([[list(range(numbers))]], (), ())
    if seen:
        assert verify(room.archive()).result == report.result
        return
    assert reason(room.archive()) == "result-not-embedding"
    assert reason(room.archive(), bindings=bindings[:1]) == "result-not-embedding"


def test_an_election_with_many_answers_and_no_votes_needs_no_additional_proof():
    room = open_room(questions=(NonHomomorphic("In what order?", tuple("abcdefghijklmnopqrstuvwxyz")),))
    room.count()
    assert verify(room.archive()).result == [[]]


def test_where_each_member_of_a_committee_suffices_the_proof_of_any_is_enough(monkeypatch):
    room = misvoted(monkeypatch, trustees=1, committees=[(1, 3)])
    room.count(decrypting=(1, 2))
    bindings = room.bindings()
    assert verify(room.archive(), bindings=[bindings[1], bindings[2]]).uncountable
    assert reason(room.archive(), bindings=[bindings[1]]) == "result-not-embedding"


def test_a_member_who_forged_spoils_no_other_members_proof():
    archive, bindings = with_forgery(open_room(questions=(RANKING,), trustees=0, committees=[(1, 3)]), 3, (1,))
    assert verify(archive, bindings=[bindings[1]]).result == [[[1, 2, 3], [1, 2, 3]]]
    assert reason(archive, bindings=[bindings[3]]) == "binding-proof"


def test_an_additional_proof_that_is_given_must_hold():
    room = ranked()
    mine, other = room.bindings().values()
    assert verify(room.archive(), bindings=[mine, other]).bindings == 2
    spoiled = json.loads(mine)
    spoiled["binding_proofs"][0][0]["response"] = "1"
    unknown = bind_decryption(room.election, room.decrypted, room.factors[1], 12345, room.draw)
    for binding, code in (
        (write(spoiled), "binding-proof"),
        (unknown, "binding-owner"),
        (b"[]", "binding-shape"),
        (mine.replace(room.election.fingerprint.encode(), b"A" * 43), "wrong-election"),
    ):
        assert reason(room.archive(), bindings=[binding]) == code
