"""The business of a meeting until its notice goes out: an item corrected, an item taken off."""

from datetime import datetime

from governance.actor import Actor
from governance.errors import Invalid
from governance.meetings import model
from governance.meetings.looking import find_at, happened, item_of
from governance.meetings.model import Stage
from governance.meetings.records import ItemRecord
from governance.platform.db import Transaction
from governance.platform.jobs.queue import enqueue
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook

ITEM_REMOVED = "item-removed"
"""The job left for whoever put the item there; ``subject`` says what it was about."""


async def correct_item(
    tx: Transaction, actor: Actor, meeting_id: str, item_id: str, *, title: Texts, text: Texts, now: datetime
) -> ItemRecord:
    """Give an item other words, in every language at once.

    Raises:
        MotionsWords: the item is a motion; its words are those that members support.
        Invalid: a language is missing.
        WrongStage: notice has been served with the words that stand.
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.CALLED)
    item = item_of(meeting, item_id)
    if item.subject is not None:
        raise model.MotionsWords(meeting=meeting_id, item=item_id)
    rules = await rulebook.in_force(tx, now)
    needed = model.needs_text(item.business)
    errors = model.errors_in_item(title, text, rules.words("P-008"), text_needed=needed)
    if errors:
        raise Invalid(errors, finding=rules.finding("notice-words", "P-008", "P-092", met=False))
    facts = {"item": item_id, "title_before": item.titled, "text_before": item.worded}
    item.title, item.text = title.to_json(), text.to_json()
    await happened(tx, actor, meeting, "item-corrected", now, facts=facts)
    return item


async def remove_item(tx: Transaction, actor: Actor, meeting_id: str, item_id: str, now: datetime) -> None:
    """Take an item off the agenda; a motion goes back to where it stood before.

    Raises:
        WrongStage: notice has been served, and the meeting owes its members the business it names.
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.CALLED)
    item = item_of(meeting, item_id)
    facts = {"item": item_id, "title": item.titled, "subject": item.subject}
    meeting.items.remove(item)
    await tx.delete(item)
    if item.subject is not None:
        enqueue(tx, ITEM_REMOVED, {"subject": item.subject}, due_at=now)
    await happened(tx, actor, meeting, "item-removed", now, facts=facts)
