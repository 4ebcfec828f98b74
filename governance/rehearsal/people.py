"""People for a play: invented, always the same for the same number, and plainly not real."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

GIVEN = (
    "Alun", "Bethan", "Ceri", "Dafydd", "Eirlys", "Ffion", "Gwyn", "Heledd", "Ifan", "Joan", "Kofi", "Llinos", "Mair",
    "Nadia", "Owain", "Priya", "Rhŷs", "Siân", "Tŷnan", "Una", "Wyn", "Yasmin", "Zofia",
)  # fmt: skip
FAMILY = (
    "ap Huw", "Bowen", "Cadwaladr", "Davies", "Evans", "ferch Gwŷn", "Griffiths", "Hughes", "Idris", "Jones", "Khan",
    "Lloyd", "Morgan", "Nowak", "O'Brien", "Parry", "Rees", "Smith-Vaughan", "Tudor",
)  # fmt: skip
FORMATS = ("", "easy", "", "", "large-print", "easy;large-print", "")
CLASSES = ("citizen", "citizen", "citizen", "citizen_representative", "citizen", "citizen", "supporter")
"""Six in seven vote; a supporter may come to the meeting and has no vote."""


@dataclass(frozen=True, slots=True)
class Town:
    """Where a play's people live, and the domain of their mail: no such street or domain is anybody's.

    With ``strides`` that share no factor with the lists no two of the first four hundred people have the same name.
    """

    street: str
    domain: str
    strides: tuple[int, int] = (1, 1)

    def address(self, number: int) -> str:
        return f"{number} {self.street}"

    def name(self, place: int) -> tuple[str, str]:
        given, family = self.strides
        return GIVEN[place * given % len(GIVEN)], FAMILY[(place * family + place // len(GIVEN)) % len(FAMILY)]


REHEARSAL = Town("Stryd yr Ymarfer (Rehearsal Street), Wrecsam", "rehearsal.example")


def rows(
    count: int,
    joined_before: date,
    first_number: int,
    town: Town = REHEARSAL,
    classes: Sequence[str] = CLASSES,
) -> Iterator[Sequence[str]]:
    """``count`` lines for an import, the classes in turn. Every third person has no e-mail and is served by post."""
    for place in range(count):
        number = first_number + place
        yield (
            str(number),
            *town.name(place),
            town.address(number),
            "" if place % 3 == 2 else f"member{number}@{town.domain}",
            "cy" if place % 2 else "en",
            FORMATS[place % len(FORMATS)],
            classes[place % len(classes)],
            (joined_before - timedelta(days=30 + 11 * place % 700)).isoformat(),
        )


def choice(turn: int, in_favour: int = 7) -> tuple[int, int, int]:
    """What a voter chooses, in this turn of ten: blank, yes, no; so many say yes, and the last abstains."""
    place = turn % 10
    if place == 9:
        return (1, 0, 0)
    return (0, 1, 0) if place < in_favour else (0, 0, 1)
