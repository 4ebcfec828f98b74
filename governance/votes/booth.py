"""The booth's side of the server: one static page under its own strict policy, and the facts that fill it.

The page holds nothing of any election, so one checksum covers the booth of all of them (BOOTH-1). What is secret never
comes here: neither a choice nor a voting code, nor even which entry of the public list was looked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Controller, Request, Response, get
from litestar.params import FromPath

from governance.access import ask
from governance.access.model import idle_limit
from governance.actor import Actor
from governance.members import service as members
from governance.platform.db import View
from governance.platform.texts import VARIANTS
from governance.platform.web.assets import asset
from governance.platform.web.figures import Figures
from governance.platform.web.forgery import token_for
from governance.platform.web.replies import comfort_of
from governance.platform.web.rooms import room
from governance.platform.web.variants import speaking
from governance.platform.web.visit import of
from governance.votes import service as votes
from governance.votes.model import Mode, State
from governance.votes.model.asking import Question
from governance.votes.model.refusals import NotOnTheRoll, WrongMode


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What a stranger compares: ``sha384-…`` of the booth's page and of its one script."""

    page: str
    script: str


def fingerprints() -> Fingerprints:
    return Fingerprints(asset("booth.html").integrity, asset("booth.js").integrity)


class OptionView(msgspec.Struct, frozen=True):
    """``photo`` is an address of ours, null where it has none or another candidate lacks one."""

    id: str
    name: Mapping[str, str]
    statement: Mapping[str, str]
    photo: str | None


class AskedView(msgspec.Struct, frozen=True):
    """One question. One of the kind ``yes-no`` has no options: the booth has the words for its answers."""

    kind: str
    text: Mapping[str, str]
    options: list[OptionView]
    grades: list[Mapping[str, str]]
    minimum: int
    maximum: int
    blank: bool


class RightView(msgspec.Struct, frozen=True):
    """A right to cast: the member's own, or lent by somebody. ``directed``: they have told the member how to vote, in
    words that never came here."""

    lent_by: str | None
    directed: bool


class ComfortView(msgspec.Struct, frozen=True):
    """As the attributes of a page have it; null where the device decides."""

    text: str | None
    theme: str | None


class ContactView(msgspec.Struct, frozen=True):
    phone: str
    email: str
    post: str


class BoothView(msgspec.Struct, frozen=True):
    """``is_open`` is false from the end on, even before the box is sealed; ``voted``: the box holds a ballot of the one
    who asks; ``ends`` is worded for each variant, null where the vote ends with its meeting; ``trustees`` are the
    key-holders' keys as published, empty before the opening; ``receipt_key`` (PEM) is fixed before any ballot is made;
    ``cancels``: two tellers gave a paper to the one who asks, whose online ballot still counts (BAL-16).
    """

    vote: str
    uuid: str
    state: str
    is_open: bool
    questions: list[AskedView]
    rights: list[RightView]
    revote: bool
    voted: bool | None
    cancels: bool
    ends: Mapping[str, str] | None
    small: bool
    one_machine: bool
    codes_by: str
    trustees: str
    receipt_key: str
    organisation: Mapping[str, str]
    contact: ContactView
    comfort: ComfortView
    idle_minutes: int
    form_token: str


