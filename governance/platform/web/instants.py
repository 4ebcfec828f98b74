"""Instants as programs send them: with their distance from UTC, since a clock on a wall alone names no moment."""

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta

Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
