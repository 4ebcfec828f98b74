"""The running application that the stories play in, and the co-operative founded in it."""

import pytest

from constitution import Rulebook
from governance.actor import platform
from governance.rulebook.packs import model
from governance.setup import service as setup
from governance.setup.model import Founder, Founding
from tests.governance.conftest import Web, application, web
from tests.journeys.town import Town

__all__ = ["application", "town", "web"]

SECRETARY = Founder("secretary", "R1", "Gwenllian", "Tŷ-Draw", "gwenllian@bryn.example", "cy", "1 Heol y Bont")
CHAIR = Founder("chair", "R2", "Tomos", "O'Brien", "tomos@bryn.example", "en", "2 Bridge Street")


@pytest.fixture
async def town(web: Web) -> Town:
    """A co-operative on its first day: rules in force, a secretary and a chair who never signed in."""
    return await founded(web, model("E"), "Bryn Citizen Directed Co-operative")


@pytest.fixture
async def town_of_classes(web: Web) -> Town:
    """The same, where the votes of three classes are weighed."""
    return await founded(web, model("B"), "Bryn Multi-stakeholder Co-operative")


async def founded(web: Web, rules: Rulebook, name: str) -> Town:
    async with web.database.writing() as tx:
        founding = Founding(name, "Cydweithfa Bryn", rules, "rehearsal", (SECRETARY, CHAIR))
        await setup.found(tx, platform("test"), founding, web.clock.now())
    return Town(web)
