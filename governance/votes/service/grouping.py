"""One vote, or several that ask one thing of groups of classes, each with a roll and a box of its own (SMALL-3)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from constitution import Rulebook
from constitution.balloting import smallest_cell
from constitution.resolutions import About, counts_by_class
from governance.actor import Actor
from governance.members.model import Voter
from governance.platform.db import Transaction
from governance.platform.ids import new_id
from governance.votes.model.publishing import class_groups
from governance.votes.records import VoteRecord
from governance.votes.service.preparing import prepare


def groups_of(rules: Rulebook, matter: About, voters: Sequence[Voter]) -> tuple[tuple[str, ...], ...]:
    """The classes that vote in one box, for each box; nothing where all vote in one (SMALL-1)."""
    if not counts_by_class(rules, matter):
        return ()
    found = class_groups(Counter(voter.class_ for voter in voters), smallest_cell(rules))
    return found if len(found) > 1 else ()


def classes_of(rules: Rulebook, matter: About, voters: Sequence[Voter]) -> tuple[tuple[str, ...], ...]:
    """The same for a vote that everybody sees: it hides nobody, so each class is counted by itself."""
    classes = sorted({voter.class_ for voter in voters}) if counts_by_class(rules, matter) else []
    return tuple((name,) for name in classes) if len(classes) > 1 else ()


async def prepare_each(
    tx: Transaction,
    actor: Actor,
    voters: Sequence[Voter],
    groups: Sequence[Sequence[str]],
    **asked: Any,  # what `prepare` takes
) -> list[VoteRecord]:
    """Prepare one vote for each group of classes, or the one vote of everybody where there are no groups."""
    if not groups:
        return [await prepare(tx, actor, roll=voters, **asked)]
    joint = new_id()
    return [
        await prepare(
            tx,
            actor,
            roll=[voter for voter in voters if voter.class_ in group],
            joint=joint,
            classes=group,
            **asked,
        )
        for group in groups
    ]
