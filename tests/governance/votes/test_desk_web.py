"""The desks of a vote and its open modes as people meet them in a browser."""

import re
from datetime import timedelta
from html import unescape

import pytest

from governance.access import service as access
from governance.actor import Assurance, Role
from governance.platform.texts import VARIANTS, Texts
from governance.votes import service as votes
from governance.votes.model import Mode
from governance.votes.model.asking import Kind, Option, Question, yes_or_no
from tests.ballots.blanks import make_blank
from tests.governance.conftest import Browser, Web
from tests.governance.votes import ballots, desk
from tests.governance.votes.ballots import OPENS, OPERATOR, QUESTION, Polling
from tests.governance.votes.desk import CLOSES

COLOURS = tuple(Option(name, Texts(en=name, cy=name)) for name in ("Red", "Green", "Blue"))
EVERY_KIND = (
    yes_or_no(QUESTION),
    Question(Kind.CHOOSE, Texts(en="Which two?", cy="Pa ddau?"), COLOURS, 1, 2),
    Question(Kind.RANKING, Texts(en="In what order?", cy="Ym mha drefn?"), COLOURS),
    Question(
        Kind.GRADES,
        Texts(en="How good?", cy="Pa mor dda?"),
        COLOURS,
        grades=(Texts(en="Good", cy="Da"), Texts(en="Bad", cy="Gwael")),
    ),
)
WHO_MUST_BE_HONEST = {
    Mode.HANDS: {
        "en": "Whoever counts the hands must count honestly",
        "cy": "Rhaid i bwy bynnag sy'n cyfrif y dwylo gyfrif yn onest",
        "en-easy": "The person who counts the hands must be honest",
        "cy-easy": "Rhaid i'r person sy'n cyfrif y dwylo fod yn onest",
    },
    Mode.RECORDED: {
        "en": "Nobody has to be trusted",
        "cy": "Nid oes rhaid ymddiried yn neb",
        "en-easy": "You need to trust nobody",
        "cy-easy": "Nid oes rhaid i chi ymddiried yn neb",
    },
    Mode.SIMPLE: {
        "en": "Whoever runs our computer must be honest",
        "cy": "Rhaid i bwy bynnag sy'n rhedeg ein cyfrifiadur fod yn onest",
        "en-easy": "The person who runs our computer must be honest",
        "cy-easy": "Rhaid i'r person sy'n rhedeg ein cyfrifiadur fod yn onest",
    },
    Mode.VERIFIABLE: {
        "en": "all 3 key-holders would have to break their promise together",
        "cy": "bob un o'r 3 deiliad allwedd dorri eu haddewid",
        "en-easy": "All 3 key-holders would have to be dishonest together",
        "cy-easy": "bob un o'r 3 deiliad allwedd fod yn anonest",
    },
}


async def member(web: Web, voter: ballots.Actor) -> Browser:
    async with web.database.reading() as view:
        account = await access.account_for(view, voter.member or "")
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.LINK)
    return browser


async def done(browser: Browser, page: str, path: str, data: dict[str, object]) -> str:
    """Look at a page, send a form from it, and read the page that comes next."""
    await browser.get(page)
    answer = await browser.post(path, data)
    assert answer.status_code == 303, unescape(answer.text)
    return unescape((await browser.get(answer.headers["location"])).text)


async def open_plain(web: Web, mode: Mode, **options: object) -> tuple[str, list[ballots.Actor]]:
    people = await ballots.found(web.database, count=4)
    options = {"mode": mode, "binding": mode is not Mode.SIMPLE, "closes_at": CLOSES, **options}
    vote_id, _ = await ballots.prepared(web.database, people, **options)  # type: ignore[arg-type]
    async with web.database.writing() as tx:
        await votes.open_vote(tx, web.keys, OPERATOR, vote_id, OPENS)
    return vote_id, people


async def on_paper(web: Web) -> Polling:
    return await ballots.opened(web.database, web.keys, count=3, on_paper=True, closes_at=CLOSES)


