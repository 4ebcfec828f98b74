"""Getting what a server publishes, and handing in a signature under it, for whoever looks at it by the hour."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from ballots.errors import Unreadable

SECONDS = 60
LARGEST = 8 * 1024**3
"""The most bytes of an archive that are taken from a server."""
_PIECE = 1024 * 1024


@contextmanager
def at_hand(source: str, largest: int = LARGEST) -> Iterator[Path]:
    """The file of this name, or what an https address answers, in a file that is gone afterwards.

    Raises ``Unreadable`` where the server gives no answer, a part of one, or more than ``largest`` bytes.
    """
    if "://" not in source:
        yield Path(source)
        return
    _require_https(source, source)
    with TemporaryDirectory(prefix="ballots-") as folder:
        path = Path(folder) / "fetched"
        _fetch(source, path, largest)
        yield path


def _fetch(address: str, path: Path, largest: int) -> None:
    client, request = import_module("http.client"), import_module("urllib.request")  # nothing else needs a network
    try:
        with request.urlopen(address, timeout=SECONDS) as answer, path.open("wb") as file:
            _require_https(address, answer.url)
            while piece := answer.read(_PIECE):
                file.write(piece)
                if file.tell() > largest:
                    raise Unreadable(f"{address} answers with more than {largest} bytes")
            if answer.length:  # what the server announced and did not send; Python says nothing of it
                raise Unreadable(f"{address} broke off {answer.length} bytes before the end")
    except (OSError, ValueError, client.HTTPException) as error:
        raise Unreadable(f"cannot fetch {address}: {error}") from None


def hand_in(address: str, content: bytes) -> None:
    """Send a note to an https address. Raises ``Unreadable`` where the server does not take it."""
    _require_https(address, address)
    client, request = import_module("http.client"), import_module("urllib.request")
    post = request.Request(address, content, {"Content-Type": "text/plain; charset=utf-8"}, method="POST")
    try:
        with request.urlopen(post, timeout=SECONDS) as answer:
            _require_https(address, answer.url)
    except (OSError, ValueError, client.HTTPException) as error:
        raise Unreadable(f"cannot hand in the signature at {address}: {error}") from None


def _require_https(address: str, leads_to: str) -> None:
    if not leads_to.lower().startswith("https://"):
        raise Unreadable(f"cannot fetch {address}: only addresses that begin with https:// are asked")
