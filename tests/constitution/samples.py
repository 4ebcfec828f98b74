"""Rule books to ask, and clocks to ask them by."""

from collections.abc import Mapping
from datetime import datetime

from constitution import Rulebook
from constitution.periods import LONDON


def society(settings: Mapping[str, object] | None = None) -> Rulebook:
    """A registered society whose rules say only this; everything else is the platform's default."""
    return _sample("society", {"P-002": "ccbsa2014", **(settings or {})})


def company(settings: Mapping[str, object] | None = None) -> Rulebook:
    return _sample("company", {"P-002": "ca2006", **(settings or {})})


def model() -> Rulebook:
    return Rulebook.from_pack("e-citizen-directed")


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def _sample(identity: str, settings: Mapping[str, object]) -> Rulebook:
    entries = {
        parameter: {"rule": "7", "not_applicable": True} if value is None else {"rule": "7", "value": value}
        for parameter, value in settings.items()
    }
    return Rulebook.from_dict({"id": identity, "version": 1, "parameters": entries})
