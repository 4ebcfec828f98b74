/** The chain of events that an archive is: each names the one before it, so the last one commits to all. */

import { count, members, read, string } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";

export const SETUP = "Setup";
export const BALLOT = "Ballot";
export const END_BALLOTS = "EndBallots";
export const ENCRYPTED_TALLY = "EncryptedTally";
export const SHUFFLE = "Shuffle";
export const END_SHUFFLES = "EndShuffles";
export const PARTIAL_DECRYPTION = "PartialDecryption";
export const RESULT = "Result";

/** What may come next. The protocol's own tools do not enforce this, and then drop ballots before a second run. */
const FOLLOWERS = new Map([
  [null, [SETUP]],
  [SETUP, [BALLOT, END_BALLOTS]],
  [BALLOT, [BALLOT, END_BALLOTS]],
  [END_BALLOTS, [ENCRYPTED_TALLY]],
  [ENCRYPTED_TALLY, [SHUFFLE, PARTIAL_DECRYPTION]],
  [SHUFFLE, [SHUFFLE, END_SHUFFLES]],
  [END_SHUFFLES, [PARTIAL_DECRYPTION]],
  [PARTIAL_DECRYPTION, [PARTIAL_DECRYPTION, RESULT]],
  [RESULT, []],
]);

/** Data records that stand before each event; its payload is the hash of the last of them. */
const DATA_BEFORE = new Map([
  [SETUP, 4],
  [BALLOT, 1],
  [END_BALLOTS, 0],
  [ENCRYPTED_TALLY, 2],
  [SHUFFLE, 2],
  [END_SHUFFLES, 0],
  [PARTIAL_DECRYPTION, 2],
  [RESULT, 1],
]);

/**
 * @typedef {object} Event
 * @property {string} kind
 * @property {number} height
 * @property {string | undefined} parent
 * @property {string | undefined} payload
 */

/** @param {Uint8Array} bytes @returns {Event} */
export function readEvent(bytes) {
  const code = "event-shape";
  const { parent, height, type, payload } = members(read(bytes), code, "parent?", "height", "type", "payload?");
  if (!DATA_BEFORE.has(string(type, code))) throw new Invalid("event-kind", `unknown: ${type.slice(0, 40)}`);
  for (const hash of [parent, payload]) if (hash !== undefined) readHash(hash, code);
  return { kind: type, height: count(height, code), parent, payload };
}

/** @returns {string} 64 hexadecimal digits */
export function readHash(value, code) {
  if (!/^[0-9a-f]{64}$/.test(string(value, code))) throw new Invalid(code, "not a hash in hexadecimal digits");
  return value;
}

/**
 * This event, with these hashes of data before it, continues the chain and is allowed to.
 * @param {Event} event
 * @param {import("./archive.js").Step | null} previous
 * @param {string[]} data
 */
export function requireNext(event, previous, data) {
  const named = `event ${event.height}`;
  if (event.parent !== previous?.hash) throw new Invalid("broken-chain", `${named} does not continue the one before`);
  if (event.height !== (previous ? previous.event.height + 1 : 0)) {
    throw new Invalid("wrong-height", `${named} is not in its place`);
  }
  if (!FOLLOWERS.get(previous?.event.kind ?? null).includes(event.kind)) {
    throw new Invalid("event-order", `${event.kind} may not follow ${previous?.event.kind ?? "the beginning"}`);
  }
  if (data.length !== DATA_BEFORE.get(event.kind)) {
    throw new Invalid("records-mismatch", `${data.length} records stand before ${named}`);
  }
  if (event.payload !== data[data.length - 1]) throw new Invalid("payload-mismatch", `${named} is about another thing`);
}
