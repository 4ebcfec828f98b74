"""The scenes in their order: each looks at what has happened and does only what is missing, so a play can resume."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from governance.rehearsal import ballot, beginning, evidence, gathering
from governance.rehearsal.stage import Stage

Scene = Callable[[Stage], Awaitable[str]]
"""Moves the clock to its own instant, acts if that has not been done yet, and says in one line what there is now."""

SCENES: tuple[tuple[str, Scene], ...] = (
    ("Founding", beginning.found),
    ("Members", beginning.import_members),
    ("Motion", beginning.propose),
    ("Notice", gathering.call),
    ("Letters", gathering.post_letters),
    ("Keys and codes", ballot.prepare),
    ("Ballot opens", ballot.open_it),
    ("Voting", ballot.cast_all),
    ("Meeting", gathering.hold),
    ("Sealing", ballot.seal),
    ("Opening", ballot.decrypt),
    ("Result", ballot.declare),
    ("Minutes", gathering.write_minutes),
    ("Evidence", evidence.leave),
)


@dataclass(frozen=True, slots=True)
class Line:
    """What the audience reads: the scripted time, the scene, what happened."""

    at: datetime
    scene: str
    said: str


async def play(stage: Stage) -> AsyncIterator[Line]:
    """Play every scene, or those that are left."""
    for name, scene in SCENES:
        said = await scene(stage)
        yield Line(stage.clock.now(), name, said)
