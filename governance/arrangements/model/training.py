"""What assistants are taught, what a session costs, and the record that each takes away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

OWN_WAY = "the_members_own_way"
"""The module that the person supported teaches and says to be learned (P-264)."""
GIVEN_BY_LIMIT = 120
LONGEST = 7 * 24 * 60
"""Minutes of one module at most."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One module taught on a day; ``minutes`` is how long it took."""

    module: str
    done_on: date
    minutes: int
    given_by: str


def errors_in(lesson: Lesson, modules: Collection[str], today: date) -> dict[str, str]:
    """Code of what is wrong with each field."""
    errors = {} if lesson.module in modules else {"module": "not-a-choice"}
    errors |= {} if lesson.done_on <= today else {"done_on": "in-the-future"}
    errors |= {} if 0 < lesson.minutes <= LONGEST else {"minutes": "no-such-length"}
    if not lesson.given_by.strip() or len(lesson.given_by) > GIVEN_BY_LIMIT:
        errors["given_by"] = "too-long" if lesson.given_by.strip() else "missing"
    return errors
