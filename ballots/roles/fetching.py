"""Getting what a server publishes, for whoever looks at it by the hour."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from ballots.errors import Unreadable

SECONDS = 60
LARGEST = 8 * 1024**3
"""The most bytes that are taken from a server."""
_PIECE = 1024 * 1024


@contextmanager
def at_hand(source: str) -> Iterator[Path]:
    """The file of this name, or what an https address answers, in a file that is gone afterwards."""
    if not source.startswith("https://"):
        yield Path(source)
        return
    with TemporaryDirectory(prefix="ballots-") as folder:
        path = Path(folder) / "fetched"
        _fetch(source, path)
        yield path


def _fetch(address: str, path: Path) -> None:
    request = import_module("urllib.request")  # loaded only here: nothing else needs a network
    try:
        with request.urlopen(address, timeout=SECONDS) as answer, path.open("wb") as file:
            while piece := answer.read(_PIECE):
                file.write(piece)
                if file.tell() > LARGEST:
                    raise Unreadable(f"{address} does not come to an end")
    except (OSError, ValueError) as error:
        raise Unreadable(f"cannot fetch {address}: {error}") from None
