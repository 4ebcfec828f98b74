"""What is asked, in which group and under which key: ``election.json``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ballots.encoding import SMALL, Json, array, b64_hash, count, members, read, read_uuid, string, strings, write
from ballots.errors import Invalid, Unsupported
from ballots.groups import Arithmetic, Element, Group, group
from ballots.questions import Context, Question, read_question

_CODE = "election-shape"


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
    questions: tuple[Question, ...]
    fingerprint: str
    """Enters every ballot and every decryption proof, so nothing here can change once voting began."""

    @property
    def shuffled(self) -> tuple[int, ...]:
        """Which questions are decrypted ballot by ballot, after shuffles."""
        return tuple(index for index, question in enumerate(self.questions) if question.shuffled)

    def context(self, credential: str) -> Context:
        """What the proofs of this voter's ballots are bound to."""
        return Context(self.group, self.public_key, self.key, f"{self.fingerprint}|{credential}")


def write_election(
    *,
    uuid: str,
    name: str,
    description: str,
    group: str,
    public_key: str,
    questions: Sequence[Question],
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
    _require_castable(read_election(raw))
    return raw


def _require_castable(election: Election) -> None:
    """A ballot must be small enough to be accepted. Elements are as long as the key, give or take a digit."""
    element, scalar = len(election.key) + 2, len(str(election.group.order))
    ciphertext = len('{"alpha":"","beta":""},') + 2 * element
    proof = len('{"challenge":"","response":""},[]') + 2 * scalar
    most = sum(question.size(ciphertext, proof) for question in election.questions)
    if most > SMALL:
        raise Invalid("wrong-question", f"a ballot would have {most} bytes, and more than {SMALL} are not accepted")


@lru_cache(maxsize=4)
def read_election(raw: bytes, *, arithmetic: Arithmetic | None = None) -> Election:
    """Kept for the last few, because each task of a spread verification is given only the bytes."""
    value = read(raw)
    if not isinstance(value, dict):
        raise Invalid(_CODE, "an object was expected")
    version = count(value.get("version"), _CODE)
    if version not in _READERS:
        raise Unsupported(f"election version {version}")
    return _READERS[version](raw, value, arithmetic)


def _read_version_1(raw: bytes, value: Json, arithmetic: Arithmetic | None) -> Election:
    fields = members(
        value,
        _CODE,
        *("version", "description", "name", "group", "public_key", "questions", "uuid"),
        *("administrator?", "credential_authority?", "language?"),
    )
    _require_optional_texts(fields)
    asked = array(fields["questions"], _CODE)
    if not asked:
        raise Invalid("wrong-question", "nothing is asked")
    in_group = group(string(fields["group"], _CODE), arithmetic=arithmetic)
    key = string(fields["public_key"], _CODE)
    public_key = in_group.decode([key])[0]
    if key == in_group.encode([in_group.identity])[0]:
        raise Invalid("neutral-element", "the election key hides nothing")
    return Election(
        raw=raw,
        uuid=read_uuid(fields["uuid"], _CODE),
        name=string(fields["name"], _CODE),
        description=string(fields["description"], _CODE),
        group=in_group,
        public_key=public_key,
        key=key,
        questions=tuple(read_question(question, in_group, _CODE) for question in asked),
        fingerprint=b64_hash(raw),
    )


_READERS: Mapping[int, Callable[[bytes, Json, Arithmetic | None], Election]] = {1: _read_version_1}
"""How each version describes an election; what else a version decides, ``fingerprint`` and ``context`` carry on."""


def _require_optional_texts(value: dict[str, Json]) -> None:
    for name in ("administrator", "credential_authority"):
        string(value.get(name, ""), _CODE)
    if "language" in value:
        _, direction = strings(array(value["language"], _CODE, 2), _CODE)
        if direction not in ("ltr", "rtl"):
            raise Invalid(_CODE, "a language is written from one side or the other")
