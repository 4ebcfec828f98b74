"""Every message of a committee's key ceremony, the published ones and our own, honest and not."""

import json
from itertools import pairwise

import pytest

from ballots import Invalid, group
from ballots.ceremony import (
    certify,
    check_dealing,
    check_share,
    commitment,
    deal,
    finish,
    gather,
    route,
    share_secret,
)
from ballots.channel import channel_keys, receive, send, sign, signature
from ballots.encoding import write
from ballots.threshold import read_threshold
from tests.ballots.committee_room import hold_ceremony
from tests.ballots.election_room import counter
from tests.ballots.vectors import VECTORS

ED = group("Ed25519")
MADE = hold_ceremony(ED, counter())
OTHER = hold_ceremony(ED, counter("other"))
KEYS = [channel_keys(ED, seed) for seed in MADE.seeds]
PUBLISHED = {
    "f-threshold-Ed25519": "Ed25519",
    "f-threshold-only-Ed25519": "Ed25519",
    "f-threshold-B2048-by3.3": "BELENIOS-2048",
}
published = pytest.mark.parametrize(("archive", "name"), PUBLISHED.items())


def messages(archive):
    """The ceremony of a published election: the exact texts that were exchanged."""
    content = json.loads((VECTORS / archive / "dkg.json").read_text())
    texts = ("certs", "polynomials", "vinputs", "voutputs")
    return content["keys"], *([text.encode() for text in content[name]] for name in texts), content


def reason(act, *arguments, **named):
    with pytest.raises(Invalid) as refused:
        act(*arguments, **named)
    return refused.value.code


def changed(message, **fields):
    return write({**json.loads(message), **fields})


# --- the published ceremonies ---------------------------------------------------------------------------------------


@published
def test_every_published_message_is_opened_and_believed(archive, name):
    seeds, certificates, dealings, letters, shares, _ = messages(archive)
    here = group(name)
    for number, (seed, dealing, letter, share) in enumerate(zip(seeds, dealings, letters, shares, strict=True), 1):
        check_dealing(here, certificates, number, dealing, commitment(dealing))
        check_share(here, certificates, dealings, number, share)
        ours = finish(here, seed, certificates, letter)
        assert share_secret(here, seed, ours) == share_secret(here, seed, share)
        assert json.loads(ours)["public_key"]["public_key"] == json.loads(share)["public_key"]["public_key"]


@published
def test_the_router_writes_the_published_texts(archive, name):
    _, certificates, dealings, letters, shares, content = messages(archive)
    assert route(group(name), certificates, dealings) == letters
    assert gather(group(name), certificates, dealings, shares) == content["threshold_parameters"].encode()


@published
def test_a_published_member_dealt_values_of_the_polynomial_he_kept(archive, name):
    seeds, certificates, dealings, *_ = messages(archive)
    here = group(name)
    keys = [channel_keys(here, seed) for seed in seeds]
    assert [json.loads(json.loads(certificate)["message"])["encryption"] for certificate in certificates] == [
        one.encryption_key for one in keys
    ]
    dealer = here.decode([keys[0].verification_key])[0]
    dealing = json.loads(dealings[0])
    polynomial = [
        int(value) for value in json.loads(receive(here, keys[0], dealer, dealing["polynomial"]))["polynomial"]
    ]
    for place, (recipient, sealed) in enumerate(zip(keys, dealing["secrets"], strict=True), 1):
        value = int(json.loads(receive(here, recipient, dealer, sealed))["secret"])
        assert value == sum(coefficient * place**power for power, coefficient in enumerate(polynomial)) % here.order


# --- our own --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["BELENIOS-2048", "RFC-3526-2048"])
def test_a_ceremony_in_each_of_the_other_groups(name):
    made = hold_ceremony(group(name), counter(), size=2, threshold=2)
    assert len(read_threshold(group(name), json.loads(made.parameters)).members) == 2


def test_members_are_named():
    members = read_threshold(ED, json.loads(MADE.parameters)).members
    assert [member.name for member in members] == ["Member 1", "Member 2", "Member 3"]


