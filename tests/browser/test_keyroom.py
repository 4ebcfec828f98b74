"""The keyroom in Chromium against the real server: keys and codes made, kept, proved, lost and brought back."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, expect
from sqlalchemy import select

from ballots import (
    ceremony,
    check_ballot,
    check_blank,
    group,
    public_of,
    read_credentials,
    read_election,
    read_trustees,
    write_credentials,
)
from ballots.channel import channel_keys, new_seed, receive
from ballots.keyfiles import Seat, read_key_file
from ballots.recovery import seed_of, words_of
from ballots.roles.key_holder import Alone, Member, derived, short_name
from governance.actor import Role, platform
from governance.platform.db import Transaction
from governance.votes import service as votes
from governance.votes.records import CredentialListRecord, VoteRecord
from governance.votes.service.ceremony import Messages, published_trustees
from tests.browser import keyroom_room
from tests.browser.keyroom_room import PASSWORD, PATIENCE, Holder, House
from tests.browser.looking import THEMES, faults, faults_of_colour, too_wide
from tests.browser.sent import found_in
from tests.governance.platform import printing
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR

pytestmark = pytest.mark.asyncio(loop_scope="session")

CODE = re.compile(r"\w{5}-\w{6}-\w{5}-\w{6}")
DESK = "Your part in this vote, on this device"
ED = group("Ed25519")


@pytest_asyncio.fixture(loop_scope="session")
async def house(chrome: Browser, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[House]:
    """A vote that three key-holders open together."""
    async with keyroom_room.house(chrome, sqlite_template, tmp_path, needed=3) as house:
        yield house


async def looks_right(holder: Holder) -> None:
    """In Welsh Easy Read, which is the longest, and in English."""
    for variant in ("cy-easy", "en"):
        await holder.page.locator(f"#variant-{variant}").click()
        assert await faults(holder.page) == []
        assert await too_wide(holder.page) == []


# --- a key ----------------------------------------------------------------------------------------------------------


@pytest.mark.control("KEY-1")
async def test_a_key_is_made_kept_proved_and_sent_and_nothing_of_its_secret_is(house: House) -> None:
    holder = await house.sits_down(Role.KEY_HOLDER)
    holder.look = looks_right
    await holder.enter()
    await holder.now_reads(DESK)
    await holder.makes_a_key("Siân")
    await holder.now_reads(DESK)
    seed = seed_of(holder.words)
    made = derived(ED, seed, None)
    assert isinstance(made, Alone)
    short = short_name(made.public_text)
    await holder.sees(f"{short[:4]} {short[4:]}")
    assert read_key_file(holder.file.read_bytes()).unlock(PASSWORD) == seed
    assert holder.file.name == f"{short}.privkey"
    sent = await holder.sent.bytes()
    assert made.public_text.encode() in sent
    assert found_in(sent, [seed, made.secret, holder.words.encode(), PASSWORD.encode()]) == []
    assert holder.said == []
    await holder.page.route("**/ceremony", another_key)
    await holder.now_reads("Stop: something does not hold")
    await holder.sees("key-other")


async def another_key(route: Route) -> None:
    """The server shows a key-holder somebody else's key as theirs."""
    answer = await route.fetch()
    facts = await answer.json()
    facts["key"] = facts["keys"][0] = "0000 0000"
    await route.fulfill(response=answer, json=facts)


@pytest.mark.parametrize("secret", [bytes(range(40, 72)), 2**251 - 17], ids=["bytes", "a number"])
@pytest.mark.parametrize(
    "leak",
    [
        lambda raw, _: raw[9:17],
        lambda raw, _: raw[4:20].hex().upper().encode(),
        lambda raw, _: base64.b64encode(b"x" + raw),
        lambda raw, _: base64.urlsafe_b64encode(raw),
        lambda raw, number: raw[::-1] if number else raw,
        lambda raw, number: str(number).encode()[3:30] if number else raw[-8:],
    ],
)
@pytest.mark.control("KEY-1")
async def test_a_leak_would_be_found(secret: bytes | int, leak) -> None:
    number = secret if isinstance(secret, int) else 0
    raw = secret if isinstance(secret, bytes) else secret.to_bytes(32, "big")
    assert found_in(b"before" + leak(raw, number) + b"after", [secret])
    assert found_in(b"nothing of it", [secret]) == []


