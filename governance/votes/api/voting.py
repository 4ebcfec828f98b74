"""Votes for programs: ballots, keys, lists and decryptions travel as the bytes that are published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, JSONBody

from ballots import LARGEST_BALLOT
from governance.access import ask
from governance.votes import service as votes
from governance.votes.model import Receipt
from governance.votes.model.publishing import Detail
from governance.votes.model.tally import Tally
from governance.votes.showing.files import archive_file


class OutcomeView(msgspec.Struct, frozen=True):
    yes: int
    no: int
    blank: int
    took_part: int
    roll: int


class TallyView(msgspec.Struct, frozen=True):
    """One question's count: ``numbers`` for each answer, or all ``answers`` of rankings and grades, in no order."""

    took_part: int
    blank: int
    numbers: list[int]
    answers: list[list[int]]
    spoilt: int


class VoteView(msgspec.Struct, frozen=True):
    """``on_roll``: may the one who asks cast a ballot? ``one_machine``: one machine held every part (MODE-1).

    ``needed`` of ``size`` key-holders open the count. ``outcome`` is that of a single question of yes and no; the
    others have their counts in ``tallies``. Neither is told where so few papers were counted that they would show how
    somebody voted.
    """

    id: str
    mode: str
    state: str
    title: Mapping[str, str]
    questions: list[Any]
    group: str
    uuid: str
    revote: bool
    opens_at: datetime
    open_by: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    roll_count: int
    roll_hash: str | None
    small: bool
    one_machine: bool
    size: int
    needed: int
    sealed_head: str | None
    sealed_count: int | None
    keys: list[int]
    credentials: bool
    decryptions: list[int]
    on_roll: bool
    outcome: OutcomeView | None
    tallies: list[TallyView] | None


class ReceiptView(msgspec.Struct, frozen=True):
    """``text`` is what ``signature`` (base64) signs with the Ed25519 key ``public_key`` (PEM)."""

    vote: str
    election: str
    tracker: str
    short_code: str
    sequence: int
    text: str
    signature: str
    public_key: str


class FoundView(msgspec.Struct, frozen=True):
    tracker: str
    short_code: str
    sequence: int
    replaced: bool


class BoxView(msgspec.Struct, frozen=True):
    """The last checkpoint: `note` as it was signed, `key` to verify it with, `public_key` the same as PEM."""

    size: int
    head: str
    note: str
    key: str
    public_key: str


class OwnerView(msgspec.Struct, frozen=True):
    owner: int


class TypedBody(msgspec.Struct, forbid_unknown_fields=True):
    code: str


class ReasonBody(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class VotesApi(Controller):
    path = "/votes"
    tags = ("votes",)

    @get("/", permission="votes.read", operation_id="votes")
    async def every(self, view: ask.View, actor: ask.Actor) -> list[VoteView]:
        return [await seen(view, actor, vote) for vote in await votes.every(view, actor)]

    @get("/{vote_id:str}", permission="votes.read", operation_id="vote")
    async def vote(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> VoteView:
        return await seen(view, actor, await votes.find(view, actor, vote_id))

    @get("/{vote_id:str}/election", permission="votes.read", unlogged=True, operation_id="election")
    async def election(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        """`election.json`, byte for byte: what a ballot is made for."""
        return Response(await votes.election(view, actor, vote_id), media_type="application/json")

    @get("/{vote_id:str}/archive", permission="votes.read", operation_id="archive")
    async def archive(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        """The public record so far. It only ever grows."""
        return archive_file(await votes.find(view, actor, vote_id), await votes.archive(view, actor, vote_id))

    @get("/{vote_id:str}/checkpoint", permission="votes.read", operation_id="checkpoint")
    async def checkpoint(
        self, vote_id: FromPath[str], view: ask.View, keys: ask.Keys, actor: ask.Actor
    ) -> BoxView | None:
        box = await votes.box(view, keys, actor, vote_id)
        return None if box is None else BoxView(box.size, box.head, box.note, box.key, box.public_key)

    @post("/{vote_id:str}/box", permission="votes.read", unlogged=True, operation_id="find-ballot", status_code=200)
    async def box(
        self, vote_id: FromPath[str], data: JSONBody[TypedBody], view: ask.View, actor: ask.Actor
    ) -> list[FoundView]:
        """By tracker or short code, sent in the body so that no address holds it."""
        found = await votes.find_ballot(view, actor, vote_id, data.code)
        return [FoundView(one.tracker, one.short_code, one.sequence, one.replaced) for one in found]

    @post(
        "/{vote_id:str}/ballots",
        permission="votes.cast",
        unlogged=True,
        operation_id="cast-ballot",
        status_code=200,
        request_max_body_size=LARGEST_BALLOT,
    )
    async def cast(
        self,
        vote_id: FromPath[str],
        *,
        request: Request[Any, Any, Any],
        database: ask.Database,
        keys: ask.Keys,
        actor: ask.Actor,
        received_at: ask.ReceivedAt,
    ) -> ReceiptView:
        """The ballot as made by the voter's device. Without an answer, send the same bytes again."""
        raw = await request.body()
        return receipt_view(await votes.cast(database, keys, actor, vote_id, raw, received_at=received_at))


async def seen(view: ask.View, actor: ask.Actor, vote: votes.VoteRecord) -> VoteView:
    brought = await votes.parts(view, vote.id)
    results = await votes.results(view, actor, vote.id)
    is_told = results is not None and results.detail is Detail.PARTS
    outcome, tallies = (votes.outcome(vote), votes.tallies(vote)) if is_told else (None, None)
    return VoteView(
        id=vote.id,
        mode=vote.mode,
        state=vote.state,
        title=vote.title,
        questions=vote.questions,
        group=vote.group,
        uuid=vote.uuid,
        revote=vote.revote,
        opens_at=vote.opens_at,
        open_by=vote.open_by,
        closes_at=vote.closes_at,
        closed_at=vote.closed_at,
        roll_count=vote.roll_count,
        roll_hash=vote.roll_hash,
        small=vote.small,
        one_machine=vote.one_machine,
        size=vote.size,
        needed=vote.needed,
        sealed_head=vote.sealed_head,
        sealed_count=vote.sealed_count,
        keys=list(brought.keys),
        credentials=brought.credentials,
        decryptions=list(brought.decryptions),
        on_roll=await votes.right_of(view, vote.id, actor.member) is not None,
        outcome=None
        if outcome is None
        else OutcomeView(outcome.yes, outcome.no, outcome.blank, outcome.took_part, outcome.roll),
        tallies=None if tallies is None else [_tally(one) for one in tallies],
    )


def _tally(tally: Tally) -> TallyView:
    answers = [list(answer) for answer in tally.answers]
    return TallyView(tally.took_part, tally.blank, list(tally.numbers), answers, tally.spoilt)


def receipt_view(receipt: Receipt) -> ReceiptView:
    return ReceiptView(
        vote=receipt.vote,
        election=receipt.election,
        tracker=receipt.tracker,
        short_code=receipt.short_code,
        sequence=receipt.sequence,
        text=receipt.text,
        signature=receipt.signature,
        public_key=receipt.public_key,
    )
