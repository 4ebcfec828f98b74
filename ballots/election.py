"""What is asked, in which group and under which key: ``election.json``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ballots.encoding import Json, array, b64_hash, count, members, read, read_uuid, string, strings, write
from ballots.errors import Invalid, Unsupported
from ballots.groups import Arithmetic, Element, Group, group

_CODE = "election-shape"


@dataclass(frozen=True, slots=True)
class Homomorphic:
    """Choose between ``minimum`` and ``maximum`` of the answers, or, where ``blank`` is allowed, none of them."""

    text: str
    answers: tuple[str, ...]
    minimum: int = 1
    maximum: int = 1
    blank: bool = False

    @property
    def width(self) -> int:
        """Numbers encrypted per ballot: one per answer, after one for the blank vote."""
        return len(self.answers) + self.blank

    def require_sound(self) -> None:
        if not (0 <= self.minimum <= self.maximum <= len(self.answers) and self.maximum >= 1):
            raise Invalid("wrong-question", "a question asks for an impossible number of answers")

    def require_answer(self, answer: Sequence[int]) -> None:
        if len(answer) != self.width or any(choice not in (0, 1) for choice in answer):
            raise Invalid("answer", f"an answer has {self.width} entries, each 0 or 1")
        chosen = sum(answer[self.blank :])
        if self.blank and answer[0]:
            if chosen:
                raise Invalid("answer", "a blank vote chooses nothing else")
        elif not self.minimum <= chosen <= self.maximum:
            raise Invalid("answer", f"between {self.minimum} and {self.maximum} answers are to be chosen")

    def json(self) -> dict[str, Json]:
        blank: dict[str, Json] = {"blank": True} if self.blank else {}
        limits: dict[str, Json] = {"min": self.minimum, "max": self.maximum, "question": self.text}
        return {"answers": list(self.answers), **blank, **limits}


@dataclass(frozen=True, slots=True)
class Election:
    """An election as published: ``raw`` is what was published, and the rest is what it says."""

    raw: bytes
    uuid: str
    name: str
    description: str
    group: Group = field(repr=False)
    public_key: Element = field(repr=False)
    key: str
    questions: tuple[Homomorphic, ...]
    fingerprint: str
    """Enters every ballot and every decryption proof, so nothing here can change once voting began."""


def write_election(
    *,
    uuid: str,
    name: str,
    description: str,
    group: str,
    public_key: str,
    questions: Sequence[Homomorphic],
    administrator: str | None = None,
    credential_authority: str | None = None,
    language: tuple[str, str] | None = None,
) -> bytes:
    optional: dict[str, Json] = {"administrator": administrator, "credential_authority": credential_authority}
    value: dict[str, Json] = {
        "version": 1,
        "description": description,
        "name": name,
        "group": group,
        "public_key": public_key,
        "questions": [question.json() for question in questions],
        "uuid": uuid,
        **{member: text for member, text in optional.items() if text is not None},
        **({"language": list(language)} if language else {}),
    }
    raw = write(value)
    read_election(raw)
    return raw


@lru_cache(maxsize=4)
def read_election(raw: bytes, *, arithmetic: Arithmetic | None = None) -> Election:
    """Kept for the last few, because each task of a spread verification is given only the bytes."""
    value = members(
        read(raw),
        _CODE,
        *("version", "description", "name", "group", "public_key", "questions", "uuid"),
        *("administrator?", "credential_authority?", "language?"),
    )
    if count(value["version"], _CODE) != 1:
        raise Unsupported(f"election version {value['version']}")
    _require_optional_texts(value)
    asked = array(value["questions"], _CODE)
    if not asked:
        raise Invalid("wrong-question", "nothing is asked")
    in_group = group(string(value["group"], _CODE), arithmetic=arithmetic)
    key = string(value["public_key"], _CODE)
    public_key = in_group.decode([key])[0]
    if key == in_group.encode([in_group.identity])[0]:
        raise Invalid("neutral-element", "the election key hides nothing")
    return Election(
        raw=raw,
        uuid=read_uuid(value["uuid"], _CODE),
        name=string(value["name"], _CODE),
        description=string(value["description"], _CODE),
        group=in_group,
        public_key=public_key,
        key=key,
        questions=tuple(_read_question(question) for question in asked),
        fingerprint=b64_hash(raw),
    )


def _require_optional_texts(value: dict[str, Json]) -> None:
    for name in ("administrator", "credential_authority"):
        string(value.get(name, ""), _CODE)
    if "language" in value:
        _, direction = strings(array(value["language"], _CODE, 2), _CODE)
        if direction not in ("ltr", "rtl"):
            raise Invalid(_CODE, "a language is written from one side or the other")


def _read_question(value: Json) -> Homomorphic:
    if isinstance(value, dict) and "type" in value:
        raise Unsupported(f"questions of the kind {str(value['type'])[:40]!r}")
    fields = members(value, _CODE, "answers", "blank?", "min", "max", "question")
    if fields.get("blank", True) is not True:
        raise Invalid(_CODE, "blank is true or absent")
    question = Homomorphic(
        text=string(fields["question"], _CODE),
        answers=tuple(strings(array(fields["answers"], _CODE), _CODE)),
        minimum=count(fields["min"], _CODE),
        maximum=count(fields["max"], _CODE),
        blank="blank" in fields,
    )
    question.require_sound()
    return question