@pytest.mark.long
async def test_slips_on_the_way_are_named_and_mended(house: House) -> None:
    holder = await house.sits_down(Role.KEY_HOLDER)
    page = holder.page
    await holder.enter()
    await holder.press("Make my key")
    await holder.press("Make my key now")
    await holder.now_reads("Write these 24 words on paper")
    holder.words = " ".join(await page.locator(".app-words li").all_inner_texts())
    await holder.press("I have written them down")
    await page.locator("input[id^=word-]").first.fill("zebra")
    await holder.press("Check these words")
    await expect(page.locator(".govuk-error-summary")).to_be_focused()
    await looks_right(holder)
    await holder.press("Back")
    await holder.now_reads("Write these 24 words on paper")
    await holder.press("I have written them down")
    await holder.gives_words_back()
    await holder.chooses("elevenchars")
    await holder.press("Lock the file and save it")
    await holder.sees("The password needs at least 12 characters")
    await holder.chooses(PASSWORD, "something else")
    await holder.press("Lock the file and save it")
    await holder.sees("The two passwords differ")
    await looks_right(holder)
    await holder.chooses(PASSWORD)
    async with page.expect_download(timeout=PATIENCE) as saving:
        await holder.press("Lock the file and save it")
    await holder.now_reads("Prove that you can open it")
    await holder.press("Open the file")
    await holder.sees("Choose the file")
    holder.file = holder.folder / "cut short.privkey"
    saved = (await (await saving.value).path()).read_bytes()
    holder.file.write_bytes(saved[:-9])
    await holder.opens_the_file()
    await holder.sees("The file is not as it was saved.")
    holder.file.write_bytes(saved)
    await holder.opens_the_file("naw ci ar y tŷ")
    await holder.sees("This is not the password of this file")
    await looks_right(holder)
    assert not [one for one in holder.sent.requests if one.method == "POST"]


async def test_words_and_keys_are_not_left_open_on_an_empty_desk(house: House) -> None:
    holder = await house.sits_down(Role.KEY_HOLDER)
    await holder.page.clock.install()
    await holder.enter()
    await holder.press("Make my key")
    await holder.press("Make my key now")
    await holder.now_reads("Write these 24 words on paper")
    await holder.page.clock.fast_forward("01:00:00")
    await holder.now_reads("Are you still there?")
    assert await holder.page.locator(".app-words").count() == 0
    await looks_right(holder)
    await holder.press("Yes, go on")
    await holder.now_reads(DESK)
    await holder.sees("Make my key")


# --- the codes ------------------------------------------------------------------------------------------------------


async def makes_codes(keeper: Holder) -> None:
    await keeper.enter()
    await keeper.now_reads(DESK)
    await keeper.press("Make the voting codes")
    await keeper.now_reads("Make the voting codes")
    await keeper.press("Make the codes now")
    await keeper.keeps_the_file()
    await keeper.now_reads(DESK)


