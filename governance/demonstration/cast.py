"""Who is who: members by their number in the register, and the offices they hold."""

from collections.abc import Mapping
from types import MappingProxyType

from governance.board.model import Office
from governance.rehearsal.people import Town
from governance.setup.model import Founder

HERE = Town("Stryd Enghraifft (Example Street), Llanrwst", "demo.example", strides=(9, 7))

SECRETARY, CHAIR = "1", "2"
FOUNDERS = (
    Founder("secretary", SECRETARY, "Gwenllian", "Pritchard", f"secretary@{HERE.domain}", "cy", HERE.address(1)),
    Founder("chair", CHAIR, "Tomos", "Adeyemi", f"chair@{HERE.domain}", "en", HERE.address(2)),
)

BROUGHT_OVER = 53
"""Members in the file that the secretary imports on the first day."""
FIRST_NUMBER = 3

OFFICES: tuple[tuple[str, Office], ...] = (
    ("3", Office.TREASURER),
    ("4", Office.DIRECTOR),
    ("6", Office.DIRECTOR),
    ("7", Office.DIRECTOR),
    ("12", Office.DIRECTOR),
    ("13", Office.DIRECTOR),
    ("16", Office.COORDINATOR),
    ("10", Office.SCRUTINEER),
    ("15", Office.KEY_HOLDER),
    ("18", Office.KEY_HOLDER),
    ("19", Office.KEY_HOLDER),
)
KEY_HOLDERS = ("15", "18", "19")

WHO: Mapping[str, str] = MappingProxyType(
    {
        "member": "25",
        "secretary": SECRETARY,
        "chair": CHAIR,
        "board": "4",
        "scrutineer": "10",
        "key-holder": "19",
        "treasurer": "3",
        "coordinator": "16",
    }
)
"""The parts a newcomer may play, and the member who plays each; ``regulator`` and ``assistant`` are no members."""
REGULATOR = "regulator"
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "member": "A member",
        "secretary": "The secretary",
        "chair": "The chair",
        "board": "A board member",
        "scrutineer": "The scrutineer",
        "key-holder": "A key-holder",
        "treasurer": "The treasurer",
        "coordinator": "The co-ordinator of assistants",
        "assistant": "A personal assistant",
        REGULATOR: "A regulator",
    }
)
FIRST = ("member", "secretary", "board", "key-holder", REGULATOR)

MOVER, SECONDERS = "24", ("28", "31", "40")
"""Who proposes the motion before the coming meeting, and who stands behind it."""
NEW_MOVER, NEW_SECONDER = "33", "22"

CANDIDATES = ("17", "27", "36", "38")
"""Who stand for the two seats on the board."""

LEFT = "30"
"""Who resigns on the way."""
JOINED_AGO = (250, 215, 180, 150, 120, 95)
"""Days since those joined who came later, one by one."""
