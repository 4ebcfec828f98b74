"""The whole library as one file that plain Python runs: ``python3 ballots.pyz verify ARCHIVE``."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

NAME = "ballots.pyz"
_LEFT_OUT = ("booth", "keyroom", "__pycache__")
"""What runs in browsers; and, by their endings, compiled parts, which one machine makes for its like."""
_BEGIN = b"""\
import sys

if sys.version_info < (3, 11):
    sys.stderr.write("NO VERDICT: this needs Python 3.11 or later, and here is %d.%d\\n" % sys.version_info[:2])
    raise SystemExit(2)

from ballots.__main__ import main

raise SystemExit(main())
"""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def bundle() -> bytes:
    """The same bytes wherever and whenever it is made of the same library, so that people can compare its hash.

    Nothing is compressed: what compression gives depends on the machine.
    """
    made = BytesIO(b"#!/usr/bin/env python3\n")
    made.seek(0, 2)
    with ZipFile(made, "a", ZIP_STORED) as file:
        for name, content in [("__main__.py", _BEGIN), *_contents("ballots", files("ballots"))]:
            about = ZipInfo(name, date_time=_LONG_AGO)
            about.create_system, about.external_attr = 3, 0o644 << 16
            file.writestr(about, content)
    return made.getvalue()


def _contents(name: str, folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir() and one.name not in _LEFT_OUT:
            yield from _contents(f"{name}/{one.name}", one)
        elif one.is_file() and one.name.endswith((".py", ".md")):
            yield f"{name}/{one.name}", one.read_bytes()
