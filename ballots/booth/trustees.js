/** Who together can open the result: the booth locks votes for these key-holders and nobody else. */

import { array, members, read, string } from "./encoding.js";
import { Invalid } from "./errors.js";
import { pacer } from "./pace.js";
import { readProof, requireKnowledge } from "./proofs.js";

const CODE = "trustees-shape";

/**
 * That the election's key is the keys of all its key-holders together. Each comes with the proof that its holder knows
 * the secret: a key made to cancel the others' would let one person open every vote.
 *
 * The hash of an election covers its key, not whose keys that is made of. So a server that gives out a key of its own
 * is found out here before the first vote, not by the first who verifies the archive.
 * @param {Uint8Array} bytes the key-holders as published, to the byte
 * @param {import("./election.js").Election} election
 * @param {import("./pace.js").Pace} [pace]
 * @returns {Promise<void>}
 */
export async function requireTrustees(bytes, election, pace = pacer()) {
  const { group, publicKey } = election;
  const keys = [];
  for (const entry of array(read(bytes), CODE)) keys.push(await readTrustee(group, entry, pace));
  if (!keys.length) throw new Invalid(CODE, "nobody could open the result");
  if (group.product(keys) !== publicKey) throw new Invalid("election-key", "not the key of these key-holders");
}

/** Where some of the key-holders suffice, their keys are joined in another way, which this page does not check. */
async function readTrustee(group, entry, pace) {
  const [kind, value] = array(entry, CODE, 2);
  if (kind === "Pedersen") throw new Invalid("unsupported-trustees", "key-holders of another kind");
  if (kind !== "Single") throw new Invalid(CODE, "an unknown kind of key-holder");
  const fields = members(value, CODE, "pok", "public_key", "name?");
  if ("name" in fields) string(fields.name, CODE);
  const text = string(fields.public_key, CODE);
  const key = group.readKey(text);
  await pace();
  const proof = readProof(fields.pok, group.order, CODE);
  await requireKnowledge(group, "trustee-proof", `pok|${group.name}|${text}|`, key, proof, pace);
  return key;
}
