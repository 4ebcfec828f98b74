"""The kinds of question that an election may ask, each behind one interface."""

from ballots.encoding import Json
from ballots.errors import Unsupported
from ballots.groups import Group
from ballots.questions.homomorphic import Homomorphic, read_homomorphic
from ballots.questions.interface import Answer, Context, Question, Spelled, read_ciphertext

__all__ = ["Answer", "Context", "Homomorphic", "Question", "Spelled", "read_ciphertext", "read_question"]


def read_question(value: Json, group: Group, code: str) -> Question:
    """A question of ``election.json`` (§7.2), which can be asked in this group."""
    if isinstance(value, dict) and "type" in value:
        raise Unsupported(f"questions of the kind {str(value['type'])[:40]!r}")
    question = read_homomorphic(value, code)
    question.require_sound(group)
    return question
