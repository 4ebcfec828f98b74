"""The first pages."""

import re
from datetime import date, timedelta

import pytest

from governance.platform.jobs.queue import enqueue
from tests.governance.conftest import Web


@pytest.mark.parametrize(
    ("accepted", "path"),
    [
        ("cy,en;q=0.8", "/cy/"),
        ("en-GB,en;q=0.9,cy;q=0.3", "/en/"),
        ("en;q=0.3, cy-GB;q=0.9", "/cy/"),
        ("fr", "/en/"),
        ("", "/en/"),
        ("cy;q=rubbish,,;;", "/cy/"),
    ],
)
async def test_a_first_visit_asks_how_to_read_and_marks_the_language_of_the_browser(
    web: Web, accepted: str, path: str
) -> None:
    browser = web.browser()
    answer = await browser.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (303, "/start")
    page = (await browser.get("/start", headers={"Accept-Language": accepted})).text
    marked = re.findall(r'name="variant" type="radio" value="([a-z-]+)" checked', page)
    assert marked == [path.strip("/")]


async def test_who_goes_on_without_choosing_is_not_asked_again(web: Web) -> None:
    browser = web.browser()
    await browser.post("/start", {}, page="/start")
    assert (await browser.get("/")).headers["location"] == "/en/"


async def test_the_first_page_is_there_in_every_variant(web: Web) -> None:
    for variant, language in (("en", "en"), ("cy", "cy"), ("en-easy", "en"), ("cy-easy", "cy")):
        answer = await web.browser().get(f"/{variant}/")
        assert answer.status_code == 200
        assert f' lang="{language}"' in answer.text.partition("<head>")[0]


async def test_there_is_no_fifth_variant(web: Web) -> None:
    assert (await web.browser().get("/fr/")).status_code == 404


@pytest.mark.control("OPS-7")
async def test_health_tells_what_a_machine_may_watch_and_nothing_of_anybody(web: Web) -> None:
    async with web.database.writing() as tx:
        enqueue(tx, "sign-in-link-wanted", {"link": "ann"}, due_at=web.clock.now())
    answer = (await web.browser().get("/health", headers={"Host": "any.example"})).json()
    assert set(answer) == {"status", "version", "now", "disk_free_mb", "queue", "last_backup_on"}
    assert (answer["status"], answer["now"]) == ("ok", web.clock.now().isoformat())
    assert answer["disk_free_mb"] > 0
    assert (answer["queue"], answer["last_backup_on"]) == ({"late": 0, "given_up": 0}, None)

    web.settings.backup_folder.mkdir()
    (web.settings.backup_folder / "coop-1.backup").touch()
    web.clock.pass_time(timedelta(minutes=6))
    later = (await web.browser().get("/health")).json()
    assert later["queue"] == {"late": 1, "given_up": 0}
    assert date.fromisoformat(later["last_backup_on"])
