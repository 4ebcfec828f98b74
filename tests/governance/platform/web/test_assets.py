"""Built files as browsers fetch them."""

import json
from pathlib import Path

import pytest

from governance.platform.web import assets
from tests.governance.conftest import Web


@pytest.mark.parametrize(("accepted", "coding"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip")])
async def test_a_style_sheet_comes_compressed_as_the_browser_likes_it(web: Web, accepted: str, coding: str) -> None:
    answer = await web.browser().get(assets.asset("site.css").url, headers={"Accept-Encoding": accepted})
    assert answer.headers["content-encoding"] == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert int(answer.headers["content-length"]) < assets.asset("site.css").path.stat().st_size / 4
    assert answer.content == assets.asset("site.css").path.read_bytes()


async def test_a_browser_that_takes_nothing_compressed_gets_it_plain(web: Web) -> None:
    answer = await web.browser().get(assets.asset("app.js").url, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == assets.asset("app.js").path.read_bytes()


async def test_a_built_file_is_kept_for_ever_and_leaves_no_cookie(web: Web) -> None:
    answer = await web.browser().get(assets.asset("atkinson-400.woff2").url)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "font/woff2"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "file",
    ["manifest.json", "sources.sha256", "site.css", "..%2Ftheme%2Fapp.js", f"{assets.asset('site.css').file}.br"],
)
async def test_only_what_the_manifest_names_is_served(web: Web, file: str) -> None:
    assert (await web.browser().get(f"/static/{file}")).status_code == 404


async def test_the_booths_page_has_no_second_address_without_its_policy(web: Web) -> None:
    assert (await web.browser().get(assets.asset("booth.html").url)).status_code == 404


@pytest.mark.parametrize("missing", ["everything", "one file"])
def test_missing_files_are_named_with_what_mends_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "one file":
        (tmp_path / assets.MANIFEST).write_text(json.dumps({"a.css": {"file": "a-1.css", "integrity": "sha384-"}}))
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    assets.built.cache_clear()
    try:
        with pytest.raises(assets.NotBuilt, match="make setup"):
            assets.built()
    finally:
        assets.built.cache_clear()


@pytest.mark.control("WEB-1")
async def test_pages_are_compressed_for_strangers_and_never_for_people_who_are_signed_in(web: Web) -> None:
    stranger = await web.browser().get("/en/sign-in", headers={"Accept-Encoding": "gzip"})
    assert stranger.headers["content-encoding"] == "gzip"
    assert int(stranger.headers["content-length"]) < len(stranger.content)
    member = await (await web.signed_in()).get("/en/sign-in", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in member.headers
