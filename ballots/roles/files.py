"""The files a role leaves behind: never over an existing one, and secret ones for their owner alone."""

import os
from pathlib import Path


def write_new(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Never over an existing file, and readable by others only where that is meant."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(content)
