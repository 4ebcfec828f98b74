"""Promising letters in the transaction of the act that causes them (MAIL-1)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from governance.access import service as access
from governance.actor import Actor
from governance.audit import service as audit
from governance.correspondence.facts import written
from governance.correspondence.model import SECRETS, Letter, WordsFixed
from governance.correspondence.records import LetterRecord, NoticeRecord
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from notifications import Channel, NoRoute, State, Variant


async def serve(
    tx: Transaction,
    actor: Actor,
    *,
    kind: str,
    cause: str,
    letters: Iterable[Letter],
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    formal: bool = True,
    offered: Collection[str] = tuple(Variant),
    edition: int = 1,
) -> Sequence[LetterRecord]:
    """Promise one letter to each person, in the transaction of the act that causes it; answers the new ones (MAIL-1).

    ``kind`` is "slice/name", the folder of templates below ``mail/``. Each letter carries both languages, the reader's
    own first (W-04), and Easy Read where asked for. Serving twice promises nothing twice; a further ``edition`` does.
    Without ``facts`` a notice served before keeps those it has.
    """
    await tx.alone(f"serve:{kind}:{cause}")
    notice = await _notice(tx, kind, cause, None if facts is None else written(facts), formal=formal, now=now)
    promised = set(
        await tx.scalars(
            select(LetterRecord.recipient).where(LetterRecord.notice == notice.id, LetterRecord.edition == edition)
        )
    )
    wanted = {letter.to: letter for letter in letters if letter.to not in promised}
    variants = [Variant(variant) for variant in offered]
    new = [_promise(notice.id, letter, variants, edition, now) for letter in wanted.values()]
    tx.add_all(new)
    await audit.note(
        tx, actor, "correspondence.serve", cause, now, kind=kind, letters=len(new), edition=edition, notice=notice.id
    )
    return new


async def addressed(view: View, readers: Collection[str]) -> Mapping[str, Letter]:
    """Members as the register knows them; anybody else by the address that their account signs in with."""
    found = {one.id: Letter.to_member(one) for one in (await members.addressed(view, readers)).values()}
    for account in await access.addressed(view, readers):
        found[account.id] = Letter(account.id, account.name, "en", account.address)
    return found


async def promise_secret(tx: Transaction, *, kind: str, cause: str, now: datetime) -> LetterRecord:
    """Promise a message whose secret and reader are known only when it is sent: its row holds neither (AUTH-6), and is
    gone once the message is (SEC-3). All secrets of a kind hang on one notice, and the log has no entry for any."""
    await tx.alone(f"secret:{kind}")
    notice = await _notice(tx, kind, SECRETS, None, formal=False, now=now)
    letter = LetterRecord(
        id=new_id(),
        notice=notice.id,
        recipient=cause,
        edition=1,
        name="",
        language="en",
        email=None,
        postal=[],
        formats=[],
        variants=[],
        channel=Channel.EMAIL,
        state=State.QUEUED,
        created_at=now,
        due_at=now,
    )
    tx.add(letter)
    return letter


async def _notice(
    tx: Transaction, kind: str, cause: str, facts: dict[str, Any] | None, *, formal: bool, now: datetime
) -> NoticeRecord:
    same = select(NoticeRecord).where(NoticeRecord.kind == kind, NoticeRecord.cause == cause)
    notice: NoticeRecord | None = await tx.scalar(same)
    if notice is not None:
        if facts is not None and notice.facts != facts:
            raise WordsFixed(kind=kind, cause=cause)
        return notice
    notice = NoticeRecord(id=new_id(), kind=kind, cause=cause, facts=facts or {}, formal=formal, created_at=now)
    tx.add(notice)
    await tx.flush()
    return notice


def _promise(notice: str, letter: Letter, offered: Sequence[Variant], edition: int, now: datetime) -> LetterRecord:
    """A person whom nothing can reach gets a row too: it stands in the ledger until somebody finds a way."""
    recipient = letter.recipient()
    promised = LetterRecord(
        id=new_id(),
        notice=notice,
        recipient=letter.to,
        edition=edition,
        name=recipient.name,
        language=recipient.language.value,
        email=recipient.email,
        postal=list(recipient.postal),
        formats=sorted(letter.formats),
        variants=[variant.value for variant in recipient.variants(offered)],
        channel=Channel.EMAIL,
        state=State.QUEUED,
        created_at=now,
        due_at=now,
    )
    try:
        promised.channel = recipient.route()
    except NoRoute:
        promised.channel, promised.state, promised.failure = Channel.LETTER, State.DEAD, "no-address"
    return promised
