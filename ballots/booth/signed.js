/** Messages with their signature, by which the members of a committee speak to one another. */

import { members, string } from "./encoding.js";
import { readProof, requireKnowledge } from "./proofs.js";

/**
 * @typedef {object} Signed a message, and a proof of knowledge whose challenge hashes it
 * @property {string} message
 * @property {{challenge: bigint, response: bigint}} signature
 */

/**
 * @param {unknown} value
 * @param {bigint} order
 * @param {string} code of the refusal where this is no signed message
 * @returns {Signed}
 */
export function readSigned(value, order, code) {
  const { message, signature } = members(value, code, "message", "signature");
  return { message: string(message, code), signature: readProof(signature, order, code) };
}

/** The hash leaves out the key, so this binds a message to a key only where the message or its sender is pinned. */
export function requireSigned(group, code, key, { message, signature }, pace) {
  return requireKnowledge(group, code, `sigmsg|${message}|`, key, signature, pace);
}
