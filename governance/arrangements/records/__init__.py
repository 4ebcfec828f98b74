"""The tables of support."""

from governance.arrangements.records import (
    agreements,
    assistants,
    disputes,
    duties,
    introductions,
    people,
    standards,
    training,
    worries,
)

__all__ = [
    "agreements",
    "assistants",
    "disputes",
    "duties",
    "introductions",
    "people",
    "standards",
    "training",
    "worries",
]
