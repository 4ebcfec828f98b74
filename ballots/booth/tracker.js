/** The hash of a ballot as the voter keeps it, in the long form that proves and the short one that can be read out. */

import { b64Hash, bytesOf, numberOf } from "./encoding.js";
import { Invalid } from "./errors.js";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // no letter can be taken for a figure
const SHORT_BITS = 60n;

/**
 * @param {Uint8Array} ballot the bytes to publish, signature included
 * @returns {string} 43 characters
 */
export function trackerOf(ballot) {
  return b64Hash(ballot);
}

/**
 * The first 60 bits of the same hash, three times four characters. For people; software compares the whole tracker.
 * @param {string} tracker
 * @returns {string}
 */
export function shortCode(tracker) {
  if (!/^[A-Za-z0-9+/]{43}$/.test(tracker)) throw new Invalid("tracker", "a tracker has 43 characters");
  const number = numberOf(bytesOf(`${tracker}=`)) >> (256n - SHORT_BITS);
  const letters = Array.from({ length: 12 }, (_, place) => CROCKFORD[Number((number >> BigInt(55 - 5 * place)) & 31n)]);
  return [0, 4, 8].map((start) => letters.slice(start, start + 4).join("")).join("-");
}
