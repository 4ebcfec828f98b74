"""Sign-in decisions, without a database."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.access.model import (
    IDLE,
    Quota,
    Stamp,
    clean_code,
    expiry_hour,
    fold,
    network,
    password_problem,
    read_stamp,
    short_code,
    spend,
    totp_step,
)

NOW = datetime(2027, 1, 4, 9, 0, 10, tzinfo=UTC)
KEY = b"k" * 32
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.control("AUTH-3")
@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("elevenchars", "password-too-short"),
        ("x" * 129, "password-too-long"),
        ("aaaaaaaaaaaaaaaa", "password-common"),
        ("passwordpassword", "password-common"),
        ("Password12345!!", "password-common"),
        ("1qaz2wsx3edc4rfv", "password-common"),
        ("Cwmbach-Gofal 1", "password-names-society"),
        ("CWMBACHGOFAL2027!", "password-names-society"),
        ("môr a mynydd glas", None),
        ("            zebra in the attic", None),
        ("cwmbach gofal but with a long tail", None),
    ],
)
def test_a_password_is_long_and_neither_common_nor_our_own_name(password: str, problem: str | None) -> None:
    assert password_problem(password, names=["Cwmbach Gofal"]) == problem


@pytest.mark.control("AUTH-3")
def test_length_counts_composed_letters() -> None:
    assert password_problem("o\u0302" * 3 + "qzxwvk" + "uy") == "password-too-short"


@given(st.text(max_size=200))
def test_every_text_gets_an_answer(password: str) -> None:
    problem = password_problem(password, names=["Cwmbach Gofal", ""])
    assert problem is not None or len(password) * 3 >= 12


@pytest.mark.control("AUTH-4")
def test_a_code_opens_one_step_each_way_and_no_further() -> None:
    generator = pyotp.TOTP(SECRET)
    step = int(NOW.timestamp()) // 30
    for distance, opens in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        code = generator.at((step + distance) * 30)
        assert (totp_step(SECRET, code, NOW, None) is not None) is opens


@pytest.mark.control("AUTH-4")
def test_a_step_that_was_used_opens_no_more_nor_do_earlier_ones() -> None:
    generator = pyotp.TOTP(SECRET)
    step = int(NOW.timestamp()) // 30
    assert totp_step(SECRET, generator.at(step * 30), NOW, step) is None
    assert totp_step(SECRET, generator.at((step - 1) * 30), NOW, step) is None
    assert totp_step(SECRET, generator.at((step + 1) * 30), NOW, step) == step + 1


def test_rubbish_is_no_code() -> None:
    for code in ("", "12345", "١٢٣٤٥٦", "abcdef", "0" * 1000):
        assert totp_step(SECRET, code, NOW, None) is None


def test_a_code_may_be_typed_with_capitals_spaces_dashes_and_look_alikes() -> None:
    code = short_code("some token")
    shouted = code.upper().replace("0", "O").replace("1", "I")
    assert clean_code(f" {shouted[:4]}-{shouted[4:]} ") == code


@given(st.text(min_size=1))
def test_a_short_code_has_eight_letters_that_survive_typing(token: str) -> None:
    assert len(short_code(token)) == 8
    assert clean_code(short_code(token)) == short_code(token)


@pytest.mark.parametrize("other", ["Ann@Example.org", " ann@example.org ", "ANN@EXAMPLE.ORG"])
def test_spellings_of_one_address_meet(other: str) -> None:
    assert fold(other) == "ann@example.org"


@pytest.mark.control("AUTH-13")
@given(st.lists(st.integers(0, 400), max_size=200))
def test_no_run_of_acts_exceeds_its_quota(pauses: list[int]) -> None:
    """In any stretch of one period at most twice `most` fit (a full burst, then the refill); at once at most `most`."""
    quota = Quota("test", 5, timedelta(microseconds=1000))
    now, full_at, taken = 0, None, []
    for pause in pauses:
        now += pause
        later = spend(quota, full_at, now)
        if later is not None:
            full_at = later
            taken.append(now)
    for start in taken:
        assert len([at for at in taken if at == start]) <= 5
        assert len([at for at in taken if start <= at < start + 1000]) <= 10


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("<script>", "unknown"),
    ],
)
def test_limits_see_the_network_and_not_the_machine(address: str, shared: str) -> None:
    assert network(address) == shared


@pytest.mark.control("SEC-3")
def test_the_end_of_a_sign_in_does_not_tell_when_it_began() -> None:
    ends = {expiry_hour(datetime(2027, 1, 4, 9, minute, tzinfo=UTC)) for minute in range(60)}
    assert ends == {datetime(2027, 1, 4, 21, tzinfo=UTC)}


@pytest.mark.control("AUTH-8")
def test_a_stamp_holds_the_idle_time_and_cannot_be_altered() -> None:
    stamp = Stamp("token", NOW.replace(microsecond=0), None)
    written = stamp.written(KEY)
    assert read_stamp(KEY, written) == stamp
    assert stamp.is_fresh(NOW + timedelta(minutes=29), IDLE)
    assert not stamp.is_fresh(NOW + timedelta(minutes=30), IDLE)
    later = written.replace(str(int(NOW.timestamp())), str(int(NOW.timestamp()) + 3600))
    assert read_stamp(KEY, later) is None
    assert read_stamp(b"x" * 32, written) is None


@given(st.text())
def test_no_text_is_taken_for_our_cookie(text: str) -> None:
    assert read_stamp(KEY, text) is None
