"""One seed for each key-holder: as 24 words on paper, and the random bytes that follow from it."""

import difflib
import hashlib
from typing import TYPE_CHECKING

from ballots.chance import Draw
from ballots.errors import Invalid, Unsupported

if TYPE_CHECKING:
    from mnemonic import Mnemonic

SEED = 32
WORDS = 24


def seeded(seed: bytes, purpose: str) -> Draw:
    """Random bytes, the same whenever seed and purpose are: SHAKE-256 of ``cydlais|purpose|`` and the seed, read on.

    Who draws a key from this finds the same key again after losing it. No nonce may come from here: the text that it
    protects could be another the second time.
    """
    source = hashlib.shake_256(f"cydlais|{purpose}|".encode() + seed)
    taken = 0

    def draw(size: int) -> bytes:
        nonlocal taken
        taken += size
        return source.digest(taken)[taken - size :]

    return draw


def words_of(seed: bytes) -> str:
    """The seed in English words as BIP-39 writes 256 bits; the last word holds a check on the others."""
    return _bip39().to_mnemonic(seed)


def seed_of(text: str) -> bytes:
    """The seed behind words that somebody copied or typed; raises ``Invalid`` naming the first slip it can see.

    The numbers that a terminal shows beside the words may have been copied too.
    """
    bip39 = _bip39()
    words = [word for word in text.lower().split() if not word.rstrip(".):").isdecimal()]
    for number, word in enumerate(words, 1):
        if word not in bip39.wordlist:
            near = difflib.get_close_matches(word, bip39.wordlist, n=1)
            perhaps = f"; perhaps {near[0]}" if near else ""
            raise Invalid("word-unknown", f"word {number}, “{word}”, is not in the list{perhaps}")
    if len(words) != WORDS:
        raise Invalid("words-count", f"these are {len(words)} words where {WORDS} were printed")
    try:
        return bytes(bip39.to_entropy(words))
    except ValueError:
        raise Invalid("words-check", "a word is another than was printed, or two stand in each other's place") from None


def _bip39() -> "Mnemonic":
    try:
        from mnemonic import Mnemonic  # noqa: PLC0415 — whoever verifies does without
    except ImportError:
        raise Unsupported("recovery words need the package “mnemonic”: pip install mnemonic") from None
    return Mnemonic("english")
