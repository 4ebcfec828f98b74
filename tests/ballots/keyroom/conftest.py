"""The keyroom's modules in Node, those for before the vote and those for after it, bundled once for all tests."""

from collections.abc import Iterator

import pytest

from tests.ballots.booth.engine import Engine, node


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with node(tmp_path_factory.mktemp("record"), "../keyroom/record_in_node.js") as engine:
        yield engine


@pytest.fixture(scope="session")
def making(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with node(tmp_path_factory.mktemp("making"), "../keyroom/making_in_node.js") as engine:
        yield engine
