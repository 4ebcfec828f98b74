/** What checking and making proofs asks of a group, each in a batch and in steps, so that the page stays alive. */

import { hexHash } from "../../booth/encoding.js";
import { Invalid } from "../../booth/errors.js";
import { FixedBase } from "./fixed-base.js";
import { lawOf } from "./laws.js";
import { powersOfOne, productOfPowers } from "./simultaneous.js";

/**
 * A power product g^g · y^y · point^power, where y is the base of a table.
 * @template E
 * @typedef {{g: bigint, y: bigint, point: E, power: bigint}} Term
 *
 * @typedef {import("../../booth/pace.js").Pace} Pace
 */

export class Arithmetic {
  #law;
  #independent = [];

  /** @param {string} name of the group @param {Pace} pace */
  constructor(name, pace) {
    this.#law = lawOf(name);
    this.pace = pace;
    this.name = name;
    this.order = this.#law.order;
    this.identity = this.#law.identity;
    this.generator = this.table(this.#law.generator);
  }

  modulo = (number) => ((number % this.order) + this.order) % this.order;
  multiply = (left, right) => this.#law.multiply(left, right);
  product = (elements) => elements.reduce(this.#law.multiply, this.identity);
  isIdentity = (element) => this.#law.isIdentity(element);
  texts = (elements) => this.#law.texts(elements);
  text = (element) => this.texts([element])[0];
  sortKey = (text) => this.#law.sortKey(text);

  /** @returns {FixedBase} for a base that is raised again and again */
  table(base) {
    return new FixedBase(this.#law, base);
  }

  /** What these texts spell canonically, members or not. */
  async spelled(texts) {
    const elements = [];
    for (const text of texts) {
      elements.push(this.#law.read(text));
      await this.pace();
    }
    return elements;
  }

  /** Members of the group, or `Invalid`. */
  async members(texts, onEach = () => {}) {
    const elements = await this.spelled(texts);
    for (const element of elements) {
      this.#powers(element, [], true);
      onEach();
      await this.pace();
    }
    return elements;
  }

  /** Each exponent's power of one element, which is tested to be a member on the way where that was not done before. */
  #powers(element, exponents, isUnchecked) {
    const { isMember } = this.#law;
    if (!isUnchecked) return powersOfOne(this.#law, element, exponents);
    if (isMember) {
      if (!isMember(element)) throw notInGroup(this.name);
      return powersOfOne(this.#law, element, exponents);
    }
    const powers = powersOfOne(this.#law, element, [...exponents, this.order]);
    if (!this.isIdentity(powers.pop())) throw notInGroup(this.name);
    return powers;
  }

  /**
   * The texts of these products. All powers of one point are made together; `unchecked` are the points whose
   * membership is still to be tested.
   * @param {FixedBase} y
   * @param {Term<unknown>[]} terms
   * @param {Set<unknown>} [unchecked]
   */
  async commitments(y, terms, unchecked = new Set()) {
    await this.generator.built(this.pace);
    await y.built(this.pace);
    const places = new Map();
    for (const point of unchecked) places.set(point, []);
    terms.forEach(({ point }, place) => places.set(point, [...(places.get(point) ?? []), place]));
    const made = [];
    for (const [point, here] of places) {
      const powers = this.#powers(point, here.map((place) => this.modulo(terms[place].power)), unchecked.has(point));
      await this.pace();
      here.forEach((place, index) => (made[place] = this.#joined(y, terms[place], powers[index])));
      await this.pace();
    }
    return this.texts(made);
  }

  #joined(y, term, power) {
    const factors = [
      [this.generator, term.g],
      [y, term.y],
    ].filter(([, exponent]) => exponent !== 0n);
    return factors.reduce((made, [base, exponent]) => this.multiply(made, base.power(this.modulo(exponent))), power);
  }

  /** The product of each element to its power: the longer the list, the less an element costs. */
  multiExp(elements, powers) {
    return productOfPowers(this.#law, elements, powers.map(this.modulo), this.pace);
  }

  secretPower = (element, exponent) => this.#law.secretPower(element, exponent);

  /** The first elements whose logarithms nobody knows, gen(−1) at their head: out of a hash, the same for all. */
  async independent(count) {
    const made = this.#independent;
    while (made.length < count) {
      made.push(this.#law.derive(BigInt(`0x${hexHash(`ggen|${made.length - 1}`)}`)));
      await this.pace();
    }
    const known = new Set([...made, this.identity, this.generator.base].map((element) => this.text(element)));
    if (known.size < made.length + 2) throw new Invalid("generators", "two generators of a shuffle are the same");
    return made.slice(0, count);
  }
}

const notInGroup = (name) => new Invalid("not-in-group", `not an element of ${name}`);
