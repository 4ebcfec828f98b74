"""Granting a look and taking it back; two people agree to each grant (PERM-7)."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from governance.access import service as access
from governance.access.model import fold
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.inspection import model
from governance.inspection.copies import BadCopy, Copy, checked, signed_copy
from governance.inspection.looking import (
    Line,
    LookAtMe,
    Register,
    find,
    grants,
    look,
    looks,
    looks_at,
    of_register,
    usable,
)
from governance.inspection.model import Power, Proposal
from governance.inspection.records import GrantRecord
from governance.members import service as members
from governance.members.model import is_email
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

REASON_LIMIT = 500


async def propose(tx: Transaction, actor: Actor, proposal: Proposal, now: datetime) -> GrantRecord:
    """Put a grant before a second person."""
    errors = model.errors_in(proposal, legal_day(now))
    if proposal.inspector_email and not is_email(proposal.inspector_email):
        errors["inspector_email"] = "not-an-email"
    model.refuse_beyond(proposal.power, proposal.columns, lawful_basis=proposal.lawful_basis)
    if errors:
        raise Invalid(errors)
    if proposal.member is not None:
        await members.find(tx, actor, proposal.member)
    grant = asked(actor, proposal, now)
    tx.add(grant)
    await tx.flush()
    await audit.note(tx, actor, "grant.proposed", grant.id, now, body=grant.body, power=grant.power)
    return grant


async def approve(tx: Transaction, actor: Actor, grant_id: str, now: datetime) -> GrantRecord:
    """The second person agrees; from now on the inspector may look at the register."""
    grant = await find(tx, actor, grant_id, lock=True)
    if grant.discloses:
        raise NotFound(grant=grant_id)
    await agree(tx, actor, grant, now)
    await audit.note(tx, actor, "grant.approved", grant_id, now)
    return grant


async def agree(tx: Transaction, actor: Actor, grant: GrantRecord, now: datetime) -> None:
    """The second person to a grant of any kind, which is locked; the caller notes it.

    Raises:
        NotFound, AlreadyApproved, GrantRevoked, GrantExpired, SamePerson
    """
    grant_id = grant.id
    if not model.decides_about(actor, Power(grant.power)):
        raise NotFound(grant=grant_id)
    if grant.approved_at is not None:
        raise model.AlreadyApproved(grant=grant_id)
    if grant.revoked_at is not None:
        raise model.GrantRevoked(at=grant.revoked_at)
    if now >= grant.expires_at:
        raise model.GrantExpired(at=grant.expires_at)
    if model.person(actor) == grant.proposed_by:
        raise model.SamePerson(grant=grant_id)
    grant.account = await _way_in(tx, actor, grant, now)
    grant.approved_by, grant.approved_at = model.person(actor), now


async def revoke(tx: Transaction, actor: Actor, grant_id: str, *, reason: str, now: datetime) -> GrantRecord:
    """End a grant this instant. Revoking twice changes nothing."""
    grant = await find(tx, actor, grant_id, lock=True)
    if not model.decides_about(actor, Power(grant.power)):
        raise NotFound(grant=grant_id)
    if not reason.strip() or len(reason) > REASON_LIMIT:
        raise Invalid({"reason": "too-long" if reason.strip() else "missing"})
    if grant.revoked_at is not None:
        return grant
    grant.revoked_at, grant.revoked_by, grant.revoked_because = now, model.person(actor), reason
    await tx.flush()
    if grant.discloses:
        await audit.note(tx, actor, "disclosure.revoked", grant_id, now, reason=reason)
    else:
        await audit.note(tx, actor, "grant.revoked", grant_id, now, reason=reason)
    if grant.account is not None and grant.member is None and not await _has_another(tx, grant.account, now):
        await access.withdraw_role(tx, actor, grant.account, Role.INSPECTOR, now)
    return grant


def asked(actor: Actor, proposal: Proposal, now: datetime) -> GrantRecord:
    """A grant of any kind as it is put before the second person."""
    return GrantRecord(
        id=new_id(),
        body=proposal.body.strip(),
        power=proposal.power,
        evidence=proposal.evidence.strip(),
        columns=sorted(proposal.columns),
        lawful_basis=proposal.lawful_basis,
        earliest=proposal.earliest,
        latest=proposal.latest,
        expires_at=first_instant(proposal.last_day + timedelta(days=1)),
        member=proposal.member,
        inspector_name=proposal.inspector_name.strip(),
        inspector_email=proposal.inspector_email.strip(),
        proposed_by=model.person(actor),
        proposed_at=now,
    )


async def _way_in(tx: Transaction, actor: Actor, grant: GrantRecord, now: datetime) -> str:
    """The account that will look: the member's own, the one an earlier grant opened, or a new one."""
    if grant.member is not None:
        own = await access.account_for(tx, grant.member)
        if own is None or own.closed_at is not None:
            raise Invalid({"member": "no-account"})
        return own.id
    known = await access.account_of(tx, fold(grant.inspector_email))
    if known is None or known.member is not None:
        known = await access.open_account(
            tx, actor, member_id=None, email=grant.inspector_email, name=grant.inspector_name, now=now
        )
    if Role.INSPECTOR not in await access.roles_of(tx, known.id, now):
        await access.grant_role(tx, actor, known.id, Role.INSPECTOR, now)
    return known.id


async def _has_another(view: View, account: str, now: datetime) -> bool:
    live = (
        select(func.count())
        .select_from(GrantRecord)
        .where(
            GrantRecord.account == account,
            GrantRecord.approved_at.is_not(None),
            GrantRecord.revoked_at.is_(None),
            GrantRecord.expires_at > now,
        )
    )
    return bool(await view.scalar(live))


__all__ = [
    "BadCopy",
    "Copy",
    "Line",
    "LookAtMe",
    "Register",
    "agree",
    "approve",
    "asked",
    "checked",
    "find",
    "grants",
    "look",
    "looks",
    "looks_at",
    "of_register",
    "propose",
    "revoke",
    "signed_copy",
    "usable",
]
