"""The demonstrations there are, one for each model rule book, by its letter."""

from collections.abc import Mapping
from types import MappingProxyType

from governance.demonstration import employee_owned, living_trust, multi_stakeholder, service_user, telling
from governance.demonstration.play import Play

USUAL = "E"
PLAYS: Mapping[str, Play] = MappingProxyType(
    {
        play.letter: play
        for play in (service_user.PLAY, multi_stakeholder.PLAY, employee_owned.PLAY, living_trust.PLAY, telling.PLAY)
    }
)
