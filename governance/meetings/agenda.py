"""The business of a meeting until its notice goes out: items added, corrected, taken off, and what their words lack."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from constitution import Rulebook
from constitution.notice import Business
from governance.actor import Actor
from governance.errors import Invalid
from governance.meetings import checks, model
from governance.meetings.looking import events, find_at, happened, item_of
from governance.meetings.model import Stage
from governance.meetings.records import ItemRecord, MeetingRecord
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue
from governance.platform.texts import Texts

ITEM_REMOVED = "item-removed"
"""The job left for whoever put the item there; ``subject`` says what it was about."""
EXPLAINED = "easy-read-explained"


async def add_item(
    tx: Transaction,
    actor: Actor,
    meeting_id: str,
    *,
    title: Texts,
    subject: str | None = None,
    text: Texts | None = None,
    business: Business | None = None,
    now: datetime,
) -> ItemRecord:
    """Put one item at the end of the business. ``text`` is that of the proposed resolution.

    Whoever writes an item is asked for every language at once. A motion's words are its proposer's and come as they
    are, so serving the notice asks again.

    Raises:
        Invalid: a language is missing.
        BusinessClosed: notice has been served, and the rules limit the meeting to what it names (P-076).
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.CALLED, Stage.NOTIFIED)
    rules = await members.rules_on(tx, now)
    if meeting.stage == Stage.NOTIFIED and rules.flag("P-076"):
        raise model.BusinessClosed(finding=rules.finding("business-open", "P-076", met=False), meeting=meeting_id)
    errors = checks.errors_in_item(
        title, text or Texts(), rules.words("P-008"), text_needed=checks.needs_text(business)
    )
    errors |= checks.errors_in_length(title, text or Texts())
    if errors and subject is None:
        raise Invalid(errors, finding=rules.finding("notice-words", "P-008", "P-092", met=False))
    item = ItemRecord(
        id=new_id(),
        meeting=meeting_id,
        position=1 + max((other.position for other in meeting.items), default=0),
        title=title.to_json(),
        text=(text or Texts()).to_json(),
        subject=subject,
        business=business,
    )
    meeting.items.append(item)
    await happened(tx, actor, meeting, "item-added", now, facts={"item": item.id, "subject": subject})
    return item


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
    rules = await members.rules_on(tx, now)
    needed = checks.needs_text(item.business)
    errors = checks.errors_in_item(title, text, rules.words("P-008"), text_needed=needed)
    errors |= checks.errors_in_length(title, text)
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
    await tx.flush()
    await _close_gap(tx, meeting)
    if item.subject is not None:
        enqueue(tx, ITEM_REMOVED, {"subject": item.subject}, due_at=now)
    await happened(tx, actor, meeting, "item-removed", now, facts=facts)


async def _close_gap(tx: Transaction, meeting: MeetingRecord) -> None:
    """The notice, the desk and the minutes call an item by the same number. One row at a time, from the front: no two
    items have one number even for an instant."""
    for number, item in enumerate(meeting.items, start=1):
        if item.position != number:
            item.position = number
            await tx.flush()


async def explain_item(
    tx: Transaction, actor: Actor, meeting_id: str, item_id: str, *, reason: str, now: datetime
) -> None:
    """Say why an item goes into the notice without Easy Read words, which the rules ask for (P-092).

    Raises:
        Invalid: no reason was given.
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.CALLED)
    item = item_of(meeting, item_id)
    if not reason.strip() or len(reason) > checks.REASON_LIMIT:
        raise Invalid({"reason": "too-long" if reason.strip() else "missing"})
    await happened(tx, actor, meeting, EXPLAINED, now, facts={"item": item.id, "reason": reason.strip()})


async def explanations(view: View, meeting_id: str) -> Mapping[str, str]:
    """The reason last given for each item that goes without Easy Read."""
    past = await events(view, meeting_id)
    return {one.facts["item"]: one.facts["reason"] for one in past if one.what == EXPLAINED}


async def check_words(view: View, rules: Rulebook, meeting: MeetingRecord) -> None:
    """
    Raises:
        NoBusiness, WordsMissing
        EasyReadMissing: the rules ask for Easy Read, an item has none, and nobody has said why.
    """
    if not meeting.items:
        raise model.NoBusiness(meeting=meeting.id)
    missing = {item.position: languages for item in meeting.items if (languages := formal_gaps(rules, item))}
    if missing:
        finding = rules.finding("notice-words", "P-008", "P-092", met=False, items_without=len(missing))
        raise model.WordsMissing(finding=finding, meeting=meeting.id, missing=missing)
    explained = await explanations(view, meeting.id)
    bare = [item.position for item in meeting.items if easy_gaps(rules, item) and item.id not in explained]
    if bare:
        finding = rules.finding("notice-words", "P-092", met=False, items_without=len(bare))
        raise model.EasyReadMissing(finding=finding, meeting=meeting.id, items=bare)


def formal_gaps(rules: Rulebook, item: ItemRecord) -> Sequence[str]:
    """The languages whose words a notice of this item cannot do without."""
    needed = checks.needs_text(item.business)
    return checks.words_missing(item.titled, item.worded, rules.words("P-008"), text_needed=needed)


def easy_gaps(rules: Rulebook, item: ItemRecord) -> Sequence[str]:
    """The Easy Read variants that the rules ask for and the item lacks."""
    if "easy_read" not in rules.words("P-092"):
        return ()
    return checks.easy_words_missing(item.titled, item.worded, rules.words("P-008"))
