"""Cancelling online ballots of people who vote on paper, for the keeper's page and for the member at the desk."""

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody

from ballots import LARGEST_BALLOT
from governance.access import ask
from governance.votes import service as votes
from governance.votes.api.voting import ReceiptView, receipt_view

ENOUGH = 2 * LARGEST_BALLOT
"""Bytes of a ballot as text in JSON, and the randomness that opens it."""


class DueView(msgspec.Struct, frozen=True):
    """The public credentials with which blank ballots are to be made, in an order that tells nothing."""

    credentials: list[str]


class BlankBody(msgspec.Struct, forbid_unknown_fields=True):
    """``ballot`` is its text as it is published; ``randomness`` has decimal exponents, question by question."""

    ballot: str
    randomness: list[list[str]]


class CancellingApi(Controller):
    path = "/votes/{vote_id:str}/cancellations"
    tags = ("votes",)

    @get("/", permission="votes.hold-credentials", unlogged=True, operation_id="cancellations-due")
    async def due(self, vote_id: FromPath[str], view: ask.View, keys: ask.Keys, actor: ask.Actor) -> DueView:
        """For the keeper of the codes of this vote alone."""
        return DueView([*await votes.credentials_due(view, keys, actor, vote_id)])

    @post(
        "/",
        permission="votes.cancel",
        unlogged=True,
        operation_id="cancel-ballot",
        status_code=200,
        request_max_body_size=ENOUGH,
    )
    async def cancel(
        self,
        vote_id: FromPath[str],
        *,
        data: JSONBody[BlankBody],
        tx: ask.Transaction,
        keys: ask.Keys,
        actor: ask.Actor,
        now: ask.Now,
    ) -> ReceiptView:
        """A last, blank ballot with the credential of a member who was struck off, opened to show that it is blank."""
        randomness = [[_exponent(power) for power in row] for row in data.randomness]
        raw = data.ballot.encode()
        return receipt_view(await votes.cancel(tx, keys, actor, vote_id, raw, randomness=randomness, now=now))


def _exponent(typed: str) -> int:
    """What is no number of a possible length opens nothing."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST else 0


LONGEST = 1000
"""Digits of the longest exponent: those of the groups have up to 617."""
