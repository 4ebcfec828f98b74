"""Files that are either whole and on the disk, or not there."""

import os
import tempfile
from pathlib import Path


def write_once(path: Path, content: bytes) -> None:
    """Writing the same name again changes nothing: the first content stands.

    A crash may leave a hidden ``.part`` file behind, never half a file under its name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _write_whole(path, content)
    _flush_folder(path.parent)


def _write_whole(path: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _flush_folder(folder: Path) -> None:
    """The new name is only safe once the folder itself has been written."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
