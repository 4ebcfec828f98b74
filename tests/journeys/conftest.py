"""The running application that the stories play in, and the co-operative founded in it."""

import pytest

from governance.actor import platform
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.rulebook.packs import model
from governance.setup import service as setup
from governance.setup.model import Founder, Founding
from tests.governance.conftest import Web, application, web
from tests.journeys.town import Town

__all__ = ["application", "town", "web"]

SECRETARY = Founder("secretary", "R1", "Gwenllian", "Tŷ-Draw", "gwenllian@bryn.example", "cy", "1 Heol y Bont")
CHAIR = Founder("chair", "R2", "Tomos", "O'Brien", "tomos@bryn.example", "en", "2 Bridge Street")


@pytest.fixture
async def town(web: Web, database: Database, clock: ScriptedClock) -> Town:
    """A co-operative on its first day: rules in force, a secretary and a chair who never signed in."""
    async with database.writing() as tx:
        founding = Founding(
            "Bryn Citizen Directed Co-operative", "Cydweithfa Bryn", model("E"), "rehearsal", (SECRETARY, CHAIR)
        )
        await setup.found(tx, platform("test"), founding, clock.now())
    return Town(web)
