"""The groups in which votes are encrypted, each behind one batch interface."""

from ballots.groups.interface import Ciphertext, Element, Group, Term
from ballots.groups.registry import ARITHMETICS, NAMES, Arithmetic, arithmetics, group

__all__ = ["ARITHMETICS", "NAMES", "Arithmetic", "Ciphertext", "Element", "Group", "Term", "arithmetics", "group"]
