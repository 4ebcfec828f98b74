/** Questions that ask for ranks or grades: whole answers, decrypted one by one after shuffles have mixed them. */

import { below } from "./chance.js";
import { array, members, string } from "./encoding.js";
import { LARGEST } from "./embedding.js";
import { Invalid } from "./errors.js";
import { proveKnowledge } from "./proofs.js";

/** Give each of the answers a number. `extra` says how they are to be counted. */
export class NonHomomorphic {
  constructor({ text, answers, extra }) {
    Object.assign(this, { text, answers, extra });
    Object.freeze(this);
  }

  /**
   * @param {unknown} value as published
   * @param {unknown} extra undefined where nothing is said of the count
   * @param {import("./groups.js").Group} group
   */
  static read(value, extra, group, code) {
    const fields = members(value, code, "answers", "question");
    const answers = array(fields.answers, code).map((answer) => string(answer, code));
    const text = string(fields.question, code);
    if (!answers.length) throw new Invalid("wrong-question", "a question offers nothing to rank or grade");
    if (!group.holds) throw new Invalid("unsupported-question", `${group.name} has no elements for rankings`);
    if (answers.length > group.holds) {
      throw new Invalid("wrong-question", `an element of ${group.name} does not hold ${answers.length} numbers`);
    }
    return new NonHomomorphic({ text, answers, extra });
  }

  /** Proofs in one answer. */
  get proofs() {
    return 1;
  }

  /** Powers of fixed bases in one answer. */
  get powers() {
    return 3;
  }

  /** @param {number[]} entries a number for each of the answers */
  requireAnswer(entries) {
    const width = this.answers.length;
    const isNumber = (entry) => Number.isInteger(entry) && entry >= 0 && entry <= LARGEST;
    if (!Array.isArray(entries) || entries.length !== width || !entries.every(isNumber)) {
      throw new Invalid("answer", `an answer has ${width} entries, each between 0 and ${LARGEST}`);
    }
  }

  /**
   * Who knows the randomness of the ciphertext knows what it holds: nobody else's answer can be taken over.
   * @param {import("./ballot.js").Maker} maker
   * @param {number[]} entries
   */
  async makeAnswer({ group, key, keyText, draw, pace, prefix, step }, entries) {
    const randomness = below(group.order, draw);
    const plaintext = await group.embed(entries, pace);
    const [alpha, beta] = await group.encryptElement(key, randomness, plaintext, pace);
    const proof = await proveKnowledge(group, `raweg|${prefix}|${keyText},${alpha},${beta}|`, randomness, draw, pace);
    step();
    return { choices: { alpha, beta }, proof };
  }
}
