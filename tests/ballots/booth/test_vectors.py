"""In Node, the booth's modules give what the vectors and the Python library give, to the byte."""

import pytest

from ballots import GROUPS
from tests.ballots.booth.same_vectors import CHECKS


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_booth_gives_the_same_in_node(booth, check, name):
    check(booth, name)
