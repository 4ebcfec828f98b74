"""The people these tests share."""

from tests.governance.people import coop, person

__all__ = ["coop", "person"]
