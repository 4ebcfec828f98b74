"""By what weights a fund divides its costs, from when on (P-243, P-244)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from constitution import Rulebook, pooling
from governance.arrangements.service import people
from governance.errors import Invalid
from governance.funds.model.funds import EQUAL, DividedOtherwise, FundKind
from governance.funds.records.funds import DivisionRecord
from governance.platform.db import Transaction, View


async def begin(tx: Transaction, fund_id: str, weights: Mapping[str, int], now: datetime) -> DivisionRecord:
    """From now on costs are divided by other weights; what was charged so far stays as it is (M-00)."""
    last = await tx.scalar(select(func.max(DivisionRecord.number)).where(DivisionRecord.fund == fund_id))
    record = DivisionRecord(fund=fund_id, number=last + 1, weights=list(map(list, weights.items())), begun_at=now)
    tx.add(record)
    await tx.flush()
    return record


def require_basis(rules: Rulebook, kind: FundKind, basis: str) -> None:
    """The rules say by what the cost of support is divided; a home may always be paid for in equal parts (M-02).

    Raises:
        DividedOtherwise: with the finding (P-243).
    """
    divided = pooling.may_be_divided_by(rules, basis)
    if not divided.met and not (kind is FundKind.HOUSING and basis == EQUAL):
        raise DividedOtherwise(finding=divided)


async def require_people(view: View, weights: Mapping[str, int], basis: str) -> None:
    """Known people, at least one, each with a weight, all alike where the basis says so.

    Raises:
        Invalid: naming what is wrong.
    """
    errors = {} if weights else {"participants": "missing"}
    if any(weight <= 0 for weight in weights.values()):
        errors["weights"] = "no-weight"
    elif basis == EQUAL and len(set(weights.values())) > 1:
        errors["weights"] = "not-equal"
    if weights.keys() - (await people.names(view, weights.keys())).keys():
        errors["participants"] = "unknown"
    if errors:
        raise Invalid(errors)
