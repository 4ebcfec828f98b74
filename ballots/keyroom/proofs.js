/** Proofs as their verifier sees them: what each asserts, and the products that must hash to its challenge. */

import { challengeOf, readProof } from "../booth/proofs.js";
import { array } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";

/**
 * These products, hashed after the prefix, give the challenge. `code` names a failure.
 * @typedef {object} Claim
 * @property {string} code
 * @property {string} prefix
 * @property {import("./arithmetic/arithmetic.js").Term<unknown>[]} terms
 * @property {bigint} challenge
 */

export const readProofs = (value, order, code, length) =>
  array(value, code, length).map((proof) => readProof(proof, order, code));

/** The text by which a proof is compared with others. */
export const proofText = ({ challenge, response }) => `${challenge},${response}`;

/** Schnorr: A = g^r · X^c hashes to c. @returns {Claim} */
export function knowledge(code, prefix, element, { challenge, response }) {
  return { code, prefix, terms: [{ g: response, y: 0n, point: element, power: challenge }], challenge };
}

/**
 * Cramer, Damgård, Schoenmakers: all A = g^r · α^c and B = y^r · (β/g^M)^c hash to the sum of the challenges.
 * @param {{ciphertext: [unknown, unknown], value: bigint}[]} cases
 * @returns {Claim}
 */
export function oneOf(code, prefix, cases, proofs) {
  const terms = cases.flatMap(({ ciphertext: [alpha, beta], value }, place) => {
    const { challenge, response } = proofs[place];
    return [
      { g: response, y: 0n, point: alpha, power: challenge },
      { g: -value * challenge, y: response, point: beta, power: challenge },
    ];
  });
  return { code, prefix, terms, challenge: proofs.reduce((sum, { challenge }) => sum + challenge, 0n) };
}

/**
 * That all claims hold, or `Invalid` with the code of the first that does not.
 * @param {import("./arithmetic/arithmetic.js").Arithmetic} arithmetic
 * @param {import("./arithmetic/fixed-base.js").FixedBase} y
 * @param {Claim[]} claims
 * @param {Set<unknown>} [unchecked] points of these claims whose membership is still to be tested
 */
export async function requireClaims(arithmetic, y, claims, unchecked = new Set()) {
  const texts = await arithmetic.commitments(y, claims.flatMap(({ terms }) => terms), unchecked);
  for (const { code, prefix, terms, challenge } of claims) {
    const commitments = texts.splice(0, terms.length);
    if (challengeOf(prefix, commitments, arithmetic.order) !== arithmetic.modulo(challenge)) {
      throw new Invalid(code, "a proof does not hold");
    }
  }
}
