"""The kinds of question that an election may ask, each behind one interface."""

from ballots.encoding import Json, members
from ballots.errors import Invalid, Unsupported
from ballots.groups import Group
from ballots.questions.homomorphic import Homomorphic, read_homomorphic
from ballots.questions.interface import (
    Answer,
    Context,
    Label,
    Question,
    Spelled,
    ciphertext_json,
    read_ciphertext,
    spelled,
)
from ballots.questions.lists import Lists, read_lists
from ballots.questions.nonhomomorphic import (
    NonHomomorphic,
    majority_judgment,
    read_nonhomomorphic,
    schulze,
    single_transferable_vote,
)

__all__ = [
    "Answer",
    "Context",
    "Homomorphic",
    "Label",
    "Lists",
    "NonHomomorphic",
    "Question",
    "Spelled",
    "ciphertext_json",
    "majority_judgment",
    "read_ciphertext",
    "read_question",
    "schulze",
    "single_transferable_vote",
    "spelled",
]


def read_question(value: Json, group: Group, code: str) -> Question:
    """A question of ``election.json`` (§7.2), which can be asked in this group."""
    question = _read(value, code)
    question.require_sound(group)
    return question


def _read(value: Json, code: str) -> Question:
    if not isinstance(value, dict) or "type" not in value:
        return read_homomorphic(value, code)
    if value["type"] == "Homomorphic":  # written by nobody, but releases 3 read it
        return read_homomorphic(members(value, code, "type", "value")["value"], code)
    fields = members(value, code, "type", "value", "extra?")
    if fields.get("extra", {}) is None:
        raise Invalid(code, "what is not said is left out")
    if value["type"] == "NonHomomorphic":
        return read_nonhomomorphic(fields["value"], fields.get("extra"), code)
    if value["type"] == "Lists":
        return read_lists(fields["value"], fields.get("extra"), code)
    raise Unsupported(f"questions of the kind {str(value['type'])[:40]!r}")
