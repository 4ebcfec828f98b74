"""What the rules of a co-operative require: rule books as data, and the questions they answer."""

from constitution.errors import (
    BadRulebook,
    ConstitutionError,
    MissingFact,
    NoRulesInForce,
    NotSettled,
    UnknownPack,
    UnknownParameter,
)
from constitution.finding import Citation, Figure, Finding, Provenance
from constitution.kinds import Clock, Closing, Duration, GreaterOf, Unit, Value
from constitution.majority import SIMPLE, THREE_QUARTERS, Majority, Votes
from constitution.parameters import CATALOGUE, Parameter, parameter
from constitution.rulebook import Rulebook, in_force

__all__ = [
    "CATALOGUE",
    "SIMPLE",
    "THREE_QUARTERS",
    "BadRulebook",
    "Citation",
    "Clock",
    "Closing",
    "ConstitutionError",
    "Duration",
    "Figure",
    "Finding",
    "GreaterOf",
    "Majority",
    "MissingFact",
    "NoRulesInForce",
    "NotSettled",
    "Parameter",
    "Provenance",
    "Rulebook",
    "Unit",
    "UnknownPack",
    "UnknownParameter",
    "Value",
    "Votes",
    "in_force",
    "parameter",
]