def test_the_same_draws_make_the_same_messages():
    assert hold_ceremony(ED, counter()) == MADE


def test_a_dealing_is_drawn_anew_each_time():
    first, second = (deal(ED, MADE.seeds[0], MADE.certificates) for _ in range(2))
    assert commitment(first) != commitment(second)


@pytest.mark.parametrize(
    ("size", "threshold", "index"), [(3, 0, 1), (3, 4, 1), (3, 2, 0), (3, 2, 4), (0, 0, 1), (256, 2, 1)]
)
def test_an_impossible_place_gets_no_certificate(size, threshold, index):
    assert reason(certify, ED, "seed", size=size, threshold=threshold, index=index) == "threshold-certificate"


def test_who_has_no_certificate_deals_nothing():
    assert reason(deal, ED, OTHER.seeds[0], MADE.certificates) == "threshold-certificate"
    assert reason(deal, ED, MADE.seeds[0], []) == "threshold-certificate"
    assert reason(deal, ED, MADE.seeds[0], MADE.certificates[:2]) == "threshold-certificate"
    assert reason(deal, ED, MADE.seeds[0], MADE.certificates[::-1]) == "threshold-certificate"


@pytest.mark.control("BAL-10")
def test_whoever_deals_other_coefficients_than_committed_is_named():
    late = deal(ED, MADE.seeds[2], MADE.certificates, counter("late"))
    committed = [commitment(dealing) for dealing in MADE.dealings]
    assert len(committed[0]) == 43
    assert reason(check_dealing, ED, MADE.certificates, 3, late, committed[2]) == "threshold-commitment"
    with pytest.raises(Invalid, match="member 3"):
        check_dealing(ED, MADE.certificates, 3, late, committed[2])
    letters = route(ED, MADE.certificates, [*MADE.dealings[:2], late])
    assert (
        reason(finish, ED, MADE.seeds[0], MADE.certificates, letters[0], committed=committed) == "threshold-commitment"
    )
    for known in (committed[:2], committed[::-1]):
        assert reason(finish, ED, MADE.seeds[0], MADE.certificates, MADE.letters[0], committed=known) == (
            "threshold-commitment"
        )
    finish(ED, MADE.seeds[0], MADE.certificates, MADE.letters[0], committed=committed)


@pytest.mark.control("BAL-1")
def test_a_dealing_on_other_certificates_is_refused():
    """The first member is told that the third is somebody else; the others are not."""
    certificates = [*MADE.certificates[:2], OTHER.certificates[2]]
    elsewhere = deal(ED, MADE.seeds[0], certificates, counter())
    assert reason(check_dealing, ED, MADE.certificates, 1, elsewhere) == "threshold-signature"
    assert reason(route, ED, MADE.certificates, [elsewhere, *MADE.dealings[1:]]) == "threshold-signature"
    letter = json.loads(MADE.letters[1])
    for name in ("coefexps", "signatures"):
        wrong = [json.loads(elsewhere)["signature" if name == "signatures" else name], *letter[name][1:]]
        assert (
            reason(finish, ED, MADE.seeds[1], MADE.certificates, changed(MADE.letters[1], **{name: wrong}))
            == "threshold-signature"
        )


@pytest.mark.control("BAL-10")
def test_a_dealer_who_deals_a_wrong_value_is_found_out():
    wrong = send(ED, KEYS[0], KEYS[1].encryption_key, '{"secret":"5"}', counter())
    secrets = [wrong, *json.loads(MADE.letters[1])["secrets"][1:]]
    letter = changed(MADE.letters[1], secrets=secrets)
    assert reason(finish, ED, MADE.seeds[1], MADE.certificates, letter) == "threshold-share"
    with pytest.raises(Invalid, match="member 1: "):
        finish(ED, MADE.seeds[1], MADE.certificates, letter)
    too_large = send(ED, KEYS[0], KEYS[1].encryption_key, write({"secret": str(ED.order)}).decode(), counter())
    letter = changed(MADE.letters[1], secrets=[too_large, *secrets[1:]])
    assert reason(finish, ED, MADE.seeds[1], MADE.certificates, letter) == "scalar-range"


