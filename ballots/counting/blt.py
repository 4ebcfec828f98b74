"""BLT, the file in which programs for the single transferable vote exchange ballot papers.

``candidates seats``, withdrawn candidates as ``-n``, one line ``weight ranks 0`` for each kind of paper, ``0``, then
the names and a title in double quotes. ``=`` joins equal ranks, ``-`` stands for a skipped one. Written in one way
only, so that the SHA-256 of the file is that of the papers; read as leniently as programs differ, and never in part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ballots.counting.papers import Contest, Paper, in_order
from ballots.errors import Invalid, Unsupported

LARGEST = 1 << 26
"""Bytes that are read at most, unless the caller says otherwise."""

MISSING_TITLE = "missing-title"
UNQUOTED_STRING = "unquoted-string"

_TOKEN = re.compile(r'"(?:[^"]|"")*"|\[[^\]]*\]|"|\[|#|[^\s"\[#]+')
_WHOLE = re.compile(r"[0-9]{1,4000}")
_PAPER_NAME = re.compile(r"\([^()]*\)")


# --- writing --------------------------------------------------------------------------------------------------------


def write_blt(contest: Contest) -> bytes:
    """Raises ``Invalid``: duplicate-name, where a result could not tell two candidates apart."""
    names = [_on_one_line(name) for name in contest.candidates]
    if "" in names or len(set(names)) != len(names):
        raise Invalid("duplicate-name", "each candidate needs a name of their own")
    lines = [f"{len(names)} {contest.seats}"]
    if contest.withdrawn:
        lines.append(" ".join(f"-{number}" for number in sorted(contest.withdrawn)))
    lines += [_written(paper) for paper in in_order(contest.papers)]
    lines += ["0", *map(_quoted, [*names, _on_one_line(contest.title)]), ""]
    return "\n".join(lines).encode()


def _written(paper: Paper) -> str:
    ranks = ("=".join(map(str, sorted(rank))) or "-" for rank in paper.ranks)
    return " ".join([str(paper.weight), *ranks, "0"])


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


# --- reading --------------------------------------------------------------------------------------------------------


def read_blt(content: bytes, *, largest: int = LARGEST) -> tuple[Contest, tuple[str, ...]]:
    """The contest, and codes for what was missing and could be done without. A source and a comment are not kept.

    Raises:
        Invalid: with the line, what stands there, and a code for what is wrong with it.
        Unsupported: an option in square brackets that changes how papers are counted.
    """
    reader = _Reader(_decoded(content, largest))
    candidates, seats = reader.header()
    withdrawn = reader.withdrawals(candidates)
    papers = tuple(reader.papers(candidates))
    names = reader.names(candidates)
    title, warnings = reader.title()
    contest = Contest(seats=seats, candidates=names, papers=papers, withdrawn=withdrawn, title=title)
    return contest, warnings


def _decoded(content: bytes, largest: int) -> str:
    if len(content) > largest:
        raise Invalid("too-large", f"more than {largest} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Invalid("not-utf8", f"line {line} is not UTF-8") from None


@dataclass(frozen=True, slots=True)
class _Token:
    line: int
    text: str

    @property
    def is_string(self) -> bool:
        return self.text.startswith('"')

    def refuse(self, code: str) -> Invalid:
        return Invalid(
            code, f"line {self.line}: {self.text[:40]!r}" if self.text else f"line {self.line}: the file ends"
        )

    def whole(self, code: str, least: int = 1) -> int:
        if not _WHOLE.fullmatch(self.text) or int(self.text) < least:
            raise self.refuse(code)
        return int(self.text)

    def candidate(self, text: str, candidates: int) -> int:
        """``text`` is the token or a part of it."""
        if not _WHOLE.fullmatch(text) or int(text) == 0:
            raise self.refuse("bad-candidate")
        if int(text) > candidates:
            raise self.refuse("candidate-out-of-range")
        return int(text)

    def string(self) -> str:
        if len(self.text) < 2 or not self.is_string:
            raise self.refuse("bad-string")
        return self.text[1:-1].replace('""', '"').strip()


class _Reader:
    """Takes the file apart from its beginning to its end, looking one token ahead."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._ahead = next(self._tokens)

    def _next(self) -> _Token:
        token, self._ahead = self._ahead, next(self._tokens, self._ahead)
        return token

    def header(self) -> tuple[int, int]:
        first = self._next()
        if not first.text:
            raise first.refuse("empty")
        if self._ahead.line != first.line:
            raise first.refuse("bad-header")
        return first.whole("bad-header"), self._next().whole("bad-header")

    def withdrawals(self, candidates: int) -> frozenset[int]:
        found: set[int] = set()
        while self._ahead.text.startswith(("-", "[")):
            token = self._next()
            for text in _withdrawn(token):
                number = token.candidate(text, candidates)
                if number in found:
                    raise token.refuse("duplicate-withdrawal")
                found.add(number)
        return frozenset(found)

    def papers(self, candidates: int) -> Iterator[Paper]:
        while (token := self._next()).text != "0":
            if not token.text or token.is_string:
                raise token.refuse("expected-weight-or-end")
            weight = 1 if _PAPER_NAME.fullmatch(token.text) else token.whole("bad-weight")
            yield Paper(weight, tuple(self._ranks(candidates)))

    def _ranks(self, candidates: int) -> Iterator[tuple[int, ...]]:
        seen: set[int] = set()
        while (token := self._next()).text != "0":
            if token.text == "-":
                yield ()
                continue
            rank = [token.candidate(text, candidates) for text in token.text.split("=")]
            if len(set(rank)) != len(rank) or not seen.isdisjoint(rank):
                raise token.refuse("duplicate-candidate")
            seen.update(rank)
            yield tuple(sorted(rank))

    def names(self, candidates: int) -> tuple[str, ...]:
        names: dict[str, None] = {}
        while len(names) < candidates:
            token = self._next()
            if not token.text:
                raise token.refuse("too-few-names")
            name = token.string()
            if not name or name in names:
                raise token.refuse("duplicate-name")
            names[name] = None
        return tuple(names)

    def title(self) -> tuple[str, tuple[str, ...]]:
        """What follows the title may be a source and a comment."""
        if not self._ahead.text:
            return "", (MISSING_TITLE,)
        if not self._ahead.is_string:
            return " ".join(token.text for token in self._rest()), (UNQUOTED_STRING,)
        title, *more = [(token, token.string()) for token in self._rest()]
        if len(more) > 2:
            raise more[2][0].refuse("bad-string")
        return title[1], ()

    def _rest(self) -> Iterator[_Token]:
        while self._ahead.text:
            yield self._next()


def _tokens(text: str) -> Iterator[_Token]:
    """Everything between white space, line by line, without comments; at last the end, which is an empty text."""
    number = 1
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        for found in _TOKEN.finditer(line):
            if found[0] == "#":
                break
            yield _Token(number, found[0])
    yield _Token(number, "")


def _withdrawn(token: _Token) -> list[str]:
    """``-3``, or as some programs write it ``[withdrawn 3 4]``."""
    if not token.text.startswith("["):
        return [token.text[1:]]
    word, *numbers = token.text.strip("[]").split() or [""]
    if word != "withdrawn":
        raise Unsupported(f"line {token.line}: the option [{word} …] of this BLT file")
    return numbers
