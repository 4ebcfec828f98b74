"""Changes that keep enough of an object for a parser to go on reading."""

from random import Random

from ballots.groups import group
from tests.ballots.differential.rewriting import another_spelling, another_value

CURVE = group("Ed25519")


def change(data: bytes, seed: int, *, structured: bool) -> bytes:
    """Another value or spelling; empty where that is not possible or a fuzzer's own changes are to have their turn."""
    chance = Random(seed)
    if not structured or chance.random() < 0.4:
        return b""
    try:
        changed = another_value(chance, data, CURVE) if chance.random() < 0.8 else another_spelling(chance, data)
        return another_value(chance, changed, CURVE) if chance.random() < 0.3 else changed
    except (ValueError, RecursionError):
        return b""