def test_letters_that_the_router_mixed_up_are_refused():
    value = json.loads(MADE.letters[0])
    first, second, third = value["secrets"]
    for secrets, code in (
        ([second, first, third], "message-signature"),
        (json.loads(MADE.letters[1])["secrets"], "message-sealed"),
        ([first, second], "trustees-shape"),
    ):
        assert reason(finish, ED, MADE.seeds[0], MADE.certificates, changed(MADE.letters[0], secrets=secrets)) == code
    assert reason(finish, ED, MADE.seeds[1], MADE.certificates, MADE.letters[0]) == "message-sealed"
    for name in ("coefexps", "signatures"):
        for wrong, code in ((value[name][::-1], "threshold-signature"), (value[name][:2], "trustees-shape")):
            letter = changed(MADE.letters[0], **{name: wrong})
            assert reason(finish, ED, MADE.seeds[0], MADE.certificates, letter) == code


def test_a_member_recognises_his_own_polynomial():
    """A dealing of another day, with signatures that are his own."""
    earlier = json.loads(deal(ED, MADE.seeds[0], MADE.certificates, counter("earlier")))
    letter = changed(MADE.letters[0], polynomial=earlier["polynomial"])
    assert reason(finish, ED, MADE.seeds[0], MADE.certificates, letter) == "threshold-share"


def test_dealings_are_complete():
    value = json.loads(MADE.dealings[0])
    for wrong in ({"secrets": value["secrets"][:2]}, {"secrets": [1, 2, 3]}, {"polynomial": 1}, {"extra": 1}):
        assert reason(check_dealing, ED, MADE.certificates, 1, changed(MADE.dealings[0], **wrong)) == "trustees-shape"
    assert reason(check_dealing, ED, MADE.certificates, 2, MADE.dealings[0]) == "threshold-signature"
    assert reason(route, ED, MADE.certificates, MADE.dealings[:2]) == "trustees-shape"
    assert reason(check_share, ED, MADE.certificates, MADE.dealings[:2], 1, MADE.shares[0]) == "trustees-shape"
    assert reason(gather, ED, MADE.certificates, MADE.dealings * 2, MADE.shares) == "trustees-shape"


def test_coefficients_are_as_many_as_the_threshold():
    message = json.loads(json.loads(MADE.dealings[0])["coefexps"]["message"])
    longer = write({"coefexps": message["coefexps"] * 2}).decode()
    coefexps = sign(ED, KEYS[0].signing, longer, counter()).json()
    wrong = changed(MADE.dealings[0], coefexps=coefexps)
    assert reason(check_dealing, ED, MADE.certificates, 1, wrong) == "trustees-shape"


def test_a_share_is_its_members_own():
    for first, second in pairwise(range(3)):
        assert (
            reason(check_share, ED, MADE.certificates, MADE.dealings, first + 1, MADE.shares[second]) == "threshold-key"
        )
    key = json.loads(MADE.shares[0])["public_key"]
    others = signature(ED, KEYS[1].signing, key["public_key"], counter()).json()
    wrong = changed(MADE.shares[0], public_key={**key, "signature": others})
    assert reason(check_share, ED, MADE.certificates, MADE.dealings, 1, wrong) == "threshold-signature"
    pok = {**key["pok"], "challenge": "0"}
    wrong = changed(MADE.shares[0], public_key={**key, "pok": pok})
    assert reason(check_share, ED, MADE.certificates, MADE.dealings, 1, wrong) == "trustee-proof"
    assert reason(share_secret, ED, MADE.seeds[1], MADE.shares[0]) == "message-sealed"


def test_shares_of_different_ceremonies_are_not_gathered():
    mixed = [OTHER.shares[0], *MADE.shares[1:]]
    assert reason(gather, ED, MADE.certificates, MADE.dealings, mixed) == "threshold-key"
    assert reason(gather, ED, MADE.certificates, MADE.dealings, MADE.shares[:2]) == "trustees-shape"
