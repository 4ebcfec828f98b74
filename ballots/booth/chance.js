/** Random numbers, drawn evenly from whatever source the caller names. */

import { numberOf } from "./encoding.js";

/**
 * Gives that many random bytes. Only tests ever pass anything but `fromDevice`.
 * @callback Draw
 * @param {number} size
 * @returns {Uint8Array}
 */

/** The browser's own source: nothing that came over the network takes part (BAL-4). @type {Draw} */
export const fromDevice = (size) => globalThis.crypto.getRandomValues(new Uint8Array(size));

/**
 * Uniform in 0..bound−1 by rejection: a remainder of random bytes would not be uniform.
 * @param {bigint} bound
 * @param {Draw} draw
 * @returns {bigint}
 */
export function below(bound, draw) {
  const bits = (bound - 1n).toString(2).length;
  for (;;) {
    const number = BigInt.asUintN(bits, numberOf(draw(Math.ceil(bits / 8))));
    if (number < bound) return number;
  }
}
