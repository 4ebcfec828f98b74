/** Small numbers as one group element, by which a ranking is encrypted whole. */

import { Invalid } from "./errors.js";

const BITS = 8n;
export const LARGEST = 255;

/**
 * The element of the first integer that spells one, among those with these numbers above `padding` bits. How many are
 * tried depends on the numbers: that is work for the voter's own device, which nobody else can time.
 * @template E
 * @param {number[]} numbers
 * @param {number} padding bits
 * @param {number} most numbers that fit
 * @param {(spelled: bigint) => E | null} member the element with this spelling
 * @param {import("./pace.js").Pace} pace
 * @returns {Promise<E>}
 */
export async function embed(numbers, padding, most, member, pace) {
  if (numbers.length > most) throw new Invalid("embedding", `at most ${most} numbers fit into an element`);
  const packed = numbers.reduce((above, number) => (above << BITS) | BigInt(number), 0n);
  const first = packed << BigInt(padding);
  for (let more = 0n; more < 1n << BigInt(padding); more += 1n) {
    const found = member(first + more);
    if (found !== null) return found;
    await pace();
  }
  throw new Invalid("embedding", "no element of this group stands for these numbers");
}
