"""The packs that come with this library: dated data, never code."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from constitution.errors import UnknownPack


@cache
def pack(name: str) -> dict[str, Any]:
    """The parsed pack, such as "law/ccbsa2014". It is shared: read it, never change it."""
    if name not in names(name.rpartition("/")[0]):
        raise UnknownPack(name)
    return tomllib.loads((files("constitution") / "packs" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def names(folder: str = "") -> tuple[str, ...]:
    """The packs in a folder: "rules", "law" or "calendar"."""
    shelf = files("constitution") / "packs"
    if folder not in ("", "rules", "law", "calendar"):
        return ()
    found = (book.name for book in (shelf / folder if folder else shelf).iterdir())
    stems = sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))
    return tuple(f"{folder}/{stem}" if folder else stem for stem in stems)
