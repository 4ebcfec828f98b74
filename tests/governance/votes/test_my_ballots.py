"""A member finds a ballot again with what their own device kept: nothing here knows whose it is."""

from html import unescape

import pytest

from governance.votes import service as votes
from governance.votes.model import receipt_text
from governance.votes.showing.files import tracker_in
from tests.governance.conftest import Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS
from tests.governance.votes.counting import EVERY_KIND
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


async def test_whoever_locks_a_vote_themselves_reads_how_for_every_kind_and_not_after_the_end(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2, questions=EVERY_KIND)
    browser = await voter(web, polling, 0)
    page = f"/en/votes/{polling.vote}/cast"
    shown = unescape((await browser.get(page)).text)
    assert '--answers "[[1,0,0],[1,0,0,0],[0,0,0],[0,0,0]]"' in shown
    assert "1 is your first choice" in shown
    assert "1 is the best grade" in shown
    await ballots.close(web.database, web.keys, polling, OPENS)
    closed = unescape((await browser.get(page)).text)
    assert "This vote is not open." in closed
    assert "--answers" not in closed


async def test_after_the_end_nobody_reads_that_they_can_vote_or_that_the_list_can_be_put_right(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    await ballots.close(web.database, web.keys, polling, OPENS)
    browser = await voter(web, polling, 0)
    about = unescape((await browser.get(f"/en/votes/{polling.vote}")).text)
    assert "You can vote in this" not in about
    assert "You are on the list of this vote as" in about
    own = unescape((await browser.get(f"/en/votes/{polling.vote}/roll")).text)
    assert "two officers together can put the list right" not in own


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