class BoothPages(Controller):
    path = "/votes/{vote_id:str}/booth"
    include_in_schema = False

    @get("/", permission="votes.cast", unlogged=True)
    async def booth(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        await _right_in(view, actor, vote_id)
        return room("booth")


class BoothApi(Controller):
    path = "/votes/{vote_id:str}"
    tags = ("votes",)

    @get("/booth", permission="votes.cast", unlogged=True, operation_id="booth")
    async def facts(
        self,
        vote_id: FromPath[str],
        *,
        request: Request[Any, Any, Any],
        view: ask.View,
        keys: ask.Keys,
        settings: ask.Settings,
        actor: ask.Actor,
        now: ask.Now,
    ) -> BoothView:
        """All that the booth shows of a vote, and the token for sending a ballot from it."""
        vote = await _right_in(view, actor, vote_id)
        comfort, contact = comfort_of(request), settings.contact
        ended = await votes.ended_at(view, vote)
        return BoothView(
            vote=vote.id,
            uuid=vote.uuid,
            state=vote.state,
            is_open=vote.state is State.OPEN and (ended is None or now < ended),
            questions=_asked(vote),
            rights=await _rights(view, actor, vote),
            revote=vote.revote,
            voted=await votes.has_cast(view, keys, actor, vote),
            cancels=await votes.may_cancel(view, actor, vote),
            ends=_worded(ended, settings.time_zone),
            small=vote.small,
            one_machine=vote.one_machine,
            codes_by=vote.codes_by,
            trustees=await votes.trustees(view, vote),
            receipt_key=votes.receipt_key(keys),
            organisation=of(request.scope).letterhead.names,
            contact=ContactView(contact.phone, contact.email, contact.post),
            comfort=ComfortView(unless(comfort.text, "normal"), unless(comfort.theme, "device")),
            idle_minutes=idle_limit(as_officer=False, more_time=comfort.more_time) // timedelta(minutes=1),
            form_token=token_for(request),
        )

    @get("/credentials", permission="votes.read", unlogged=True, operation_id="credentials")
    async def credentials(self, vote_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[bytes]:
        """`public_creds.json` as published, always whole, so that nobody learns whose entry is looked for."""
        return Response(await votes.credential_list(view, actor, vote_id), media_type="application/json")

    @get("/photos/{option:str}", permission="votes.read", unlogged=True, operation_id="photo")
    async def photo(
        self, vote_id: FromPath[str], option: FromPath[str], view: ask.View, actor: ask.Actor
    ) -> Response[bytes]:
        """The picture of a candidate. The booth fetches all of them before anything is chosen."""
        return Response(await votes.photo(view, actor, vote_id, option), media_type="image/jpeg")


async def _right_in(view: View, actor: Actor, vote_id: str) -> votes.VoteRecord:
    vote = await votes.find(view, actor, vote_id)
    if vote.mode is not Mode.VERIFIABLE:
        raise WrongMode(vote=vote_id, mode=vote.mode)
    if await votes.right_of(view, vote.id, actor.member) is None:
        raise NotOnTheRoll(vote=vote_id)
    return vote


async def _rights(view: View, actor: Actor, vote: votes.VoteRecord) -> list[RightView]:
    """The member's own first; each right has a code of its own, and the code decides which one is used."""
    lines = await votes.rights_of(view, vote.id, actor.member)
    names = await members.names(view, [line.member for line in lines])
    proxies = () if vote.meeting is None else await votes.proxies_at(view, vote.meeting)
    directing = {proxy.giver for proxy in proxies if vote.id in (proxy.directed or {})}
    lent = [RightView(names[line.member], line.member in directing) for line in lines if line.member != actor.member]
    own = [RightView(None, directed=False) for line in lines if line.member == actor.member]
    return own + sorted(lent, key=lambda right: right.lent_by or "")


def _asked(vote: votes.VoteRecord) -> list[AskedView]:
    """Nothing is asked before the opening: only then is there an election that a ballot can be made for."""
    return [] if vote.election is None else [_seen(vote.id, question) for question in vote.asked]


def _seen(vote_id: str, question: Question) -> AskedView:
    has_photos = all(option.photo for option in question.options)
    return AskedView(
        kind=question.kind,
        text=question.text.to_json(),
        options=[
            OptionView(
                id=option.id,
                name=option.name.to_json(),
                statement=option.statement.to_json(),
                photo=f"/api/votes/{vote_id}/photos/{option.id}" if has_photos else None,
            )
            for option in question.options
        ],
        grades=[grade.to_json() for grade in question.grades],
        minimum=question.minimum,
        maximum=question.maximum,
        blank=True,
    )


def unless(chosen: str, usual: str) -> str | None:
    return None if chosen == usual else chosen


def _worded(instant: datetime | None, time_zone: str) -> Mapping[str, str] | None:
    if instant is None:
        return None
    moment = Figures(ZoneInfo(time_zone)).moment
    worded: dict[str, str] = {}
    for variant in VARIANTS:
        with speaking(variant):
            worded[variant.replace("-", "_")] = moment(instant)
    return worded


PAGES = (BoothPages,)
APIS = (BoothApi,)
