"""The service ledger for programs, and where delivery reports come in."""

from datetime import date, datetime

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody

from governance.access import ask
from governance.correspondence import service as correspondence
from governance.correspondence.records import LetterRecord
from governance.errors import Invalid
from governance.platform.web.instants import Instant
from notifications import NotADeliveryReport, parse_bounces


class LetterView(msgspec.Struct, frozen=True):
    """Names and addresses stay in the register; a letter is known by the person's id."""

    id: str
    recipient: str
    kind: str
    edition: int
    channel: str
    state: str
    variants: list[str]
    sent_at: datetime | None
    method: str | None
    deemed_on: date | None
    failure: str | None
    cure: str | None


class PostedBody(msgspec.Struct, forbid_unknown_fields=True):
    letters: list[str]
    posted_at: Instant | None = None
    posted_on: date | None = None


class HandedBody(msgspec.Struct, forbid_unknown_fields=True):
    handed_at: Instant


class ReportBody(msgspec.Struct, forbid_unknown_fields=True):
    """A delivery status notification (RFC 3464) as it came in, base64."""

    report: bytes


class ReportView(msgspec.Struct, frozen=True):
    ours: int


class CountView(msgspec.Struct, frozen=True):
    marked: int


class LettersApi(Controller):
    path = "/letters"
    tags = ("correspondence",)

    @get("/about/{cause:str}", permission="correspondence.ledger", operation_id="letters")
    async def letters(self, cause: FromPath[str], view: ask.View, actor: ask.Actor) -> list[LetterView]:
        """Every letter about one thing."""
        ledger = await correspondence.ledger(view, actor, cause)
        return [_seen(letter, letter.told.kind) for letter in ledger.letters]

    @post("/posted", permission="correspondence.settle", operation_id="mark-posted", status_code=200)
    async def posted(
        self, data: JSONBody[PostedBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> CountView:
        """These letters went into the post: at an instant, or on a day where only that is known."""
        when = data.posted_at or data.posted_on
        if when is None:
            raise Invalid({"posted_on": "missing"})
        return CountView(await correspondence.mark_posted(tx, actor, data.letters, when, now))

    @post("/{letter_id:str}/again", permission="correspondence.settle", operation_id="post-instead")
    async def again(self, letter_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> LetterView:
        """The same words by post, because the e-mail did not arrive."""
        letter = await correspondence.post_instead(tx, actor, letter_id, now)
        return _seen(letter, await correspondence.kind_of(tx, letter))

    @post("/{letter_id:str}/handed", permission="correspondence.settle", operation_id="hand-over", status_code=200)
    async def handed(
        self,
        letter_id: FromPath[str],
        data: JSONBody[HandedBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> LetterView:
        """Somebody gave the person the paper."""
        letter = await correspondence.hand_over(tx, actor, letter_id, data.handed_at, now)
        return _seen(letter, await correspondence.kind_of(tx, letter))

    @post("/reports", permission="correspondence.settle", operation_id="delivery-report", status_code=200)
    async def report(
        self, data: JSONBody[ReportBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> ReportView:
        """A mail server's report of what it could not deliver."""
        try:
            bounces = parse_bounces(data.report)
        except NotADeliveryReport as error:
            raise Invalid({"report": "not-a-delivery-report"}) from error
        return ReportView(sum([await correspondence.bounced(tx, actor, bounce, now) for bounce in bounces]))


def _seen(letter: LetterRecord, kind: str) -> LetterView:
    return LetterView(
        id=letter.id,
        recipient=letter.recipient,
        kind=kind,
        edition=letter.edition,
        channel=letter.channel,
        state=letter.state,
        variants=letter.variants,
        sent_at=letter.sent_at,
        method=letter.method,
        deemed_on=letter.deemed_on,
        failure=letter.failure,
        cure=letter.cure,
    )


APIS = (LettersApi,)
