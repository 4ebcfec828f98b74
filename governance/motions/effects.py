"""What a motion would do to pooled money: stated by officers, kept with the motion, read before anybody votes.

The figures are handed in by the slice that keeps the money. None of them is about one named person's support.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance.actor import Actor
from governance.audit import service as audit
from governance.motions.authority import authority_of
from governance.motions.looking import find_at
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.papers import service as papers
from governance.platform.db import Transaction
from governance.platform.texts import VARIANTS, Texts
from governance.platform.web.layout import environment
from governance.platform.web.variants import language_of, speaking

PAPER = "effect:"
"""Kind of the paper that goes with the notice, before the id of its motion: a meeting may have several."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One fund with and without the motion, in pence: what is free in it, and what it costs a month.

    ``months`` say how long what is free lasts, where anything is spent. ``people`` is how many take part; None where
    that would be too few to tell (P-159).
    """

    fund: Texts
    free: tuple[int, int]
    monthly: tuple[int, int]
    months: tuple[int | None, int | None]
    people: int | None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Effect":
        free, monthly, months = (tuple(stored[name]) for name in ("free", "monthly", "months"))
        return cls(Texts.from_json(stored["fund"]), free, monthly, months, stored["people"])

    def to_json(self) -> dict[str, Any]:
        return {
            "fund": self.fund.to_json(),
            "free": list(self.free),
            "monthly": list(self.monthly),
            "months": list(self.months),
            "people": self.people,
        }


async def state(
    tx: Transaction, actor: Actor, motion_id: str, effects: Sequence[Effect], now: datetime
) -> MotionRecord:
    """Keep with a motion what it would do, in place of what was stated before; a ballot is never told something new.

    Raises:
        WrongStage: the ballot on it has been prepared, or it is decided.
    """
    motion = await find_at(tx, actor, motion_id, Stage.SEEKING_SUPPORT, Stage.SUPPORTED, Stage.ON_AGENDA)
    motion.effect = [one.to_json() for one in effects] or None
    await tx.flush()
    await audit.note(tx, actor, "motion.effect-stated", motion_id, now, funds=len(effects))
    await keep_papers(tx, actor, motion, now)
    return motion


def of(motion: MotionRecord) -> tuple[Effect, ...]:
    return tuple(Effect.from_json(one) for one in motion.effect or ())


async def keep_papers(tx: Transaction, actor: Actor, motion: MotionRecord, now: datetime) -> None:
    """The effect as a paper of the meeting that the motion is before, in every variant."""
    if motion.meeting is None or not (motion.effect or motion.authority):
        return
    for variant in VARIANTS:
        title, html = written(motion, variant)
        kind = f"{PAPER}{motion.id}"
        await papers.keep(tx, actor, kind=kind, about=motion.meeting, variant=variant, title=title, html=html, now=now)


def written(motion: MotionRecord, variant: str) -> tuple[str, str]:
    """Title and content of the paper: what it would do, in one variant."""
    context = {
        "motion": motion,
        "effects": of(motion),
        "authority": authority_of(motion),
        "variant": variant,
        "language": language_of(variant),
        "easy": variant.endswith("-easy"),
    }
    with speaking(variant):
        title = environment().get_template("print/motions/effect-title.txt").render(context)
        return " ".join(title.split()), environment().get_template("print/motions/effect.html").render(context)
