/** Shuffles: each key-holder hands on the encrypted answers of numbers in an order that nobody else knows. */

import { below, fromDevice } from "../booth/chance.js";
import { array, LARGE, members, read, scalar, string, write } from "../booth/encoding.js";
import { ciphertextJson, readCiphertext } from "./answers.js";
import { proveShuffle, requireShuffle } from "./shuffle-proof.js";

const CODE = "shuffle-shape";

// --- making ---------------------------------------------------------------------------------------------------------

/**
 * These ciphertexts, one list per question, encrypted again and in a new order, and the proof that they are.
 * @param {import("./verify.js").Setup} setup
 * @param {[unknown, unknown][][]} before
 * @param {(done: number, total: number) => void} [onProgress]
 * @param {import("../booth/chance.js").Draw} [draw]
 * @returns {Promise<Uint8Array>} the bytes to publish
 */
export async function makeShuffle(setup, before, onProgress = () => {}, draw = fromDevice) {
  const made = [];
  for (const [place, ciphertexts] of before.entries()) {
    onProgress(place, before.length);
    made.push(await shuffle(setup, ciphertexts, draw));
  }
  onProgress(before.length, before.length);
  return write({ ciphertexts: made.map(({ ciphertexts }) => ciphertexts), proofs: made.map(({ proof }) => proof) });
}

async function shuffle(setup, before, draw) {
  const { arithmetic, y } = setup;
  await arithmetic.generator.built(arithmetic.pace);
  await y.built(arithmetic.pace);
  const order = permutation(before.length, draw);
  const randomness = before.map(() => below(arithmetic.order, draw));
  const after = [];
  for (const j of order) {
    after.push(again(setup, before[j], randomness[j]));
    await arithmetic.pace();
  }
  const statement = stated(setup, before, after);
  const proof = await proveShuffle(statement, order, randomness, draw);
  await requireShuffle(statement, proof); // others go on from it, and a wrong one holds up an election
  const ciphertexts = after.map((ciphertext) => ciphertextJson(arithmetic.texts(ciphertext)));
  return { ciphertexts, proof: written(arithmetic, proof) };
}

const stated = ({ arithmetic, y, election }, before, after) => ({
  arithmetic,
  y,
  fingerprint: election.fingerprint,
  before,
  after,
});

/** 0 to size − 1 in an order as likely as any other (Fisher and Yates). */
function permutation(size, draw) {
  const order = Array.from({ length: size }, (_, place) => place);
  for (let last = size - 1; last > 0; last -= 1) {
    const chosen = Number(below(BigInt(last + 1), draw));
    [order[last], order[chosen]] = [order[chosen], order[last]];
  }
  return order;
}

/** The same, encrypted again: (α · g^r, β · y^r). */
function again({ arithmetic, y }, [alpha, beta], r) {
  return [arithmetic.multiply(alpha, arithmetic.generator.power(r)), arithmetic.multiply(beta, y.power(r))];
}

function written(arithmetic, { t, tHat, s, sHat, sPrime, c, cHat }) {
  const [t1, t2, t3, ...t4] = arithmetic.texts(t);
  return [
    [t1, t2, t3, t4, arithmetic.texts(tHat)],
    [...s.map(String), sHat.map(String), sPrime.map(String)],
    arithmetic.texts(c),
    arithmetic.texts(cHat),
  ];
}

// --- checking -------------------------------------------------------------------------------------------------------

/**
 * The ciphertexts of a published shuffle, one list per question, proved to be those of `before`.
 * @param {import("./verify.js").Setup} setup
 * @param {[unknown, unknown][][]} before
 * @param {Uint8Array} bytes
 * @returns {Promise<[unknown, unknown][][]>}
 */
export async function checkShuffle(setup, before, bytes) {
  const fields = members(read(bytes, LARGE), CODE, "ciphertexts", "proofs");
  const lists = array(fields.ciphertexts, CODE, before.length);
  const proofs = array(fields.proofs, CODE, before.length);
  const after = [];
  for (const [place, ciphertexts] of before.entries()) {
    after.push(await checkOne(setup, ciphertexts, lists[place], proofs[place]));
  }
  return after;
}

async function checkOne(setup, before, ciphertexts, value) {
  const { arithmetic } = setup;
  const size = before.length;
  const published = array(ciphertexts, CODE, size).flatMap((ciphertext) => readCiphertext(ciphertext, CODE));
  const { texts, ...numbers } = readProof(value, size, arithmetic.order);
  const elements = await arithmetic.members([...published, ...texts]);
  const take = (count) => elements.splice(0, count);
  const after = before.map(() => take(2));
  const [t, tHat, c, cHat] = [5, size, size, size].map(take);
  await requireShuffle(stated(setup, before, after), { t, tHat, c, cHat, ...numbers });
  return after;
}

/** The texts of t, t̂, c and ĉ in a row, and the numbers. */
function readProof(value, size, order) {
  const numbers = (list) => array(list, CODE, size).map((number) => scalar(number, order));
  const [first, responses, c, cHat] = array(value, CODE, 4);
  const [t1, t2, t3, t4, tHat] = array(first, CODE, 5);
  const [s1, s2, s3, s4, sHat, sPrime] = array(responses, CODE, 6);
  const rest = [...array(t4, CODE, 2), ...array(tHat, CODE, size), ...array(c, CODE, size), ...array(cHat, CODE, size)];
  return {
    texts: [t1, t2, t3, ...rest].map((text) => string(text, CODE)),
    s: [s1, s2, s3, s4].map((number) => scalar(number, order)),
    sHat: numbers(sHat),
    sPrime: numbers(sPrime),
  };
}
