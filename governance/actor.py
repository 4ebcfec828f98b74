"""Who is acting."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Role(StrEnum):
    """The parts a person may play (role codes of the access matrix)."""

    MEMBER = "member"
    SECRETARY = "secretary"
    CHAIR = "chair"
    DIRECTOR = "director"
    TREASURER = "treasurer"
    SCRUTINEER = "scrutineer"
    KEY_HOLDER = "key-holder"
    COORDINATOR = "coordinator"  # of personal assistants
    ASSISTANT = "assistant"  # a personal assistant, member or not
    SUPPORTED = "supported"  # somebody whose support is arranged here, and who is no member
    INSPECTOR = "inspector"
    OPERATOR = "operator"


class Assurance(IntEnum):
    """How surely we know who it is: a link in a mail is weaker than two factors (AUTH-1, AUTH-5)."""

    NOBODY = 0
    LINK = 1
    TWO_FACTORS = 2


@dataclass(frozen=True, slots=True)
class Actor:
    """One person acting through one sign-in, or the platform itself.

    ``member`` is the id of the member's row, ``account`` that of the login; the audit log keeps ``reference`` only.
    """

    account: str | None = None
    member: str | None = None
    roles: frozenset[Role] = frozenset()
    assurance: Assurance = Assurance.NOBODY
    stepped_up_at: datetime | None = None
    name: str = ""

    @property
    def reference(self) -> str:
        if self.account is not None:
            return f"account:{self.account}"
        return f"platform:{self.name}" if self.name else "nobody"

    @property
    def is_platform(self) -> bool:
        return self.account is None and bool(self.name)

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


NOBODY = Actor()


def platform(name: str) -> Actor:
    """The platform acting by itself, named after the job or command that runs."""
    return Actor(name=name)
