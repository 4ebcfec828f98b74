"""What browsers get: every built file is what its name and its checksum say, and nothing in it is somebody else's."""

import base64
import hashlib
import re
import subprocess
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import hatch_build
from governance.platform.web import assets

ROOT = Path(__file__).parents[2]
WELSH = "ŵŷŴŶâêîôûÂÊÎÔÛẁẃẅỳýÿïëöáéíóúàèìòù"
CLASSES = re.compile(r"""class(?:Name|es)?["']?\s*[=:]\s*["'`]([^"'`]*)""")
OURS = re.compile(r"\bapp-[a-z]+(?:(?:__|--?)[a-z]+)*(?![\w${-])")


@pytest.fixture(scope="module")
def style_sheet() -> str:
    return assets.asset("site.css").path.read_text()


@pytest.mark.parametrize("name", sorted(assets.built()))
def test_a_built_file_is_what_its_checksum_and_its_name_say(name: str) -> None:
    asset = assets.asset(name)
    content = asset.path.read_bytes()
    assert asset.integrity == "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert hashlib.sha256(content).hexdigest()[:16] in asset.file


def test_built_files_belong_to_the_sources_beside_them() -> None:
    stamp = (assets.FOLDER / "sources.sha256").read_text()
    assert stamp == hatch_build.fingerprint(), "sources have changed since: run `make assets`"


@pytest.mark.control("BOOTH-1")
def test_building_again_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build, "ASSETS", tmp_path / "assets")
    hatch_build.build()
    again = {path.name: path.read_bytes() for path in (tmp_path / "assets").iterdir()}
    assert again == {path.name: path.read_bytes() for path in assets.FOLDER.iterdir()}


@pytest.mark.control("BOOTH-1")
def test_a_package_from_a_folder_above_takes_no_part(tmp_path: Path) -> None:
    """In the home folder of whoever builds there may be anything."""
    source = tmp_path / "cydlais" / "entry.js"
    source.parent.mkdir()
    source.write_text('import { sha256 } from "@noble/hashes/sha2.js";\nconsole.log(sha256);\n')
    hatch_build.fetch_packages()
    alone = hatch_build.script(source, "esm")
    false = tmp_path / "node_modules" / "@noble" / "hashes"
    false.mkdir(parents=True)
    (false / "sha2.js").write_text('export const sha256 = "false";\n')
    (tmp_path / "tsconfig.json").write_text('{"compilerOptions": {"paths": {"@noble/*": ["./node_modules/@noble/*"]}}}')
    assert hatch_build.script(source, "esm") == alone
    assert b'"false"' not in alone


def test_a_package_that_is_not_locked_is_not_built_in(tmp_path: Path) -> None:
    source = tmp_path / "entry.js"
    source.write_text('import "nowhere-to-be-found";\n')
    hatch_build.fetch_packages()
    with pytest.raises(SystemExit, match="Could not resolve"):
        hatch_build.script(source, "esm")


def test_nothing_is_built_when_nothing_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build, "fetch_packages", lambda: pytest.fail("it began to build"))
    hatch_build.build()


def test_no_package_is_made_while_words_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "cy-easy: missing: 'Vote' (pages/votes/show.html:3)"
    refused = subprocess.CompletedProcess([], 1, stdout=told, stderr="")
    monkeypatch.setattr(hatch_build.subprocess, "run", lambda *_, **__: refused)
    with pytest.raises(SystemExit, match="cy-easy: missing"):
        hatch_build.require_every_word()


def test_a_package_is_made_when_every_word_is_there() -> None:
    hatch_build.require_every_word()


@pytest.mark.parametrize("weight", hatch_build.WEIGHTS)
def test_every_welsh_letter_is_in_the_one_font_file_of_its_weight(weight: int) -> None:
    letters = TTFont(assets.asset(f"atkinson-{weight}.woff2").path).getBestCmap()
    assert [letter for letter in WELSH if ord(letter) not in letters] == []


def test_the_style_sheet_shows_nothing_of_the_crown_and_fetches_only_our_fonts(style_sheet: str) -> None:
    fonts = {assets.asset(f"atkinson-{weight}.woff2").file for weight in hatch_build.WEIGHTS}
    assert set(re.findall(r"url\(([^)]*)\)", style_sheet)) == fonts
    assert [name for name in hatch_build.NOT_OURS if name in style_sheet] == []


def test_a_style_sheet_with_somebody_elses_arms_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build, "node", lambda *_: '.a{background:url("govuk-crest.svg")}')
    with pytest.raises(SystemExit, match="govuk-crest"):
        hatch_build.style_sheet()


def test_every_part_of_ours_that_a_page_names_has_a_style(style_sheet: str) -> None:
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "ballots").rglob("*.js")]
    named = {
        name
        for path in sources
        for classes in CLASSES.findall(path.read_text(encoding="utf-8"))
        for name in OURS.findall(classes)
    }
    assert len(named) > 10
    assert sorted(name for name in named if f".{name}" not in style_sheet) == []


def test_the_licences_of_what_is_served_are_served_with_it() -> None:
    parts = assets.asset("licences.txt").path.read_text().split(hatch_build.SEPARATOR)
    assert [part.split(" ")[0] for part in parts] == list(hatch_build.LICENCES)
    for part in parts:
        assert "Copyright" in part
        assert "Permission is hereby granted" in part or "SIL OPEN FONT LICENSE" in part.upper()


@pytest.mark.parametrize(
    ("name", "packages"),
    [
        ("site.css", ["govuk-frontend"]),
        ("app.js", ["govuk-frontend"]),
        ("booth.js", ["@noble/curves", "@noble/hashes", "uqr"]),
        ("keyroom.js", ["@noble/curves", "@noble/hashes", "@scure/bip39", "uqr"]),
    ],
)
def test_a_file_handed_on_alone_says_whose_parts_it_holds(name: str, packages: list[str]) -> None:
    text = assets.asset(name).path.read_text()
    assert [package for package in packages if hatch_build.terms(package) not in text] == []


def test_no_package_is_served_whose_terms_are_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build, "PACKAGES", tmp_path)
    (tmp_path / "nameless").mkdir()
    (tmp_path / "nameless" / "package.json").write_text('{"version": "1.0.0", "license": "MIT"}')
    with pytest.raises(SystemExit, match="nameless"):
        hatch_build.terms("nameless")


@pytest.mark.control("BOOTH-1")
@pytest.mark.parametrize("room", hatch_build.ROOMS)
def test_the_page_of_a_room_names_its_two_files_with_their_checksums(room: str) -> None:
    page = assets.asset(f"{room}.html").path.read_text()
    for name in ("site.css", f"{room}.js"):
        assert assets.asset(name).url in page
        assert f'integrity="{assets.asset(name).integrity}"' in page
    assert "{{" not in page
