"""Reading the hours of a week from a form: for each day a from, a to and a kind, and a second time if need be."""

from dataclasses import replace
from datetime import time

from governance.arrangements.model.agreements import Hours, Slot
from governance.errors import Invalid
from governance.platform.web.forms import Form

TIMES = 2
"""Times on one day."""
FIELDS = [f"{part}_{day}_{turn}" for day in range(7) for turn in range(TIMES) for part in ("start", "end", "kind")]


def read_week(form: Form) -> tuple[tuple[Slot, ...], Form]:
    """The slots that were typed, and the form without their fields.

    Raises:
        Invalid: naming the field of each time that cannot be used.
    """
    errors: dict[str, str] = {}
    found = []
    for day in range(7):
        for turn in range(TIMES):
            start, end = (_time(form, f"{part}_{day}_{turn}", errors) for part in ("start", "end"))
            if start is not None and end is not None:
                found.append(Slot(day, start, end, _kind(form.text(f"kind_{day}_{turn}"))))
            elif start is not None or end is not None:
                errors[f"{'end' if end is None else 'start'}_{day}_{turn}"] = "missing"
    if errors:
        raise Invalid(errors)
    return tuple(found), replace(
        form, values={name: typed for name, typed in form.values.items() if name not in FIELDS}
    )


def _time(form: Form, name: str, errors: dict[str, str]) -> time | None:
    typed = form.text(name)
    try:
        return time.fromisoformat(typed).replace(second=0, microsecond=0, tzinfo=None) if typed else None
    except ValueError:
        errors[name] = "not-a-time"
        return None


def _kind(typed: str) -> Hours:
    return Hours(typed) if typed in tuple(Hours) else Hours.DAY
