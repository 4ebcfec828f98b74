"""What a declared vote came to, as everybody may see it: alone, or with those that asked other classes the same."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from governance.actor import Actor
from governance.platform.db import View
from governance.votes.model import Mode, State
from governance.votes.model.asking import Kind, Question
from governance.votes.model.by_hand import Channels
from governance.votes.model.outcomes import added_together
from governance.votes.model.publishing import Choosing, Detail, Numbers, Part, fullest, small, total
from governance.votes.model.tally import NO_PAPERS, Tally
from governance.votes.records import VoteRecord
from governance.votes.service.hand_count import channels
from governance.votes.service.reading import find, tallies


@dataclass(frozen=True, slots=True)
class Group:
    """The classes that voted in one box, by the vote that asked them. ``tallies`` is empty where it cannot be told.

    ``agreed``: more yes than no, where that was the question.
    """

    vote: VoteRecord
    took_part: int
    agreed: bool | None
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """``groups`` is everybody, or each group of classes that has a result; ``waiting`` are groups without one.

    ``together`` is empty where it cannot be told, and while a group is waiting. ``channels`` has one for each group.
    """

    detail: Detail
    groups: tuple[Group, ...]
    waiting: tuple[VoteRecord, ...]
    together: tuple[Tally, ...]
    channels: tuple[Channels, ...]

    @property
    def roll(self) -> int:
        return sum(group.vote.roll_count for group in self.groups)

    @property
    def took_part(self) -> int:
        return sum(group.took_part for group in self.groups)

    @property
    def is_withheld(self) -> bool:
        return self.detail is Detail.DECISION


async def results(view: View, actor: Actor, vote_id: str) -> Results | None:
    """None before the declaration, for everybody."""
    vote = await find(view, actor, vote_id)
    if tallies(vote) is None:
        return None
    every = await _with_others(view, vote)
    declared = [one for one in every if one.state is State.DECLARED]
    counts = [tallies(one) or () for one in declared]
    detail = _detail(declared)
    is_whole = detail is not Detail.DECISION and len(declared) == len(every)
    return Results(
        detail=detail,
        groups=tuple(_group(*one, detail) for one in zip(declared, counts, strict=True)),
        waiting=tuple(one for one in every if one.state is not State.DECLARED),
        together=added_together(counts) if is_whole else (),
        channels=tuple([await channels(view, one) for one in declared]),
    )


async def boxes(view: View, actor: Actor, vote_id: str) -> Sequence[VoteRecord]:
    """The vote, or all votes that ask groups of classes the same and are counted together with it."""
    return await _with_others(view, await find(view, actor, vote_id))


async def asked_with(view: View, vote_id: str) -> Sequence[str]:
    """The ids of all votes that ask the same, this one and those that were held again among them."""
    joint = select(VoteRecord.joint).where(VoteRecord.id == vote_id).scalar_subquery()
    return (
        await view.scalars(select(VoteRecord.id).where(or_(VoteRecord.id == vote_id, VoteRecord.joint == joint)))
    ).all()


async def _with_others(view: View, vote: VoteRecord) -> Sequence[VoteRecord]:
    return [vote] if vote.joint is None else await _joint(view, vote.joint)


async def _joint(view: View, joint: str) -> Sequence[VoteRecord]:
    """The votes that ask one thing of several groups of classes, in the order of the classes' names.

    One that is held again stands in the place of the one that was set aside.
    """
    votes = list(await view.scalars(select(VoteRecord).where(VoteRecord.joint == joint)))
    replaced = {one.rerun_of for one in votes}
    return sorted((one for one in votes if one.id not in replaced), key=lambda one: one.classes or [])


def _group(vote: VoteRecord, count: tuple[Tally, ...], detail: Detail) -> Group:
    return Group(vote, count[0].took_part, _agreed(count), count if detail is Detail.PARTS else ())


def _agreed(count: Sequence[Tally]) -> bool | None:
    if len(count) != 1 or count[0].question.kind is not Kind.YES_NO:
        return None
    yes, no = count[0].numbers
    return yes > no


def _by_hand(vote: VoteRecord) -> Mapping[str, Any]:
    return vote.paper or NO_PAPERS


# --- how much may be said (SMALL-2) ----------------------------------------------------------------------------------

_WAYS = (_ONLINE, _ON_PAPER) = ("online", "on paper")


def _detail(declared: Sequence[VoteRecord]) -> Detail:
    """One for the whole ballot paper: the least that any of its questions lets be said."""
    least_first = (Detail.DECISION, Detail.TOTAL, Detail.PARTS)
    found = [_detail_of(declared, number, question) for number, question in enumerate(declared[0].asked)]
    return min(found, key=least_first.index)


def _detail_of(declared: Sequence[VoteRecord], number: int, question: Question) -> Detail:
    parts = {name: part for vote in declared for name, part in _parts(vote, number).items()}
    floor = max(vote.smallest_cell for vote in declared)
    if question.is_shuffled:
        return Detail.DECISION if small(parts, floor) else Detail.PARTS

    def agreed(counts: Mapping[str, Numbers]) -> Hashable:
        """Which groups had more yes than no, which is said in any case."""
        sums = [total([counts[f"{vote.id} {way}"] for way in _WAYS]) for vote in declared]
        return tuple(yes > no for _, yes, no in sums) if question.kind is Kind.YES_NO else ()

    return fullest(parts, floor, Choosing(question.minimum, question.maximum), agreed)


def _parts(vote: VoteRecord, number: int) -> dict[str, Part]:
    """Ballots by the way they came. What lies in an archive, or was seen by a whole room, is public."""
    online = _numbers((vote.result or ())[number])
    papers = _by_hand(vote).get("papers", 0)
    by_hand = _by_hand(vote)["questions"][number] if papers else NO_PAPERS
    return {
        f"{vote.id} {_ONLINE}": Part(vote.counted or 0, online, is_public=vote.mode is not Mode.SIMPLE),
        f"{vote.id} {_ON_PAPER}": Part(papers, _numbers(by_hand.get("numbers", [0] * len(online)))),
    }


def _numbers(counted: Sequence[Any]) -> Numbers:
    """Of rankings and grades only the number of ballots matters here."""
    return tuple(number for number in counted if isinstance(number, int))
