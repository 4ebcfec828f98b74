"""The people these tests share."""

import pytest

from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.board.table import Table
from tests.governance.people import coop, person

__all__ = ["coop", "person"]


@pytest.fixture
def table(database: Database, clock: ScriptedClock) -> Table:
    return Table(database, clock)
