"""The ways the platform says no. Each refusal carries a code and facts; templates hold the words."""

from typing import ClassVar

from constitution import Finding


class CoopError(Exception):
    """A refusal that a person will read: what kind, and the facts to word it with."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, *, finding: Finding | None = None, **facts: object) -> None:
        super().__init__(f"{self.code}: {facts}" if facts else self.code)
        self.finding = finding
        self.facts = facts


class Refusal(CoopError):
    """The act is understood and may not happen now; a rule may say so (``finding``)."""

    code = "refused"
    status = 409


class RulesSilent(Refusal):
    """The question does not arise under these rules: ``parameter`` does not apply."""

    code = "rules-silent"


class NotFound(CoopError):
    """Not there, or not for you: one answer for both (PERM-2)."""

    code = "not-found"
    status = 404


class NotAllowed(CoopError):
    """The person is known and lacks the permission for this whole kind of page."""

    code = "not-allowed"
    status = 403


class SignInNeeded(CoopError):
    """Nobody is signed in, or the way in was not strong enough for this page (AUTH-5, AUTH-10)."""

    code = "sign-in-needed"
    status = 401


class TooMany(CoopError):
    """A limit was reached; ``retry_after`` says in how many seconds to come back (AUTH-13)."""

    code = "too-many"
    status = 429


class Unavailable(CoopError):
    """The platform cannot do this just now and nothing was changed; the same request may be sent again (DB-8)."""

    code = "unavailable"
    status = 503


class Invalid(CoopError):
    """What was typed cannot be used: ``errors`` maps each field to the code of its problem."""

    code = "invalid"
    status = 422

    def __init__(self, errors: dict[str, str], *, finding: Finding | None = None, **facts: object) -> None:
        super().__init__(finding=finding, errors=errors, **facts)
        self.errors = errors
