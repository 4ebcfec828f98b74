"""The demonstrations there are, one for each model rule book, by its letter."""

from collections.abc import Mapping
from types import MappingProxyType

from governance.demonstration import telling
from governance.demonstration.play import Play

USUAL = "E"
PLAYS: Mapping[str, Play] = MappingProxyType({play.letter: play for play in (telling.PLAY,)})
