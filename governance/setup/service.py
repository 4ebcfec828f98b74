"""Founding: one act that leaves a co-operative with rules in force and two officers who can sign in."""

from datetime import datetime

from governance.actor import Actor
from governance.audit import service as audit
from governance.board import service as board
from governance.correspondence import service as correspondence
from governance.correspondence.model import Letter
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from governance.setup.model import Founding, require_usable


async def found(tx: Transaction, actor: Actor, founding: Founding, now: datetime) -> None:
    """Name the co-operative, adopt the rules, admit the two founders and appoint them.

    Raises:
        governance.rulebook.service.AlreadyFounded: this database has a co-operative.
        governance.errors.Invalid: a name or a particular cannot be used.
    """
    require_usable(founding, legal_day(now))
    rules = founding.rules
    await rulebook.found(
        tx, actor, name_en=founding.name_en, name_cy=founding.name_cy, purpose=founding.purpose, now=now
    )
    await rulebook.adopt(tx, actor, rules, effective_at=now, now=now, reference=founding.reference)
    for founder in founding.founders:
        member = await members.admit(tx, actor, founder.candidate(rules, legal_day(now)), now)
        await board.appoint(
            tx, actor, member_id=member.id, office=founder.office, from_day=legal_day(now), how="founding", now=now
        )
    await audit.note(tx, actor, "setup.founded", "organisation", now, pack=rules.id, purpose=founding.purpose)


async def welcome(tx: Transaction, actor: Actor, now: datetime) -> None:
    """Tell the officers how to sign in. The message is the test that mail arrives."""
    organisation = await rulebook.organisation(tx)
    officers = [await members.find(tx, actor, holder.member) for holder in await board.holders(tx, legal_day(now))]
    await correspondence.serve(
        tx,
        actor,
        kind="setup/welcome",
        cause="organisation",
        letters=[Letter.to_member(officer) for officer in officers],
        facts={"organisation": Texts(en=organisation.name_en, cy=organisation.name_cy)},
        now=now,
        formal=False,
    )
