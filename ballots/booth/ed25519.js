/** The group of Ed25519, by the noble library. Texts are 64 hexadecimal digits of the point as a big-endian number. */

import { ed25519 } from "@noble/curves/ed25519.js";

import { bytesToHex, hexToBytes } from "./encoding.js";
import { Invalid } from "./errors.js";

const { Point } = ed25519;
// Larger tables would be quicker to use, but making them would hold a slow phone's page for longer than a person likes.
const WINDOW = 5;
const GENERATOR_WINDOW = 4;
Point.BASE.precompute(GENERATOR_WINDOW);

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

/** The library makes two tables of the generator, for public and for blinded powers, each at its first use. */
async function prepare(pace) {
  Point.BASE.multiplyUnsafe(Point.Fn.ORDER - 1n);
  await pace();
  Point.BASE.multiply(1n);
  await pace();
}

export class Ed25519 {
  name = "Ed25519";
  order = Point.Fn.ORDER;
  #prepared;

  /** @param {string} text */
  readKey(text) {
    const point = pointOf(text);
    if (!point.isTorsionFree()) throw new Invalid("not-in-group", "a point outside the group of prime order");
    if (point.is0()) throw new Invalid("neutral-element", "the election key hides nothing");
    return point.precompute(WINDOW);
  }

  async power(exponent, pace) {
    await (this.#prepared ??= prepare(pace));
    return textOf(times(Point.BASE, exponent));
  }

  async encrypt(key, pairs, pace) {
    await (this.#prepared ??= prepare(pace));
    const texts = [];
    for (const [r, m] of pairs) {
      const beta = times(key, r).add(times(Point.BASE, m));
      texts.push([textOf(times(Point.BASE, r)), textOf(beta)]);
      await pace();
    }
    return texts;
  }
}
