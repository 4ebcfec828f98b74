"""Locked key files: by the page that tells other programs how to open them, and with every byte of them harmed."""

import hashlib
import json
import subprocess
import sys
import unicodedata

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ballots import Invalid, Unsupported, keyfiles
from ballots.keyfiles import Purpose, Seat, read_key_file, write_key_file
from tests.ballots.booth.engine import NODE
from tests.ballots.election_room import counter

SEED = bytes(range(32))
PASSWORD = "naw cath ar y tŷ"
ALONE = Purpose("Ed25519", "Siân", None, "A" * 43)
MEMBER = Purpose("BELENIOS-2048", "Non", Seat(2, 3, 1), "B" * 43)

# What a page would do: everything it needs is in WebCrypto but scrypt.
IN_JAVASCRIPT = """
const { scryptSync, createHash, webcrypto } = require("node:crypto");
const [text, password] = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const file = JSON.parse(text), bytes = (hex) => Buffer.from(hex, "hex");
const before = (name) => text.slice(0, text.lastIndexOf(`,"${name}":"`)) + "}";
(async () => {
  const check = createHash("sha256").update(before("check")).digest("hex");
  if (check !== file.check) throw new Error("damaged");
  const cost = { N: 1 << 17, r: 8, p: 1, maxmem: 1 << 28 };
  const secret = scryptSync(password.normalize("NFC"), bytes(file.salt), 32, cost);
  const key = await webcrypto.subtle.importKey("raw", secret, "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: bytes(file.nonce), additionalData: Buffer.from(before("data")) };
  const seed = await webcrypto.subtle.decrypt(how, key, bytes(file.data));
  console.log(Buffer.from(seed).toString("hex"));
})();
"""


@pytest.fixture(scope="module")
def locked():
    return write_key_file(SEED, ALONE, PASSWORD, counter())


@pytest.fixture
def quick(monkeypatch):
    """Locks that are quick to pick."""
    monkeypatch.setattr(keyfiles, "COST", 2)


def with_check(body):
    return f'{body[:-1]},"check":"{hashlib.sha256(body.encode()).hexdigest()}"}}'.encode()


def reason(raw):
    with pytest.raises(Invalid) as refused:
        read_key_file(raw)
    return refused.value.code


def test_the_password_opens_the_file_however_its_letters_were_composed(locked):
    file = read_key_file(locked)
    assert file.purpose == ALONE
    assert unicodedata.normalize("NFD", PASSWORD) != PASSWORD
    assert file.unlock(unicodedata.normalize("NFD", PASSWORD)) == SEED


def test_another_password_does_not(locked):
    with pytest.raises(Invalid, match="this is not the password") as refused:
        read_key_file(locked).unlock(PASSWORD.upper())
    assert refused.value.code == "key-password"


def test_the_file_opens_as_its_page_says(locked):
    """docs/decisions/0014, written once more without anything of the library."""
    text = locked.decode().rstrip("\n")
    file = json.loads(text)
    assert list(file) == ["version", "group", "name", "fingerprint", "salt", "nonce", "data", "check"]
    before = [text[: text.index(f',"{name}":"')] + "}" for name in ("data", "check")]
    assert hashlib.sha256(before[1].encode()).hexdigest() == file["check"]
    salt = bytes.fromhex(file["salt"])
    key = hashlib.scrypt(PASSWORD.encode(), salt=salt, n=131072, r=8, p=1, maxmem=2**28, dklen=32)
    opened = AESGCM(key).decrypt(bytes.fromhex(file["nonce"]), bytes.fromhex(file["data"]), before[0].encode())
    assert opened == SEED


def test_the_file_opens_in_javascript(locked):
    asked = json.dumps([locked.decode().rstrip("\n"), PASSWORD])
    done = subprocess.run(
        [NODE, "-e", IN_JAVASCRIPT], input=asked, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == SEED.hex(), done.stderr


def test_the_place_in_a_committee_is_kept(quick):
    file = read_key_file(write_key_file(SEED, MEMBER, PASSWORD))
    assert (file.purpose, file.unlock(PASSWORD)) == (MEMBER, SEED)


def test_every_byte_of_the_file_is_missed(locked):
    for place in range(len(locked.rstrip())):
        assert reason(locked[:place] + bytes([locked[place] ^ 1]) + locked[place + 1 :]) == "key-damaged", place
    for length in range(0, len(locked) - 1, 7):
        assert reason(locked[:length]) == "key-damaged"


def test_what_the_file_says_in_clear_cannot_be_exchanged(quick):
    """Whoever changes the name can mend the check, but not what the seed is bound to."""
    raw = write_key_file(SEED, ALONE, PASSWORD).decode().rstrip("\n").replace("Siân", "Sion")
    file = read_key_file(with_check(raw[: raw.index(',"check":"')] + "}"))
    assert file.purpose.name == "Sion"
    with pytest.raises(Invalid):
        file.unlock(PASSWORD)


def test_no_two_files_of_one_seed_are_locked_alike(quick):
    files = [json.loads(write_key_file(SEED, ALONE, PASSWORD)) for _ in range(2)]
    assert all(files[0][name] != files[1][name] for name in ("salt", "nonce", "data"))


def test_without_the_package_the_program_names_it(quick, monkeypatch):
    raw = write_key_file(SEED, ALONE, PASSWORD)
    for name in ("cryptography.exceptions", "cryptography.hazmat.primitives.ciphers.aead"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(Unsupported, match="pip install cryptography"):
        read_key_file(raw).unlock(PASSWORD)


def test_a_short_password_and_a_later_version_are_refused(quick):
    with pytest.raises(Invalid, match="password-short"):
        write_key_file(SEED, ALONE, "elevenchars")
    with pytest.raises(Unsupported):
        read_key_file(with_check('{"version":2,"anything":"else"}'))
