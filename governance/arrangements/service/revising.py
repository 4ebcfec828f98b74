"""Changing what people share, step by step: at the end everybody is asked again, and until they agree it stays."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from governance.actor import Actor
from governance.arrangements.model.revising import Answers, NothingChanges, Step, from_json, refuse_unusable
from governance.arrangements.model.sharing import Asked, Basis, SharingEnded, Terms, fingerprint
from governance.arrangements.records.sharing import TermsRecord
from governance.arrangements.service import drafts, people, shared, sharing
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View


@dataclass(frozen=True, slots=True)
class Standing:
    """What was asked last, and of whom; ``may_go`` are those of them who may be left out."""

    terms: Terms
    asked: tuple[Asked, ...]
    may_go: frozenset[str]
    answers: Answers

    @property
    def keys(self) -> tuple[str, ...]:
        """Everybody who would be asked, by person, or by address for somebody new."""
        staying = tuple(one.person for one in self.asked if one.person not in self.answers.leaving)
        return staying + self.answers.joining

    @property
    def missing(self) -> str | None:
        return self.answers.unanswered(self.terms.basis, self.keys)

    @property
    def basis(self) -> Basis:
        return self.answers.terms(self.terms).basis


async def standing(view: View, actor: Actor, shared_id: str, now: datetime) -> Standing:
    """For whoever organises it.

    Raises:
        NotFound: it is not theirs to change.
        SharingEnded
    """
    seen = await shared.find(view, actor, shared_id, now)
    if not seen.organises:
        raise NotFound(shared=shared_id)
    today = legal_day(now)
    if seen.record.ended_on is not None and seen.record.ended_on <= today:
        raise SharingEnded(shared=shared_id)
    latest = await shared.latest_terms(view, shared_id)
    kept = await drafts.kept(view, actor, shared_id)
    asked = await shared.asked_in(view, latest.id)
    stay = await sharing.who_stay(view, seen.record, today)
    return Standing(
        terms=Terms.from_json(latest.content),
        asked=asked,
        may_go=frozenset(one.person for one in asked) - stay,
        answers=Answers() if kept is None else from_json(kept),
    )


async def answer(
    tx: Transaction, actor: Actor, shared_id: str, *, step: str, given: Mapping[str, Any], now: datetime
) -> Standing:
    """Keep the answers of one page.

    Raises:
        BasisNotAllowed: with the finding (P-243).
        Invalid: with the problem of each field; what was kept before stays.
    """
    known = await standing(tx, actor, shared_id, now)
    answers = replace(known.answers, **given)
    refuse_unusable(step, answers)
    if step == Step.BASIS:
        await sharing.refuse_basis(tx, Basis(answers.basis), now)
    if step == Step.PEOPLE:
        await _members(tx, answers.emails, now)
        if not set(answers.out) <= known.may_go:
            raise Invalid({"out": "still-takes-part"})
    await drafts.keep(tx, actor, shared_id, asdict(answers), now)
    return replace(known, answers=answers)


async def ask(tx: Transaction, actor: Actor, shared_id: str, now: datetime) -> TermsRecord | None:
    """Ask everybody, and throw the answers away: sent twice, the second asks nobody again.

    Raises:
        NothingChanges
        Invalid: a page is not answered.
    """
    await sharing.organised(tx, actor, shared_id, now)
    known = await standing(tx, actor, shared_id, now)
    if await drafts.kept(tx, actor, shared_id) is None:
        return None
    if known.missing is not None:
        raise Invalid({"step": "missing"})
    terms, asked = known.answers.terms(known.terms), await _asked(tx, actor, known, now)
    if fingerprint(terms, asked) == fingerprint(known.terms, known.asked):
        raise NothingChanges(shared=shared_id)
    written = await sharing.revise(tx, actor, shared_id, terms=terms, asked=asked, now=now)
    await drafts.drop(tx, actor, shared_id)
    return written


async def _asked(tx: Transaction, actor: Actor, known: Standing, now: datetime) -> Sequence[Asked]:
    before = {one.person: one for one in known.asked}
    new = await _members(tx, known.answers.joining, now)
    found: dict[str, Asked] = {}
    for key in known.keys:
        person = (await people.of_member(tx, actor, new[key], now)).id if key in new else key
        found.setdefault(person, known.answers.asked(key, before.get(person), known.basis, person))
    return tuple(found.values())


async def _members(view: View, emails: Sequence[str], now: datetime) -> Mapping[str, str]:
    """Member ids by address, in the order in which the addresses were named."""
    known = await members.with_email(view, emails, legal_day(now))
    if any(email.casefold() not in known for email in emails):
        raise Invalid({"emails": "not-known"})
    return {email: known[email.casefold()] for email in emails}
