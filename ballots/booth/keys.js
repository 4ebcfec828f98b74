/** The key that a key-holder publishes, with the proof that somebody knows its secret. */

import { string } from "./encoding.js";
import { readProof, requireKnowledge } from "./proofs.js";

export const SHAPE = "trustees-shape";

/**
 * @typedef {object} Trustee
 * @property {string} text of the key
 * @property {import("./groups.js").Element} key
 */

/**
 * The key of one key-holder, its proof checked.
 * @param {import("./groups.js").Group} group
 * @param {Record<string, unknown>} fields `public_key`, `pok` and perhaps `name`
 * @param {import("./pace.js").Pace} pace
 * @returns {Promise<Trustee>}
 */
export async function readTrustee(group, fields, pace) {
  if ("name" in fields) string(fields.name, SHAPE);
  const text = string(fields.public_key, SHAPE);
  const key = group.readKey(text);
  await pace();
  const proof = readProof(fields.pok, group.order, SHAPE);
  await requireKnowledge(group, "trustee-proof", `pok|${group.name}|${text}|`, key, proof, pace);
  return { text, key };
}
