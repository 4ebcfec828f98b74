"""A support scheme for direct payments, and which tasks a person leaves with it (K-018)."""

from collections.abc import Collection
from enum import StrEnum

from governance.arrangements.model.agreements import Contractor, Employer
from governance.arrangements.model.duties import TASKS, Owner, column, may_have

NAME_LIMIT = 120


class Kept(StrEnum):
    PAYROLL = "register_and_payroll"
    MANAGED_ACCOUNT = "managed_account"
    RECRUITMENT = "recruitment"


def duties_of(kept: Collection[str], employer: Employer, contracted_by: Contractor | None) -> list[str]:
    """The tasks of an employer that lie with the scheme because it keeps them, where they may."""
    where = column(employer, contracted_by)
    return [task for task in TASKS if task in kept and Owner.SUPPORT_SCHEME in may_have(task, where)]
