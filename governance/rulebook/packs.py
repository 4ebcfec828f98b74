"""A rule book to begin with: one of the models by its letter or name, or a file somebody wrote."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from constitution import Rulebook, shelf
from constitution.importing import problems_in
from constitution.problem import Problem, Severity

MODELS: Mapping[str, str] = MappingProxyType({name.split("/")[1][0].upper(): name for name in shelf.names("rules")})
"""The model rule books by the letter people call them, such as "E"."""

LARGEST = 1024 * 1024
"""Bytes of a file; the longest model has less than a sixth of it."""


class NoSuchPack(Exception):
    """It is neither a letter nor a name of a model, nor a file that can be read."""


class Unusable(Exception):
    """``problems`` are all that is wrong with the file, those that refuse it first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(told(one) for one in problems))
        self.problems = tuple(problems)


def model(letter: str) -> Rulebook:
    return Rulebook.from_dict(shelf.pack(MODELS[letter]))


def read_pack(named: str) -> tuple[Rulebook, tuple[Problem, ...]]:
    """The rule book, and what somebody ought to look at in it before adopting it.

    Raises:
        NoSuchPack
        Unusable: it is a file, and not a rule book as it should be.
    """
    if named.upper() in MODELS:
        return model(named.upper()), ()
    if f"rules/{named}" in shelf.names("rules"):
        return Rulebook.from_pack(named), ()
    source = _text(Path(named))
    problems = problems_in(source)
    if any(one.severity is Severity.REFUSES for one in problems):
        raise Unusable(problems)
    return Rulebook.from_toml(source), problems


def told(problem: Problem) -> str:
    """One line for a terminal."""
    found = f"{problem.severity.value}  {problem.path}  {problem.code}"
    return f"{found}: {problem.said}" if problem.said else found


def _text(path: Path) -> str:
    letters = ", ".join(MODELS)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        source = content.decode()
    except OSError as error:
        raise NoSuchPack(f"{path}: no model ({letters}), and no file that can be read: {error.strerror}") from error
    except ValueError as error:
        raise NoSuchPack(f"{path}: not a text in UTF-8") from error
    if len(content) > LARGEST:
        raise NoSuchPack(f"{path}: larger than {LARGEST} bytes")
    return source
