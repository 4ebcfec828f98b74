"""Everybody who asks, every address that is asked for, and what a form says when all its fields are filled in."""

import dataclasses
import enum
import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from litestar import Litestar
from litestar.routes import HTTPRoute

from governance.platform.web.forms import Form
from tests.governance.wall.organisation import MONDAY, OFFICERS, Organisation

ASKERS: Mapping[str, str | None] = {
    "owner": "Alderowner",
    "speaker": "Alderspeaker",
    "friend": "Alderfriend",
    "assistant": "Alderassistant",
    "other": "Briarowner",
    "other-assistant": "Briarassistant",
    **dict(zip(OFFICERS, OFFICERS, strict=True)),
    "inspector": "inspector",
    "council": "Aldercouncil",
    "supported": "supported",
    "nobody": None,
}
"""By the account that each signs in with. The friend shares with the owner, pools with them and keeps their house; the
council has leave to read of the owner's money."""
CONCERNED = ("owner", "speaker", "friend", "assistant")

STEPS = {"/who-came/": "who", "/payments/": "kind", "/office/training/": "subject"}
"""The first page of each wizard that does not ask what it is."""

SLICES = (
    "governance.arrangements.",
    "governance.funds.",
    "governance.board.",
    "governance.inspection.disclosure_pages",
)
OWN_COPY = ("/{variant:str}/me/copy", "/{variant:str}/me/copy/for/{person_id:str}")
_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """One way to ask; ``path`` has the places of the route in it, without their kinds and the variant."""

    method: str
    path: str


def addresses(application: Litestar) -> Iterator[Address]:
    """Everything about support, money and the board that the application answers."""
    for route in application.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            if handler.fn.__module__.startswith(SLICES) or route.path in OWN_COPY:
                path = _PLACE.sub(r"{\1}", route.path.replace("/{variant:str}", "", 1))
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                    yield Address(str(method), path)


def filled(address: Address, made: Organisation) -> str:
    """The address of what is Alder's."""
    ids = {**made.ids, **made.sides["Alder"].ids}
    places = {
        "number": "1",
        "seq": "1",
        "session": ids["session"],
        "week": MONDAY.isoformat(),
        "since": "2027-01-01",
        "until": "2027-01-31",
        "file": "statement.csv",
        "basis": "equal",
        "kind": "offer" if "/peers/" in address.path else "landlord",
        "source": "rule",
        "label": "1",
        "item": "dbs",
        "employer": "co_op",
        "feature": "peer-support",
        "way": "on",
        "answer": "yes",
        "step": next((step for part, step in STEPS.items() if part in address.path), "what"),
        "member_id": made.ids["director"],
        "term_id": "0" * 26,
        "surplus_id": "0" * 26,
        "action_id": "0" * 26,
        "variation_id": ids["change"],
        "change_id": ids["fund_change"],
        **{f"{name}_id": value for name, value in ids.items() if name not in ("change",)},
    }
    if address.path.endswith("/take"):
        places["shift_id"] = ids["offered"]
    path = _PLACE.sub(lambda found: places[found[1]], address.path)
    return path if path.startswith("/api") else f"/en{path}"


def as_if_filled_in(_: Form, kind: type[Any]) -> Any:
    """What `Form.read` gives when nothing is missing, so that no refusal of a field comes before that of a person."""
    hints = get_type_hints(kind, include_extras=True)
    return kind(**{field.name: _some(hints[field.name]) for field in dataclasses.fields(kind)})


def _some(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if hasattr(hint, "__metadata__"):
        hint = get_args(hint)[0]
    hint = getattr(hint, "__supertype__", hint)
    if get_origin(hint) is tuple:
        return (_some(get_args(hint)[0]),)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return next(iter(hint))
    known = {bool: True, int: 1, date: date(2027, 2, 1), datetime: datetime(2027, 2, 1, 9, tzinfo=UTC), time: time(9)}
    return known.get(hint, "x")


@dataclass(frozen=True, slots=True)
class Line:
    """Who gets an answer, and to whom of those who are not on Alder's side it may tell of Alder."""

    answered: frozenset[str]
    told: frozenset[str]


def table() -> Mapping[Address, Line]:
    """Who may, address by address, as ``matrix.txt`` says it: an address, then in lines set back who is answered."""
    found: dict[Address, list[str]] = {}
    for line in Path(__file__).with_name("matrix.txt").read_text().splitlines():
        words = line.partition("#")[0].split()
        if words and not line.startswith(" "):
            names = found[Address(*words)] = []
        elif words:
            names += [word for word in words if word != "-"]
    return {
        address: Line(
            frozenset(name.rstrip("+") for name in names),
            frozenset(CONCERNED) | {name.rstrip("+") for name in names if name.endswith("+")},
        )
        for address, names in found.items()
    }