@pytest.mark.control("CRED-1")
@pytest.mark.control("KEY-1")
async def test_codes_are_made_and_handed_out_and_only_their_list_is_sent(house: House) -> None:
    keeper = await house.sits_down(Role.SCRUTINEER)
    keeper.look = looks_right
    await makes_codes(keeper)
    await keeper.press("Give every member one code")
    await keeper.now_reads("Give out the codes")
    assert await keeper.page.locator(".app-people li").count() == 4
    await keeper.press("All letters (4)")
    await keeper.now_reads("Letters to print: 4")
    letters = await keeper.page.locator(".app-letter").all_inner_texts()
    codes = [CODE.findall(letter) for letter in letters]
    assert [len(found) for found in codes] == [1, 1, 1, 1]
    assert ["Eich cod pleidleisio" in letter for letter in letters] == [True] * 4
    made = [code for (code,) in codes]
    assert await published_list(house) == write_credentials(ED, [public_of(code, house.uuid, ED) for code in made])
    sent = await keeper.sent.bytes()
    assert found_in(sent, [code.replace("-", "").encode() for code in made]) == []
    assert found_in(sent, [code.encode() for code in made]) == []
    assert keeper.said == []


async def published_list(house: House) -> bytes:
    listed = select(CredentialListRecord.content).where(CredentialListRecord.vote == house.vote)
    async with house.database.reading() as view:
        return await view.scalar(listed) or b""


PEOPLE = [
    {"name": "Ann Siôn", "email": "sion@example.org", "language": "cy", "formats": [], "lent_by": None},
    {"name": "Bet Two", "email": None, "language": "en", "formats": ["easy"], "lent_by": None},
    {"name": "Gwŷr Tŷ", "email": None, "language": "cy", "formats": ["large-print"], "lent_by": None},
    {"name": "Non Four", "email": None, "language": "en", "formats": ["large-print"], "lent_by": "Dai Evans"},
]
TITLES = ("Eich cod pleidleisio", "Your code for voting", "Eich cod pleidleisio", "Your voting code")


async def handing_out(house: House) -> Holder:
    """The keeper before the list of people, each of another kind."""
    keeper = await house.sits_down(Role.SCRUTINEER)
    await makes_codes(keeper)
    people = [{"line": line, "address": "1 Heol y Bont\nWrecsam", **one} for line, one in enumerate(PEOPLE, 1)]
    await keeper.page.route("**/recipients", lambda route: route.fulfill(json=people))
    await keeper.press("Give every member one code")
    await keeper.now_reads("Give out the codes")
    return keeper


async def test_letters_are_printed_on_a_page_each_in_everybodys_language_and_size(house: House) -> None:
    keeper = await handing_out(house)
    await keeper.press("All letters (4)")
    await keeper.now_reads("Letters to print: 4")
    shown = await keeper.page.locator(".app-letter").all_inner_texts()
    pdf = await keeper.page.pdf(prefer_css_page_size=True)
    texts = printing.texts(pdf)
    assert len(texts) == len(PEOPLE)
    codes = [CODE.findall(letter)[0] for letter in shown]
    assert printing.codes(pdf) == codes
    assert {round(page.width / page.height, 2) for page in printing.pages(pdf)} == {0.71}  # A4
    assert any("Atkinson" in face for face in printing.fonts(pdf))
    for text, code, title, person in zip(texts, codes, TITLES, PEOPLE, strict=True):
        assert str(person["name"]) in text
        assert title in text
        assert code in text
    assert "With this code you vote for Dai Evans." in texts[3]
    await keeper.page.emulate_media(media="print")
    assert await keeper.page.locator(".app-letter").evaluate_all(SIZES) == [16, 16, 20, 20]


SIZES = """(letters) => letters.map((letter) => {
  const points = (part) => Math.round(parseFloat(getComputedStyle(part).fontSize) * 0.75);
  return Math.min(...[...letter.querySelectorAll("p, li, h2, address div")].map(points));
})"""
"""The smallest letters of each letter, in points."""


