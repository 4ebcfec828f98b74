"""Pages are sent compressed, but only to strangers."""

import gzip
from typing import Any

from litestar import Request
from litestar.response.base import ASGIResponse

from governance.platform.web import visit

LEVEL = 6
WORTH_IT = 1024
"""Bytes; below that the headers weigh more than what is saved."""


def accepted(request: Request[Any, Any, Any], coding: str) -> bool:
    """Whether the browser takes ``coding``; one named with quality 0 is refused by name."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() == coding:
            return not quality or quality.strip().removeprefix("q=").strip("0.") != ""
    return False


def squeeze(answer: ASGIResponse, request: Request[Any, Any, Any]) -> ASGIResponse:
    """Compress a page for somebody who is not signed in.

    The size of a compressed page tells how much of it repeats. Where a page has secrets (a form token that lives as
    long as the sign-in, a person's letters) beside words that another site can choose in a link, such a site can guess
    a secret letter by letter from the sizes (BREACH). A stranger's page holds no secret, and is the one that has to be
    quick: the first. What is heavy about all others, styles, scripts and fonts, is compressed when it is built.
    """
    is_stranger = visit.of(request.scope).actor.account is None
    if not is_stranger or len(answer.body) < WORTH_IT or not accepted(request, "gzip"):
        return answer
    answer.body = gzip.compress(answer.body, LEVEL, mtime=0)
    answer.headers["Content-Length"] = str(len(answer.body))
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers.add("Vary", "Accept-Encoding")
    return answer
