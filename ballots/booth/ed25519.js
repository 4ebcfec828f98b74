/** The group of Ed25519, by the noble library. Texts are 64 hexadecimal digits of the point as a big-endian number. */

import { ed25519 } from "@noble/curves/ed25519.js";

import { bytesToHex, hexToBytes } from "./encoding.js";
import { Invalid } from "./errors.js";

const { Point } = ed25519;
// A table of this window costs as much as a handful of powers without one, and never holds the page for long.
const WINDOW = 5;
Point.BASE.precompute(WINDOW);

function textOf(point) {
  return bytesToHex(point.toBytes().reverse());
}

function pointOf(text) {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Invalid("element-spelling", "not 64 lower-case hexadecimal digits");
  try {
    return Point.fromBytes(hexToBytes(text).reverse());
  } catch {
    throw new Invalid("not-in-group", "not a point of the curve, or not its shortest form");
  }
}

/** The library refuses the power zero. The same work is done for it, so that time does not tell it from any other. */
function times(point, power) {
  const product = point.multiply(power || 1n);
  return power ? product : Point.ZERO;
}

export class Ed25519 {
  name = "Ed25519";
  order = Point.Fn.ORDER;

  /** @param {string} text */
  readKey(text) {
    const point = pointOf(text);
    if (!point.isTorsionFree()) throw new Invalid("not-in-group", "a point outside the group of prime order");
    if (point.is0()) throw new Invalid("neutral-element", "the election key hides nothing");
    return point.precompute(WINDOW);
  }

  async power(exponent) {
    return textOf(times(Point.BASE, exponent));
  }

  async encrypt(key, pairs, pace) {
    const texts = [];
    for (const [r, m] of pairs) {
      const beta = times(key, r).add(times(Point.BASE, m));
      texts.push([textOf(times(Point.BASE, r)), textOf(beta)]);
      await pace();
    }
    return texts;
  }
}
