"""Personal assistants: entering them, their way in, who finds whom, and whether somebody may start."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from constitution import Finding, Rulebook, support
from governance.access import service as access
from governance.actor import Actor, Role
from governance.arrangements.model.assistants import (
    CONTACT_LIMIT,
    NAME_LIMIT,
    AssistantAlready,
    AssistantLeft,
    Language,
    Status,
)
from governance.arrangements.model.introductions import Item, done_by
from governance.arrangements.model.training import OWN_WAY
from governance.arrangements.records.assistants import AssistantRecord, CheckRecord
from governance.arrangements.records.introductions import IntroductionRecord
from governance.arrangements.records.people import PersonRecord
from governance.arrangements.records.training import TrainingRecord
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members.model import is_email
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def enter(
    tx: Transaction,
    actor: Actor,
    *,
    name: str,
    now: datetime,
    email: str | None = None,
    phone: str | None = None,
    member_id: str | None = None,
    languages: Collection[str] = (),
    of_provider: bool = False,
) -> AssistantRecord:
    """A personal assistant, ``introduced`` until the checks are dated; with an address, or as a member, they sign in.

    Raises:
        AssistantAlready: this member is an assistant already.
        AddressTaken: another account signs in with this address.
        Invalid
    """
    _refuse_unusable(name, email, phone, languages)
    if member_id is not None:
        await _refuse_second(tx, member_id)
    assistant = AssistantRecord(id=new_id(), entered_at=now, name=name.strip(), called=name.strip())
    assistant.email, assistant.phone, assistant.member = email or None, phone or None, member_id
    assistant.of_provider = of_provider
    assistant.languages = [language for language in Language if language in languages]
    assistant.account = await _way_in(tx, actor, assistant, now)
    tx.add(assistant)
    await tx.flush()
    await audit.note(tx, actor, "assistant.entered", assistant.id, now)
    return assistant


async def find(view: View, actor: Actor, assistant_id: str, *, lock: bool = False) -> AssistantRecord:
    """An assistant's file: for the co-ordinator, the assistant, and whoever brought them while it is being looked into.

    Nobody else gets an answer (PERM-2). What an assistant shows to members stands in ``directory``.
    """
    assistant = await view.get(AssistantRecord, assistant_id, lock=lock)
    if assistant is None or not await _may_see(view, actor, assistant):
        raise NotFound(assistant=assistant_id)
    return assistant


async def find_own(view: View, actor: Actor, assistant_id: str, *, lock: bool = False) -> AssistantRecord:
    """The same for the co-ordinator and the assistant, and for nobody who brought them."""
    assistant = await find(view, actor, assistant_id, lock=lock)
    if not is_theirs(actor, assistant):
        raise NotFound(assistant=assistant_id)
    return assistant


def is_theirs(actor: Actor, assistant: AssistantRecord) -> bool:
    """Is the actor the assistant, or a co-ordinator?"""
    own = {("account", assistant.account), ("member", assistant.member)}
    return actor.has(Role.COORDINATOR) or bool(own & _known_by(actor))


async def of_actor(view: View, actor: Actor) -> AssistantRecord | None:
    """Whoever is signed in, as an assistant; ``None`` for somebody who is none, or has left."""
    ways = _themselves(actor)
    if not ways:
        return None
    own = select(AssistantRecord).where(or_(*ways), AssistantRecord.status != Status.LEFT)
    found: AssistantRecord | None = await view.scalar(own)
    return found


async def own(view: View, actor: Actor, *, lock: bool = False) -> AssistantRecord:
    """
    Raises:
        NotFound: whoever is signed in is no assistant.
    """
    assistant = await of_actor(view, actor)
    if assistant is None:
        raise NotFound
    return await view.get(AssistantRecord, assistant.id, lock=lock) or assistant


async def names(view: View, ids: Collection[str]) -> Mapping[str, str]:
    """How assistants are called."""
    found = await view.scalars(select(AssistantRecord).where(AssistantRecord.id.in_(list(ids))))
    return {assistant.id: assistant.called for assistant in found}


async def everybody(view: View) -> Sequence[AssistantRecord]:
    """All who have not left, by name: the co-ordinator's list."""
    staying = select(AssistantRecord).where(AssistantRecord.status != Status.LEFT)
    return (await view.scalars(staying.order_by(AssistantRecord.name, AssistantRecord.id))).all()


async def is_cleared(
    view: View,
    assistant_id: str,
    rules: Rulebook,
    day: date,
    *,
    supervised: bool = False,
    person_id: str | None = None,
    by_office: bool = False,
) -> Finding:
    """Whether everything that P-263 and P-264 ask for counts on that day.

    ``supervised``: beside a second assistant. ``person_id``: for work with this person, whose own way it must be that
    was learned, and nobody else's. ``by_office``: for an employer who does not rely on what the person dated alone.
    """
    modules = await modules_of(view, assistant_id, day, person_id=person_id, by_office=by_office)
    done = await checks_on(view, assistant_id, day, by_office=by_office)
    return support.gate(rules, done, modules, supervised)