@pytest.mark.control("MODE-2")
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("mode", list(Mode))
async def test_every_vote_says_who_must_be_honest_in_every_variant(web: Web, mode: Mode, variant: str) -> None:
    people = await ballots.found(web.database, count=2)
    vote_id, _ = await ballots.prepared(web.database, people, mode=mode, binding=mode is not Mode.SIMPLE)
    reader = await member(web, people[0])
    about = unescape((await reader.get(f"/{variant}/votes/{vote_id}")).text)
    assert WHO_MUST_BE_HONEST[mode][variant] in about
    scrutineer = await web.signed_in(Role.SCRUTINEER)
    at_the_desk = unescape((await scrutineer.get(f"/{variant}/office/votes/{vote_id}")).text)
    assert WHO_MUST_BE_HONEST[mode][variant] in at_the_desk


async def test_two_tellers_give_out_a_paper_and_the_member_reads_that_they_vote_on_paper(web: Web) -> None:
    polling = await on_paper(web)
    page = f"/en/office/votes/{polling.vote}/paper"
    aled, bethan = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.SCRUTINEER)
    found = unescape((await aled.get(f"{page}?search=rhif 1")).text)
    assert "Aelod Rhif 1" in found
    assert "Aelod Rhif 2" not in found
    whose = {"member": polling.voters[0].member}
    said = await done(aled, page, f"{page}/issue", {**whose, "channel": "paper"})
    assert "Now the second teller confirms" in said
    assert "Somebody else confirms this" in said
    answer = await aled.post(f"{page}/confirm", whose)
    assert answer.status_code == 409
    assert "This takes a second person" in unescape(answer.text)
    assert "Hand over the paper" in await done(bethan, page, f"{page}/confirm", whose)
    own = await member(web, polling.voters[0])
    about = unescape((await own.get(f"/en/votes/{polling.vote}")).text)
    assert "You vote on paper in this vote, and not online." in about
    assert f"/votes/{polling.vote}/booth" not in about
    assert "Put the closed small envelope with the others" in await done(aled, page, f"{page}/back", whose)


@pytest.mark.control("BAL-16")
async def test_the_keeper_of_the_codes_cancels_by_program_and_the_member_reads_it(web: Web) -> None:
    polling = await on_paper(web)
    raw = polling.ballot(0)
    await votes.cast(web.database, web.keys, polling.voters[0], polling.vote, raw, received_at=OPENS)
    await desk.issue(web.database, web.keys, polling, 0)
    own = await member(web, polling.voters[0])
    about = unescape((await own.get(f"/en/votes/{polling.vote}")).text)
    assert "Your online vote still counts until it is cancelled." in about
    ballot, randomness = make_blank(polling.election, desk.secret(polling, 0))
    content = {"ballot": ballot.decode(), "randomness": [[str(power) for power in row] for row in randomness]}
    scrutineer = await web.signed_in(Role.SCRUTINEER)
    stranger = await scrutineer.post_json(f"/api/votes/{polling.vote}/cancellations", content)
    assert stranger.json()["type"] == "not-yours"
    assert (await scrutineer.client.get(f"/api/votes/{polling.vote}/cancellations")).json()["type"] == "not-yours"
    wrong = {**content, "randomness": [["1", "x", "²"]]}
    assert (await own.post_json(f"/api/votes/{polling.vote}/cancellations", wrong)).json()["type"] == "tampered-ballot"
    answer = await own.post_json(f"/api/votes/{polling.vote}/cancellations", content)
    assert answer.status_code == 200, answer.text
    about = unescape((await own.get(f"/en/votes/{polling.vote}")).text)
    assert "Your online vote from before was cancelled" in about


