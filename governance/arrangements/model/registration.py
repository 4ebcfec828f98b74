"""Whether support has to stand on the register of a care regulator, and who decided so (K-030 to K-033)."""

from enum import StrEnum

from governance.arrangements.model.agreements import Contractor, Directs, Employer, Standing
from governance.errors import Refusal

REASON_LIMIT = 200


class Position(StrEnum):
    """The words of K-033."""

    DIRECT_EMPLOYMENT = "not_needed_direct_employment"
    INTRODUCTION = "not_needed_introduction"
    NO_PERSONAL_CARE = "not_needed_no_personal_care"
    OWN_REGISTRATION = "covered_by_own_registration"
    PROVIDER = "covered_by_provider"
    UNCONFIRMED = "to_be_confirmed"


class RegistrationOpen(Refusal):
    """Personal care cannot begin before somebody decided what registration it needs (K-033)."""

    code = "registration-open"


def likely(standing: Standing) -> Position:
    """What usually fits who employs and who directs; somebody still has to decide."""
    if not standing.personal_care:
        return Position.NO_PERSONAL_CARE
    if standing.employs is Employer.PROVIDER:
        return Position.PROVIDER
    if standing.introduction_only:
        return Position.INTRODUCTION
    directed = standing.directs in (Directs.MEMBER, Directs.WITH_SUPPORTER, Directs.REPRESENTATIVE)
    if standing.employs is Employer.MEMBER and directed:
        return Position.DIRECT_EMPLOYMENT
    if standing.contracted_by is Contractor.MEMBER and directed:
        return Position.DIRECT_EMPLOYMENT
    return Position.UNCONFIRMED
