"""One harness for each parser: whatever it takes in, it refuses as it should or can write again to the byte."""

from tests.fuzz import kept, published
from tests.fuzz.harness import HARNESSES, Harness, run

__all__ = ["HARNESSES", "Harness", "kept", "published", "run"]
