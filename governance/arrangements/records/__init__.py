"""The tables of support."""

from governance.arrangements.records import people

__all__ = ["people"]
