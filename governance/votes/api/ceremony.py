"""What key-holders, the keeper of the codes and the officers around a vote bring and do, for programs."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from governance.access import ask
from governance.access.model import idle_limit
from governance.actor import Role
from governance.errors import NotFound
from governance.platform.web.forgery import token_for
from governance.platform.web.replies import comfort_of
from governance.platform.web.visit import of
from governance.votes import service as votes
from governance.votes.api.voting import VoteView, seen
from governance.votes.booth import ComfortView, ContactView, unless
from governance.votes.model import LARGEST_LIST, LARGEST_PART, opening_floor
from governance.votes.model.duties import Duty, of_code_keeper, of_key_holder


class RecipientView(msgspec.Struct, frozen=True):
    """Who casts for one line of the roll, and how they want letters; ``lent_by`` names whose right it is, if lent."""

    line: int
    name: str
    email: str | None
    address: str
    language: str
    formats: list[str]
    lent_by: str | None


class OwnerView(msgspec.Struct, frozen=True):
    owner: int


class CeremonyView(msgspec.Struct, frozen=True):
    """Where a vote stands for one who holds a part of it, and all that their own device needs for the next step.

    Numbers are those of key-holders, counted from 1; lists have a place for each of them. ``letter`` is what the others
    dealt to the one who asks, while it is wanted; ``share`` what the one who asks published; ``floor`` is the fewest
    ballots that may be opened together (SMALL-1).
    """

    vote: str
    uuid: str
    state: str
    group: str
    title: Mapping[str, str]
    size: int
    needed: int
    round: int
    roll_count: int
    floor: int
    codes_by: str
    duties: list[str]
    owner: int | None
    seat_offered: int | None
    keeps_codes: bool
    key: str | None
    keys: list[str | None]
    certificates: list[str | None]
    commitments: list[str | None]
    dealt: list[bool]
    dealing: str | None
    letter: str | None
    share: str | None
    shuffled: list[int]
    opened: list[int]
    organisation: Mapping[str, str]
    contact: ContactView
    comfort: ComfortView
    idle_minutes: int
    form_token: str


class DecryptionBody(msgspec.Struct, forbid_unknown_fields=True):
    """A partial decryption as it will be published, and the additional proof that it is of these ciphertexts."""

    decryption: str
    binding: str | None = None


class ReasonBody(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class CeremonyApi(Controller):
    """What key-holders, the credential holder and the officers around a vote bring and do."""

    path = "/votes/{vote_id:str}"
    tags = ("votes",)

    @get("/ceremony", permission="votes.hold-part", unlogged=True, operation_id="ceremony")
    async def ceremony(
        self,
        vote_id: FromPath[str],
        *,
        request: Request[Any, Any, Any],
        view: ask.View,
        settings: ask.Settings,
        actor: ask.Actor,
    ) -> CeremonyView:
        """All that the keyroom shows of a vote, and the token for sending what was made in it."""
        return await _ceremony(request, view, settings, actor, await votes.find(view, actor, vote_id))

    @get("/recipients", permission="votes.hold-credentials", unlogged=True, operation_id="recipients")
    async def recipients(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> list[RecipientView]:
        """To whom the codes go, in the order of the roll: for the keeper of the codes and nobody else."""
        return [RecipientView(**asdict(one)) for one in await votes.recipients(view, actor, vote_id)]

    @post("/keys", permission="votes.hold-key", operation_id="register-key")
    async def key(
        self,
        vote_id: FromPath[str],
        request: Request[Any, Any, Any],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> OwnerView:
        """The public key with its proof; answers the number of its holder."""
        return OwnerView(await votes.register_key(tx, actor, vote_id, await request.body(), now))

    @post(
        "/credentials",
        permission="votes.hold-credentials",
        operation_id="register-credentials",
        request_max_body_size=LARGEST_LIST,
    )
    async def credentials(
        self,
        vote_id: FromPath[str],
        request: Request[Any, Any, Any],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> VoteView:
        """The public list: one credential for each line of the roll."""
        await votes.register_credentials(tx, actor, vote_id, await request.body(), now)
        return await seen(tx, actor, await votes.find(tx, actor, vote_id))

    @post("/ceremony/{step:str}", permission="votes.hold-key", unlogged=True, operation_id="take-step-to-a-key")
    async def hand_over(
        self,
        vote_id: FromPath[str],
        step: FromPath[str],
        *,
        request: Request[Any, Any, Any],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> OwnerView:
        """A committee member's certificate, commitment, dealing or share, as the bytes were made."""
        if step not in (*votes.Step,):
            raise NotFound(vote=vote_id)
        content = await request.body()
        return OwnerView(await votes.hand_over(tx, actor, vote_id, now, step=votes.Step(step), content=content))

    @post(
        "/shuffles",
        permission="votes.hold-key",
        operation_id="add-shuffle",
        request_max_body_size=LARGEST_PART,
    )
    async def shuffle(
        self,
        vote_id: FromPath[str],
        *,
        request: Request[Any, Any, Any],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        owner: FromQuery[int | None] = None,
    ) -> VoteView:
        vote = await votes.add_shuffle(tx, actor, vote_id, await request.body(), now, owner=owner)
        return await seen(tx, actor, vote)

    @post(
        "/decryptions",
        permission="votes.hold-key",
        operation_id="add-partial-decryption",
        request_max_body_size=LARGEST_PART,
    )
    async def decryption(
        self,
        vote_id: FromPath[str],
        data: JSONBody[DecryptionBody],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        owner: FromQuery[int | None] = None,
    ) -> VoteView:
        binding = None if data.binding is None else data.binding.encode()
        content = data.decryption.encode()
        vote = await votes.add_partial_decryption(tx, actor, vote_id, content, now, binding=binding, owner=owner)
        return await seen(tx, actor, vote)

    @post("/keys/anew", permission="votes.run", operation_id="begin-keys-anew", status_code=200)
    async def begin_anew(self, vote_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> VoteView:
        """Before the opening, set the keys so far aside. It takes two people."""
        return await seen(tx, actor, await votes.begin_anew(tx, actor, vote_id, now))

    @post("/open", permission="votes.run", operation_id="open-vote", status_code=200)
    async def open(
        self, vote_id: FromPath[str], tx: ask.Transaction, keys: ask.Keys, actor: ask.Actor, now: ask.Now
    ) -> VoteView:
        return await seen(tx, actor, await votes.open_vote(tx, keys, actor, vote_id, now))

    @post("/close", permission="votes.run", operation_id="close-vote", status_code=200)
    async def close(
        self, vote_id: FromPath[str], tx: ask.Transaction, keys: ask.Keys, actor: ask.Actor, now: ask.Now
    ) -> VoteView:
        return await seen(tx, actor, await votes.close(tx, keys, actor, vote_id, now))

    @post("/declaration", permission="votes.run", operation_id="declare-vote", status_code=200)
    async def declare(self, vote_id: FromPath[str], database: ask.Database, actor: ask.Actor, now: ask.Now) -> VoteView:
        """The whole record is verified first, while others go on writing."""
        async with database.reading() as view:
            examined = await votes.examine(view, actor, vote_id)
        async with database.writing() as tx:
            return await seen(tx, actor, await votes.declare(tx, actor, vote_id, now, examined=examined))

    @post("/void", permission="votes.run", operation_id="void-vote", status_code=200)
    async def void(
        self, vote_id: FromPath[str], data: JSONBody[ReasonBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> VoteView:
        """Once the vote was opened it takes two people."""
        return await seen(tx, actor, await votes.void(tx, actor, vote_id, data.reason, now))


async def _ceremony(
    request: Request[Any, Any, Any], view: ask.View, settings: ask.Settings, actor: ask.Actor, vote: votes.VoteRecord
) -> CeremonyView:
    stands, own = await votes.stand(view, vote), await votes.held(view, actor, vote)
    duties = (
        of_key_holder(stands, own) if actor.has(Role.KEY_HOLDER) else None,
        of_code_keeper(stands, own) if actor.has(Role.SCRUTINEER) else None,
    )
    if not any(duties):
        raise NotFound(vote=vote.id)
    found = await votes.messages(view, vote)

    def texts(step: votes.Step) -> list[str | None]:
        given = found.of(step)
        return [given[place].decode() if place in given else None for place in range(1, vote.size + 1)]

    def mine(step: votes.Step) -> str | None:
        return None if own.owner is None else texts(step)[own.owner - 1]

    letter = None
    if own.owner is not None and Duty.FINISH in duties:
        letter = await votes.letter(view, vote, own.owner)
    comfort, contact = comfort_of(request), settings.contact
    return CeremonyView(
        vote=vote.id,
        uuid=vote.uuid,
        state=vote.state,
        group=vote.group,
        title=vote.title,
        size=vote.size,
        needed=vote.needed,
        round=vote.round,
        roll_count=vote.roll_count,
        floor=opening_floor(vote.roll_count, vote.smallest_cell, is_part=vote.joint is not None),
        codes_by=vote.codes_by,
        duties=[duty for duty in duties if duty is not None],
        owner=own.owner,
        seat_offered=None if own.owner is not None else await votes.free_seat(view, vote),
        keeps_codes=own.keeps_codes,
        key=own.key,
        keys=list(votes.fingerprints(found)),
        certificates=texts(votes.Step.CERTIFICATE),
        commitments=texts(votes.Step.COMMITMENT),
        dealt=[text is not None for text in texts(votes.Step.DEALING)],
        dealing=mine(votes.Step.DEALING),
        letter=None if letter is None else letter.decode(),
        share=mine(votes.Step.SHARE),
        shuffled=list(await votes.shufflers(view, vote.id)),
        opened=list((await votes.parts(view, vote.id)).decryptions),
        organisation=of(request.scope).letterhead.names,
        contact=ContactView(contact.phone, contact.email, contact.post),
        comfort=ComfortView(unless(comfort.text, "normal"), unless(comfort.theme, "device")),
        idle_minutes=idle_limit(as_officer=True, more_time=comfort.more_time) // timedelta(minutes=1),
        form_token=token_for(request),
    )
