"""The pages about a result and its proof, for every kind of question, in every variant."""

import pytest

from governance.votes import service as votes
from tests.governance.conftest import Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, QUESTION
from tests.governance.votes.counting import EVERY_KIND, LATER, SAID, cast, declare, of_yes_and_no
from tests.governance.votes.test_web import voter


async def test_a_result_is_a_sentence_a_picture_and_a_table_for_every_question(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=4, questions=EVERY_KIND)
    for number, said in enumerate(SAID):
        await cast(web.database, web.keys, polling, number, said)
    browser = await voter(web, polling, 0)
    page = f"/votes/{polling.vote}"
    early = (await browser.get(f"/en{page}/result")).text
    assert "There is no result yet" in early
    assert "Bryn" not in early
    for file in ("counts", "3/answers", "3/papers"):
        assert (await browser.get(f"/en{page}/result/{file}")).status_code == 404
    await declare(web.database, web.keys, polling)
    told = (await browser.get(f"/en{page}/result")).text
    for words in (
        "More said yes than no",
        "Most votes: Bryn (2 of 3)",
        "The votes are opened, and are counted by the rules next",
        "Turnout: 3 of 4 people who may vote.",
        "Level, with 1 each: Ann, Carys.",
    ):
        assert words in told
    assert told.count("<svg viewBox") == 3, "rankings have no picture: each picture would be a rule for counting them"
    papers = await browser.get(f"/en{page}/result/3/papers")
    assert papers.text.startswith("3 1\n1 0\n1 1 2 0\n1 2 1 3 0\n0\n")
    assert (await browser.get(f"/en{page}/result/4/answers")).text.splitlines()[0].endswith("ballots,Ann,Bryn,Carys")
    for variant in ("cy", "en-easy", "cy-easy"):
        for path in ("result", "proof", "count"):
            assert (await browser.get(f"/{variant}{page}/{path}")).status_code == 200
    easy = (await browser.get(f"/en-easy{page}/result")).text
    assert "2 of 2 people said yes." in easy


async def test_the_proof_of_what_was_mixed_says_what_was_opened_and_how_to_check_it(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=3, questions=EVERY_KIND[2:3])
    for number, said in enumerate(SAID):
        await cast(web.database, web.keys, polling, number, said[2:3])
    browser = await voter(web, polling, 0)
    page = f"/en/votes/{polling.vote}"
    await ballots.close(web.database, web.keys, polling, LATER)
    counting = (await browser.get(f"{page}/count")).text
    assert "2 of 5 steps are done" in counting
    assert "The key-holders mix the locked votes: 0 of 3" in counting
    assert "The key-holders open the mixed votes" in counting
    assert (await browser.get(f"{page}/bindings")).status_code == 404


async def test_a_declared_proof_offers_all_files_and_says_what_is_missing(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=3, questions=EVERY_KIND[2:3])
    for number, said in enumerate(SAID):
        await cast(web.database, web.keys, polling, number, said[2:3])
    browser = await voter(web, polling, 0)
    page = f"/en/votes/{polling.vote}"
    assert (await browser.get(f"{page}/checkpoints")).status_code == 404
    await declare(web.database, web.keys, polling)
    proof = (await browser.get(f"{page}/proof")).text
    assert proof.count("Proved") == 5
    for words in (
        "The key-holders opened only what was mixed",
        "belenios-tool 2.0, which Debian and Ubuntu have, does not",
        "--against *.checkpoint --signed-by ",
        "--bindings *.binding",
        "Nobody outside keeps copies of the checkpoints of this vote.",
    ):
        assert words in proof
    for file in ("archive", "checkpoints", "bindings", "codes"):
        assert (await browser.get(f"{page}/{file}")).status_code == 200


@pytest.mark.control("SMALL-2")
async def test_a_single_paper_shows_on_no_page_and_in_no_answer(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=6, smallest_cell=5)
    for number in range(5):
        await cast(web.database, web.keys, polling, number, [[0, 1, 0]])
    await declare(web.database, web.keys, polling, of_yes_and_no(1, 0, 0, 1))
    browser = await voter(web, polling, 0)
    told = (await browser.get(f"/en/votes/{polling.vote}/result")).text
    assert "More said yes than no: Shall we buy a minibus?</h1>" in told
    assert "Only the outcome and the turnout are told." in told
    assert "Turnout: 6 of 6 people who may vote." in told
    assert "<svg viewBox" not in told
    answer = (await browser.get(f"/api/votes/{polling.vote}")).json()
    assert (answer["outcome"], answer["tallies"]) == (None, None)
    assert (await browser.get(f"/en/votes/{polling.vote}/result/counts")).status_code == 404
    async with web.database.reading() as view:
        assert votes.outcome(await votes.find(view, OPERATOR, polling.vote)) is not None, "the decision needs it"


async def test_each_group_has_a_row_and_one_without_a_result_says_so(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=3, joint="both", classes=["citizen"])
    for number, said in enumerate(([[0, 1, 0]], [[0, 0, 1]], [[0, 1, 0]])):
        await cast(web.database, web.keys, polling, number, said)
    async with web.database.writing() as tx:
        workers = [ballots.RollLine(polling.voters[0].member or "", "worker")]
        await votes.prepare(
            tx, OPERATOR, question=QUESTION, roll=workers, opens_at=OPENS, now=OPENS, joint="both", classes=["worker"]
        )
    await declare(web.database, web.keys, polling)
    browser = await voter(web, polling, 0)
    told = (await browser.get(f"/en/votes/{polling.vote}/result")).text
    for words in (
        "Group by group",
        "More yes",
        "In favour: 2; Against: 1;",
        "Not told",
        "Not all groups have a result yet.",
    ):
        assert words in told
