import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import (
    Invalid,
    group,
    is_code,
    new_code,
    public_of,
    read_credentials,
    require_code,
    require_members,
    write_credentials,
)
from ballots.encoding import write
from tests.ballots.election_room import counter
from tests.ballots.vectors import POSITIVE, archive_path, private

ED = group("Ed25519")


@given(st.text(max_size=8))
@settings(max_examples=30, deadline=None)
def test_new_codes_have_the_form_of_codes(seed):
    assert is_code(new_code(counter(seed)))


def test_codes_use_every_character_and_reject_the_rest_of_the_drawn_values():
    drawn = bytes(range(256)) * 2
    position = iter(drawn)
    code = new_code(lambda size: bytes(next(position) for _ in range(size)))
    assert code == "12345-6789AB-CDEFG-HJKLMN"
    assert len({letter for _ in range(60) for letter in new_code()} - {"-"}) == 58


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ABCDE-FGHJKL-MNPQR",
        "12345-6789AB-CDEFG-HJKLM0",
        "12345-6789AB-CDEFG-HJKLMNP",
        "12345-6789AB-CDEFG-HJKLMN ",
        "123456789ABCDEFGHJKLMN",
    ],
)
def test_what_is_no_code_is_told_by_its_form(text):
    assert not is_code(text)


@pytest.mark.parametrize("name", [name for name in POSITIVE if name.endswith("Ed25519")])
def test_published_codes_give_their_published_credentials(name):
    for credential in private(name)["credentials"]:
        assert public_of(credential["private"], private(name)["uuid"], ED) == credential["public"]
    assert archive_path(name).stem == private(name)["uuid"]


@pytest.mark.parametrize("name", ["a-single-B2048", "c-weights-B2048", "e-mixnet-RFC3526"])
def test_codes_of_older_releases_belong_to_their_lists_too(name):
    """Releases 2.0 to 2.2 derive otherwise (§4.1): that is no part of the library, whose verifier sees no code."""
    content = private(name)
    in_group = group(content["group"])
    for credential in content["credentials"]:
        code = credential["private"]
        derived = hashlib.pbkdf2_hmac("sha256", code.encode(), content["uuid"].encode(), 1000, 32)
        secret = int.from_bytes(derived, "big") % in_group.order
        assert in_group.encode([in_group.secret_power(in_group.generator, secret)]) == [credential["public"]]
        assert not is_code(code)
        with pytest.raises(Invalid, match="code-shape"):
            require_code(code)


def test_a_password_typed_as_a_code_is_recognised():
    require_code("12345-6789AB-CDEFG-HJKLMN")
    with pytest.raises(Invalid, match="password"):
        require_code("abcde-FGHJK-12345")
    for other in ("abcde", "12345-6789AB-CDEFG-HJKLM", "12345-6789AB-CDEFG-HJKLM0"):
        with pytest.raises(Invalid, match="groups of 5, 6, 5 and 6"):
            require_code(other)


def _publics(number):
    return [public_of(new_code(counter(str(index))), "a" * 14, ED) for index in range(number)]


def test_the_order_of_the_list_does_not_depend_on_the_order_of_the_voters():
    publics = _publics(6)
    assert write_credentials(ED, publics) == write_credentials(ED, publics[::-1])
    assert list(read_credentials(write_credentials(ED, publics))) == sorted(publics, key=ED.sort_key)


def test_weights_travel_with_their_credentials():
    weights = dict(zip(_publics(3), (1, 7, 2**31), strict=True))
    listed = read_credentials(write_credentials(ED, list(weights), weights))
    assert listed.weights == weights
    assert listed.total_weight == 2**31 + 8
    assert len(listed) == 3
    assert read_credentials(write(["a,99999999999", "b,1"])).total_weight == 10**11


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        (["a", "b,1"], "weights-mixed"),
        (["a,1", "b"], "weights-mixed"),
        (["a", "a"], "credential-repeated"),
        (["a,1", "a,2"], "credential-repeated"),
        (["a,01"], "credentials-shape"),
        (["a,-1"], "credentials-shape"),
        (["a,"], "credentials-shape"),
        (["a,1,login"], "credentials-shape"),
        (["a,100000000000", "b,1"], "total-weight"),
        (["a," + "9" * 900], "total-weight"),
        ([1], "credentials-shape"),
        ({}, "credentials-shape"),
    ],
)
def test_a_list_that_says_something_twice_or_badly_is_refused(entries, code):
    with pytest.raises(Invalid) as refused:
        read_credentials(write(entries))
    assert refused.value.code == code


@pytest.mark.control("BAL-2")
def test_credentials_are_members_of_the_group_and_somebodys():
    require_members(ED, _publics(2))
    with pytest.raises(Invalid, match="not-in-group"):
        require_members(ED, [*_publics(1), f"{0:064x}"])
    with pytest.raises(Invalid, match="neutral-element"):
        require_members(ED, [*_publics(1), f"{1:064x}"])
