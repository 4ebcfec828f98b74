"""The files a role reads and leaves behind: secret ones for their owner alone, and never one over another."""

import os
from pathlib import Path

from ballots.errors import Invalid

SECRET = 0o600


def write_new(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Raises ``FileExistsError`` rather than write over a file; leaves none behind that is only half written."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink()
            raise


def read_text(path: Path) -> str:
    """What somebody typed into a file, without the white space around it."""
    try:
        return path.read_bytes().decode().strip()
    except UnicodeDecodeError:
        raise Invalid("text", f"{path} does not hold text") from None
