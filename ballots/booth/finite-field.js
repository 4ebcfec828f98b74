/** Groups of integers modulo a prime: BELENIOS-2048 and RFC-3526-2048, with the browser's own large integers. */

import { Invalid } from "./errors.js";

const WINDOW = 6n;
const DIGITS = 1 << Number(WINDOW);

/** All powers of one base that are multiples of a window, so that a power costs products only. */
class FixedBase {
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

/** The subgroup of prime order `q` of the integers modulo `p`. Texts are decimal. */
export class FiniteField {
  #p;
  #generator;

  constructor(name, p, q, g) {
    this.name = name;
    this.order = q;
    this.#p = p;
    this.#generator = this.#table(g);
  }

  #table(base) {
    return new FixedBase(base, this.#p, this.order);
  }

  /** @param {string} text */
  readKey(text) {
    if (text.length > this.#p.toString().length || !/^[1-9][0-9]*$/.test(text)) {
      throw new Invalid("element-spelling", `not the decimal form of an element of ${this.name}`);
    }
    const element = BigInt(text);
    if (element >= this.#p || power(element, this.order, this.#p) !== 1n) {
      throw new Invalid("not-in-group", `not an element of ${this.name}`);
    }
    if (element === 1n) throw new Invalid("neutral-element", "the election key hides nothing");
    return this.#table(element);
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
  async commitment(key, challenge, response, pace) {
    await this.#generator.built(pace);
    const commitment = (this.#generator.power(response) * power(key.base, challenge, this.#p)) % this.#p;
    await pace();
    return commitment.toString();
  }

  product(keys) {
    return keys.reduce((product, { base }) => (product * base) % this.#p, 1n).toString();
  }
}