@pytest.mark.long
@pytest.mark.control("CRED-1")
async def test_a_file_and_a_mail_are_made_on_the_device_alone(house: House) -> None:
    keeper = await handing_out(house)
    before = len(keeper.sent.requests)
    await keeper.page.get_by_label("Find a person by name").fill("gwyr")
    assert await keeper.page.locator(".app-people li").count() == 1
    await keeper.page.get_by_label("Find a person by name").fill("sion")
    async with keeper.page.expect_download() as saving:
        await keeper.press("File Ann Siôn")
    text = (await (await saving.value).path()).read_text(encoding="utf-8")
    (code,) = CODE.findall(text)
    assert "Siôn" not in text
    assert "Ewch i localhost" in text
    await keeper.page.evaluate(CATCH_MAIL)
    await keeper.press("Draft an e-mail Ann Siôn")
    mail = unquote(await keeper.page.evaluate("window.mail"))
    assert mail.startswith("mailto:sion@example.org?subject=Eich cod pleidleisio")
    assert code in mail
    assert len(keeper.sent.requests) == before
    assert "Draft an e-mail Gwŷr Tŷ" not in await keeper.page.inner_text("main")


CATCH_MAIL = """() => {
  const press = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (this.href.startsWith("mailto:")) window.mail = this.href;
    else press.call(this);
  };
}"""


async def test_colours_are_strong_enough_on_the_desk_and_on_the_words(house: House) -> None:
    holder = await house.sits_down(Role.KEY_HOLDER)
    await holder.enter()
    desk = [await faults_of_colour(holder.page, theme) for theme in THEMES]
    await holder.press("Make my key")
    await holder.press("Make my key now")
    await holder.now_reads("Write these 24 words on paper")
    words = [await faults_of_colour(holder.page, theme) for theme in THEMES]
    assert [*desk, *words] == [[]] * 2 * len(THEMES)


@pytest.mark.long
@pytest.mark.control("BAL-16")
async def test_a_blank_ballot_is_cast_under_the_code_that_the_tellers_ask_for(house: House) -> None:
    """The server names public credentials; whose they are is not said here."""
    keeper = await house.sits_down(Role.SCRUTINEER)
    await makes_codes(keeper)
    await ballots.bring_keys(house.database, house.vote, "Ed25519")
    async with house.database.writing() as tx:
        vote = await votes.open_vote(tx, house.keys, OPERATOR, house.vote, OPENS)
    election, listed = read_election(vote.election or b""), read_credentials(await published_list(house))
    due, sent = sorted(listed)[2], []

    async def tellers(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data_json)
        await route.fulfill(json={"credentials": [due]})

    await keeper.page.route("**/cancellations", tellers)
    await keeper.press("Replace online votes by paper ones")
    await keeper.sees("Online votes to be replaced: 1.")
    await looks_right(keeper)
    await keeper.press("Cast the blank ballots")
    await keeper.now_reads(DESK)
    (made,) = sent
    ballot = check_ballot(election, listed, made["ballot"].encode())
    assert ballot.credential == due
    check_blank(election, ballot, [[int(power) for power in row] for row in made["randomness"]])
    assert keeper.said == []


