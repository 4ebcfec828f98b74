/**
 * A key-holder's part in opening the result: factors, their proofs, and the proof beside the archive.
 *
 * The protocol's own proof hashes neither the ciphertext nor the factor, so whoever decrypts last could redraw a factor
 * until an answer reads as chosen. The second proof, of the same statement, hashes both.
 */

import { below, fromDevice } from "../booth/chance.js";
import { write } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { challengeOf } from "../booth/proofs.js";

/**
 * Both files of a key-holder. Decrypting anything but the sums of all votes would open somebody's ballot: the caller
 * has recomputed `tally` from a record that was verified here (BAL-9).
 * @param {import("./verify.js").Setup} setup
 * @param {import("./tally.js").EncryptedTally} tally
 * @param {bigint} secret
 * @param {(done: number, total: number) => void} [onProgress]
 * @param {import("../booth/chance.js").Draw} [draw]
 * @returns {Promise<{decryption: Uint8Array, binding: Uint8Array}>}
 */
export async function decryptTally(setup, tally, secret, onProgress = () => {}, draw = fromDevice) {
  const { arithmetic, election } = setup;
  await arithmetic.generator.built(arithmetic.pace);
  const key = keyOf(arithmetic, secret);
  const step = steps(tally, onProgress);
  const factors = await mapped(tally, async ([alpha]) => {
    const factor = arithmetic.secretPower(alpha, secret);
    await arithmetic.pace();
    step();
    return { alpha, texts: arithmetic.texts([alpha, factor]) };
  });
  const proofs = (prefix) =>
    mapped(factors, async (made) => {
      const proof = await proveEquality(arithmetic, prefix(made.texts), made.alpha, secret, draw);
      step();
      return proof;
    });
  const plain = await proofs(() => `decrypt|${election.fingerprint}|${key}|`);
  const bound = await proofs((texts) => `bound-decrypt|${election.fingerprint}|${key}|${texts}|`);
  return {
    decryption: write({
      decryption_factors: factors.map((row) => row.map(({ texts }) => texts[1])),
      decryption_proofs: plain,
    }),
    binding: write({ election_hash: election.fingerprint, public_key: key, binding_proofs: bound }),
  };
}

/** The key that belongs to a secret, as published. */
export function keyOf(arithmetic, secret) {
  return arithmetic.text(arithmetic.secretPower(arithmetic.generator.base, secret));
}

/** That this secret is the one behind the key of trustee `owner`. */
export function requireKey({ arithmetic, trustees }, owner, secret) {
  if (trustees[owner - 1] !== keyOf(arithmetic, secret)) {
    throw new Invalid("decryption-owner", `this is not the key of trustee ${owner}`);
  }
}

/** Counts powers: three for each ciphertext, one factor and two proofs. */
function steps(tally, onProgress) {
  const total = 3 * tally.reduce((sum, row) => sum + row.length, 0);
  let done = 0;
  onProgress(done, total);
  return () => onProgress(++done, total);
}

async function mapped(rows, work) {
  const made = [];
  for (const row of rows) {
    const here = [];
    for (const entry of row) here.push(await work(entry));
    made.push(here);
  }
  return made;
}

/** Chaum and Pedersen: g and `base` have one exponent x: A = g^w, B = base^w, c = H(prefix, A, B), r = w − x·c. */
async function proveEquality(arithmetic, prefix, base, secret, draw) {
  const nonce = below(arithmetic.order, draw);
  const commitments = [arithmetic.generator.power(nonce), arithmetic.secretPower(base, nonce)];
  const challenge = challengeOf(prefix, arithmetic.texts(commitments), arithmetic.order);
  await arithmetic.pace();
  return { challenge: `${challenge}`, response: `${arithmetic.modulo(nonce - secret * challenge)}` };
}
