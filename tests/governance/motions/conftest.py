"""A story about to begin."""

from pathlib import Path

import pytest

from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from tests.governance.motions.story import Story


@pytest.fixture
def story(database: Database, clock: ScriptedClock, keys: Keys, tmp_path: Path) -> Story:
    return Story(database, clock, keys, tmp_path)
