/** Groups of integers modulo a prime: BELENIOS-2048 and RFC-3526-2048, with the browser's own large integers. */

import { embed } from "./embedding.js";
import { Invalid } from "./errors.js";

const PADDING = 8;
const MOST_EMBEDDED = 255;
const WINDOW = 6n;
const DIGITS = 1 << Number(WINDOW);

/** A member; once its table is built, a power costs products only: all powers that are multiples of a window. */
class Element {
  /** @type {bigint[][]} */
  #rows = [];
  #built;

  constructor(base, p, order) {
    this.base = base;
    this.p = p;
    this.order = order;
    this.height = Math.ceil((2n * order).toString(2).length / Number(WINDOW));
  }

  /** Once, whoever asks first; all others wait for the same table. */
  built(pace) {
    return (this.#built ??= this.#build(pace));
  }

  /** A row at a time: a whole table takes longer than a page may stand still. */
  async #build(pace) {
    let { base } = this;
    while (this.#rows.length < this.height) {
      const row = [1n];
      while (row.length < DIGITS) row.push((row[row.length - 1] * base) % this.p);
      this.#rows.push(row);
      base = (row[DIGITS - 1] * base) % this.p;
      await pace();
    }
  }

  /** With the order added, which changes no power, 0 and 1 are as long as any other exponent and cost as much. */
  power(exponent) {
    let result = 1n;
    let left = exponent + this.order;
    for (const row of this.#rows) {
      result = (result * row[Number(BigInt.asUintN(Number(WINDOW), left))]) % this.p;
      left >>= WINDOW;
    }
    return result;
  }
}

function power(base, exponent, p) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % p;
    if (bit === "1") result = (result * base) % p;
  }
  return result;
}

/** Jacobi's symbol (number/p) is 1. For a prime p that is Legendre's: the number is a square. */
export function isSquare(number, p) {
  let [upper, lower, sign] = [number, p, 1];
  while (upper) {
    const twos = trailingZeros(upper);
    upper >>= BigInt(twos);
    const [upperEnd, lowerEnd] = [Number(BigInt.asUintN(3, upper)), Number(BigInt.asUintN(3, lower))];
    if (twos % 2 && (lowerEnd === 3 || lowerEnd === 5)) sign = -sign;
    if (upperEnd % 4 === 3 && lowerEnd % 4 === 3) sign = -sign;
    [upper, lower] = [lower % upper, upper];
  }
  return lower === 1n && sign === 1;
}

function trailingZeros(number) {
  let zeros = 0;
  for (let left = number; ; left >>= 32n, zeros += 32) {
    const end = Number(BigInt.asUintN(32, left));
    if (end) return zeros + 31 - Math.clz32(end & -end);
  }
}

/** The subgroup of prime order `q` of the integers modulo `p`. Texts are decimal. */
export class FiniteField {
  #p;
  #generator;
  #isSafe;

  constructor(name, p, q, g) {
    this.name = name;
    this.order = q;
    this.#p = p;
    this.#isSafe = p === 2n * q + 1n;
    this.holds = this.#isSafe ? MOST_EMBEDDED : 0;
    this.#generator = this.#element(g);
  }

  #element(number) {
    return new Element(number, this.#p, this.order);
  }

  /** Where p = 2q + 1 the members are the squares, which is told several times sooner than by the power. */
  #isMember(number) {
    if (number < 1n || number >= this.#p) return false;
    return this.#isSafe ? isSquare(number, this.#p) : power(number, this.order, this.#p) === 1n;
  }

  /** @param {string} text */
  read(text) {
    if (text.length > this.#p.toString().length || !/^[1-9][0-9]*$/.test(text)) {
      throw new Invalid("element-spelling", `not the decimal form of an element of ${this.name}`);
    }
    const number = BigInt(text);
    if (!this.#isMember(number)) throw new Invalid("not-in-group", `not an element of ${this.name}`);
    return this.#element(number);
  }

  /** @param {string} text */
  readKey(text) {
    const key = this.read(text);
    if (key.base === 1n) throw new Invalid("neutral-element", "a key that hides nothing");
    return key;
  }

  text({ base }) {
    return base.toString();
  }

  async power(exponent, pace) {
    await this.#generator.built(pace);
    return this.#generator.power(exponent).toString();
  }

  async encrypt(key, pairs, pace) {
    await this.#generator.built(pace);
    await key.built(pace);
    const texts = [];
    for (const [r, m] of pairs) {
      const beta = (key.power(r) * this.#generator.power(m)) % this.#p;
      texts.push([this.#generator.power(r).toString(), beta.toString()]);
      await pace();
    }
    return texts;
  }

  async encryptElement(key, randomness, { base }, pace) {
    await this.#generator.built(pace);
    await key.built(pace);
    const beta = (key.power(randomness) * base) % this.#p;
    const texts = [this.#generator.power(randomness).toString(), beta.toString()];
    await pace();
    return texts;
  }

  async embed(numbers, pace) {
    const member = (number) => (this.#isMember(number) ? number : null);
    return this.#element(await embed(numbers, PADDING, this.holds, member, pace));
  }

  async commitment(key, challenge, response, pace) {
    await this.#generator.built(pace);
    const commitment = (this.#generator.power(response) * power(key.base, challenge, this.#p)) % this.#p;
    await pace();
    return commitment.toString();
  }

  product(elements) {
    return this.#element(elements.reduce((product, { base }) => (product * base) % this.#p, 1n));
  }

  publicPower({ base }, exponent) {
    return this.#element(power(base, exponent, this.#p));
  }

  compare = (one, other) => (BigInt(one) < BigInt(other) ? -1 : 1);
}
