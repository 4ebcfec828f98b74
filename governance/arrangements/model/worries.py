"""A worry that somebody is not safe: of what kind, and who was told. What happened is said by telephone (K-096)."""

from enum import StrEnum

from governance.errors import Refusal


class Category(StrEnum):
    """What kind of harm is feared."""

    HURT = "hurt"
    NEGLECT = "neglect"
    MONEY = "money"
    PRESSURE = "pressure"
    OTHER = "other-worry"


class ReferredTo(StrEnum):
    """Bodies that are told; we never look into it alone."""

    LOCAL_AUTHORITY = "local-authority"
    POLICE = "police"
    REGULATOR = "care-regulator"
    DBS = "disclosure-service"


class ReferredAlready(Refusal):
    """Somebody has written down already who was told."""

    code = "worry-referred"
