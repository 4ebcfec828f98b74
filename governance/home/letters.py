"""Letters that say that something waits, and not what: a mail holds nothing of an arrangement (MAIL-2)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from governance.actor import platform
from governance.arrangements.model.waiting import Area
from governance.arrangements.service import reaching
from governance.arrangements.service import waiting as support
from governance.correspondence import service as correspondence
from governance.funds.service import waiting as money
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook

KIND = "home/waits"
_ACTOR = platform("home")


async def remind(tx: Transaction, now: datetime) -> int:
    """Promise a letter to everybody for whom something waits, or ends soon, since the last one about that area.

    At most one a day for each person and area. Answers how many there are; again at once, none.
    """
    await tx.alone(KIND)
    wanted = await _wanted(tx, now)
    if not wanted:
        return 0
    organisation = await rulebook.organisation(tx)
    known = await correspondence.addressed(tx, {reader for reader, _ in wanted})
    for reader, area in wanted:
        if reader in known:
            await correspondence.serve(
                tx,
                _ACTOR,
                kind=KIND,
                cause=new_id(),  # of its own, so that the log leads nobody to who is asked
                letters=[known[reader]],
                facts={"organisation": Texts(en=organisation.name_en, cy=organisation.name_cy), "area": str(area)},
                now=now,
                formal=False,
            )
    return len(wanted)


async def waits(view: View, now: datetime) -> bool:
    """Is anybody to be written to? A look that takes no lock."""
    return bool(await _wanted(view, now))


async def _wanted(view: View, now: datetime) -> list[tuple[str, Area]]:
    found = [
        *await support.everything(view, now),
        *await money.everything(view),
        *await money.trials(view, now),
    ]
    since: defaultdict[tuple[str, Area], list[datetime | None]] = defaultdict(list)
    for reader, one in await reaching.readers(view, found, now):
        since[reader, one.area].append(one.since)
    told = await _told(view, {reader for reader, _ in since})
    return [key for key, begun in since.items() if _is_news(begun, told.get(key), now)]


def _is_news(begun: list[datetime | None], told: datetime | None, now: datetime) -> bool:
    if told is None:
        return True
    return legal_day(told) < legal_day(now) and any(one is not None and one > told for one in begun)


async def _told(view: View, readers: Collection[str]) -> Mapping[tuple[str, Area], datetime]:
    """When each was last written to about each area."""
    letters = await correspondence.told(view, KIND, readers)
    return {(reader, Area(facts["area"])): at for reader, at, facts in letters}
