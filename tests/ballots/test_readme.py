import ast
import re
import textwrap
from pathlib import Path

import pytest

import ballots
from ballots.__main__ import main
from ballots.encoding import CONTAINERS, LARGE, write
from ballots.verify import verify
from tests.ballots.vectors import REFUSED, WARNED

FOLDER = Path(ballots.__file__).parent
README = "\n".join((FOLDER / name).read_text() for name in ("README.md", "ROLES.md"))
TOLD = set(re.findall(r"`([a-z0-9-]+)`", README))
PROGRAMS = [textwrap.dedent(program) for program in re.findall(r"^ *```python\n(.*?)^ *```$", README, re.DOTALL | re.M)]
SAYING = ("Invalid", "Caveat", "warn")
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")


def codes(path):
    """What this module calls a refusal or a warning; constants and arguments with a hyphen are nothing else there."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAYING:
            yield from spelled(node.args[:1])
        elif isinstance(node, ast.Call):
            yield from (text for text in spelled(node.args) if "-" in text)
        elif isinstance(node, ast.Assign):
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            yield from (text for text in spelled(values) if "-" in text)


def spelled(nodes):
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [text for text in texts if CODE.fullmatch(text)]


def test_every_reason_and_every_warning_is_explained():
    found = {code for path in FOLDER.rglob("*.py") for code in codes(path)}
    found |= {f"{act}-{what}" for act in ("shuffle", "decryption") for what in ("shape", "owner", "repeated")}
    assert len(found) > 100
    assert found - TOLD == set()
    assert set(REFUSED.values()) | set(WARNED.values()) <= TOLD


@pytest.mark.parametrize(("answers", "element", "scalar"), [(99_900, 64, 77), (15_000, 617, 617)])
def test_as_many_can_be_ranked_as_is_told(answers, element, scalar):
    """A shuffle of that many is the largest object of an election."""
    ciphertexts = [{"alpha": "1" * element, "beta": "1" * element}] * answers
    elements, scalars = ["1" * element] * answers, ["1" * scalar] * answers
    proof = [[*elements[:3], elements[:2], elements], [*scalars[:4], scalars, scalars], elements, elements]
    raw = write({"ciphertexts": [ciphertexts], "proofs": [proof]})
    assert len(raw) <= LARGE
    assert raw.count(b"[") + raw.count(b"{") <= CONTAINERS


@pytest.mark.parametrize(("voters", "element"), [(1_000_000, 64), (105_000, 617)])
def test_as_many_can_be_listed_as_is_told(voters, element):
    assert len(write(["1" * element] * voters)) <= LARGE


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048"])
def test_a_stranger_holds_an_election_with_nothing_but_the_readme(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    found, take_in, add_up, _, publish = PROGRAMS
    uuid = re.search(r'uuid="(\w+)"', found)[1]

    def command(*arguments):
        assert main(list(arguments)) == 0, capsys.readouterr().err

    for trustee in ("Non", "Sian", "Tomos"):
        command("trustee", "new", "--plain", "--group", name, "--name", trustee, "--out", ".")
    command("credentials", "new", "--group", name, "--uuid", uuid, "--count", "6", "--out", ".")
    exec(found.replace('group("Ed25519")', f'group("{name}")'), {})
    for voter, code in enumerate(Path("codes.txt").read_text().splitlines()):
        Path("code").write_text(code)
        answers = "[[1,0,0]]" if voter == 5 else "[[0,1,0]]"
        command("cast", "election.bel", "--code-file", "code", "--answers", answers, "--out", f"{voter}.ballot")
    exec(take_in, {})
    exec(add_up, {})
    for owner, key in enumerate(sorted(Path().glob("*.pubkey")), 1):
        private = str(key.with_suffix(".privkey"))
        command(
            "trustee",
            "decrypt",
            "election.bel",
            "--key",
            private,
            "--owner",
            str(owner),
            "--out",
            f"{owner}.decryption",
        )
    exec(publish, {})
    assert verify("election.bel").result == [[1, 5, 0]]
