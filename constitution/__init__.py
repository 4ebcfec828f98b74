"""What the rules of a co-operative require: rule books as data, and the questions they answer.

Values come from here; each question is asked of its module: ``constitution.notice``, ``constitution.quorum``,
``constitution.resolutions`` …; ``packs/acts.toml`` lists them by subject.
"""

from constitution.entries import Condition, Entry
from constitution.errors import (
    BadRulebook,
    CannotDivide,
    ConstitutionError,
    MissingFact,
    NoFigureThatDay,
    NoRulesInForce,
    NotSettled,
    UnknownPack,
    UnknownParameter,
)
from constitution.finding import Citation, Figure, Finding, Provenance
from constitution.kinds import Clock, Closing, Duration, GreaterOf, Unit, Value
from constitution.law import Law, law_pack
from constitution.limits import Limit
from constitution.majority import SIMPLE, THREE_QUARTERS, Majority, Votes
from constitution.parameters import CATALOGUE, Parameter, parameter
from constitution.rulebook import Rulebook, in_force

__all__ = [
    "CATALOGUE",
    "SIMPLE",
    "THREE_QUARTERS",
    "BadRulebook",
    "CannotDivide",
    "Citation",
    "Clock",
    "Closing",
    "Condition",
    "ConstitutionError",
    "Duration",
    "Entry",
    "Figure",
    "Finding",
    "GreaterOf",
    "Law",
    "Limit",
    "Majority",
    "MissingFact",
    "NoFigureThatDay",
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
    "law_pack",
    "parameter",
]
