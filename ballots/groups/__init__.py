"""The groups in which votes are encrypted, each behind one batch interface."""

from ballots.groups.interface import Ciphertext, Element, Group, Term
from ballots.groups.registry import NAMES, group

__all__ = ["NAMES", "Ciphertext", "Element", "Group", "Term", "group"]
