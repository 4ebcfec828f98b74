"""The keyroom's own words: none is missing, and none is left that nobody says. The booth's tests look at all else."""

import json
import re
from pathlib import Path

import ballots

FOLDER = Path(ballots.__file__).parent
WORDS = json.loads((FOLDER / "keyroom" / "words" / "en.json").read_text(encoding="utf-8"))
QUOTED = re.compile(r"""["'`]([a-z]+\.[a-z-]+)["'`]""")
COMPOSED = re.compile(r"`([a-z]+\.[a-z-]*)\$\{")


def sources() -> list[str]:
    """What is bundled into the keyroom: its own scripts, and the booth's frame."""
    paths = [*(FOLDER / "keyroom").rglob("*.js"), FOLDER / "booth" / "pages" / "frame.js"]
    return [path.read_text(encoding="utf-8") for path in paths]


def test_every_sentence_is_said_somewhere_and_none_is_missing() -> None:
    families = {key.partition(".")[0] for key in WORDS}
    quoted = {key for source in sources() for key in QUOTED.findall(source)}
    said = {key for key in quoted if key.partition(".")[0] in families and not key.endswith((".js", ".json"))}
    composed = tuple(start for source in sources() for start in COMPOSED.findall(source))
    assert said - set(WORDS) == set()
    assert {key for key in set(WORDS) - said if not key.startswith(composed)} == set()
