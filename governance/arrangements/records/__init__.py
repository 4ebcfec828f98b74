"""The tables of support."""

from governance.arrangements.records import (
    agreements,
    assistants,
    disputes,
    duties,
    introductions,
    levies,
    people,
    rotas,
    sessions,
    sharing,
    standards,
    together,
    training,
    trust_decisions,
    trusts,
    worries,
)

__all__ = [
    "agreements",
    "assistants",
    "disputes",
    "duties",
    "introductions",
    "levies",
    "people",
    "rotas",
    "sessions",
    "sharing",
    "standards",
    "together",
    "training",
    "trust_decisions",
    "trusts",
    "worries",
]
