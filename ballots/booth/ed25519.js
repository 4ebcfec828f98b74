/** The group of Ed25519, by the noble library. Texts are 64 hexadecimal digits of the point as a big-endian number. */

import { ed25519 } from "@noble/curves/ed25519.js";

import { embed } from "./embedding.js";
import { bytesToHex, hexToBytes } from "./encoding.js";
import { Invalid } from "./errors.js";

const { Point } = ed25519;
// Larger tables would be quicker to use, but making them would hold a slow phone's page for longer than a person likes.
const WINDOW = 4;

const PADDING = 14;
const MOST_EMBEDDED = 30;

/** A point; its tables are made when its multiples are first wanted again and again. */
class Element {
  #tables;

  constructor(point) {
    this.point = point;
  }

  /** The library makes a table at the first public and, for the generator, another at the first secret multiple. */
  prepared(pace) {
    return (this.#tables ??= this.#prepare(pace));
  }

  async #prepare(pace) {
    this.point.precompute(WINDOW);
    this.point.multiplyUnsafe(Point.Fn.ORDER - 1n);
    await pace();
    this.point.multiply(1n);
    await pace();
  }

  /** The library refuses the power zero. The same work is done for it, so that time does not tell it from any other. */
  power(exponent) {
    const product = this.point.multiply(exponent || 1n);
    return exponent ? product : Point.ZERO;
  }
}

const GENERATOR = new Element(Point.BASE);

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

/** The member of the group that a number spells, or null. */
function memberOf(number) {
  try {
    const point = Point.fromBytes(hexToBytes(number.toString(16).padStart(64, "0")).reverse());
    return point.isTorsionFree() ? point : null;
  } catch {
    return null;
  }
}

export class Ed25519 {
  name = "Ed25519";
  order = Point.Fn.ORDER;
  holds = MOST_EMBEDDED;

  /** @param {string} text */
  read(text) {
    const point = pointOf(text);
    if (!point.isTorsionFree()) throw new Invalid("not-in-group", "a point outside the group of prime order");
    return new Element(point);
  }

  /** @param {string} text */
  readKey(text) {
    const key = this.read(text);
    if (key.point.is0()) throw new Invalid("neutral-element", "a key that hides nothing");
    return key;
  }

  text({ point }) {
    return textOf(point);
  }

  async power(exponent, pace) {
    await GENERATOR.prepared(pace);
    return textOf(GENERATOR.power(exponent));
  }

  async encrypt(key, pairs, pace) {
    await GENERATOR.prepared(pace);
    await key.prepared(pace);
    const texts = [];
    for (const [r, m] of pairs) {
      const beta = key.power(r).add(GENERATOR.power(m));
      texts.push([textOf(GENERATOR.power(r)), textOf(beta)]);
      await pace();
    }
    return texts;
  }

  async encryptElement(key, randomness, { point }, pace) {
    await GENERATOR.prepared(pace);
    await key.prepared(pace);
    const texts = [textOf(GENERATOR.power(randomness)), textOf(key.power(randomness).add(point))];
    await pace();
    return texts;
  }

  async embed(numbers, pace) {
    return new Element(await embed(numbers, PADDING, MOST_EMBEDDED, memberOf, pace));
  }

  async commitment(key, challenge, response, pace) {
    await GENERATOR.prepared(pace);
    const commitment = GENERATOR.power(response).add(key.point.multiplyUnsafe(challenge));
    await pace();
    return textOf(commitment);
  }

  product(elements) {
    return new Element(elements.reduce((sum, { point }) => sum.add(point), Point.ZERO));
  }

  publicPower({ point }, exponent) {
    return new Element(point.multiplyUnsafe(exponent));
  }

  /** By the bytes of points, whose texts have the last byte first. */
  compare = (one, other) => (reversed(one) < reversed(other) ? -1 : 1);
}

function reversed(text) {
  return bytesToHex(hexToBytes(text).reverse());
}
