"""Who may do what, as data (PERM-1, PERM-3): every route names one of these permissions, and no other door opens.

A role counts only in a sign-in that was sure enough: with a link alone a person is a member and nothing more (AUTH-5).
What the table says is necessary; each slice's `find` decides about the single object (PERM-2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from governance.access.model import STEP_UP
from governance.actor import Actor, Assurance, Role


@dataclass(frozen=True, slots=True)
class Permission:
    """``roles``: any one of them is enough; with ``None`` no part needs to be played."""

    roles: frozenset[Role] | None
    assurance: Assurance = Assurance.LINK
    step_up: bool = False

    def opens_for(self, actor: Actor) -> bool:
        return actor.assurance >= self.assurance and (self.roles is None or actor.has(*self.roles))

    def wants_step_up(self, actor: Actor, now: datetime) -> bool:
        return self.step_up and (actor.stepped_up_at is None or now - actor.stepped_up_at > STEP_UP)


ANYBODY = Permission(None, Assurance.NOBODY)
SIGNED_IN = Permission(None)
MEMBERS = Permission(frozenset({Role.MEMBER}))


def only(*roles: Role, step_up: bool = False) -> Permission:
    """Officers of these kinds, signed in with two factors."""
    return Permission(frozenset(roles), Assurance.TWO_FACTORS, step_up=step_up)


def surely(*roles: Role, step_up: bool = False) -> Permission:
    """People of these kinds about their own support and money, signed in with two factors (AUTH-5)."""
    return Permission(frozenset(roles), Assurance.TWO_FACTORS, step_up=step_up)


def members_and(*roles: Role) -> Permission:
    return Permission(frozenset({Role.MEMBER, *roles}))


REGISTER = (Role.SECRETARY, Role.CHAIR)
"""Those whom the access matrix lets read the register of members.

