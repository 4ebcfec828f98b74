"""In Chromium, the booth's modules give what the vectors and the Python library give, to the byte."""

from collections.abc import Iterator

import pytest

from ballots import GROUPS, read_credentials, verify
from ballots.ballot import check_ballot
from tests.ballots.booth.engine import Engine
from tests.ballots.booth.same_vectors import CHECKS
from tests.ballots.election_room import WITH_BLANK, YES_OR_NO, open_room
from tests.browser.booth_alone import page


@pytest.fixture(scope="module")
def booth() -> Iterator[Engine]:
    with page() as engine:
        yield engine


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_booth_gives_the_same_in_chromium(booth, check, name):
    check(booth, name)


@pytest.mark.parametrize("name", GROUPS)
def test_a_ballot_with_the_randomness_of_the_browser_verifies_and_counts(booth, name):
    room = open_room(name, (YES_OR_NO, WITH_BLANK), voters=1)
    parts = {"raw": room.election.raw.hex(), "code": room.codes[0], "answers": [[0, 1], [0, 1, 0, 1]]}
    made = booth.act("ballot", **parts)
    ballot = bytes.fromhex(made["raw"])
    assert check_ballot(room.election, read_credentials(room.credentials), ballot).tracker == made["tracker"]
    room.put(ballot)
    room.count()
    assert verify(room.archive()).result == [[0, 1], [0, 1, 0, 1]]
