"""The questions by which somebody arranges support, one a page, and which of them are asked."""

from collections.abc import Collection
from enum import StrEnum

from governance.arrangements.model.agreements import Contractor, Directs, Employer

LEFT_OPEN = (Directs.MEMBER, Directs.WITH_SUPPORTER, Directs.REPRESENTATIVE)
"""Where the rules say that the member directs (P-266), the member may do so with somebody, or leave it to somebody."""


class Step(StrEnum):
    EMPLOYS = "employs"
    CONTRACT = "contract"
    INTRODUCED = "introduced"
    SOURCE = "source"
    CARE = "care"
    DIRECTS = "directs"
    HOURS = "hours"
    PLACE = "place"
    WORDS = "words"
    LIMITS = "limits"
    PAYMENT = "payment"
    BACKUP = "backup"
    CHECK = "check"


def steps(employs: str, contracted_by: str, directs: Directs) -> tuple[Step, ...]:
    """The pages in their order. ``directs`` is the word of the rules (P-266).

    Only with somebody self-employed there is a contract. An introduction may be all that the co-operative does where
    the person supported employs or has the contract.
    """
    left_out = {
        Step.CONTRACT: employs != Employer.SELF_EMPLOYED,
        Step.INTRODUCED: employs != Employer.MEMBER and not has_own_contract(employs, contracted_by),
        Step.DIRECTS: directs is not Directs.MEMBER,
    }
    return tuple(step for step in Step if not left_out.get(step))


def has_own_contract(employs: str, contracted_by: str) -> bool:
    return employs == Employer.SELF_EMPLOYED and contracted_by == Contractor.MEMBER


def following(asked: tuple[Step, ...], answered: Collection[str]) -> Step:
    """The first page without an answer; the last page asks for nothing but a look at all of it."""
    return next((step for step in asked if step not in answered), Step.CHECK)


def before(asked: tuple[Step, ...], step: Step) -> Step | None:
    """The page before, if there is one."""
    place = asked.index(step)
    return asked[place - 1] if place else None
