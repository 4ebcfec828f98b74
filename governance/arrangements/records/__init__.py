"""The tables of support."""

from governance.arrangements.records import assistants, duties, introductions, people, standards, training, worries

__all__ = ["assistants", "duties", "introductions", "people", "standards", "training", "worries"]
