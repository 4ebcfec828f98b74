"""The words of a motion: languages added before a meeting, and none of its words ever changed."""

from dataclasses import asdict
from datetime import datetime

from constitution import Rulebook
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.errors import Invalid
from governance.motions import model
from governance.motions.looking import find_at
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.platform.db import Transaction
from governance.platform.texts import Texts


async def translate(
    tx: Transaction, actor: Actor, motion_id: str, *, title: Texts, text: Texts, now: datetime
) -> MotionRecord:
    """Add language versions that are missing. What members support already stays word for word.

    Raises:
        NotYourWords: neither its proposer nor the secretary.
        AlreadyWorded: a version that is there would change.
        Invalid: nothing is added, or it is too long.
    """
    motion = await find_at(tx, actor, motion_id, Stage.SEEKING_SUPPORT, Stage.SUPPORTED)
    if not may_word(motion, actor):
        raise model.NotYourWords(motion=motion_id)
    before = {"title": motion.titled, "text": motion.worded}
    added = {"title": title, "text": text}
    changed = [name for name in before if before[name].would_change(added[name])]
    if changed:
        raise model.AlreadyWorded(motion=motion_id, changed=changed)
    whole = {name: before[name].completed(added[name]) for name in before}
    errors = model.errors_in_added(before, whole)
    if errors:
        raise Invalid(errors)
    motion.title, motion.text = whole["title"].to_json(), whole["text"].to_json()
    new = {f"{name}_{key}": words for name in before for key, words in _new(before[name], whole[name]).items()}
    await audit.note(tx, actor, "motion.translated", motion_id, now, **new)
    return motion


def require_words(rules: Rulebook, motion: MotionRecord) -> None:
    """
    Raises:
        LanguageMissing: a notice could not carry the motion (P-008); ``missing`` names the languages.
    """
    missing = languages_missing(rules, motion)
    if missing:
        finding = rules.finding("motion-words", "P-008", "P-092", met=False, missing=", ".join(missing))
        raise model.LanguageMissing(finding=finding, motion=motion.id, missing=", ".join(missing))


def languages_missing(rules: Rulebook, motion: MotionRecord) -> list[str]:
    """Those that a notice must speak (P-008) and the motion does not."""
    return [
        language
        for language in rules.words("P-008")
        if not (motion.titled.has(language) and motion.worded.has(language))
    ]


def may_word(motion: MotionRecord, actor: Actor) -> bool:
    """Its proposer and the secretary add languages."""
    is_own = motion.proposer is not None and motion.proposer == actor.member
    return is_own or actor.is_platform or actor.has(Role.SECRETARY)


def _new(before: Texts, whole: Texts) -> dict[str, str]:
    old = asdict(before)
    return {key: words for key, words in asdict(whole).items() if words != old[key]}
