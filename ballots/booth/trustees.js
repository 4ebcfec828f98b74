/** Who together can open the result: the booth locks votes for these key-holders and nobody else. */

import { array, LARGE, members, read } from "./encoding.js";
import { Invalid } from "./errors.js";
import { readTrustee, SHAPE } from "./keys.js";
import { pacer } from "./pace.js";
import { readThreshold } from "./threshold.js";

/**
 * That the election's key is the keys of all its key-holders together. Each comes with the proof that its holder knows
 * the secret: a key made to cancel the others' would let one person open every vote.
 *
 * The hash of an election covers its key, not whose keys that is made of. So a server that gives out a key of its own
 * is found out here before the first vote, not by the first who verifies the archive.
 * @param {Uint8Array} bytes the key-holders as published, to the byte
 * @param {import("./election.js").Election} election
 * @param {import("./pace.js").Pace} [pace]
 * @returns {Promise<{needed: number, size: number}>} how many of how many must take part to open the result
 */
export async function requireTrustees(bytes, election, pace = pacer()) {
  const { group, publicKey } = election;
  const holders = [];
  for (const entry of array(read(bytes, LARGE), SHAPE)) holders.push(await readHolder(group, entry, pace));
  if (!holders.length) throw new Invalid(SHAPE, "nobody could open the result");
  requireDistinct(holders);
  const together = group.product(holders.map(({ key }) => key));
  if (group.text(together) !== publicKey) throw new Invalid("election-key", "not the key of these key-holders");
  return {
    needed: holders.reduce((sum, { threshold }) => sum + threshold, 0),
    size: holders.reduce((sum, { trustees }) => sum + trustees.length, 0),
  };
}

/** Whoever holds one factor of the key: one person, or a committee of whom some suffice. */
async function readHolder(group, entry, pace) {
  const [kind, value] = array(entry, SHAPE, 2);
  if (kind === "Pedersen") return readThreshold(group, value, pace);
  if (kind !== "Single") throw new Invalid(SHAPE, "an unknown kind of key-holder");
  const trustee = await readTrustee(group, members(value, SHAPE, "pok", "public_key", "name?"), pace);
  return { threshold: 1, key: trustee.key, trustees: [trustee] };
}

/** Who repeats another's key, with its proof, holds no secret. A committee of whom each suffices does share one key. */
function requireDistinct(holders) {
  const keys = holders.flatMap(({ trustees }) => [...new Set(trustees.map(({ text }) => text))]);
  if (new Set(keys).size !== keys.length) throw new Invalid("trustee-repeated", "two key-holders have the same key");
}
