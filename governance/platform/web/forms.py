"""Forms: what was typed becomes one frozen value, or every field's problem at once and nothing typed is lost.

A page asks for ``form: ask.Form`` and reads it: ``form.read(Proposal)``, where ``Proposal`` is a frozen dataclass whose
fields carry the names of the form's fields. When a field cannot be used `Invalid` goes out, and the page that shows the
form comes back with the typed values, the problems and status 422; so it does for every `Refusal`, with its sentence
and the rules behind it. By custom it is the nearest GET page at or above the address; where the form stands elsewhere
the decorator says ``form="/motions/new"`` (path parameters may be named in it).

Litestar's own form parsing keeps the last thousand bodies in a cache, passwords among them; this module does not.
"""

import dataclasses
import re
import types
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException

from governance.errors import Invalid

T = TypeVar("T")
DateT = TypeVar("DateT", bound=date)
Secret = NewType("Secret", str)
"""A password: taken as it was typed, spaces and all."""
Pence = NewType("Pence", int)
"""A sum of money, typed in pounds: 12, £12.50 and 1,188.60 are read as whole pence, from nothing to ten million."""
MOST_FIELDS = 2000
TOKEN_FIELD = "form_token"  # noqa: S105 (the name of a field)
"""Where a page's forms carry the token of `forgery`; it is taken out before the form is read."""
LONGEST = 20_000
"""Characters in one field, unless the type says otherwise; longer texts are uploads."""

YEARS = range(1900, 2200)
"""Nobody here means any other: a year that is typed as 0026 or 20266 is a slip of the hand."""

_POUNDS = re.compile(r"£?(\d{1,7}|\d{1,3},\d{3}|\d,\d{3},\d{3})(?:\.(\d\d))?", re.ASCII)
_PROBLEMS: dict[Any, str] = {date: "not-a-day", int: "not-a-number"}


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """``values`` as sent, every field a list; ``files`` the bytes of uploads."""

    values: Mapping[str, list[str]]
    zone: ZoneInfo
    files: Mapping[str, bytes] = dataclasses.field(default_factory=dict)

    def text(self, name: str) -> str:
        """One field as it was typed, without the spaces around it; empty when it was left out."""
        return (self.values.get(name) or [""])[0].strip()

    def file(self, name: str) -> bytes:
        """
        Raises:
            Invalid: no file was chosen.
        """
        content = self.files.get(name, b"")
        if not content:
            raise Invalid({name: "missing"})
        return content

    def only(self, *names: str) -> Mapping[str, list[str]]:
        """The fields of a page whose fields are not the same every time.

        Raises:
            ClientException: the form has others (PERM-5).
            Invalid: a text is too long, or has letters that no text has.
        """
        if unknown := {name for name, typed in self.values.items() if any(typed)} - set(names):
            raise ClientException(f"unknown fields: {', '.join(sorted(unknown))[:200]}")
        errors = {name: "too-long" for name, typed in self.values.items() if any(len(one) > LONGEST for one in typed)}
        errors |= {name: "unreadable" for name, typed in self.values.items() if any("\0" in one for one in typed)}
        if errors:
            raise Invalid(errors)
        return self.values

    def read(self, kind: type[T]) -> T:
        """The form as a ``kind``, a frozen dataclass.

        Texts are stripped; an empty field is missing unless it has a default; a ``bool`` is a tick box; a ``tuple``
        takes every value sent; a ``datetime`` was typed in the organisation's time zone.

        Raises:
            Invalid: with the code of each field's problem.
            ClientException: the form has fields that ``kind`` does not know (PERM-5). An empty one says nothing: that
                is how browsers send a file that nobody chose.
        """
        hints = get_type_hints(kind, include_extras=True)
        fields: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(kind)  # type: ignore[arg-type]
        if unknown := {name for name, typed in self.values.items() if any(typed)} - {field.name for field in fields}:
            raise ClientException(f"unknown fields: {', '.join(sorted(unknown))[:200]}")
        found: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for field in fields:
            try:
                self._take(field, hints[field.name], found)
            except _Unusable as problem:
                errors[field.name] = str(problem)
        if errors:
            raise Invalid(errors)
        return kind(**found)

    def _take(self, field: "dataclasses.Field[Any]", hint: Any, found: dict[str, Any]) -> None:
        typed = [value.strip() for value in self.values.get(field.name, []) if value.strip()]
        wanted = _without_none(hint)
        if wanted is Secret:
            typed = [value for value in self.values.get(field.name, []) if value]
        if get_origin(wanted) is tuple:
            found[field.name] = tuple(self._one(value, get_args(wanted)[0]) for value in typed)
        elif wanted is bool:
            found[field.name] = bool(typed)
        elif typed:
            found[field.name] = self._one(typed[0], wanted)
        elif wanted is not hint:
            found[field.name] = None
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise _Unusable("missing")

    def _one(self, value: str, wanted: Any) -> Any:
        if len(value) > LONGEST:
            raise _Unusable("too-long")
        if "\0" in value:
            raise _Unusable("unreadable")
        if wanted is str or wanted is Secret:
            return value
        if wanted is Pence:
            return _pence(value)
        if wanted is datetime:
            return self._instant(value)
        if wanted is time:
            return _clock(value)
        try:
            read = msgspec.convert(value, wanted, strict=False)
        except msgspec.ValidationError as error:
            raise _Unusable("too-long" if "length <=" in str(error) else _problem(wanted)) from error
        return _likely(read) if isinstance(read, date) else read

    def _instant(self, value: str) -> datetime:
        try:
            typed = datetime.fromisoformat(value)
            instant = (typed if typed.tzinfo else typed.replace(tzinfo=self.zone)).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise _Unusable("not-a-time") from error
        _likely(instant)
        if typed.tzinfo is not None:
            return instant
        if instant.astimezone(self.zone).replace(tzinfo=None) != typed:
            raise _Unusable("no-such-time")  # in the hour that is skipped when summer time begins
        return instant


