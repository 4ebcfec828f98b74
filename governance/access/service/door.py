"""Where somebody knocks."""

from dataclasses import dataclass
from datetime import datetime

from governance.platform.db import Database
from governance.platform.keys import Keys


@dataclass(frozen=True, slots=True)
class Door:
    """One request to be let in: ``client`` is the network it comes from, ``browser`` the token of the browser's cookie.

    Acts at the door open their own transactions: a try is counted even where it fails, and nothing is locked while a
    password is being hashed.
    """

    database: Database
    keys: Keys
    client: str
    browser: str
    now: datetime