async def test_two_tellers_count_alone_and_see_cell_by_cell_where_they_differ(web: Web) -> None:
    polling = await on_paper(web)
    for voter in (0, 1):
        await desk.issue(web.database, web.keys, polling, voter)
        await desk.take_back(web.database, polling, voter)
    web.clock.move_to(CLOSES)
    await ballots.close(web.database, web.keys, polling, CLOSES)
    page = f"/en/office/votes/{polling.vote}/paper/count"
    aled, bethan = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.SCRUTINEER)
    counted = {"papers": 2, "spoilt": 0, "question_0_0": 0, "question_0_1": 2, "question_0_2": 0}
    assert "A second teller counts now" in await done(aled, page, page, counted)
    assert "Where you differ" not in unescape((await bethan.get(page)).text)
    differs = await done(bethan, page, page, {**counted, "question_0_1": 1, "question_0_2": 1})
    assert "You two found different things" in differs
    assert len(re.findall(r"<th scope=\"row\"", differs)) == 2
    await bethan.get(page)
    wrong = await bethan.post(page, {**counted, "papers": "many", "question_0_1": ""})
    assert wrong.status_code == 422
    assert "This is not a whole number." in unescape(wrong.text)
    too_many = await bethan.post(page, {**counted, "question_0_2": 5})
    assert "These numbers cannot come from so many papers" in unescape(too_many.text)
    assert "Two tellers counted the same" in await done(bethan, page, page, counted)
    await ballots.decrypt_all(web.database, polling, CLOSES)
    office = f"/en/office/votes/{polling.vote}"
    certify = unescape((await aled.get(f"{office}/declare")).text)
    assert "3 on the list, 0 online, 2 on paper or by phone, 0 cancelled:" in certify
    assert "it adds up." in certify
    assert "the result is declared" in await done(aled, f"{office}/declare", f"{office}/declare", {"name": "Aled"})
    again = await done(aled, office, f"{office}/again", {})
    assert "the same came out" in again


async def test_the_ballot_paper_is_the_same_whoever_prints_it_and_asks_in_both_languages(web: Web) -> None:
    polling = await on_paper(web)
    papers = set()
    for role, variant in ((Role.SECRETARY, "en"), (Role.SCRUTINEER, "cy")):
        teller = await web.signed_in(role)
        page = f"/{variant}/office/votes/{polling.vote}/paper"
        await teller.get(page)
        papers.add((await teller.post(f"{page}/ballot.html")).text)
    assert len(papers) == 1
    (paper,) = map(unescape, papers)
    for words in ("Shall we buy a minibus?", "A ddylem brynu bws mini?", "Tear off here", "Rhwygwch yma"):
        assert words in paper


async def test_hands_are_counted_twice_and_the_vote_is_closed_and_declared_in_the_room(web: Web) -> None:
    vote_id, people = await open_plain(web, Mode.HANDS, closes_at=None)
    chair, secretary = await web.signed_in(Role.CHAIR), await web.signed_in(Role.SECRETARY)
    page, office = f"/en/office/votes/{vote_id}/hands", f"/en/office/votes/{vote_id}"
    await done(chair, page, page, {"question_0_0": 0, "question_0_1": 2, "question_0_2": 2})
    again = await done(secretary, page, page, {"question_0_0": 0, "question_0_1": 3, "question_0_2": 1})
    assert "Count 1" in again
    assert "Count 2" in again
    await done(secretary, page, f"{office}/close", {})
    await done(secretary, f"{office}/declare", f"{office}/declare", {"name": "Ann"})
    outcome = (await secretary.get(f"/api/votes/{vote_id}")).json()["outcome"]
    assert outcome == {"yes": 3, "no": 1, "blank": 0, "took_part": 4, "roll": 4}
    reader = await member(web, people[0])
    for path in ("", "/result"):
        assert (await reader.get(f"/en/votes/{vote_id}{path}")).status_code == 200