class _Unusable(Exception):
    """The code of what is wrong with one field."""


async def sent(request: Request[Any, Any, Any]) -> tuple[Form, str]:
    """The form in the body, and its form token; an empty form for any other body, which is kept for the handler.

    Raises:
        ClientException: the body is not what its content type says.
    """
    zone = ZoneInfo(request.app.state.settings.time_zone)
    kind = request.content_type[0]
    if kind == "application/x-www-form-urlencoded":
        values, files = _url_encoded(await request.body()), dict[str, bytes]()
    elif kind == "multipart/form-data":
        values, files = await _multipart(request)
    else:
        body = await request.body()
        if kind == "application/json" and rb"\u0000" in body:
            raise ClientException("no text here has NUL in it")
        return Form({}, zone), ""
    token = values.pop(TOKEN_FIELD, [""])[0]
    return Form(values, zone, files), token


def _url_encoded(body: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise ClientException("the form cannot be read") from error


async def _multipart(request: Request[Any, Any, Any]) -> tuple[dict[str, list[str]], dict[str, bytes]]:
    values: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    try:
        parts = (await request.form()).multi_items()
    except ValueError as error:
        raise ClientException("the form cannot be read") from error
    for name, part in parts:
        if isinstance(part, UploadFile):
            files[name] = await part.read()
        else:
            values.setdefault(name, []).append(part if isinstance(part, str) else str(part))
    return values, files


def _likely(day: DateT) -> DateT:
    if day.year not in YEARS:
        raise _Unusable("unlikely-year")
    return day


def _clock(value: str) -> time:
    """A time of day, to the minute, as a ``time`` field sends it."""
    try:
        return time.fromisoformat(value).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise _Unusable("not-a-clock") from error


def _pence(value: str) -> int:
    read = _POUNDS.fullmatch(value.replace(" ", ""))
    if read is None:
        raise _Unusable("not-an-amount")
    return int(read[1].replace(",", "")) * 100 + int(read[2] or 0)


def _without_none(hint: Any) -> Any:
    if get_origin(hint) not in (Union, types.UnionType):
        return hint
    left = [part for part in get_args(hint) if part is not type(None)]
    return left[0] if len(left) == 1 else Union[tuple(left)]  # noqa: UP007 (built at run time)


def _problem(wanted: Any) -> str:
    plain = get_args(wanted)[0] if hasattr(wanted, "__metadata__") else wanted
    return _PROBLEMS.get(plain, "not-a-choice" if isinstance(plain, type) and plain is not str else "not-understood")
