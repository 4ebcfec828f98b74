"""Who may look at which columns of the register, by the power they rely on; when a grant may be used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from governance.actor import Actor, Role
from governance.errors import Refusal
from governance.platform.clock import legal_day

MOST_DAYS = 30
"""No grant runs longer (REG-1)."""


class Power(StrEnum):
    FCA_AUTHORISED = "fca-authorised"
    MEMBER_S103 = "member-s103"
    INTERESTED_PERSON = "interested-person"
    LOCAL_AUTHORITY = "local-authority"
    CARE_REGULATOR = "care-regulator"


DISCLOSING = Power.LOCAL_AUTHORITY
"""It reaches no register; under it one person's money is disclosed instead."""


class Column(StrEnum):
    NAME = "name"
    ADDRESS = "address"
    EMAIL = "email"
    SHARES = "shares"
    PROPERTY = "property"
    DATES = "dates"
    OFFICERS = "officers"
    CLASS = "class"


class Access(StrEnum):
    YES = "yes"
    OWN = "own"  # the looker's own entry only
    BASIS = "basis"  # only where the grant names its lawful basis
    NO = "no"


def _row(member: Access, interested: Access, fca: Access) -> Mapping[Power, Access]:
    return MappingProxyType(
        {
            Power.MEMBER_S103: member,
            Power.INTERESTED_PERSON: interested,
            Power.FCA_AUTHORISED: fca,
            Power.LOCAL_AUTHORITY: Access.NO,
            Power.CARE_REGULATOR: Access.NO,
        }
    )


TABLE: Mapping[Column, Mapping[Power, Access]] = MappingProxyType(
    {
        Column.NAME: _row(Access.YES, Access.YES, Access.YES),
        Column.ADDRESS: _row(Access.YES, Access.YES, Access.YES),
        Column.EMAIL: _row(Access.YES, Access.YES, Access.YES),
        Column.SHARES: _row(Access.OWN, Access.OWN, Access.YES),
        Column.PROPERTY: _row(Access.OWN, Access.OWN, Access.YES),
        Column.DATES: _row(Access.YES, Access.YES, Access.YES),
        Column.OFFICERS: _row(Access.YES, Access.YES, Access.YES),
        Column.CLASS: _row(Access.NO, Access.NO, Access.BASIS),
    }
)
"""Field visibility under L-034 and L-037. A council or care regulator has no right to the register of members."""


class PowerGivesNoRegister(Refusal):
    """This body's powers do not reach the register of members; a disclosure answers it instead."""

    code = "power-gives-no-register"


class ColumnOutsidePower(Refusal):
    """The power does not reach this column, or only with a lawful basis that is not named."""

    code = "column-outside-power"


class SamePerson(Refusal):
    """Two people agree to a grant; one person in two offices is one person (PERM-7)."""

    code = "same-person"


class AlreadyApproved(Refusal):
    code = "already-approved"


class GrantNotApproved(Refusal):
    code = "grant-not-approved"


class GrantRevoked(Refusal):
    code = "grant-revoked"


class GrantExpired(Refusal):
    code = "grant-expired"


class OutsideGrantDates(Refusal):
    """The register as at this day is not part of the grant, or the day has not come."""

    code = "outside-grant-dates"


@dataclass(frozen=True, slots=True)
class Proposal:
    """``member`` for a member looking under section 103; anybody else is a name and an e-mail address."""

    body: str
    power: Power
    evidence: str
    columns: frozenset[Column]
    earliest: date
    latest: date
    last_day: date
    lawful_basis: str | None = None
    member: str | None = None
    inspector_name: str = ""
    inspector_email: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a grant may be used."""

    approved_at: datetime | None
    revoked_at: datetime | None
    expires_at: datetime
    earliest: date
    latest: date


def allowed(power: Power, *, lawful_basis: str | None) -> frozenset[Column]:
    """Every column that a grant under this power may name."""
    reached = {Access.YES, Access.OWN} | ({Access.BASIS} if (lawful_basis or "").strip() else set())
    return frozenset(column for column in Column if TABLE[column][power] in reached)


def beyond(power: Power, columns: Iterable[Column]) -> Mapping[Column, Power]:
    """What a grant does not show, each with the power under which it could be asked for."""
    granted = frozenset(columns)
    return {column: _power_for(column, power) for column in Column if column not in granted}


def _power_for(column: Column, power: Power) -> Power:
    reaching = (Access.YES, Access.BASIS)
    if TABLE[column][power] in reaching:
        return power
    return next(other for other in Power if TABLE[column][other] in reaching)


def refuse_beyond(power: Power, columns: Iterable[Column], *, lawful_basis: str | None) -> None:
    """
    Raises:
        PowerGivesNoRegister, ColumnOutsidePower
    """
    if not allowed(power, lawful_basis="any"):
        raise PowerGivesNoRegister(power=power)
    beyond = sorted(set(columns) - allowed(power, lawful_basis=lawful_basis))
    if beyond:
        raise ColumnOutsidePower(power=power, columns=beyond)


def shown(power: Power, columns: Iterable[Column], *, own: bool) -> frozenset[Column]:
    """The granted columns that may be shown of one entry."""
    return frozenset(column for column in columns if own or TABLE[column][power] is not Access.OWN)


def errors_in(proposal: Proposal, today: date) -> dict[str, str]:
    errors = {name: "missing" for name in ("body", "evidence") if not getattr(proposal, name).strip()}
    if not proposal.columns:
        errors["columns"] = "missing"
    if proposal.latest < proposal.earliest:
        errors["latest"] = "before-the-first"
    if not today <= proposal.last_day <= today + timedelta(days=MOST_DAYS):
        errors["last_day"] = "not-within-30-days"
    if (proposal.power is Power.MEMBER_S103) != (proposal.member is not None):
        errors["member"] = "missing" if proposal.member is None else "not-for-this-power"
    if proposal.member is None and proposal.power is not Power.MEMBER_S103:
        names = ("inspector_name", "inspector_email")
        errors |= {name: "missing" for name in names if not getattr(proposal, name).strip()}
    return errors


def refuse_unusable(standing: Standing, now: datetime, as_at: date | None = None) -> None:
    """
    Raises:
        GrantRevoked, GrantNotApproved, GrantExpired, OutsideGrantDates
    """
    if standing.revoked_at is not None:
        raise GrantRevoked(at=standing.revoked_at)
    if standing.approved_at is None:
        raise GrantNotApproved
    if now >= standing.expires_at:
        raise GrantExpired(at=standing.expires_at)
    if as_at is not None and not standing.earliest <= as_at <= min(standing.latest, legal_day(now)):
        raise OutsideGrantDates(as_at=as_at, earliest=standing.earliest, latest=standing.latest)


def person(actor: Actor) -> str:
    """One human being, whatever roles and accounts: the member where there is one (PERM-7)."""
    return f"member:{actor.member}" if actor.member is not None else actor.reference


def decides_about_grants(actor: Actor) -> bool:
    return actor.is_platform or actor.has(Role.SECRETARY, Role.CHAIR, Role.DIRECTOR, Role.TREASURER)


def discloses(actor: Actor) -> bool:
    """No other officer is told whose money it is."""
    return actor.has(Role.SECRETARY, Role.TREASURER)


def decides_about(actor: Actor, power: Power) -> bool:
    return discloses(actor) if power is DISCLOSING else decides_about_grants(actor)