async def may_be_listed(view: View, assistant_id: str, rules: Rulebook, day: date) -> Finding:
    """The same for somebody whom nobody has chosen yet: the agreement and the person's own way come with whoever does.

    ``is_cleared`` asks for both before the work starts. The list speaks for the organisation, so only what the
    organisation vouches for counts.
    """
    done = {Item.AGREEMENT_SIGNED.value: day, **await checks_on(view, assistant_id, day, by_office=True)}
    modules = await modules_of(view, assistant_id, day, by_office=True)
    return support.gate(rules, done, modules | {OWN_WAY}, False)


async def leave(tx: Transaction, actor: Actor, assistant: AssistantRecord, *, now: datetime) -> None:
    """The assistant leaves: off the list at once, and no longer able to sign in as one.

    Raises:
        AssistantLeft: they left before.
    """
    if assistant.status == Status.LEFT:
        raise AssistantLeft(assistant=assistant.id)
    assistant.status, assistant.listed, assistant.left_on = Status.LEFT, False, legal_day(now)
    await _end_way_in(tx, actor, assistant, now)
    await audit.note(tx, actor, "assistant.left", assistant.id, now)


async def checks_on(view: View, assistant_id: str, day: date, *, by_office: bool = False) -> Mapping[str, date]:
    """The items that count on a day; or only those for which the organisation vouches."""
    made = select(CheckRecord).where(CheckRecord.assistant == assistant_id)
    if by_office:
        made = made.where(CheckRecord.by_office)
    return done_by((record.check for record in await view.scalars(made)), day)


async def modules_of(
    view: View, assistant_id: str, day: date, *, person_id: str | None = None, by_office: bool = False
) -> frozenset[str]:
    """The modules of training that somebody had done by a day; with ``person_id``, of own ways that person's alone.

    ``by_office``: only those for which the organisation vouches, and the own way, which nobody else can teach.
    """
    taught = select(TrainingRecord.module).where(
        TrainingRecord.assistant == assistant_id, TrainingRecord.done_on <= day
    )
    if by_office:
        taught = taught.where(or_(TrainingRecord.by_office, TrainingRecord.module == OWN_WAY))
    if person_id is not None:
        taught = taught.where(or_(TrainingRecord.person.is_(None), TrainingRecord.person == person_id))
    return frozenset(await view.scalars(taught))


def _themselves(actor: Actor) -> list[ColumnElement[bool]]:
    ways = [AssistantRecord.account == actor.account] if actor.account is not None else []
    return ways + ([AssistantRecord.member == actor.member] if actor.member is not None else [])


async def _may_see(view: View, actor: Actor, assistant: AssistantRecord) -> bool:
    if actor.is_platform or actor.has(Role.COORDINATOR):
        return True
    own = {("account", assistant.account), ("member", assistant.member)}
    if own & _known_by(actor):
        return True
    introducing = (
        select(PersonRecord, IntroductionRecord.introduced_by)
        .join(IntroductionRecord, IntroductionRecord.person == PersonRecord.id)
        .where(IntroductionRecord.assistant == assistant.id, IntroductionRecord.outcome.is_(None))
    )
    row = (await view.execute(introducing)).one_or_none()
    if row is None:
        return False
    person, introduced_by = row
    theirs = {("account", person.account), ("member", person.member)}
    return introduced_by == actor.reference or bool(theirs & _known_by(actor))


def _known_by(actor: Actor) -> set[tuple[str, str]]:
    """What an account or a member may be recognised by."""
    known = {"account": actor.account, "member": actor.member}
    return {(kind, id_) for kind, id_ in known.items() if id_ is not None}


async def _way_in(tx: Transaction, actor: Actor, assistant: AssistantRecord, now: datetime) -> str | None:
    """A member's own account plays one more part; anybody else with an address gets one."""
    account = await access.account_for(tx, assistant.member) if assistant.member is not None else None
    if account is None and assistant.member is None and assistant.email is not None:
        account = await access.open_account(
            tx, actor, member_id=None, email=assistant.email, name=assistant.name, now=now
        )
    if account is None:
        return None
    await access.grant_role(tx, actor, account.id, Role.ASSISTANT, now)
    return account.id


async def _end_way_in(tx: Transaction, actor: Actor, assistant: AssistantRecord, now: datetime) -> None:
    """A member's account stays and loses this part; an account that was for this work alone is closed."""
    if assistant.account is None:
        return
    await access.withdraw_role(tx, actor, assistant.account, Role.ASSISTANT, now)
    if assistant.member is None:
        await access.close_account(tx, actor, assistant.account, now)


async def _refuse_second(tx: Transaction, member_id: str) -> None:
    await tx.alone(f"assistant:{member_id}")
    if await tx.scalar(select(AssistantRecord.id).where(AssistantRecord.member == member_id)) is not None:
        raise AssistantAlready(member=member_id)


def _refuse_unusable(name: str, email: str | None, phone: str | None, languages: Collection[str]) -> None:
    errors = {"name": "too-long" if name.strip() else "missing"} if not 0 < len(name.strip()) <= NAME_LIMIT else {}
    errors |= {"email": "not-an-email"} if email and not is_email(email) else {}
    errors |= {"phone": "too-long"} if phone and len(phone) > CONTACT_LIMIT else {}
    errors |= {} if set(languages) <= set(Language) else {"languages": "not-a-choice"}
    if errors:
        raise Invalid(errors)
