"""An organisation with rules, letters to its people, and channels that lead into a folder."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from constitution import Rulebook
from governance.actor import platform
from governance.correspondence.jobs import Channels, channels
from governance.correspondence.model import Letter
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from governance.settings import Settings

ACTOR = platform("test")
KIND = "meetings/notice"


@pytest.fixture
async def organisation(database: Database, clock: ScriptedClock) -> Database:
    """The database of a co-operative under the Welsh model rules since 2026."""
    async with database.writing() as tx:
        await rulebook.found(
            tx, ACTOR, name_en="Bryn Co-op", name_cy="Cydweithfa Tŷ Bryn", purpose="rehearsal", now=clock.now()
        )
        rules = Rulebook.from_pack("e-citizen-directed")
        await rulebook.adopt(tx, ACTOR, rules, effective_at=datetime(2026, 4, 1, tzinfo=UTC), now=clock.now())
    return database


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database="", origin="https://bryn.example")


@pytest.fixture
def post(house: Settings) -> Channels:
    return channels(house, "Cydweithfa Tŷ Bryn")


@pytest.fixture
def gwen() -> Letter:
    """Reads Welsh, gets e-mail."""
    return Letter(new_id(), "Gwen Ŵyn", "cy", "gwen@example.org", ("1 Y Stryd", "Bangor"))


@pytest.fixture
def huw() -> Letter:
    """Reads English in Easy Read, gets post."""
    return Letter(new_id(), "Huw Ellis", "en", None, ("2 Heol y Môr", "Y Rhyl"), frozenset({"easy"}))


@pytest.fixture
def nobody_knows_where() -> Letter:
    return Letter(new_id(), "Ann Price", "en")


@pytest.fixture
def facts() -> Mapping[str, Any]:
    return {
        "organisation": Texts(en="Bryn Co-op", cy="Cydweithfa Tŷ Bryn"),
        "meeting": new_id(),
        "meeting_kind": "agm",
        "starts_at": datetime(2027, 3, 6, 14, 0, tzinfo=UTC),
        "place": "Neuadd y Dref, Tŷ Ŵyn",
        "join_link": "",
        "items": [{"title": Texts(en="Accounts", cy="Cyfrifon"), "text": Texts(en="Agree <them>.", cy="Cytuno.")}],
        "clear_days": 21,
        "months": None,
        "rule": "34",
    }
