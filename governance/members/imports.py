"""Members from a file: looked at first, then entered whole or not at all."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import NotFound, Refusal
from governance.members import model, spreadsheet
from governance.members.entering import enter, one_at_a_time, taken
from governance.members.model import Candidate
from governance.members.records import ImportRecord
from governance.members.ruling import rules_on
from governance.members.spreadsheet import Line, RowError, Sheet
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue


class ImportHasErrors(Refusal):
    """Rows of the file are wrong, or became so since it was looked at; nothing was written."""

    code = "import-has-errors"


class ImportForgotten(Refusal):
    """Nobody confirmed it in time, so what was in the file is gone; the file can be looked at again."""

    code = "import-forgotten"


FORGET = "forget-import"
KEPT = timedelta(days=7)
"""How long a file with people's particulars waits for somebody to confirm it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What confirming an import would enter, and what stands in its way."""

    record: ImportRecord
    lines: tuple[Line, ...]
    errors: tuple[RowError, ...]

    @property
    def wrong(self) -> int:
        """Rows, not problems."""
        return len({error.row for error in self.errors})

    @property
    def ready(self) -> int:
        return len({line.row for line in self.lines} - {error.row for error in self.errors})

    @property
    def problems(self) -> Iterator[tuple[RowError, str]]:
        """Each error with what the file says there; nothing where the whole row is wrong."""
        cells = {line.row: line.cells for line in self.lines}
        return ((error, cells.get(error.row, {}).get(error.column, "")) for error in self.errors)


async def preview_import(tx: Transaction, actor: Actor, raw: bytes, now: datetime) -> ImportRecord:
    """Keep a file and what is wrong with it. Nothing is entered yet."""
    sheet = spreadsheet.read(raw)
    _, errors = await _checked(tx, sheet, now)
    record = ImportRecord(
        id=new_id(),
        sha256=hashlib.sha256(raw).hexdigest(),
        raw=raw,
        rows=len(sheet.lines),
        errors=_plainly(errors),
        uploaded_at=now,
        uploaded_by=actor.reference,
    )
    tx.add(record)
    enqueue(tx, FORGET, {"import": record.id}, due_at=now + KEPT)
    await audit.note(tx, actor, "import.previewed", record.id, now, rows=record.rows, errors=len(errors))
    return record


async def find_import(view: View, actor: Actor, import_id: str, *, lock: bool = False) -> ImportRecord:
    record = await view.get(ImportRecord, import_id, lock=lock)
    if record is None or not model.may_see_needs(actor, member_id=""):
        raise NotFound(import_=import_id)
    return record


async def previewed(view: View, actor: Actor, import_id: str) -> Preview:
    record = await find_import(view, actor, import_id)
    lines = spreadsheet.read(record.raw).lines if record.raw else ()
    return Preview(record, lines, tuple(RowError(*error) for error in record.errors))


async def confirm_import(tx: Transaction, actor: Actor, import_id: str, now: datetime) -> ImportRecord:
    """Enter every row or none. The rows are checked again; confirming twice enters nobody twice."""
    record = await find_import(tx, actor, import_id, lock=True)
    if record.confirmed_at is not None:
        return record
    if not record.raw:
        raise ImportForgotten(import_=import_id)
    sheet = spreadsheet.read(record.raw)
    await one_at_a_time(tx)
    people, errors = await _checked(tx, sheet, now)
    if errors:
        raise ImportHasErrors(errors=_plainly(errors[:20]), all=len(errors))
    entered = await enter(tx, actor, people, "imported", now)
    record.confirmed_at, record.confirmed_by, record.raw = now, actor.reference, b""
    numbers = [member.number for member in entered]
    await audit.note(tx, actor, "import.confirmed", import_id, now, sha256=record.sha256, numbers=numbers)
    return record


async def forget_import(tx: Transaction, actor: Actor, import_id: str, now: datetime) -> None:
    """Wipe the cells of a file that nobody confirmed; that it was there, and its fingerprint, stay."""
    record = await find_import(tx, actor, import_id, lock=True)
    if not record.raw:
        return
    record.raw = b""
    await audit.note(tx, actor, "import.forgotten", import_id, now)


async def _checked(view: View, sheet: Sheet, now: datetime) -> tuple[list[Candidate], list[RowError]]:
    """The people in the rows that hold, and every error: of the row alone, among the rows, against the register."""
    rules, today = await rules_on(view, now), legal_day(now)
    errors = list(sheet.errors)
    people: list[tuple[int, Candidate]] = []
    for line in sheet.lines:
        person, wrong = spreadsheet.candidate(line, rules, today)
        errors += wrong
        if person is not None:
            people.append((line.row, person))
    errors += spreadsheet.repeated(people)
    used = await taken(view, [person for _, person in people])
    for row, person in people:
        if person.number in used.numbers:
            errors.append(RowError(row, "number", "number-taken"))
        if person.email is not None and person.email.lower() in used.emails:
            errors.append(RowError(row, "email", "email-taken"))
    places = {column: place for place, column in enumerate(spreadsheet.COLUMNS)}
    errors.sort(key=lambda error: (error.row, places.get(error.column, -1)))
    return [person for _, person in people], errors


def _plainly(errors: Sequence[RowError]) -> list[list[object]]:
    return [[error.row, error.column, error.code] for error in errors]
