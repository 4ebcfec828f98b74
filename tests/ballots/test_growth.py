"""An archive kept from earlier stands unchanged at the beginning of the later one, or somebody is told."""

import pytest

from ballots import Invalid, Unreadable, write_archive
from ballots.__main__ import main
from ballots.growth import Growth, compare
from tests.ballots.election_room import TIMESTAMP, archive_of, held, open_room, parts_of

ROOM = held()
PARTS = parts_of(ROOM.entries)
WHOLE = ROOM.archive()


def reason(earlier, later):
    with pytest.raises(Invalid) as refused:
        compare(earlier, later)
    return refused.value.code


def test_a_box_that_grew_is_told_by_how_much():
    assert compare(archive_of(PARTS[:3]), WHOLE) == Growth(events=3, ballots=2, more_events=7, more_ballots=2)
    assert compare(WHOLE, WHOLE) == Growth(events=10, ballots=4, more_events=0, more_ballots=0)


def test_a_box_that_shrank_is_told_whichever_of_the_two_was_named_first():
    with pytest.raises(Invalid, match="7 events, 2 of them ballots") as refused:
        compare(WHOLE, archive_of(PARTS[:3]))
    assert refused.value.code == "board-shrank"


def test_a_ballot_left_out_or_exchanged_is_told_with_its_place():
    with pytest.raises(Invalid, match="from event 2 on"):
        compare(WHOLE, archive_of([*PARTS[:2], *PARTS[3:]]))
    assert reason(archive_of(PARTS[:3]), archive_of([PARTS[0], PARTS[2], PARTS[1]])) == "board-changed"


def test_another_election_or_another_beginning_is_no_growth():
    assert reason(WHOLE, open_room(voters=2).archive()) == "board-changed"
    assert reason(WHOLE, b"".join(write_archive(ROOM.entries, TIMESTAMP + 1))) == "board-changed"


def test_other_data_before_the_same_event_are_noticed():
    kind, (election, trustees, _, setup) = PARTS[0]
    other = archive_of([(kind, (election, trustees, b"[]", setup)), *PARTS[1:]])
    assert reason(WHOLE, other) == "board-changed"


def test_both_files_are_read_to_their_end():
    for earlier, later, which in ((WHOLE[:-1], WHOLE, "earlier"), (WHOLE, WHOLE + bytes(512), "later")):
        with pytest.raises(Invalid, match=f"the {which} archive: "):
            compare(earlier, later)
    with pytest.raises(Unreadable):
        compare(WHOLE, b"")


def test_the_command_says_it_in_a_sentence(tmp_path, capsys):
    old, new = tmp_path / "old.bel", tmp_path / "new.bel"
    old.write_bytes(archive_of(PARTS[:3]))
    new.write_bytes(WHOLE)
    assert main(["compare", str(old), str(new)]) == 0
    assert capsys.readouterr().out == (
        "GREW: 3 events, 2 of them ballots, stand unchanged in both; 7 events, 2 of them ballots, came after them.\n"
    )
    assert main(["compare", str(new), str(new)]) == 0
    assert capsys.readouterr().out.startswith("SAME: 10 events")
    assert main(["compare", str(new), str(old)]) == 1
    assert capsys.readouterr().err.startswith("REFUSED: board-shrank: the later archive is the older one")
    assert main(["compare", str(new), str(tmp_path / "missing")]) == 2
    capsys.readouterr()
    (tmp_path / "empty").touch()
    assert main(["compare", str(new), str(tmp_path / "empty")]) == 2
    assert capsys.readouterr().err == f"STOPPED: {tmp_path / 'empty'} is not an election archive\n"
