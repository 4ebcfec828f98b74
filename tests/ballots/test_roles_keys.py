"""A trustee makes a key, loses it, brings it back, and proves before the vote that it is the published one."""

import base64
import json
import os
import pty
import stat
import subprocess
import sys

import pytest

from ballots import group, hex_hash, keyfiles, read_trustees, write_trustees
from ballots.__main__ import main
from ballots.keyfiles import read_key_file
from ballots.recovery import seed_of
from ballots.roles.key_holder import aloud, derived
from tests.ballots.election_room import held

PASSWORD = "four words will do"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Locks that are quick to pick."""
    monkeypatch.setattr(keyfiles, "COST", 2)


@pytest.fixture
def run(capsys):
    def run(*arguments):
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.err or said.out

    return run


@pytest.fixture
def home(tmp_path):
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    return tmp_path


def new(home, *further, name="Non", group="Ed25519"):
    return (
        *("trustee", "new", "--group", group, "--name", name, "--out", home / "key"),
        *("--password-file", home / "password", "--words-file", home / "words", *further),
    )


def key_in(folder):
    (path,) = folder.glob("*.privkey")
    return path


def test_a_new_key_is_a_locked_file_24_words_and_a_public_part(home, run):
    status, said = run(*new(home))
    assert status == 0, said
    key = key_in(home / "key")
    public = json.loads(key.with_suffix(".pubkey").read_bytes())
    assert key.stem == hex_hash(public["public_key"].encode())[:8].upper()
    assert stat.S_IMODE(key.stat().st_mode) == stat.S_IMODE((home / "words").stat().st_mode) == 0o600
    file = read_key_file(key.read_bytes())
    assert file.unlock(PASSWORD) == seed_of((home / "words").read_text())
    (trustee,) = read_trustees(group("Ed25519"), write_trustees([key.with_suffix(".pubkey").read_bytes()])).each
    assert file.purpose.fingerprint == trustee.fingerprint
    assert said == (
        f"Keep {key} to yourself; hand over {key.with_suffix('.pubkey')}.\nFingerprint: {trustee.fingerprint}\n"
        f"Next: ballots trustee check --key {key}\n"
    )


@pytest.mark.control("KEY-1")
def test_nothing_of_the_secret_is_handed_over_or_told(home, run):
    _, said = run(*new(home))
    key = key_in(home / "key")
    seed = seed_of((home / "words").read_text())
    secret = derived(group("Ed25519"), seed, None).secret
    shown = (said + key.read_text() + key.with_suffix(".pubkey").read_text()).lower()
    for hidden in (seed, secret.to_bytes(32, "big"), secret.to_bytes(32, "little")):
        assert not any(hidden[place : place + 8].hex() in shown for place in range(25))
        assert base64.b64encode(hidden).decode().lower()[:-2] not in shown
    assert str(secret)[:20] not in shown
    assert (home / "words").read_text().strip() not in shown


def test_a_second_run_makes_no_second_key_and_completes_the_first(home, run):
    _, first = run(*new(home))
    assert run(*new(home)) == (0, first)
    key_in(home / "key").with_suffix(".pubkey").unlink()
    assert run(*new(home)) == (0, first)
    assert len(list((home / "key").iterdir())) == 2
    assert run(*new(home, "--words-file", home / "other words", name="Siân"))[0] == 0
    assert len(list((home / "key").iterdir())) == 4


def test_a_plain_key_too_is_made_once_for_a_name(home, run):
    plain = ("trustee", "new", "--plain", "--group", "Ed25519", "--out", home / "key", "--name")
    assert run(*plain, "Non") == run(*plain, "Non")
    assert json.loads(key_in(home / "key").read_bytes()).isdecimal()
    run(*plain, "Siân")
    assert len(list((home / "key").iterdir())) == 4


@pytest.mark.parametrize("name", ["BELENIOS-2048", "RFC-3526-2048"])
def test_a_key_may_be_of_any_group(name, home, run):
    assert run(*new(home, group=name))[0] == 0
    assert run("trustee", "check", *opening(home), key_in(home / "key").with_suffix(".pubkey"))[0] == 0


def opening(home):
    return ("--key", key_in(home / "key"), "--password-file", home / "password")


def test_the_words_bring_the_same_key_back(home, run):
    run(*new(home))
    key = key_in(home / "key")
    whose = ("--group", "Ed25519", "--name", "Non", "--words-file", home / "words")
    (home / "another password").write_text("another password\n")
    restore = ("trustee", "restore", *whose, "--password-file", home / "another password", "--out", home / "again")
    status, said = run(*restore)
    again = key_in(home / "again")
    assert status == 0, said
    assert again.name == key.name
    assert read_key_file(again.read_bytes()).purpose == read_key_file(key.read_bytes()).purpose
    kept = again.read_bytes()
    assert run(*restore) == (status, said)
    assert again.read_bytes() == kept


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (lambda whole: whole[:100], "key-damaged: a file is in the way: {key}: "),
        (lambda _: b'"1"', "words-other: a file is in the way: {key} "),
        (lambda _: b"", "key-shape: a file is in the way: {key} "),
    ],
)
def test_a_file_in_the_way_of_a_restored_key_stays(found, said, home, run):
    run(*new(home))
    key = key_in(home / "key")
    key.write_bytes(found(key.read_bytes()))
    before = key.read_bytes()
    whose = ("--group", "Ed25519", "--name", "Non", "--words-file", home / "words")
    status, refused = run("trustee", "restore", *whose, "--password-file", home / "password", "--out", home / "key")
    assert (status, key.read_bytes()) == (1, before)
    assert refused.startswith(f"REFUSED: {said.format(key=key)}")


def test_a_forgotten_password_is_not_overcome_by_writing_over_the_key(home, run):
    run(*new(home))
    key = key_in(home / "key")
    before = key.read_bytes()
    (home / "password").write_text("another password\n")
    whose = ("--group", "Ed25519", "--name", "Non", "--words-file", home / "words")
    _, said = run("trustee", "restore", *whose, "--password-file", home / "password", "--out", home / "key")
    assert said == f"REFUSED: key-password: a file is in the way: {key}: this is not the password of this key file\n"
    assert key.read_bytes() == before


def test_each_published_file_is_named_when_it_holds_no_keys(home, run):
    run(*new(home))
    (home / "half").write_text('{"pok":')
    (home / "notes").write_text("hello")
    assert run("trustee", "check", *opening(home), home / "half")[1].startswith(f"REFUSED: json: {home / 'half'}: ")
    assert run("trustee", "check", *opening(home), home / "notes")[1].startswith(f"STOPPED: {home / 'notes'} is no ")


def test_the_backup_is_proved_to_open_to_the_published_key(home, run):
    run(*new(home))
    key = key_in(home / "key")
    trustees, public = home / "trustees.json", key.with_suffix(".pubkey")
    trustees.write_bytes(write_trustees([*_public_keys(home, run, "Sian"), public.read_bytes()]))
    status, said = run("trustee", "check", *opening(home), "--words-file", home / "words", public, trustees)
    assert status == 0, said
    assert said.splitlines() == [
        f"{key} opens.",
        f"{home / 'words'} brings the same key back.",
        f"{public}: yours is number 1 of 1, and every proof holds.",
        f"{trustees}: yours is number 2 of 2, and every proof holds.",
        f"Fingerprint: {read_key_file(key.read_bytes()).purpose.fingerprint}",
        "To read out to the others: " + aloud(json.loads(public.read_bytes())["public_key"]),
    ]


def _public_keys(home, run, *names):
    for name in names:
        run("trustee", "new", "--plain", "--group", "Ed25519", "--name", name, "--out", home / name)
        yield key_in(home / name).with_suffix(".pubkey").read_bytes()


def test_a_key_that_is_not_published_is_missed(home, run):
    run(*new(home))
    own = key_in(home / "key").with_suffix(".pubkey").read_bytes()
    published = home / "trustees.json"
    check = ("trustee", "check", *opening(home), published)
    published.write_bytes(write_trustees(list(_public_keys(home, run, "Sian"))))
    assert run(*check) == (1, f"REFUSED: key-not-published: your key is not among those in {published}\n")
    published.write_bytes(write_trustees([own, own]))
    assert run(*check)[1].startswith(f"REFUSED: trustee-repeated: {published}: ")
    published.write_bytes(own.replace(b'"challenge":"', b'"challenge":"1'))
    assert run(*check)[1].startswith(("REFUSED: trustee-proof", "REFUSED: scalar-range"))
    published.write_bytes(held().archive())
    assert run(*check)[1].startswith("REFUSED: key-not-published")


def test_a_plain_key_is_found_in_the_archive_of_its_election(home, run):
    room = held()
    (home / "record.bel").write_bytes(room.archive())
    (home / "plain").write_text(json.dumps(str(room.secrets[1])))
    check = ("trustee", "check", "--key", home / "plain", home / "record.bel")
    assert run(*check)[1].startswith("REFUSED: key-shape")
    assert f"{home / 'record.bel'}: yours is number 2 of 2" in run(*check, "--group", "Ed25519")[1]
    assert run(*check, "--group", "BELENIOS-2048")[1].startswith("REFUSED: key-shape")


def test_what_does_not_open_says_why(home, run):
    run(*new(home))
    key = key_in(home / "key")
    check = ("trustee", "check", *opening(home))

    (home / "password").write_text("not that password")
    assert run(*check) == (1, f"REFUSED: key-password: {key}: this is not the password of this key file\n")
    (home / "password").write_bytes(b"\xff")
    assert run(*check) == (1, f"REFUSED: text: {home / 'password'} does not hold text\n")
    assert run(*check[:-2]) == (
        1,
        "REFUSED: password-missing: there is no terminal to ask for the password at: give --password-file FILE\n",
    )
    (home / "password").write_text(PASSWORD)

    run(*new(home, "--words-file", home / "others", name="Sian"))
    other = ("--words-file", home / "others")
    key_in_use = ("--key", key, "--password-file", home / "password")
    assert run("trustee", "check", *key_in_use, *other)[1].startswith("REFUSED: words-other")

    key.write_bytes(key.read_bytes()[:-9])
    said = run("trustee", "check", *key_in_use)[1]
    assert said.startswith(f"REFUSED: key-damaged: {key}: ")
    assert said.endswith("make this key file anew from the recovery words\n")
    key.unlink()
    assert run("trustee", "check", *key_in_use) == (2, f"STOPPED: {key}: No such file or directory\n")


def test_nothing_is_left_of_a_key_that_could_not_be_made(home, run):
    (home / "password").write_text("short")
    assert run(*new(home))[1].startswith("REFUSED: password-short")
    (home / "password").write_text(PASSWORD)
    assert run(*new(home)[:-2])[1].startswith("REFUSED: words-nowhere")
    assert run(*new(home, "--threshold", 2))[1].startswith("REFUSED: seat")
    assert run(*new(home, "--threshold", 4, "--members", 3, "--index", 1))[1].startswith("REFUSED: threshold-")
    (home / "words").touch()
    assert run(*new(home)) == (2, f"STOPPED: {home / 'words'}: File exists\n")
    assert list((home / "key").iterdir()) == []


def test_at_a_terminal_it_asks_for_the_password_twice_and_shows_the_words_once(home, monkeypatch):
    command = [sys.executable, "-m", "ballots", "trustee", "new", "--group", "Ed25519", "--name", "Non"]
    control, terminal = pty.openpty()
    process = subprocess.Popen(
        [*command, "--out", home / "key"], stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    )
    os.close(terminal)
    said = ""
    for ending, answer in (
        ("lock the key file with: ", PASSWORD),
        ("The same again: ", PASSWORD),
        ("Fingerprint: ", ""),
    ):
        while ending not in said:
            said += os.read(control, 1000).decode()
        os.write(control, f"{answer}\n".encode())
    assert process.wait(60) == 0
    os.close(control)
    monkeypatch.undo()
    words = [line.split()[1::2] for line in said.splitlines() if line.strip()[:1].isdigit()]
    seed = seed_of(" ".join(word for row in words for word in row))
    assert read_key_file(key_in(home / "key").read_bytes()).unlock(PASSWORD) == seed
    assert PASSWORD not in said
