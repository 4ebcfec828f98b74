"""The checking program as one file that plain Python runs: the library of this installation, and nothing else."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LIBRARY = "ballots"
_LEFT_OUT = ("booth", "native", "__pycache__")
"""What runs in browsers, and what a machine would have to compile."""
_BEGIN = f"from {LIBRARY}.__main__ import main\n\nraise SystemExit(main())\n"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@lru_cache
def verifier() -> bytes:
    """The same bytes for the same library, so that two people can compare its fingerprint."""
    made = BytesIO()
    with ZipFile(made, "w") as file:
        _add(file, "__main__.py", _BEGIN.encode())
        _add_folder(file, LIBRARY, files(LIBRARY))
    return made.getvalue()


@lru_cache
def verifier_fingerprint() -> str:
    return hashlib.sha256(verifier()).hexdigest()


def _add_folder(file: ZipFile, name: str, folder: Traversable) -> None:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir() and one.name not in _LEFT_OUT:
            _add_folder(file, f"{name}/{one.name}", one)
        elif one.is_file() and one.name.endswith(".py"):
            _add(file, f"{name}/{one.name}", one.read_bytes())


def _add(file: ZipFile, name: str, content: bytes) -> None:
    about = ZipInfo(name, date_time=_LONG_AGO)
    about.compress_type = ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    file.writestr(about, content)
