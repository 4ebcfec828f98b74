"""The files a role reads and leaves behind: secret ones for their owner alone, and never one over another."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from ballots.archive import opened
from ballots.errors import Invalid

SECRET = 0o600


def write_new(path: Path, content: bytes, mode: int = 0o644) -> None:
    """All of a file or nothing of it, even when this process is killed; ``FileExistsError`` where one is already."""
    part = path.parent / f".{token_hex(8)}.part"
    try:
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _name(part, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _name(part: Path, path: Path) -> None:
    """A link is never put in another file's place, but not every memory stick or shared drive has links."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        part.rename(path)


def content_of(path: Path) -> bytes:
    """All of a file that others made; raises ``Unreadable`` for a pipe or a device, which may never end."""
    with opened(path) as file:
        return file.read()


def read_text(path: Path) -> str:
    """What somebody typed into a file, without the white space around it, nor the mark that some editors begin with."""
    try:
        return path.read_bytes().decode("utf_8_sig").strip()
    except UnicodeDecodeError:
        raise Invalid("text", f"{path} does not hold text") from None
