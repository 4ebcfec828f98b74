"""What tests of support may ask for."""

from tests.governance.arrangements.agreeing import pair
from tests.governance.people import coop, person

__all__ = ["coop", "pair", "person"]
