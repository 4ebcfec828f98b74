import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import BallotsError, Invalid, b64_of, hex_hash, hex_of
from ballots.encoding import (
    CONTAINERS,
    DEPTH,
    LARGE,
    decimal,
    read,
    read_uuid,
    read_weight,
    scalar,
    write,
    write_weight,
)

values = st.recursive(
    st.booleans() | st.none() | st.integers(-(10**15), 10**15) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abé\x7f\\", max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(values)
def test_what_is_written_reads_back(value):
    assert read(write(value)) == value


@pytest.mark.control("BAL-14")
@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text('[]{}",:0123456789.eE+-\\u dtrfalsn', max_size=40).map(str.encode))
def test_bytes_are_read_as_they_would_be_written_or_refused(data):
    try:
        value = read(data)
    except BallotsError:
        return
    assert write(value) == data


@pytest.mark.control("BAL-14")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1,"a":1}', "not-canonical"),
        (b'{"a":1,"a":2}', "not-canonical"),
        (b"[NaN]", "json"),
        (b"[Infinity]", "json"),
        (b"[-Infinity]", "json"),
        (b"[1.0]", "json"),
        (b"[1e3]", "json"),
        (b"[" + b"9" * 5000 + b"]", "json"),
        (b"[-0]", "not-canonical"),
        (b"[01]", "json"),
        (b'["\\ud800"]', "json"),
        (b'["\xed\xa0\x80"]', "json"),
        (b'["\xff"]', "json"),
        (b'["\\u0041"]', "not-canonical"),
        (b'["\x7f"]', "not-canonical"),
        (b'["\\/"]', "not-canonical"),
        (b"[1, 2]", "not-canonical"),
        (b" []", "not-canonical"),
        (b"[]\n", "not-canonical"),
        (b"\xef\xbb\xbf[]", "json"),
        (b"", "json"),
        (b"[1]x", "json"),
        (b"[" * 20_000 + b"]" * 20_000, "json"),
        (b'{"a":' * 20_000, "json"),
        (b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1), "json"),
        (b'[{"a":' * (DEPTH // 2) + b"[]" + b"}]" * (DEPTH // 2), "json"),
        (b"[" * 20_000 + b'"' * 20_000 + b"]" * 20_000, "json"),
        (b'[\\"' + b"[" * 20_000 + b'\\"' + b"]" * 20_000, "json"),
        (b'["\\\\",' + b"[" * DEPTH + b"]" * DEPTH + b"]", "json"),
        (b"[" + b"1," * 200_000 + b"1]", "too-large"),
    ],
)
def test_parser_tricks_are_refused(data, code):
    with pytest.raises(Invalid) as refused:
        read(data)
    assert refused.value.code == code


@pytest.mark.control("BAL-14")
@pytest.mark.parametrize("empty", [b"[]", b"{}"])
def test_a_small_file_cannot_fill_the_memory_with_empty_things(empty):
    assert len(read(b"[" + b",".join([empty] * (CONTAINERS - 1)) + b"]", LARGE)) == CONTAINERS - 1
    with pytest.raises(Invalid, match="lists and objects"):
        read(b"[" + b",".join([empty] * CONTAINERS) + b"]", LARGE)


def test_half_a_character_is_never_published():
    with pytest.raises(Invalid, match="half a character"):
        write({"name": "\udcff"})


def test_brackets_inside_text_are_no_depth():
    assert read(write(["[{" * 100 + '"\\"'])) == ["[{" * 100 + '"\\"']
    assert read(b"[" * DEPTH + b"]" * DEPTH)


def test_control_characters_are_written_as_the_tools_write_them():
    assert write("\n\t\r\b\f\x01\x7f/é") == '"\\n\\t\\r\\b\\f\\u0001\\u007f/é"'.encode()


@pytest.mark.parametrize("text", ["", "-1", "+1", "01", " 1", "1 ", "1_0", "٣", "1.0", "0x1", "9" * 2000])
def test_only_plain_decimals_are_numbers(text):
    with pytest.raises(Invalid):
        decimal(text, "number")


def test_scalars_stop_below_the_order():
    assert scalar("6", 7) == 6
    for wrong in ("7", "13", 6, None, ["6"]):
        with pytest.raises(Invalid):
            scalar(wrong, 7)


@given(st.integers(0, 2**40))
@settings(max_examples=40, deadline=None)
def test_weights_survive_writing(weight):
    written = write_weight(weight)
    assert read_weight(written, "w") == weight
    assert isinstance(written, int) == (weight <= 1073741823)


@pytest.mark.parametrize("spelled", ["5", "1073741823", 1073741824, "05", True, -1])
def test_a_weight_has_one_spelling(spelled):
    with pytest.raises(Invalid) as refused:
        read_weight(spelled, "result-shape")
    assert refused.value.code == "result-shape"


@given(st.binary(max_size=20))
@settings(max_examples=30, deadline=None)
def test_a_tracker_is_the_hash_in_another_spelling(data):
    digest = hex_hash(data)
    assert len(b64_of(digest)) == 43
    assert hex_of(b64_of(digest)) == digest


@pytest.mark.parametrize("text", ["", "A" * 42, "A" * 44, "A" * 42 + "=", "A" * 42 + "-", "A" * 42 + "B"])
def test_what_cannot_be_a_tracker_is_refused(text):
    with pytest.raises(Invalid):
        hex_of(text)


def test_a_uuid_is_at_least_fourteen_base58_characters():
    assert read_uuid("a" * 14, "c") == "a" * 14
    for wrong in ("a" * 13, "a" * 13 + "0", "a" * 13 + "l", "a" * 14 + "\n"):
        with pytest.raises(Invalid):
            read_uuid(wrong, "c")


@pytest.mark.parametrize("value", ["a", "é", "日本", "🗳️"])
def test_text_travels_raw(value):
    assert write(value) == json.dumps(value, ensure_ascii=False).encode()
