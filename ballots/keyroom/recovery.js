/** One seed for each key-holder: as 24 words on paper, and the random bytes that follow from it. */

import { shake256 } from "@noble/hashes/sha3.js";
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";

import { fromDevice } from "../booth/chance.js";
import { utf8ToBytes } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";

const SEED = 32; // bytes
export const WORDS = 24;
const TELLING = 4; // letters that tell any two words of the list apart

/** @param {import("../booth/chance.js").Draw} [draw] */
export function newSeed(draw = fromDevice) {
  return draw(SEED);
}

/**
 * Random bytes, the same whenever seed and purpose are: SHAKE-256 of `cydlais|purpose|` and the seed, read on.
 * @param {Uint8Array} seed
 * @param {string} purpose
 * @returns {import("../booth/chance.js").Draw}
 */
export function seeded(seed, purpose) {
  const source = shake256.create().update(utf8ToBytes(`cydlais|${purpose}|`)).update(seed);
  return (size) => source.xof(size);
}

/**
 * The seed in English words as BIP-39 writes 256 bits; the last word holds a check on the others.
 * @param {Uint8Array} seed
 * @returns {string[]}
 */
export function wordsOf(seed) {
  return entropyToMnemonic(seed, wordlist).split(" ");
}

/** The numbers that stand beside the words may have been copied too. */
function read(text) {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word && !/^[0-9]+[.):]*$/.test(word));
}

/**
 * The first slip that can be seen in words that somebody typed, or null.
 * @param {string} text
 * @returns {{code: "word-unknown" | "words-count" | "words-check", number?: number, word?: string, near?: string,
 *   count?: number} | null} `near`: the word of the list that begins alike, where there is one
 */
export function slipIn(text) {
  const words = read(text);
  const wrong = words.findIndex((word) => !wordlist.includes(word));
  if (wrong >= 0) return { code: "word-unknown", number: wrong + 1, word: words[wrong], near: nearest(words[wrong]) };
  if (words.length !== WORDS) return { code: "words-count", count: words.length };
  try {
    mnemonicToEntropy(words.join(" "), wordlist);
    return null;
  } catch {
    return { code: "words-check" };
  }
}

function nearest(word) {
  for (let letters = TELLING; letters > 1; letters--) {
    const near = wordlist.find((known) => known.startsWith(word.slice(0, letters)));
    if (near) return near;
  }
  return undefined;
}

/**
 * The seed behind words that somebody copied or typed.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function seedOf(text) {
  const slip = slipIn(text);
  if (slip) throw new Invalid(slip.code, "these are not the words of a key");
  return mnemonicToEntropy(read(text).join(" "), wordlist);
}
