"""The keyroom in Chromium against the real server: keys and codes made, kept, proved, lost and brought back."""

import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from pypdfium2 import PdfDocument
from sqlalchemy import select
from zxingcpp import read_barcodes

from ballots import group, public_of, write_credentials
from ballots.keyfiles import read_key_file
from ballots.recovery import seed_of
from ballots.roles.key_holder import Alone, derived, short_name
from governance.actor import Role
from governance.votes.records import CredentialListRecord
from tests.browser import keyroom_room
from tests.browser.keyroom_room import PASSWORD, PATIENCE, Holder, House
from tests.browser.looking import THEMES, faults, faults_of_colour, too_wide
from tests.browser.sent import found_in

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
    async with house.database.reading() as view:
        listed = select(CredentialListRecord.content).where(CredentialListRecord.vote == house.vote)
        content = await view.scalar(listed)
    made = [code for (code,) in codes]
    assert content == write_credentials(ED, [public_of(code, house.uuid, ED) for code in made])
    sent = await keeper.sent.bytes()
    assert found_in(sent, [code.replace("-", "").encode() for code in made]) == []
    assert found_in(sent, [code.encode() for code in made]) == []
    assert keeper.said == []


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
    pages = PdfDocument(await keeper.page.pdf(prefer_css_page_size=True))
    texts = [page.get_textpage().get_text_range() for page in pages]
    assert len(texts) == len(PEOPLE)
    for text, letter, page, title, person in zip(texts, shown, pages, TITLES, PEOPLE, strict=True):
        (code,) = CODE.findall(letter)
        assert str(person["name"]) in text
        assert title in text
        assert code in text
        assert [found.text for found in read_barcodes(page.render(scale=2).to_pil())] == [code]
        assert [round(length) for length in page.get_size()] == [595, 842]
    assert "With this code you vote for Dai Evans." in texts[3]
    await keeper.page.emulate_media(media="print")
    assert await keeper.page.locator(".app-letter").evaluate_all(SIZES) == [16, 16, 20, 20]


SIZES = """(letters) => letters.map((letter) => {
  const points = (part) => Math.round(parseFloat(getComputedStyle(part).fontSize) * 0.75);
  return Math.min(...[...letter.querySelectorAll("p, li, h2, address div")].map(points));
})"""
"""The smallest letters of each letter, in points."""


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


@pytest.mark.parametrize("theme", THEMES)
async def test_colours_are_strong_enough_on_desk_words_and_letters(house: House, theme: str) -> None:
    holder = await house.sits_down(Role.KEY_HOLDER)
    await holder.enter()
    assert await faults_of_colour(holder.page, theme) == []
    await holder.press("Make my key")
    await holder.press("Make my key now")
    assert await faults_of_colour(holder.page, theme) == []
