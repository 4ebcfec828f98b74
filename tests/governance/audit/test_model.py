"""Any change to the chain is found, and the first bad entry is named."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.audit.model import FIRST, ChainBroken, Entry, Head, commit_to, link, verify

AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for seq in range(1, length + 1):
        entries.append(
            link(
                seq=seq,
                at=AT,
                actor="account:a",
                action="meeting.called",
                object=f"m{seq}",
                data_hash=commit_to("salt", {"seq": seq}),
                prev=entries[-1].hash if entries else FIRST,
            )
        )
    return entries


def test_a_whole_chain_holds() -> None:
    entries = chain(5)
    assert verify(entries) == Head(5, entries[-1].hash)
    assert verify([]) == Head(0, FIRST)


@pytest.mark.control("AUD-3")
@given(length=st.integers(2, 12), data=st.data())
def test_any_alteration_names_the_first_bad_entry(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    kept = [Head(length, entries[-1].hash)]
    at = data.draw(st.integers(0, length - 1))
    kind = data.draw(st.sampled_from(["alter", "drop", "swap", "truncate", "rewrite"]))
    bad = list(entries)
    first_bad = at + 1
    if kind == "alter":
        bad[at] = Entry(at + 1, AT, "account:x", "a", "o", entries[at].data_hash, entries[at].prev, entries[at].hash)
    elif kind == "drop":
        del bad[at]
    elif kind == "swap":
        other = (at + 1) % length
        bad[at], bad[other] = bad[other], bad[at]
        first_bad = min(at, other) + 1
    elif kind == "truncate":
        bad = bad[:at]
    else:  # a new chain from here on, consistent in itself: only the kept head gives it away
        bad = bad[:at]
        for entry in entries[at:]:
            prev = bad[-1].hash if bad else FIRST
            bad.append(link(seq=entry.seq, at=AT, actor="x", action="a", object="o", data_hash="d", prev=prev))
        first_bad = length
    with pytest.raises(ChainBroken) as broken:
        verify(bad, kept)
    assert broken.value.seq == first_bad


@pytest.mark.control("AUD-4")
def test_the_commitment_says_nothing_without_its_salt() -> None:
    assert commit_to("a", {"name": "Ann"}) != commit_to("b", {"name": "Ann"})
    assert commit_to("a", {"name": "Ann"}) == commit_to("a", {"name": "Ann"})
