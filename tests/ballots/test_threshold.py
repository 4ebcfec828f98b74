"""A committee as published, and what must hold of it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import Invalid, combined_key, group, hex_of, read_trustees, write_trustees
from ballots.ceremony import certify
from ballots.encoding import write
from ballots.threshold import lagrange, read_threshold
from tests.ballots.committee_room import hold_ceremony
from tests.ballots.election_room import counter
from tests.ballots.vectors import VECTORS, private

ED = group("Ed25519")
MADE = hold_ceremony(ED, counter())
OTHER = hold_ceremony(ED, counter("other"))
PUBLISHED = {
    "f-threshold-Ed25519": "Ed25519",
    "f-threshold-only-Ed25519": "Ed25519",
    "f-threshold-B2048-by3.3": "BELENIOS-2048",
}


def parameters():
    return json.loads(MADE.parameters)


def reason(value):
    with pytest.raises(Invalid) as refused:
        read_threshold(ED, value)
    return refused.value.code


def resigned(signed, change):
    """The message with a change, under the old signature."""
    message = json.loads(signed["message"])
    change(message)
    return {**signed, "message": write(message).decode()}


@pytest.mark.parametrize(("archive", "name"), PUBLISHED.items())
def test_published_committees_are_accepted_with_the_published_fingerprints(archive, name):
    value = json.loads(json.loads((VECTORS / archive / "dkg.json").read_text())["threshold_parameters"])
    committee = read_threshold(group(name), value)
    assert committee.threshold == value["threshold"]
    shown = private(archive)["election_checksums"]["trustees_threshold"][0]["trustees"]
    assert [hex_of(member.fingerprint) for member in committee.members] == [each["verification_key"] for each in shown]
    assert [hex_of(member.certificate) for member in committee.members] == [each["pki_key"] for each in shown]


@pytest.mark.parametrize("places", [(1, 2), (1, 3), (2, 3), (3, 1)])
def test_enough_shares_give_the_secret_of_the_committee(places):
    powers = lagrange(places, ED.order)
    secret = sum(power * MADE.secrets[place - 1] for place, power in zip(places, powers, strict=True)) % ED.order
    committee = read_threshold(ED, parameters())
    assert ED.encode([ED.secret_power(ED.generator, secret)]) == ED.encode([committee.public_key])


def test_one_share_too_few_gives_another_secret():
    committee = read_threshold(ED, parameters())
    for secret in MADE.secrets:
        assert ED.encode([ED.secret_power(ED.generator, secret)]) != ED.encode([committee.public_key])


@pytest.mark.parametrize(("size", "threshold"), [(1, 1), (2, 1), (3, 3), (4, 3)])
def test_committees_of_every_size_and_threshold(size, threshold):
    made = hold_ceremony(ED, counter(), size=size, threshold=threshold)
    trustees = read_trustees(ED, write_trustees([], [made.parameters]))
    powers = lagrange(range(1, threshold + 1), ED.order)
    secret = sum(power * share for power, share in zip(powers, made.secrets, strict=False))
    assert combined_key(ED, trustees) == ED.encode([ED.secret_power(ED.generator, secret)])[0]


@pytest.mark.parametrize("threshold", [0, 1, 3, 4, "2", True, -1])
def test_the_threshold_is_the_one_that_the_certificates_name(threshold):
    code = reason({**parameters(), "threshold": threshold})
    assert code in ("threshold-certificate", "trustees-shape")


@pytest.mark.parametrize("name", ["certs", "coefexps", "signatures", "verification_keys"])
def test_nothing_is_missing_repeated_or_in_another_place(name):
    value = parameters()
    first, second, third = value[name]
    codes = {
        "certs": "threshold-certificate",
        "coefexps": "threshold-signature",
        "signatures": "threshold-signature",
        "verification_keys": "threshold-key",
    }
    for wrong in (
        [second, first, third],
        [first, first, third],
        [json.loads(OTHER.parameters)[name][0], second, third],
    ):
        assert reason({**value, name: wrong}) in (codes[name], "threshold-signature")
    shorter = "threshold-certificate" if name == "certs" else "trustees-shape"
    assert reason({**value, name: [first, second]}) == shorter
    assert reason({**value, name: "x"}) == "trustees-shape"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("group", "BELENIOS-2048"),
        ("size", 4),
        ("threshold", 3),
        ("index", 2),
    ],
)
def test_a_certificate_names_its_committee_and_its_place(name, change):
    value = parameters()
    value["certs"][0] = resigned(value["certs"][0], lambda message: message["context"].update({name: change}))
    assert reason(value) == "threshold-certificate"


@pytest.mark.control("BAL-1")
def test_a_certificate_signed_by_another_key_is_refused():
    value = parameters()
    for key in ("verification", "encryption"):
        value["certs"][0] = resigned(value["certs"][0], lambda message, key=key: message.update({key: generator()}))
        assert reason(value) == "threshold-certificate"


@pytest.mark.control("BAL-1")
def test_two_members_with_one_key_are_refused():
    """The signatures leave out the key, so one key in two places would sign for both."""
    seed = MADE.seeds[0]
    value = parameters()
    value["certs"][1] = json.loads(certify(ED, seed, size=3, threshold=2, index=2, draw=counter()))
    assert reason(value) == "threshold-certificate"
    with pytest.raises(Invalid, match="two members have the same key"):
        read_threshold(ED, value)


def generator():
    return ED.encode([ED.generator])[0]


@pytest.mark.control("BAL-2")
@pytest.mark.parametrize(("text", "code"), [(f"{0:064x}", "not-in-group"), ("6" * 63, "element-spelling")])
def test_every_element_is_a_member_of_the_group(text, code):
    for name, place in (("certs", "verification"), ("certs", "encryption"), ("coefexps", 0), ("coefexps", 1)):
        value = parameters()
        value[name][2] = resigned(
            value[name][2],
            lambda message, name=name, place=place: (
                message["coefexps"] if name == "coefexps" else message
            ).__setitem__(place, text),
        )
        assert reason(value) == code
    value = parameters()
    value["verification_keys"][1]["public_key"] = text
    assert reason(value) == code


def test_a_key_that_belongs_to_no_secret_is_refused():
    value = parameters()
    neutral = f"{1:064x}"
    value["certs"][2] = resigned(value["certs"][2], lambda message: message.update({"encryption": neutral}))
    assert reason(value) == "neutral-element"


@pytest.mark.control("BAL-1")
@pytest.mark.parametrize(
    ("name", "place", "code"),
    [
        ("certs", ("signature",), "threshold-certificate"),
        ("coefexps", ("signature",), "threshold-signature"),
        ("signatures", (), "threshold-signature"),
        ("verification_keys", ("signature",), "threshold-signature"),
        ("verification_keys", ("pok",), "trustee-proof"),
    ],
)
def test_no_proof_can_be_altered(name, place, code):
    for number in range(3):
        for part in ("challenge", "response"):
            value = parameters()
            proof = value[name][number]
            for step in place:
                proof = proof[step]
            proof[part] = str((int(proof[part]) + 1) % ED.order)
            assert reason(value) == code


@pytest.mark.parametrize("length", [1, 3])
def test_each_member_has_as_many_coefficients_as_the_threshold(length):
    value = parameters()
    value["coefexps"][0] = resigned(
        value["coefexps"][0], lambda message: message.update(coefexps=(message["coefexps"] * 2)[:length])
    )
    assert reason(value) == "trustees-shape"


def test_a_committee_too_large_to_check_is_refused_at_once():
    value = parameters()
    assert reason({**value, "certs": value["certs"] * 86}) == "trustees-shape"
    with pytest.raises(Invalid, match="at most 255 members"):
        read_threshold(ED, {**value, "certs": value["certs"] * 86})


@given(st.data())
def test_any_points_of_a_polynomial_give_its_value_at_zero(data):
    order = ED.order
    polynomial = data.draw(st.lists(st.integers(0, order - 1), min_size=1, max_size=6))
    count = st.integers(len(polynomial), 9)
    places = data.draw(count.flatmap(lambda n: st.lists(st.integers(1, 255), min_size=n, max_size=n, unique=True)))
    values = [sum(a * place**power for power, a in enumerate(polynomial)) for place in places]
    powers = lagrange(places, order)
    assert sum(value * power for value, power in zip(values, powers, strict=True)) % order == polynomial[0]


def test_the_form_of_release_2_is_refused_and_the_reason_is_said():
    value = parameters()
    without = {name: content for name, content in value.items() if name != "signatures"}
    value["certs"] = [resigned(cert, lambda message: message.pop("context")) for cert in value["certs"]]
    for old in (without, value):
        assert reason(old) == "threshold-context"
        with pytest.raises(Invalid, match=r"release 2\.0"):
            read_threshold(ED, old)


@pytest.mark.parametrize("value", [None, [], "x", 1, {"signatures": []}, {"extra": 1, "signatures": []}])
def test_anything_else_is_not_a_committee(value):
    assert reason(value) == "trustees-shape"


def test_a_committee_without_a_secret_is_refused(monkeypatch):
    drawn = iter([5, 7, ED.order - 5, 11])
    monkeypatch.setattr("ballots.ceremony.below", lambda *_: next(drawn))
    with pytest.raises(Invalid, match="a committee's key protects nothing"):
        hold_ceremony(ED, counter(), size=2, threshold=2)
