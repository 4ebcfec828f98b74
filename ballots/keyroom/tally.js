/** Encrypted sums: adding ballots up, and the sums as they are published. */

import { array, count, LARGE, members, read, write } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { ciphertextJson, isShuffled, readCiphertext, widthOf } from "./answers.js";
import { readHash } from "./events.js";

const CODE = "tally-shape";
const LARGEST_NUMBER = 2n ** 30n - 1n;

/**
 * For each question its ciphertexts in a row: sums, or, where answers are shuffled, one of each ballot.
 * @typedef {[unknown, unknown][][]} EncryptedTally
 */

/**
 * @param {import("./verify.js").Setup} setup
 * @param {[unknown, unknown][][][]} ballots of each ballot that counts, of each question, its ciphertexts
 * @param {bigint[]} weights of these ballots
 * @returns {Promise<EncryptedTally>}
 */
export async function addUp({ election, arithmetic }, ballots, weights) {
  const tally = [];
  for (const [place, question] of election.questions.entries()) {
    const answers = ballots.map((ballot) => ballot[place]);
    const add = isShuffled(question) ? inOrder : sums;
    tally.push(await add(arithmetic, answers, weights, widthOf(question)));
  }
  return tally;
}

async function sums(arithmetic, answers, weights, width) {
  const row = [];
  for (let place = 0; place < width; place += 1) {
    const half = (which) => answers.map((answer) => answer[place][which]);
    row.push([await arithmetic.multiExp(half(0), weights), await arithmetic.multiExp(half(1), weights)]);
  }
  return row;
}

/** All of them, in an order that tells nothing: by alpha, then by beta. */
async function inOrder(arithmetic, answers, weights) {
  if (weights.some((weight) => weight !== 1n)) {
    throw new Invalid("weighted-ranking", "a ballot that ranks or grades counts once");
  }
  const keyed = answers.flat().map((ciphertext) => ({
    ciphertext,
    key: arithmetic.texts(ciphertext).map(arithmetic.sortKey).join(),
  }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ ciphertext }) => ciphertext);
}

/** @returns {Uint8Array} as published */
export function writeTally(arithmetic, tally) {
  return write(tally.map((row) => row.map((ciphertext) => ciphertextJson(arithmetic.texts(ciphertext)))));
}

/** @returns {[string, string][][]} the texts of a published tally */
export function readTally(election, bytes) {
  const rows = array(read(bytes, LARGE), CODE, election.questions.length);
  return rows.map((row, place) => {
    const width = isShuffled(election.questions[place]) ? undefined : widthOf(election.questions[place]);
    return array(row, CODE, width).map((ciphertext) => readCiphertext(ciphertext, CODE));
  });
}

/** What is told beside a published tally. */
export function readSizedTally(bytes) {
  const fields = members(read(bytes), CODE, "num_tallied", "total_weight", "encrypted_tally");
  return {
    number: count(fields.num_tallied, CODE),
    weight: readWeight(fields.total_weight, CODE),
    hash: readHash(fields.encrypted_tally, CODE),
  };
}

/** A number up to 2^30 − 1, and a text above: the protocol's own program reads numbers of 31 bits. */
function readWeight(value, code) {
  if (typeof value !== "string") {
    if (count(value, code) > LARGEST_NUMBER) throw new Invalid(code, "a large weight that is no text");
    return BigInt(value);
  }
  if (!/^[1-9][0-9]{8,18}$/.test(value) || BigInt(value) <= LARGEST_NUMBER) {
    throw new Invalid(code, "a weight in another than its one form");
  }
  return BigInt(value);
}
