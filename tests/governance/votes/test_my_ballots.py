"""A member finds a ballot again with what their own device kept: nothing here knows whose it is."""

import pytest

from governance.votes import service as votes
from governance.votes.model import receipt_text
from governance.votes.showing.files import tracker_in
from tests.governance.conftest import Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS
from tests.governance.votes.test_web import voter


@pytest.mark.control("BAL-6")
async def test_the_receipt_file_of_the_booth_finds_the_ballot_and_whether_it_still_counts(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    first = await votes.cast(
        web.database, web.keys, polling.voters[0], polling.vote, polling.ballot(0, "yes"), received_at=OPENS
    )
    saved = "\n".join(["Your vote is in the box", "", first.short_code, first.tracker, "", first.text, first.signature])
    browser = await voter(web, polling, 0)
    page = f"/en/votes/{polling.vote}/box"
    await browser.get(page)
    files = {"receipt": ("receipt.txt", saved.encode())}
    answer = await browser.post(page, {"code": ""}, files=files)
    assert "Yes, it is in the box." in answer.text
    assert first.tracker in answer.text
    await votes.cast(
        web.database, web.keys, polling.voters[0], polling.vote, polling.ballot(0, "no"), received_at=OPENS
    )
    await browser.get(page)
    answer = await browser.post(page, {"code": ""}, files=files)
    assert "It was replaced by a later vote from the same person." in answer.text


async def test_a_code_is_found_where_no_file_is_chosen_beside_it(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    receipt = await votes.cast(
        web.database, web.keys, polling.voters[0], polling.vote, polling.ballot(0), received_at=OPENS
    )
    browser = await voter(web, polling, 0)
    page = f"/en/votes/{polling.vote}/box"
    not_chosen = {"receipt": ("", b"")}
    assert (await browser.post(page, {"code": ""}, page=page, files=not_chosen)).status_code == 422
    answer = await browser.post(page, {"code": receipt.short_code}, page=page, files=not_chosen)
    assert "Yes, it is in the box." in answer.text


@pytest.mark.control("BAL-7")
async def test_whoever_has_not_voted_reads_so_while_the_vote_is_open(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    await votes.cast(web.database, web.keys, polling.voters[0], polling.vote, polling.ballot(0), received_at=OPENS)
    has_not = "No vote of yours is in the box."
    pages = [(await (await voter(web, polling, number)).get(f"/en/votes/{polling.vote}")).text for number in (0, 1)]
    assert [has_not in page for page in pages] == [False, True]


TRACKER = "A" * 42 + "/"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (receipt_text("e" * 43, TRACKER, 3).encode(), TRACKER),
        (b"", ""),
        (b"\xff\xfe\x00", ""),
        (b"ballot " + b"A" * 44, ""),
    ],
)
def test_a_receipt_names_its_tracker_and_anything_else_names_none(content: bytes, found: str) -> None:
    assert tracker_in(content) == found
