/** Powers of one base that is raised again and again: a table, so that each costs products only. */

import { smallPowers } from "./simultaneous.js";

export class FixedBase {
  #rows = [];
  #built;

  /**
   * @template E
   * @param {import("./simultaneous.js").Law<E> & {order: bigint}} law
   * @param {E} base
   */
  constructor(law, base) {
    this.law = law;
    this.base = base;
    this.width = law.order < 1n << 256n ? 8 : 6;
  }

  /** Once, whoever asks first. A row at a time: a whole table takes longer than a page may stand still. */
  built(pace) {
    return (this.#built ??= this.#build(pace));
  }

  async #build(pace) {
    const height = Math.ceil((2n * this.law.order).toString(2).length / this.width);
    let { base } = this;
    while (this.#rows.length < height) {
      const row = smallPowers(this.law, base, 1 << this.width);
      this.#rows.push(row);
      base = this.law.multiply(row[row.length - 1], base);
      await pace();
    }
  }

  /** With the order added, which changes no power, every exponent is as long, and 0 and 1 cost as much as any. */
  power(exponent) {
    const { law, width } = this;
    let left = exponent + law.order;
    let result = law.identity;
    for (const row of this.#rows) {
      result = law.multiply(result, row[Number(BigInt.asUintN(width, left))]);
      left >>= BigInt(width);
    }
    return result;
  }
}