async def test_members_answer_a_recorded_poll_without_a_code_and_read_each_others_names(web: Web) -> None:
    vote_id, people = await open_plain(web, Mode.RECORDED, questions=EVERY_KIND)
    own = await member(web, people[0])
    page = f"/en/votes/{vote_id}/answer"
    assert "You need no voting code." in unescape((await own.get(f"/en/votes/{vote_id}")).text)
    await own.get(page)
    passed_over = await own.post(page, {"right": people[0].member, "question_0": "0"})
    assert passed_over.status_code == 422
    assert "Please choose, or say that you do not want to choose." in unescape(passed_over.text)
    answers = {"question_0": "1", "question_1": ["0", "2"], "question_2_0": "2", "question_2_1": "1"}
    answers |= {"question_2_2": "0", "question_3_0": "2", "question_3_1": "0", "question_3_2": "1"}
    assert "You have voted" in await done(own, page, page, {"right": people[0].member, **answers})
    secretary = await web.signed_in(Role.SECRETARY)
    room = f"/en/office/votes/{vote_id}/room"
    blank = {"question_0": "blank", "question_1": "blank"}
    said = await done(secretary, room, room, {"right": people[1].member, **blank})
    assert "2 people have not voted yet." in said
    names = f"/en/votes/{vote_id}/names"
    assert "Aelod Rhif 2" not in (await own.get(names)).text
    web.clock.move_to(CLOSES + timedelta(seconds=5))
    async with web.database.writing() as tx:
        await votes.close_on_time(tx, web.keys, OPERATOR, vote_id, CLOSES + timedelta(seconds=5))
    own = await member(web, people[0])  # two weeks have passed
    table = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape((await own.get(names)).text)))
    assert "Aelod Rhif 1 No Red, Blue Red: 2; Green: 1 Red: Bad; Blue: Good" in table
    assert "Aelod Rhif 2 did not choose" in table


@pytest.mark.control("SEC-3")
async def test_a_simple_secret_poll_is_answered_once_and_no_log_names_the_request(web: Web) -> None:
    vote_id, people = await open_plain(web, Mode.SIMPLE)
    own = await member(web, people[0])
    page = f"/en/votes/{vote_id}/answer"
    shown = unescape((await own.get(page)).text)
    assert "You can vote once." in shown
    await done(own, page, page, {"right": people[0].member, "question_0": "0"})
    assert "You have voted. You cannot change your vote afterwards." in unescape((await own.get(page)).text)
    again = await own.post(page, {"right": people[0].member, "question_0": "1"}, page=f"/en/votes/{vote_id}")
    assert again.status_code == 409
    assert "under the rules each member votes once" in unescape(again.text)


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_desk_speaks_every_variant(web: Web, variant: str) -> None:
    polling = await on_paper(web)
    await desk.issue(web.database, web.keys, polling, 0)
    scrutineer = await web.signed_in(Role.SCRUTINEER, Role.MEMBER, Role.SECRETARY)
    for path in ("", "/paper?search=aelod", "/paper/count", "/declare", "/later", "/void", "/hands", "/room"):
        answer = await scrutineer.get(f"/{variant}/office/votes/{polling.vote}{path}")
        assert answer.status_code == 200, path
        assert answer.text.count("<h1") == 1
    assert (await scrutineer.get(f"/{variant}/votes/{polling.vote}/names")).status_code == 200


@pytest.mark.control("MODE-2")
async def test_nobody_is_offered_to_write_down_openly_what_a_vote_keeps_secret(web: Web) -> None:
    polling = await on_paper(web)
    own = await member(web, polling.voters[0])
    answer = await own.get(f"/en/votes/{polling.vote}/answer")
    assert answer.status_code == 409
    assert "This vote is taken in another way." in unescape(answer.text)
    assert "question_0" not in answer.text


async def test_a_vote_that_was_set_aside_is_held_again_from_its_page(web: Web) -> None:
    vote_id, _ = await open_plain(web, Mode.RECORDED)
    first, second = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.SCRUTINEER)
    office = f"/en/office/votes/{vote_id}"
    for officer in (first, second):
        await done(officer, f"{office}/void", f"{office}/void", {"reason": "wrong words"})
    said = await done(first, office, f"{office}/rerun", {})
    assert "This is the new vote." in said
    assert "To the vote that is held in its place" in unescape((await second.get(office)).text)
