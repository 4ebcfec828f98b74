"""All trustees of an election together: their list, their key, and what their shares amount to."""

import pytest

from ballots import (
    Committee,
    Homomorphic,
    Invalid,
    check_decryption,
    combine_shares,
    combined_key,
    compute_result,
    decrypt,
    group,
    make_public_key,
    read_archive,
    read_election,
    read_tally,
    read_trustees,
    write_election,
    write_trustees,
)
from ballots.encoding import read, write
from tests.ballots.committee_room import hold_ceremony
from tests.ballots.election_room import UUID, counter
from tests.ballots.vectors import archive_path, private

ED = group("Ed25519")
MADE = hold_ceremony(ED, counter())
ALONE = 5
RAW = write_trustees([make_public_key(ED, ALONE, "Non", counter())], [MADE.parameters])
TRUSTEES = read_trustees(ED, RAW)
SECRETS = dict(enumerate([ALONE, *MADE.secrets], 1))
ELECTION = read_election(
    write_election(
        uuid=UUID,
        name="",
        description="",
        group="Ed25519",
        public_key=combined_key(ED, TRUSTEES),
        questions=[Homomorphic("Which?", ("One", "Another"), 0, 2)],
    )
)
TALLY = [ED.encrypt(ELECTION.public_key, [(11, 3), (12, 1)])]
SHARES = {
    owner: check_decryption(
        ELECTION, TRUSTEES.each[owner - 1], TALLY, decrypt(ELECTION, TALLY, secret, counter(str(owner)))
    )
    for owner, secret in SECRETS.items()
}


def refusal(act, *arguments):
    with pytest.raises(Invalid) as refused:
        act(*arguments)
    return refused.value


def result_of(*owners):
    together = combine_shares(TRUSTEES, {owner: SHARES[owner] for owner in owners})
    return read(compute_result(ELECTION, TALLY, together, 3))


def test_keys_multiply_to_the_election_key():
    keys = [make_public_key(ED, secret, None, counter()) for secret in (2, 3)]
    trustees = read_trustees(ED, write_trustees(keys))
    assert combined_key(ED, trustees) == ED.encode([ED.secret_power(ED.generator, 5)])[0]
    assert [trustee.name for trustee in trustees.each] == [None, None]


def test_trustees_are_numbered_through_all_committees():
    assert [trustee.name for trustee in TRUSTEES.each] == ["Non", "Member 1", "Member 2", "Member 3"]
    assert [TRUSTEES.in_committee(owner) for owner in range(6)] == [False, False, True, True, True, False]
    assert [(type(holder), numbers) for holder, numbers in TRUSTEES.numbered()] == [
        (type(TRUSTEES.each[0]), range(1, 2)),
        (Committee, range(2, 5)),
    ]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([], "trustees-shape"),
        ({}, "trustees-shape"),
        ([["Single"]], "trustees-shape"),
        ([["Double", {}]], "trustees-shape"),
        ([["Pedersen", {}]], "trustees-shape"),
        ([["Single", {"public_key": "x"}]], "trustees-shape"),
    ],
)
def test_a_wrong_list_of_trustees_is_refused(value, code):
    assert refusal(read_trustees, ED, write(value)).code == code


@pytest.mark.parametrize("owners", [(1, 2, 3), (1, 2, 4), (1, 3, 4), (1, 2, 3, 4), (4, 3, 1)])
def test_enough_trustees_open_the_result(owners):
    assert TRUSTEES.missing(owners) is None
    assert result_of(*owners) == {"result": [[3, 1]]}


@pytest.mark.parametrize(
    ("owners", "sentence"),
    [
        ((), "trustee 1 did not decrypt"),
        ((2, 3, 4), "trustee 1 did not decrypt"),
        ((1,), "2 of trustees 2 to 4 must decrypt, and 0 did"),
        ((1, 3), "2 of trustees 2 to 4 must decrypt, and 1 did"),
    ],
)
def test_too_few_trustees_open_nothing_and_who_is_missing_is_said(owners, sentence):
    error = refusal(result_of, *owners)
    assert (error.code, error.detail) == ("decryption-missing", sentence)
    assert TRUSTEES.missing(owners) == sentence


def test_the_lowest_numbers_of_a_committee_are_taken():
    """A share beyond them is not even looked at."""
    wrong = {**SHARES, 4: SHARES[1]}
    assert read(compute_result(ELECTION, TALLY, combine_shares(TRUSTEES, wrong), 3)) == {"result": [[3, 1]]}
    assert refusal(compute_result, ELECTION, TALLY, combine_shares(TRUSTEES, {**SHARES, 3: SHARES[1]}), 3).code == (
        "result-out-of-range"
    )


@pytest.mark.parametrize("name", ["f-threshold-Ed25519", "f-threshold-only-Ed25519", "f-threshold-B2048-by3.3"])
def test_a_published_result_is_what_the_published_shares_amount_to(name):
    archive = read_archive(archive_path(name))
    raw_election, raw_trustees, *_ = archive.contents(archive.of_kind("Setup")[0].data)
    election = read_election(raw_election)
    trustees = read_trustees(election.group, raw_trustees)
    assert combined_key(election.group, trustees) == election.key
    tally = read_tally(election, next(archive.contents(archive.of_kind("EncryptedTally")[0].data)))
    shares = {}
    for step in archive.of_kind("PartialDecryption"):
        raw, owned = archive.contents(step.data)
        owner = read(owned)["owner"]
        shares[owner] = check_decryption(election, trustees.each[owner - 1], tally, raw)
    assert list(shares) == private(name)["decrypting_trustee_ids"]
    result = compute_result(election, tally, combine_shares(trustees, shares), 100)
    assert result == next(archive.contents(archive.of_kind("Result")[0].data))


def test_a_committee_in_the_form_of_release_2_is_refused():
    archive = read_archive(archive_path("f-threshold-B2048"))
    _, raw_trustees, *_ = archive.contents(archive.of_kind("Setup")[0].data)
    assert refusal(read_trustees, group("BELENIOS-2048"), raw_trustees).code == "threshold-context"


def test_no_key_stands_twice():
    alone = make_public_key(ED, ALONE)
    copied = make_public_key(ED, MADE.secrets[0], "I copied this from a member")
    for singles, committees in (
        ([alone, alone], []),
        ([alone, copied], [MADE.parameters]),
        ([], [MADE.parameters] * 2),
    ):
        with pytest.raises(Invalid) as refused:
            read_trustees(ED, write_trustees(singles, committees))
        assert refused.value.code == "trustee-repeated"


def test_members_of_whom_each_suffices_share_their_key():
    each = read_trustees(ED, write_trustees([], [hold_ceremony(ED, counter(), threshold=1).parameters])).each
    assert len({trustee.key for trustee in each}) == 1
