"""What a stolen database, log or mail must not give away, once everything about support has been written (ENC-1)."""

import pytest
from sqlalchemy import text

from governance.platform.keys import Keys
from governance.platform.sealing import SealBroken, unseal
from tests.governance.wall.conftest import Wall
from tests.governance.wall.organisation import SIDES

pytestmark = pytest.mark.asyncio(loop_scope="module")
SEALED = {
    "arrangement": ("registration_reason",),
    "arrangement_agreement": ("said",),
    "arrangement_dispute": ("about",),
    "peer_answer": ("contact",),
    "peer_notice": ("contact",),
    "trust_decision": ("proposal",),
    "trust_property": ("address",),
    "trust_view": ("words",),
}
WORDS = ("reason", "what", "quarrel", "telephone", "answer", "proposal", "lane", "view")
"""What was written into each, after the name of the side."""


@pytest.mark.control("ENC-1")
async def test_no_sealed_word_is_in_the_database_file_or_its_log(wall: Wall) -> None:
    stored = b"".join(path.read_bytes() for path in wall.folder.glob("coop.sqlite*")).lower()
    assert b"alder pot" in stored, "the files are those that were written to"
    assert not [word for side in SIDES for word in WORDS if f"{side} {word}".lower().encode() in stored]


@pytest.mark.control("ENC-1")
@pytest.mark.parametrize("place", [(table, column) for table, columns in SEALED.items() for column in columns])
async def test_a_sealed_cell_is_read_in_its_own_place_alone(wall: Wall, place: tuple[str, str]) -> None:
    table, column = place
    async with wall.web.database.reading() as view:
        rows = (await view.execute(text(f"SELECT * FROM {table} WHERE {column} IS NOT NULL"))).mappings().all()
    cells = [str(row[column]) for row in rows]
    assert len(cells) >= len(SIDES)
    names = [str(row.get("id") or f"{row['notice']}|{row['person']}") for row in rows]
    readable = [name for name in names if reads(wall.web.keys, cells[0], table, column, name)]
    assert readable == names[:1]
    assert not reads(wall.web.keys, cells[0], table, f"{column}_before", names[0])
    assert not reads(wall.web.keys, cells[0], f"{table}_before", column, names[0])


@pytest.mark.parametrize("table", ["audit", "audit_detail", "letter", "notice_wording"])
async def test_the_log_of_acts_and_the_letters_hold_no_word_of_support(wall: Wall, table: str) -> None:
    async with wall.web.database.reading() as view:
        rows = [str(row).lower() for row in await view.execute(text(f"SELECT * FROM {table}"))]
    assert not [(word, row) for side in SIDES for word in WORDS for row in rows if f"{side} {word}".lower() in row]


def reads(keys: Keys, cell: str, table: str, column: str, row: str) -> bool:
    try:
        return bool(unseal(keys, cell, table=table, column=column, row=row))
    except SealBroken:
        return False
