"""What the pages about one vote show, gathered in one look."""

from typing import Any

from litestar import Response

from governance.actor import Actor
from governance.platform.db import View
from governance.platform.texts import Texts
from governance.votes.records import VoteRecord
from governance.votes.service.reading import find, parts, right_of


async def shown(view: View, actor: Actor, vote_id: str) -> dict[str, Any]:
    """The vote, the reader's right in it, and what key-holders and the credential holder have brought."""
    vote = await find(view, actor, vote_id)
    return {
        "vote": vote,
        "question": Texts.from_json(vote.question),
        "right": await right_of(view, vote_id, actor.member),
        "parts": await parts(view, vote_id),
    }


def archive_file(vote: VoteRecord, content: bytes) -> Response[bytes]:
    name = f"{vote.uuid}.bel"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)
