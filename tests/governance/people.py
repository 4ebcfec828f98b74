"""An organisation with rules in force, and a few people for its register."""

from collections.abc import Callable
from datetime import date

import pytest

from constitution import Rulebook
from governance.actor import Actor, Assurance, Role, platform
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.rulebook import service as rulebook

SETUP = platform("setup")
SECRETARY = Actor(
    account="s" * 26, member="x" * 26, roles=frozenset({Role.MEMBER, Role.SECRETARY}), assurance=Assurance.TWO_FACTORS
)


@pytest.fixture
async def coop(database: Database, clock: ScriptedClock) -> Database:
    """The database of a founded organisation whose rules are the Welsh pack."""
    async with database.writing() as tx:
        await rulebook.found(tx, SETUP, name_en="Tree", name_cy="Coeden", purpose="rehearsal", now=clock.now())
        rules = Rulebook.from_pack("e-citizen-directed")
        await rulebook.adopt(tx, SETUP, rules, effective_at=clock.now(), now=clock.now(), reference="FCA 1")
    return database


@pytest.fixture
def person() -> Callable[..., Candidate]:
    def build(number: int | str = 1, **changes: object) -> Candidate:
        given: dict[str, object] = {
            "number": str(number),
            "name_given": "Ann",
            "name_family": "Ŵyn",
            "address": "3 Heol y Tŷ\nCaernarfon",
            "email": f"member{number}@example.org",
            "language": "cy",
            "formats": ("easy",),
            "class_": "citizen",
            "entered_on": date(2026, 5, 1),
        }
        return Candidate(**{**given, **changes})  # type: ignore[arg-type]  # a test's own mixture

    return build
