"""The ways this library says that it cannot answer."""

from datetime import date


class ConstitutionError(Exception):
    """Every error this library raises on purpose."""


class UnknownParameter(ConstitutionError):
    """The catalogue has no such parameter."""

    def __init__(self, parameter: str) -> None:
        super().__init__(f"no parameter {parameter!r} in the catalogue")
        self.parameter = parameter


class BadRulebook(ConstitutionError):
    """A rule book that cannot be read; ``path`` leads to the offending key, ``code`` names what is wrong with it."""

    def __init__(self, path: str, problem: str, code: str = "wrong-type") -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem
        self.code = code


class UnknownPack(ConstitutionError):
    """No pack of that name is part of this library."""

    def __init__(self, pack: str) -> None:
        super().__init__(f"no pack {pack!r}")
        self.pack = pack


class CannotDivide(ConstitutionError):
    """A sum or a weight lies below nothing, or nobody takes any part."""


class NotSettled(ConstitutionError):
    """The question has no answer while this rule book leaves the parameter out or says that it does not apply."""

    def __init__(self, parameter: str, rulebook: str) -> None:
        super().__init__(f"{parameter} does not apply under {rulebook}")
        self.parameter = parameter
        self.rulebook = rulebook


class NoRulesInForce(ConstitutionError):
    """No version had taken effect by that day."""


class MissingFact(ConstitutionError):
    """The rule depends on a fact that was not given."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"the rule needs the fact {fact!r}")
        self.fact = fact


class NoFigureThatDay(ConstitutionError):
    """No dated table has this figure for that day: it is looked up, never guessed."""

    def __init__(self, name: str, day: date) -> None:
        super().__init__(f"no {name!r} for {day.isoformat()}")
        self.name = name
        self.day = day
