"""What tests of ballots may ask for beside the rest."""

import os
import shutil

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


@pytest.fixture(scope="session")
def belenios_tool() -> str:
    """The protocol's own program. In the gate it must be installed; elsewhere what it is to judge is left out."""
    path = shutil.which("belenios-tool")
    if path is None and os.environ.get("CI"):
        pytest.fail("belenios-tool is missing: apt-get install belenios-tool")
    if path is None:
        pytest.skip("belenios-tool is not installed here")
    return path
