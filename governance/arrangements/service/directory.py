"""The list of personal assistants that members read: what each chose to show, of those who chose to be on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from constitution import support
from governance.actor import Actor, Role
from governance.arrangements.model.agreements import Employer, NotAllowedByRules, Source, State
from governance.arrangements.model.assistants import NotTheProviders, Profile, Status, errors_in
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.introductions import IntroductionRecord
from governance.arrangements.service import assistants, people
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View


@dataclass(frozen=True, slots=True)
class Listing:
    """One line of the list."""

    id: str
    profile: Profile


async def listed(view: View, now: datetime) -> Sequence[Listing]:
    """Those who want to be on the list and whose checks all count today, by name (P-263)."""
    rules, day = await members.rules_on(view, now), legal_day(now)
    wanting = select(AssistantRecord).where(
        AssistantRecord.listed,
        AssistantRecord.left_on.is_(None),
        AssistantRecord.status.in_((Status.CLEARED, Status.ACTIVE)),
    )
    found = (await view.scalars(wanting.order_by(AssistantRecord.called, AssistantRecord.id))).all()
    return [_shown(one) for one in found if (await assistants.may_be_listed(view, one.id, rules, day)).met]


async def shown(view: View, assistant_id: str, now: datetime) -> Listing:
    """
    Raises:
        NotFound: there is none, or none on the list: one answer for both.
    """
    for listing in await listed(view, now):
        if listing.id == assistant_id:
            return listing
    raise NotFound(assistant=assistant_id)


async def choosable(view: View, actor: Actor, now: datetime) -> Mapping[str, str]:
    """With whom the actor may agree: everybody on the list, and whoever their own people brought. Names by id."""
    theirs = [person.id for person in await people.spoken_for(view, actor, now)]
    brought = (
        select(AssistantRecord)
        .join(IntroductionRecord, IntroductionRecord.assistant == AssistantRecord.id)
        .where(IntroductionRecord.person.in_(theirs), AssistantRecord.left_on.is_(None))
        .order_by(AssistantRecord.called, AssistantRecord.id)
    )
    own = {one.id: one.called for one in await view.scalars(brought)}
    return own | {listing.id: listing.profile.called for listing in await listed(view, now)}


async def teachable(view: View, actor: Actor, now: datetime) -> Mapping[str, str]:
    """Who may learn the own way of somebody for whom the actor decides: whoever they may agree with, or work with."""
    theirs = [person.id for person in await people.spoken_for(view, actor, now)]
    working = (
        select(AssistantRecord)
        .join(ArrangementRecord, ArrangementRecord.assistant == AssistantRecord.id)
        .where(
            ArrangementRecord.person.in_(theirs),
            ArrangementRecord.state.not_in([State.ENDED, State.DECLINED]),
            AssistantRecord.status != Status.LEFT,
        )
    )
    return {one.id: one.called for one in await view.scalars(working)} | dict(await choosable(view, actor, now))


async def refuse_unchoosable(view: View, person_id: str, assistant_id: str, source: Source, now: datetime) -> None:
    """A person chooses from the list, or whom their own side brought; a provider sends whom it has.

    Raises:
        NotTheProviders: somebody on the list would be sent by a provider for whom they do not work.
        NotFound: any other assistant, as if there were none.
    """
    assistant = await view.get(AssistantRecord, assistant_id)
    if assistant is None or assistant.left_on is not None:
        raise NotFound(assistant=assistant_id)
    brought = select(IntroductionRecord.id).where(
        IntroductionRecord.person == person_id, IntroductionRecord.assistant == assistant_id
    )
    if source is Source.ASSIGNED:
        await _refuse_unsent(view, assistant, now)
        return
    if await view.scalar(brought.limit(1)) is not None:
        return
    await shown(view, assistant_id, now)


async def work_for_provider(
    tx: Transaction, actor: Actor, assistant_id: str, *, of_provider: bool, now: datetime
) -> AssistantRecord:
    """The co-ordinator says whether the provider may send this assistant.

    Raises:
        NotFound: the actor is no co-ordinator.
        NotAllowedByRules: the rules know no provider, with the finding (P-260).
    """
    if not actor.has(Role.COORDINATOR):
        raise NotFound(assistant=assistant_id)
    assistant = await assistants.find(tx, actor, assistant_id, lock=True)
    finding = support.may_employ(await members.rules_on(tx, now), Employer.PROVIDER)
    if not finding.met:
        raise NotAllowedByRules(finding=finding)
    assistant.of_provider = of_provider
    await audit.note(tx, actor, "assistant.provider-said", assistant.id, now, sent=of_provider)
    return assistant


async def _refuse_unsent(view: View, assistant: AssistantRecord, now: datetime) -> None:
    """A provider sends its own; that another works for somebody else is said only of those whom members see anyway."""
    if not assistant.of_provider:
        await shown(view, assistant.id, now)
        raise NotTheProviders(assistant=assistant.id)


async def preview(view: View, actor: Actor) -> Listing:
    """One's own line, as members read it."""
    return _shown(await assistants.own(view, actor))


async def change(
    tx: Transaction, actor: Actor, profile: Profile, *, shows: Collection[str], on_the_list: bool, now: datetime
) -> AssistantRecord:
    """What an assistant shows is the assistant's own to change, and nobody else's.

    Raises:
        NotFound: whoever is signed in is no assistant.
        Invalid
    """
    errors = errors_in(profile, shows)
    if errors:
        raise Invalid(errors)
    assistant = await assistants.own(tx, actor, lock=True)
    assistant.called, assistant.area, assistant.hours_free = profile.called, profile.area, profile.hours_free
    assistant.about, assistant.listed = profile.about, on_the_list
    assistant.languages, assistant.travel = list(profile.languages), list(profile.travel)
    assistant.shows = sorted(shows)
    await audit.note(tx, actor, "assistant.profile-changed", assistant.id, now)
    return assistant


def _shown(assistant: AssistantRecord) -> Listing:
    return Listing(assistant.id, assistant.profile.shown(assistant.shows))