A director or treasurer looks as any member may: under a grant, and written down."""

DISCLOSERS = (*REGISTER, Role.DIRECTOR, Role.TREASURER)
"""Those who may be the second person to agree to a look at the register (PERM-7)."""

PEOPLE = (Role.MEMBER, Role.SUPPORTED)
"""Those who have support arranged or money pooled here: members, and people supported who are none."""

INSIDERS = members_and(*DISCLOSERS, Role.SCRUTINEER, Role.KEY_HOLDER)
"""Everybody but inspectors, who are let in to look at the register and at nothing else."""

PERMISSIONS: Mapping[str, Permission] = {
    "ui.start": ANYBODY,
    "ui.health": ANYBODY,
    "ui.static": ANYBODY,
    "ui.home": ANYBODY,
    "home.office": only(*DISCLOSERS, Role.SCRUTINEER),
    "ui.help": ANYBODY,
    "api.schema": SIGNED_IN,
    "access.sign-in": ANYBODY,
    "access.comfort": ANYBODY,
    "access.own": SIGNED_IN,
    "access.factors": SIGNED_IN,
    "papers.read": INSIDERS,
    "correspondence.ledger": only(Role.SECRETARY, Role.CHAIR),
    "correspondence.settle": only(Role.SECRETARY),
    "correspondence.own": SIGNED_IN,
    "rules.read": ANYBODY,
    "rules.print": SIGNED_IN,
    "rules.import": only(Role.SECRETARY, Role.CHAIR, Role.DIRECTOR),
    "rules.office": only(Role.SECRETARY, Role.CHAIR),
    "rules.register": only(Role.SECRETARY, step_up=True),
    "members.list": only(*REGISTER),
    "members.read": members_and(*REGISTER),
    "members.own": MEMBERS,
    "members.keep": only(Role.SECRETARY),
    "members.export": only(Role.SECRETARY, step_up=True),
    "board.read": INSIDERS,
    "board.appoint": only(Role.SECRETARY, Role.CHAIR),
    "inspection.list": only(*DISCLOSERS),
    "inspection.propose": only(*REGISTER, step_up=True),
    "inspection.decide": only(*DISCLOSERS, step_up=True),
    "inspection.look": members_and(Role.INSPECTOR),
    "inspection.disclosures": only(Role.SECRETARY, Role.TREASURER),
    "inspection.disclose": only(Role.SECRETARY, Role.TREASURER, step_up=True),
    "inspection.disclosed": only(Role.INSPECTOR),
    "inspection.told": surely(*PEOPLE),
    "inspection.own": MEMBERS,
    "inspection.copy": surely(*PEOPLE, Role.ASSISTANT),
    "inspection.take-copy": surely(*PEOPLE, Role.ASSISTANT, step_up=True),
    "inspection.log": only(Role.SECRETARY),
    "inspection.verify": ANYBODY,
    "meetings.read": INSIDERS,
    "meetings.attend": MEMBERS,
    "meetings.there": members_and(Role.SECRETARY, Role.CHAIR),
    "meetings.call": only(Role.SECRETARY, Role.CHAIR),
    "meetings.desk": only(Role.SECRETARY, Role.CHAIR),
    "votes.read": INSIDERS,
    "votes.cast": MEMBERS,
    "votes.hold-part": only(Role.KEY_HOLDER, Role.SCRUTINEER),
    "votes.hold-key": only(Role.KEY_HOLDER),
    "votes.hold-credentials": only(Role.SCRUTINEER),
    "votes.run": only(Role.SECRETARY, Role.SCRUTINEER, step_up=True),
    "votes.tell": only(*REGISTER, Role.SCRUTINEER),
    "votes.cancel": members_and(Role.SCRUTINEER),
    "votes.roll": only(Role.SCRUTINEER),
    "votes.set-up": only(*REGISTER, Role.SCRUTINEER),
    "votes.approve": only(*REGISTER, Role.SCRUTINEER, step_up=True),
    "votes.change-roll": only(*REGISTER, Role.SCRUTINEER, step_up=True),
    "votes.lend": MEMBERS,
    "votes.proxies": only(*REGISTER),
    "votes.scrutinise": only(Role.SCRUTINEER, step_up=True),
    "votes.witness": ANYBODY,
    "motions.read": INSIDERS,
    "motions.propose": MEMBERS,
    "motions.write": members_and(Role.SECRETARY, Role.CHAIR, Role.DIRECTOR),
    "motions.support": MEMBERS,
    "motions.translate": members_and(Role.SECRETARY),
    "motions.for-the-board": only(Role.SECRETARY, Role.CHAIR, Role.DIRECTOR),
    "motions.run": only(Role.SECRETARY, Role.CHAIR),
    "board.interests": members_and(*DISCLOSERS, Role.SUPPORTED),
    "board.declare": only(*DISCLOSERS, Role.COORDINATOR),
    "board.decide": only(Role.SECRETARY, Role.CHAIR, Role.DIRECTOR),
    "board.empower": only(Role.SECRETARY, Role.CHAIR),
    "support.own": surely(*PEOPLE),
    "support.assistants": Permission(frozenset({*PEOPLE, Role.COORDINATOR})),
    "support.work": surely(Role.ASSISTANT),
    "support.shared": surely(*PEOPLE, Role.ASSISTANT, Role.COORDINATOR),
    "support.coordinate": only(Role.COORDINATOR),
    "support.standards": SIGNED_IN,
    "support.key": ANYBODY,
    "support.lead": only(Role.SECRETARY),
    "support.speaking": only(Role.SECRETARY, Role.COORDINATOR),
    "support.employ": surely(*PEOPLE, Role.COORDINATOR),
    "support.stop": only(Role.CHAIR, Role.SECRETARY, Role.COORDINATOR),
    "support.levy": only(Role.CHAIR, Role.SECRETARY, Role.TREASURER),
    "support.totals": only(Role.CHAIR, Role.DIRECTOR, Role.TREASURER, Role.SECRETARY, Role.COORDINATOR),
    "support.urgent": surely(*PEOPLE, Role.ASSISTANT, Role.COORDINATOR, Role.SECRETARY, Role.CHAIR),
    "support.together": Permission(frozenset(PEOPLE)),
    "support.switch": only(Role.SECRETARY, Role.CHAIR),
    "trusts.read": surely(*PEOPLE, Role.ASSISTANT),
    "trusts.keep": surely(*PEOPLE),
    "funds.read": Permission(frozenset({*PEOPLE, *DISCLOSERS})),
    "funds.own": surely(*PEOPLE),
    "funds.enter-surplus": only(Role.TREASURER, step_up=True),
    "funds.keep": surely(*PEOPLE, Role.TREASURER, step_up=True),
    "funds.prepare": surely(*PEOPLE, Role.TREASURER),
    "funds.approve": surely(*PEOPLE, Role.TREASURER, step_up=True),
    "funds.state-effect": only(Role.TREASURER, Role.SECRETARY),
    "funds.totals": only(Role.TREASURER),
    "setup.guide": only(Role.SECRETARY, Role.CHAIR),
}