# --- a committee ----------------------------------------------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="session")
async def committee(chrome: Browser, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[House]:
    """A vote whose key any two of three people can use."""
    async with keyroom_room.house(chrome, sqlite_template, tmp_path, needed=2) as house:
        yield house


class AtACommandLine:
    """A member who makes the same steps with the library, and hands them over through the same service."""

    def __init__(self, house: House) -> None:
        self.house, self.seed = house, new_seed()
        self.actor = platform("test-key-holder")

    async def brings(self, step: votes.Step) -> None:
        async with self.house.database.writing() as tx:
            vote = await votes.find(tx, OPERATOR, self.house.vote)
            found = await votes.messages(tx, vote)
            seat = await votes.free_seat(tx, vote) if step is votes.Step.CERTIFICATE else self.seat
            assert seat is not None
            self.seat = seat
            content = await self.made(tx, vote, found, step)
            await votes.hand_over(tx, self.actor, self.house.vote, OPENS, step=step, content=content)

    async def made(self, tx: Transaction, vote: VoteRecord, found: Messages, step: votes.Step) -> bytes:
        certificates = found.whole(votes.Step.CERTIFICATE) or []
        if step is votes.Step.CERTIFICATE:
            return ceremony.certify(ED, self.seed, size=3, threshold=2, index=self.seat)
        if step is votes.Step.COMMITMENT:
            self.dealing = ceremony.deal(ED, self.seed, certificates)
            return ceremony.commitment(self.dealing).encode()
        if step is votes.Step.DEALING:
            return self.dealing
        committed = [text.decode() for text in found.whole(votes.Step.COMMITMENT) or []]
        letter = await votes.letter(tx, vote, self.seat)
        return ceremony.finish(ED, self.seed, certificates, letter or b"", "Non", committed=committed)


async def everybody_made(house: House, step: votes.Step) -> None:
    for _ in range(300):
        async with house.database.reading() as view:
            found = await votes.messages(view, await votes.find(view, OPERATOR, house.vote))
        if found.whole(step) is not None:
            return
        await asyncio.sleep(0.1)
    raise TimeoutError(step)


def secrets_of(holder: Holder, house: House, found: Messages, seat: int) -> list[bytes | int]:
    """All that a member must keep: the seed, the channel's, the polynomial, what it was dealt, and its share."""
    seed = seed_of(holder.words)
    member = derived(ED, seed, Seat(2, 3, seat))
    assert isinstance(member, Member)
    keys = channel_keys(ED, member.seed)
    share = ceremony.share_secret(ED, member.seed, found.of(votes.Step.SHARE)[seat])
    own = ED.decode([keys.verification_key])[0]
    sealed = json.loads(found.of(votes.Step.DEALING)[seat])["polynomial"]
    polynomial = json.loads(receive(ED, keys, own, sealed))["polynomial"]
    numbers = [keys.signing, keys.decryption, share, *map(int, polynomial)]
    return [seed, member.seed.encode(), holder.words.encode(), PASSWORD.encode(), *numbers]


@pytest.mark.long
@pytest.mark.control("KEY-1")
@pytest.mark.control("BAL-10")
async def test_two_browsers_and_a_command_line_make_one_key_and_send_nothing_of_its_secret(committee: House) -> None:
    first, second = [await committee.sits_down(Role.KEY_HOLDER) for _ in range(2)]
    third = AtACommandLine(committee)
    for holder in (first, second):
        await holder.enter()
        await holder.makes_a_key("Siân")
        await holder.now_reads(DESK)
    await first.sees("We wait for these key-holders: 3.")
    await second.page.reload()  # and forgets the key
    await third.brings(votes.Step.CERTIFICATE)
    await third.brings(votes.Step.COMMITMENT)
    await second.press("Open my key file")
    await second.now_reads("Open my key file")
    await second.opens_the_file()
    await everybody_made(committee, votes.Step.COMMITMENT)
    await third.brings(votes.Step.DEALING)
    for holder in (first, second):
        await holder.sees("Compare your fingerprints")
        await holder.sees("We wait for these key-holders: 3.")
    await third.brings(votes.Step.SHARE)
    for holder in (first, second):
        await holder.sees("All is ready on your side.")
    async with committee.database.reading() as view:
        found = await votes.messages(view, await votes.find(view, OPERATOR, committee.vote))
        trustees = await published_trustees(view, await votes.find(view, OPERATOR, committee.vote))
    assert len(read_trustees(ED, trustees or b"").each) == 3
    shorts = await first.page.locator(".govuk-summary-list__value").all_inner_texts()
    assert shorts == list(votes.fingerprints(found))
    for seat, holder in enumerate((first, second), 1):
        sent = await holder.sent.bytes()
        assert found.of(votes.Step.DEALING)[seat] in sent
        assert found_in(sent, secrets_of(holder, committee, found, seat)) == []
        assert holder.said == []


@pytest.mark.long
async def test_two_who_begin_at_once_both_get_a_place_and_keep_their_words(committee: House) -> None:
    slow, quick, late = [await committee.sits_down(Role.KEY_HOLDER) for _ in range(3)]
    for holder in (slow, late):
        await holder.enter()
        await holder.press("Make my key")
        await holder.press("Make my key now")
        await holder.now_reads("Write these 24 words on paper")
        holder.words = " ".join(await holder.page.locator(".app-words li").all_inner_texts())
        await holder.press("I have written them down")
        await holder.gives_words_back()
        await holder.now_reads("Choose a password")
    await quick.enter()
    await quick.makes_a_key()
    await quick.now_reads(DESK)
    for holder in (slow, late):
        await holder.keeps_the_file()
        await holder.now_reads(DESK)
    for holder, seat in ((quick, 1), (slow, 2), (late, 3)):
        member = derived(ED, seed_of(holder.words), Seat(2, 3, seat))
        assert read_key_file(holder.file.read_bytes()).purpose.fingerprint == member.fingerprint
        assert holder.said == []


@pytest.mark.long
async def test_a_lost_key_comes_back_from_its_words(committee: House) -> None:
    holder = await committee.sits_down(Role.KEY_HOLDER)
    await holder.enter()
    await holder.makes_a_key()
    await holder.now_reads(DESK)
    await holder.page.reload()
    await holder.now_reads(DESK)
    await holder.page.get_by_text("I have lost my key file").click()
    await looks_right(holder)
    await holder.page.get_by_text("I have lost my key file").click()
    await holder.press("Bring my key back with the 24 words")
    field = holder.page.get_by_label("The 24 words")
    wrong = ["zebrra", *holder.words.split()[1:]]
    for typed, said in (
        (" ".join(wrong), "Word 1, “zebrra”, is not in the list. Perhaps it is “zebra”."),
        (" ".join(holder.words.split()[1:]), "These are 23 words, and there are 24"),
        (words_of(bytes(32)), "These words are a key, but not your key for this vote"),
    ):
        await field.fill(typed)
        await holder.press("Bring my key back")
        await holder.sees(said)
    await looks_right(holder)
    lost = holder.file
    await field.fill(holder.words)
    await holder.press("Bring my key back")
    await holder.keeps_the_file()
    await holder.now_reads(DESK)
    assert holder.file == lost
    await holder.sees("We wait for these key-holders: 2, 3.")
    assert holder.said == []


@pytest.mark.long
@pytest.mark.control("BAL-10")
async def test_dealings_other_than_the_committed_ones_stop_the_ceremony(committee: House) -> None:
    """The server shows other commitments, after the browser has seen the true ones and dealt."""
    holder = await committee.sits_down(Role.KEY_HOLDER)
    others = [AtACommandLine(committee) for _ in range(2)]
    for number, other in enumerate(others):
        other.actor = platform(f"test-key-holder-{number}")
    await holder.enter()
    await holder.makes_a_key()
    await holder.now_reads(DESK)
    for step in (votes.Step.CERTIFICATE, votes.Step.COMMITMENT):
        for other in others:
            await other.brings(step)
    await everybody_made(committee, votes.Step.COMMITMENT)
    await holder.sees("We wait for these key-holders: 2, 3.")
    await holder.page.route("**/ceremony", late_commitments)
    for other in others:
        await other.brings(votes.Step.DEALING)
    await holder.now_reads("Stop: something does not hold")
    await holder.sees("threshold-commitment")
    await looks_right(holder)
    assert not [one for one in holder.sent.requests if one.url.endswith("/ceremony/share")]


async def late_commitments(route: Route) -> None:
    answer = await route.fetch()
    facts = await answer.json()
    if facts["letter"]:
        letter = json.loads(facts["letter"])
        letter["coefexps"][2] = letter["coefexps"][1]
        letter["signatures"][2] = letter["signatures"][1]
        facts["letter"] = json.dumps(letter, ensure_ascii=False, separators=(",", ":"))
        facts["commitments"][2] = facts["commitments"][1]
    await route.fulfill(response=answer, json=facts)
