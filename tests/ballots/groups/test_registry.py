import hashlib

import pytest

from ballots import Invalid, group
from ballots.groups import ARITHMETICS, NAMES, arithmetics, ed25519, registry

SHA256 = {
    "BELENIOS-2048": (
        "ef7979cebad81edd3a952d8005c6a18a57600586e6fe6086947b4988475d007f",
        "96649bff87fad6b5f819ba03df4f32759730a48fd8795c98d2d70bb84151f3ec",
        "77b9ebaada44d865ccf49c738654cebca8949b36b73514f53c0b48b0211653bb",
    ),
    "RFC-3526-2048": (
        "fea606ae11ad4f9415ca1470550ccfb82548318c2f80d063979cc0625b2aa434",
        "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35",
        "f45e01f6b983b03169ebed512f37948e995c9d7896deaa25af3d8ba4a0c44c8c",
    ),
}


def digest(number: object) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


@pytest.mark.control("BAL-11")
def test_the_constants_are_the_published_ones():
    for name, prime in (("BELENIOS-2048", registry.BELENIOS_P), ("RFC-3526-2048", registry.RFC3526_P)):
        here = group(name)
        assert (digest(prime), digest(here.encode([here.generator])[0]), digest(here.order)) == SHA256[name]


@pytest.mark.control("BAL-11")
@pytest.mark.parametrize("name", ["", "ed25519", "Ed25519 ", "BELENIOS-1024", "P-256", "{}", "RFC-3526-3072"])
def test_every_other_group_is_refused(name):
    assert name not in NAMES
    with pytest.raises(Invalid) as refused:
        group(name)
    assert refused.value.code == "unknown-group"


def test_the_fastest_arithmetic_at_hand_is_the_one_used():
    for name in NAMES:
        assert group(name).arithmetic == group(name, arithmetic=arithmetics(name)[0]).arithmetic
        assert list(arithmetics(name)) == [known for known in ARITHMETICS if known in arithmetics(name)]


def test_a_group_says_in_which_arithmetic_it_works():
    assert {name: group(name, arithmetic="library").arithmetic for name in NAMES} == {
        "BELENIOS-2048": "gmpy2",
        "RFC-3526-2048": "gmpy2",
        "Ed25519": "libsodium",
    }
    assert {group(name, arithmetic="pure").arithmetic for name in NAMES} == {"pure Python"}


def test_a_libsodium_that_accepts_points_outside_the_group_is_not_used(monkeypatch):
    monkeypatch.setattr(ed25519.bindings, "crypto_core_ed25519_is_valid_point", lambda _: True)
    assert not ed25519.sound()
    assert registry._library.__wrapped__("Ed25519") is None
