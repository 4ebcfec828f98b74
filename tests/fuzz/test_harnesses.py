"""The harnesses without a fuzzer, so that they cannot rot; and every input that one ever found."""

from pathlib import Path
from random import Random

import pytest

from ballots import Invalid
from tests.fuzz.changing import change
from tests.fuzz.harnesses import HARNESSES, Harness, run

CRASHES = sorted((Path(__file__).parents[1] / "data" / "crashes").glob("*/*"))


@pytest.mark.parametrize("name", HARNESSES)
def test_what_a_fuzzer_begins_with_is_accepted(name):
    seeds = list(HARNESSES[name].seeds())
    assert seeds
    assert all(run(name, seed) for seed in seeds)


@pytest.mark.parametrize("name", HARNESSES)
def test_a_spoiled_object_is_refused_or_written_again_as_it_is(name):
    seeds = list(HARNESSES[name].seeds())
    chance = Random(name)
    accepted = [run(name, _spoiled(name, chance.choice(seeds), chance)) for _ in range(25)]
    assert not all(accepted)


def _spoiled(name: str, seed: bytes, chance: Random) -> bytes:
    changed = change(seed, chance.randrange(2**32), structured=HARNESSES[name].json)
    at = chance.randrange(len(seed))
    return changed or seed[:at] + bytes([chance.randrange(256)]) + seed[at + chance.randint(0, 2) :]


@pytest.mark.parametrize("path", CRASHES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_a_fuzzer_found_once_is_refused_now(path):
    assert not run(path.parent.name, path.read_bytes())


def test_another_error_than_a_refusal_and_another_spelling_are_reported(monkeypatch):
    monkeypatch.setitem(HARNESSES, "lenient", Harness(list, lambda data: data.strip()))
    monkeypatch.setitem(HARNESSES, "hasty", Harness(list, lambda data: data[:1] and bytes([data[1]])))
    monkeypatch.setitem(HARNESSES, "strict", Harness(list, _refuse))
    assert run("lenient", b"{}")
    with pytest.raises(AssertionError, match="would be written as"):
        run("lenient", b"{} ")
    with pytest.raises(IndexError):
        run("hasty", b"1")
    assert not run("strict", b"{}")


def _refuse(data: bytes) -> bytes:
    raise Invalid("refused")
