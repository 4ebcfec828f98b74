"""Candidates' pictures: taken in while a vote is set up, carried over to it, shown to all or not at all."""

import asyncio
from dataclasses import replace

from sqlalchemy import select

from governance.actor import Actor
from governance.errors import Invalid, NotFound
from governance.platform.db import Transaction, View
from governance.votes.model.asking import Question
from governance.votes.records import PhotoRecord, SetupPhotoRecord, VoteRecord
from governance.votes.service.portrait import Unreadable, drawn_anew
from governance.votes.service.reading import find


async def keep_photo(tx: Transaction, setup_id: str, option: str, uploaded: bytes) -> None:
    """
    Raises:
        Invalid: what was sent is no picture that can be read.
    """
    try:
        content = await asyncio.to_thread(drawn_anew, uploaded)
    except Unreadable as error:
        raise Invalid({"photo": "no-picture"}) from error
    await drop_photo(tx, setup_id, option)
    tx.add(SetupPhotoRecord(setup=setup_id, option=option, content=content))
    await tx.flush()


async def drop_photo(tx: Transaction, setup_id: str, option: str) -> None:
    kept = await tx.get(SetupPhotoRecord, (setup_id, option))
    if kept is not None:
        await tx.delete(kept)
        await tx.flush()


async def pictured(view: View, setup_id: str) -> frozenset[str]:
    """The options that have a picture so far."""
    options = await view.scalars(select(SetupPhotoRecord.option).where(SetupPhotoRecord.setup == setup_id))
    return frozenset(options)


async def setup_photo(view: View, setup_id: str, option: str) -> bytes:
    kept = SetupPhotoRecord
    content: bytes | None = await view.scalar(select(kept.content).where(kept.setup == setup_id, kept.option == option))
    if content is None:
        raise NotFound(option=option)
    return content


def with_photos(question: Question, having: frozenset[str]) -> Question:
    """All candidates of a question are shown with their pictures, or none is: nobody stands out by having one."""
    are_all = bool(question.options) and all(option.id in having for option in question.options)
    return replace(question, options=tuple(replace(option, photo=are_all) for option in question.options))


async def carry_over(tx: Transaction, setup_id: str, vote: VoteRecord) -> None:
    """Give the vote the pictures that it shows."""
    for option in (option for question in vote.asked for option in question.options if option.photo):
        tx.add(PhotoRecord(vote=vote.id, option=option.id, content=await setup_photo(tx, setup_id, option.id)))
    await tx.flush()


async def photo(view: View, actor: Actor, vote_id: str, option: str) -> bytes:
    """A JPEG, for whoever may know of the vote."""
    await find(view, actor, vote_id)
    content: bytes | None = await view.scalar(
        select(PhotoRecord.content).where(PhotoRecord.vote == vote_id, PhotoRecord.option == option)
    )
    if content is None:
        raise NotFound(vote=vote_id, option=option)
    return content
