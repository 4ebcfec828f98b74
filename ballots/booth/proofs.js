/**
 * Proofs of knowledge: those of a ballot, as its maker writes them, and those of key-holders, as anybody checks them.
 * The texts hashed name the whole statement (BAL-1).
 */

import { below } from "./chance.js";
import { hexHash, members, scalar } from "./encoding.js";
import { Invalid } from "./errors.js";

/**
 * @typedef {object} Proof as published
 * @property {string} challenge
 * @property {string} response
 *
 * @typedef {object} Opened a ciphertext as its maker knows it: g^randomness, y^randomness · g^plaintext
 * @property {bigint} randomness
 * @property {bigint} plaintext
 */

const modulo = (number, order) => ((number % order) + order) % order;

/**
 * The hash of a text to an exponent: what everybody who checks the proof computes again.
 * @param {string} prefix
 * @param {string[]} commitments
 * @param {bigint} order
 * @returns {bigint}
 */
export function challengeOf(prefix, commitments, order) {
  return BigInt(`0x${hexHash(prefix + commitments.join(","))}`) % order;
}

const published = ({ challenge, response }) => ({ challenge: `${challenge}`, response: `${response}` });

/**
 * Schnorr: the prover knows the exponent of an element that the prefix names.
 * @returns {Promise<Proof>}
 */
export async function proveKnowledge(group, prefix, secret, draw, pace) {
  const nonce = below(group.order, draw);
  const challenge = challengeOf(prefix, [await group.power(nonce, pace)], group.order);
  return published({ challenge, response: modulo(nonce - secret * challenge, group.order) });
}

/**
 * A proof as somebody else published it.
 * @returns {{challenge: bigint, response: bigint}}
 */
export function readProof(value, order, code) {
  const { challenge, response } = members(value, code, "challenge", "response");
  return { challenge: scalar(challenge, order), response: scalar(response, order) };
}

/** Schnorr, from the other side: whoever published the key knows its exponent. */
export async function requireKnowledge(group, code, prefix, key, { challenge, response }, pace) {
  const commitment = await group.commitment(key, challenge, response, pace);
  if (challengeOf(prefix, [commitment], group.order) !== challenge) throw new Invalid(code, "a proof does not hold");
}

/**
 * One of the ciphertexts encrypts the value beside it; `truth` says which, the proof does not.
 *
 * Knowing the randomness r of every ciphertext, the maker writes also the simulated commitments as powers of g and y:
 * g^s·α^c = g^(s+rc), and y^s·(β/g^M)^c = y^(s+rc)·g^((x−M)c). The outcome is the same, from fixed bases only.
 * @param {import("./ballot.js").Maker} maker
 * @param {string} prefix
 * @param {{opened: Opened, value: bigint}[]} cases
 * @param {number} truth
 * @returns {Promise<Proof[]>}
 */
export async function proveOneOf({ group, key, draw, pace }, prefix, cases, truth) {
  const { order } = group;
  const proofs = cases.map(() => ({ challenge: below(order, draw), response: below(order, draw) }));
  const nonce = below(order, draw);
  const exponents = cases.map(({ opened, value }, index) => {
    const { challenge, response } = index === truth ? { challenge: 0n, response: nonce } : proofs[index];
    return [
      modulo(response + opened.randomness * challenge, order),
      modulo((opened.plaintext - value) * challenge, order),
    ];
  });
  const commitments = (await group.encrypt(key, exponents, pace)).flat();
  const others = proofs.reduce((sum, proof, index) => (index === truth ? sum : sum + proof.challenge), 0n);
  const challenge = modulo(challengeOf(prefix, commitments, order) - others, order);
  proofs[truth] = { challenge, response: modulo(nonce - cases[truth].opened.randomness * challenge, order) };
  return proofs.map(published);
}
