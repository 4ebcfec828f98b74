"""The packs that come with this library: dated data, never code."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from constitution.errors import UnknownPack

FOLDERS = ("calendar", "clauses", "law", "reference", "rules", "words")


@cache
def pack(name: str) -> dict[str, Any]:
    """The parsed pack, such as "law/ccbsa2014". It is shared: read it, never change it."""
    if name not in names(name.rpartition("/")[0]):
        raise UnknownPack(name)
    return tomllib.loads((files("constitution") / "packs" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def names(folder: str = "") -> tuple[str, ...]:
    """The packs in one of the ``FOLDERS``."""
    shelf = files("constitution") / "packs"
    if folder not in ("", *FOLDERS):
        return ()
    found = (book.name for book in (shelf / folder if folder else shelf).iterdir())
    stems = sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))
    return tuple(f"{folder}/{stem}" if folder else stem for stem in stems)


def clause(name: str) -> Any:
    """A model clause as plain data, such as "society/quorum" of the pack "clauses/society"."""
    folder, _, key = name.rpartition("/")
    found = pack(f"clauses/{folder}")
    if key not in found:
        raise UnknownPack(name)
    return found[key]
