"""What may be known of all funds by who may read none: totals, and none about a few people (P-159)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from constitution.balloting import smallest_cell
from governance.funds.model.funds import FundKind, FundState
from governance.funds.records.funds import FundRecord
from governance.funds.service import funds, posting
from governance.members import service as members
from governance.platform.db import View


@dataclass(frozen=True, slots=True)
class Total:
    """The funds of one kind that are open, in pence. Each figure is None where it would be about too few people."""

    kind: FundKind
    funds: int | None
    participants: int | None
    held: int | None
    spent: int | None


async def totals(view: View, now: datetime) -> Sequence[Total]:
    """By kind, in the order of the kinds."""
    least = smallest_cell(await members.rules_on(view, now))
    by_kind: defaultdict[FundKind, list[FundRecord]] = defaultdict(list)
    wanted = select(FundRecord).where(FundRecord.state.in_((FundState.OPEN, FundState.CLOSING)))
    for fund in await view.scalars(wanted):
        by_kind[fund.kind].append(fund)
    return [await _total(view, kind, by_kind[kind], least) for kind in FundKind if kind in by_kind]


async def _total(view: View, kind: FundKind, open_funds: Sequence[FundRecord], least: int) -> Total:
    people = {part.person for fund in open_funds for part in await funds.participants(view, fund.id)}
    if len(people) < least:
        return Total(kind, None, None, None, None)
    found = [await posting.standing(view, fund.id) for fund in open_funds]
    held, spent = sum(one.held for one in found), sum(one.spent for one in found)
    return Total(kind, len(open_funds), len(people), held, spent)
