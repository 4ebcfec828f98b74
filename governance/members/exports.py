"""The register as a file, cut to what it is for."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy.orm import selectinload

from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import NotFound
from governance.members import model, spreadsheet
from governance.members.looking import BY_NUMBER, entitled_on
from governance.members.records import MemberRecord
from governance.members.ruling import rules_on
from governance.platform.clock import legal_day
from governance.platform.db import Transaction


class Purpose(StrEnum):
    WHOLE = "whole"  # what an import reads again
    INSPECTION = "inspection"  # what anybody with a right to look may see: never a class, never a need (L-037)
    VOTERS = "voters"  # a list for the door
    LETTERS = "letters"  # for printing addresses


COLUMNS: Mapping[Purpose, tuple[str, ...]] = MappingProxyType(
    {
        Purpose.WHOLE: spreadsheet.COLUMNS,
        Purpose.INSPECTION: ("name_given", "name_family", "address", "email", "entered_on"),
        Purpose.VOTERS: ("number", "name_given", "name_family"),
        Purpose.LETTERS: ("name_given", "name_family", "address", "language", "formats"),
    }
)
_CELLS: Mapping[str, Callable[[MemberRecord, date], str]] = MappingProxyType(
    {
        "number": lambda member, _: member.number,
        "name_given": lambda member, _: member.name_given,
        "name_family": lambda member, _: member.name_family,
        "address": lambda member, _: member.address,
        "email": lambda member, _: member.email or "",
        "language": lambda member, _: member.language,
        "formats": lambda member, _: ";".join(member.formats),
        "class": lambda member, day: _class_on(member, day) or "",
        "entered_on": lambda member, _: member.entered_on.isoformat(),
    }
)


async def export(tx: Transaction, actor: Actor, now: datetime, purpose: Purpose = Purpose.WHOLE) -> bytes:
    """The present members; that they left the platform, what for and as which bytes, is written down."""
    if not model.may_see_needs(actor, member_id=""):
        raise NotFound
    day = legal_day(now)
    voting = (await rules_on(tx, now)).words("P-022") if purpose is Purpose.VOTERS else None
    statement = entitled_on(day).order_by(*BY_NUMBER).options(selectinload(MemberRecord.periods))
    found = await tx.scalars(statement)
    columns = COLUMNS[purpose]
    rows = [
        [_CELLS[column](member, day) for column in columns]
        for member in found
        if voting is None or _class_on(member, day) in voting
    ]
    content = spreadsheet.write(rows, columns)
    sha256 = hashlib.sha256(content).hexdigest()
    await audit.note(tx, actor, "register.exported", "register", now, sha256=sha256, purpose=purpose.value)
    return content


def _class_on(member: MemberRecord, day: date) -> str | None:
    return model.class_on([record.period for record in member.periods], day)
