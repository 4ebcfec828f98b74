"""What tests of ballots may ask for beside the rest."""

import os

import pytest

from ballots.groups.native import Core, core


@pytest.fixture(scope="session")
def native_core() -> Core:
    """The compiled core. In the gate it must have been built; elsewhere its tests are left out."""
    found = core()
    if found is None and os.environ.get("CI"):
        pytest.fail("the native core was not built: install gcc, then make assets")
    if found is None:
        pytest.skip("the native core was not built: install gcc, then make assets")
    return found
