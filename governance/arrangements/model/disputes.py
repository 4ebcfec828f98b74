"""When two people cannot settle something: by which steps, how it ends, and what cannot wait for any step."""

from enum import StrEnum

from governance.errors import Refusal

ABOUT_LIMIT = 500


class Outcome(StrEnum):
    SETTLED = "settled"
    AGREEMENT_CHANGED = "agreement-changed"
    ARRANGEMENT_ENDED = "arrangement-ended"
    NOT_UPHELD = "not-upheld"
    WITHDRAWN = "withdrawn"


class Urgent(StrEnum):
    """Employer decisions of hours, never a motion (K-097)."""

    SUSPENDED = "assistant-suspended"
    SAFEGUARDING = "safeguarding-raised"


class Referred(StrEnum):
    """To whom a safeguarding concern went (K-096)."""

    AUTHORITY = "local-authority"
    POLICE = "police"
    REGULATOR = "care-regulator"
    EMERGENCY = "emergency-services"


class DisputeClosed(Refusal):
    """This is settled already."""

    code = "dispute-closed"


class LastStep(Refusal):
    """The rules know no further step (P-230)."""

    code = "dispute-last-step"


class NotThisHelper(Refusal):
    """Whoever helps to settle it is a member, and neither of the two."""

    code = "dispute-not-this-helper"


class UrgentSettled(Refusal):
    """This was lifted or ratified already."""

    code = "urgent-settled"


class AssistantStopped(Refusal):
    """The assistant was stopped from working everywhere, and nobody has let them come again (K-097)."""

    code = "assistant-stopped"


def step_after(steps: tuple[str, ...], current: str) -> str:
    """The next step of the rules.

    Raises:
        LastStep
    """
    following = steps[steps.index(current) + 1 :] if current in steps else ()
    if not following:
        raise LastStep(step=current)
    return following[0]
