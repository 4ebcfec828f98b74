"""The booth's modules in Node, bundled once for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.ballots.booth.engine import Engine, node


@pytest.fixture(scope="session")
def booth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with node(tmp_path_factory.mktemp("booth")) as engine:
        yield engine
