/** The groups as laws of multiplication over plain values, for whoever raises them by the thousand. */

import { normalizeZ } from "@noble/curves/abstract/curve.js";
import { ed25519 } from "@noble/curves/ed25519.js";

import { bytesToHex, hexToBytes } from "../../booth/encoding.js";
import { Invalid } from "../../booth/errors.js";
import { isSquare } from "../../booth/finite-field.js";
import { FIELDS } from "../../booth/groups.js";
import { powersOfOne, smallPowers, squared } from "./simultaneous.js";

const { Point } = ed25519;
const CURVE_P = Point.Fp.ORDER;
const Y_BITS = 255;
const DIGIT = 5; // bits of a secret exponent at once
const DIGITS = new RegExp(`.{${DIGIT}}`, "g");

/**
 * @template E
 * @typedef {object} Group a `Law` and what else the protocol asks of a group; elements are E
 * @property {string} name
 * @property {bigint} order
 * @property {E} identity
 * @property {E} generator
 * @property {(left: E, right: E) => E} multiply
 * @property {(element: E) => E} square
 * @property {(element: E, exponent: bigint) => E} secretPower as much work whatever the exponent is
 * @property {(text: string) => E} read what is spelled canonically, a member or not
 * @property {(elements: E[]) => string[]} texts
 * @property {(element: E) => boolean} isIdentity
 * @property {null | ((element: E) => boolean)} isMember null where nothing is cheaper than the power by the order
 * @property {(text: string) => string} sortKey comparing these compares elements
 * @property {(seed: bigint) => E} derive an element whose logarithm nobody knows, from a hash as a number
 */

/** The subgroup of prime order q of the integers modulo p. Texts are decimal. @implements {Group<bigint>} */
class Field {
  identity = 1n;
  #p;
  #digits;

  constructor(name, [p, q, g]) {
    this.name = name;
    this.order = q;
    this.generator = g;
    this.#p = p;
    this.#digits = p.toString().length;
    this.isMember = p === 2n * q + 1n ? (element) => element < p && isSquare(element, p) : null;
  }

  multiply = (left, right) => (left * right) % this.#p;
  square = (element) => (element * element) % this.#p;
  isIdentity = (element) => element === 1n;
  texts = (elements) => elements.map(String);
  sortKey = (text) => text.padStart(this.#digits, "0");
  derive = (seed) => powersOfOne(this, seed, [(this.#p - 1n) / this.order])[0];

  read(text) {
    if (text.length > this.#digits || !/^[1-9][0-9]*$/.test(text)) {
      throw new Invalid("element-spelling", `not the decimal form of an element of ${this.name}`);
    }
    const element = BigInt(text);
    if (element >= this.#p) throw new Invalid("not-in-group", `not an element of ${this.name}`);
    return element;
  }

  /** A full product for every digit, also for 0; the order is added so that small exponents are as long as others. */
  secretPower(element, exponent) {
    const row = smallPowers(this, element, 1 << DIGIT);
    row[0] += this.#p;
    const bits = (exponent + this.order).toString(2);
    const digits = bits.padStart(Math.ceil(bits.length / DIGIT) * DIGIT, "0").match(DIGITS);
    return digits.reduce((result, digit) => this.multiply(squared(this, result, DIGIT), row[parseInt(digit, 2)]), 1n);
  }
}

/** The group of Ed25519, by the noble library. Texts are 64 hexadecimal digits. @implements {Group<Point>} */
class Curve {
  name = "Ed25519";
  order = Point.Fn.ORDER;
  identity = Point.ZERO;
  generator = Point.BASE;
  isMember = null;

  multiply = (left, right) => left.add(right);
  square = (element) => element.double();
  isIdentity = (element) => element.is0();
  sortKey = (text) => bytesToHex(hexToBytes(text).reverse());
  /** With one inversion for all of them. */
  texts = (elements) => normalizeZ(Point, elements).map(textOf);
  secretPower = (element, exponent) => (exponent && !element.is0() ? element.multiply(exponent) : Point.ZERO);

  read(text) {
    if (!/^[0-9a-f]{64}$/.test(text)) throw new Invalid("element-spelling", "not 64 lower-case hexadecimal digits");
    const number = BigInt(`0x${text}`);
    const y = BigInt.asUintN(Y_BITS, number);
    const hasSign = number !== y;
    if (y >= CURVE_P || (hasSign && (y === 1n || y === CURVE_P - 1n))) {
      throw new Invalid("element-spelling", "not the shortest form of a point");
    }
    try {
      return Point.fromBytes(hexToBytes(text).reverse());
    } catch {
      throw new Invalid("not-in-group", "not a point of the curve");
    }
  }

  /** Eight times the first point from a number on, of the two with this y the one whose x is even. */
  derive(seed) {
    for (let y = seed >> 2n; ; y += 1n) {
      try {
        return this.read(y.toString(16).padStart(64, "0")).clearCofactor();
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
      }
    }
  }
}

const textOf = (point) => bytesToHex(point.toBytes().reverse());

const GROUPS = new Map(
  [...Object.entries(FIELDS).map(([name, numbers]) => new Field(name, numbers)), new Curve()].map((group) => [
    group.name,
    group,
  ]),
);

/**
 * @param {string} name of a group that an election was read in
 * @returns {Group<unknown>}
 */
export function lawOf(name) {
  return GROUPS.get(name);
}
