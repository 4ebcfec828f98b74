"""That a ballot box only grew: everything in an earlier archive stands unchanged at the beginning of a later one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from ballots.archive import Source, Step, start, walk
from ballots.errors import Invalid
from ballots.events import BALLOT


@dataclass(frozen=True, slots=True)
class Growth:
    """How much both archives hold, and how much only the later one."""

    events: int
    ballots: int
    more_events: int
    more_ballots: int


def compare(earlier: Source, later: Source) -> Growth:
    """Both files and their chains are sound, and the second begins with all of the first, to the byte.

    Neither is kept in memory. Raises ``Invalid``: ``board-changed`` where a record differs, ``board-shrank`` if the
    later one is a part of the earlier; any reason for refusing an archive, saying which of the two.
    """
    begun = start(earlier) == start(later)
    ballots = [0, 0]
    events = [0, 0]
    for before, after in zip_longest(_steps(earlier, "earlier"), _steps(later, "later")):
        if before and after and not (begun and _same(before, after)):
            raise Invalid("board-changed", f"the two archives differ from event {before.event.height} on")
        for which, step in enumerate((before, after)):
            if step:
                events[which] += 1
                ballots[which] += step.event.kind == BALLOT
    if events[0] > events[1]:
        missing = f"{events[0] - events[1]} events, {ballots[0] - ballots[1]} of them ballots"
        raise Invalid("board-shrank", f"the later archive is the older one, or it lost {missing}")
    return Growth(events[0], ballots[0], events[1] - events[0], ballots[1] - ballots[0])


def _steps(source: Source, which: str) -> Iterator[Step]:
    try:
        yield from walk(source)
    except Invalid as error:
        raise Invalid(error.code, f"the {which} archive: {error.detail}") from None


def _same(before: Step, after: Step) -> bool:
    return (before.head, before.data) == (after.head, after.data)
