/** Questions whose answers are chosen or not: each is encrypted for itself, and only their sums are ever decrypted. */

import { below } from "./chance.js";
import { array, count, members, string } from "./encoding.js";
import { Invalid } from "./errors.js";
import { proveOneOf } from "./proofs.js";

/** Choose between `minimum` and `maximum` of the answers, or, where `blank` is allowed, none of them. */
export class Homomorphic {
  constructor({ text, answers, minimum, maximum, blank }) {
    Object.assign(this, { text, answers, minimum, maximum, blank });
    Object.freeze(this);
  }

  /** @param {unknown} value as published */
  static read(value, code) {
    const fields = members(value, code, "answers", "blank?", "min", "max", "question");
    if ((fields.blank ?? true) !== true) throw new Invalid(code, "blank is true or absent");
    const [minimum, maximum] = [count(fields.min, code), count(fields.max, code)];
    const answers = array(fields.answers, code).map((answer) => string(answer, code));
    if (minimum > maximum || maximum > answers.length || maximum < 1) {
      throw new Invalid("wrong-question", "a question asks for an impossible number of answers");
    }
    const blank = fields.blank === true;
    return new Homomorphic({ text: string(fields.question, code), answers, minimum, maximum, blank });
  }

  /** Proofs in one answer: of each number encrypted, and one or two of all together. */
  get proofs() {
    return this.answers.length + (this.blank ? 3 : 1);
  }

  /** Powers of fixed bases in one answer, about: three for each number encrypted, and for each case of each proof. */
  get powers() {
    return 9 * (this.answers.length + 1) + 3 * (this.maximum - this.minimum + 4);
  }

  /**
   * That these are an answer: 0 or 1 for each answer offered, after the blank vote where there is one.
   * @param {number[]} entries
   */
  requireAnswer(entries) {
    const { minimum, maximum, blank } = this;
    const width = this.answers.length + (blank ? 1 : 0);
    if (!Array.isArray(entries) || entries.length !== width || entries.some((entry) => entry !== 0 && entry !== 1)) {
      throw new Invalid("answer", `an answer has ${width} entries, each 0 or 1`);
    }
    const [isBlank, choices] = blank ? [entries[0] === 1, entries.slice(1)] : [false, entries];
    const chosen = choices.filter((entry) => entry === 1).length;
    if (isBlank && chosen) throw new Invalid("answer", "a blank vote chooses nothing else");
    if (!isBlank && (chosen < minimum || chosen > maximum)) {
      throw new Invalid("answer", `between ${minimum} and ${maximum} answers are to be chosen`);
    }
  }

  /**
   * @param {import("./ballot.js").Maker} maker
   * @param {number[]} entries
   */
  async makeAnswer(maker, entries) {
    const { group, draw, prefix, step } = maker;
    const opened = entries.map((entry) => ({ randomness: below(group.order, draw), plaintext: BigInt(entry) }));
    const choices = await encrypt(maker, opened);
    const individual = [];
    for (const [place, one] of opened.entries()) {
      const cases = [0n, 1n].map((value) => ({ opened: one, value }));
      individual.push(await proveOneOf(maker, `prove|${prefix}|${choices[place].join()}|`, cases, entries[place]));
      step();
    }
    const proveTotal = this.blank ? proveTotalOrBlank : proveTotalAlone;
    return {
      choices: choices.map(([alpha, beta]) => ({ alpha, beta })),
      individual_proofs: individual,
      ...(await proveTotal(maker, `${prefix}|${choices.join()}`, this, opened)),
    };
  }
}

function encrypt({ group, key, pace }, opened) {
  return group.encrypt(key, opened.map(({ randomness, plaintext }) => [randomness, plaintext]), pace);
}

function sum(group, opened) {
  return {
    randomness: opened.reduce((total, { randomness }) => total + randomness, 0n) % group.order,
    plaintext: opened.reduce((total, { plaintext }) => total + plaintext, 0n),
  };
}

function allowed(total, { minimum, maximum }) {
  return Array.from({ length: maximum - minimum + 1 }, (_, more) => ({ opened: total, value: BigInt(minimum + more) }));
}

/** That an allowed number of answers is chosen. */
async function proveTotalAlone(maker, whole, question, opened) {
  const total = sum(maker.group, opened);
  const [ciphertext] = await encrypt(maker, [total]);
  const place = Number(total.plaintext) - question.minimum;
  const overall = await proveOneOf(maker, `prove|${whole}|${ciphertext.join()}|`, allowed(total, question), place);
  maker.step();
  return { overall_proof: overall };
}

/** That an allowed number of answers is chosen and the vote is not blank, or none of them and it is. */
async function proveTotalOrBlank(maker, whole, question, [blank, ...chosen]) {
  const total = sum(maker.group, chosen);
  const none = [blank, total].map((one) => ({ opened: one, value: 0n }));
  const isBlank = Number(blank.plaintext);
  const either = await proveOneOf(maker, `bproof0|${whole}|`, none, isBlank);
  maker.step();
  const cases = [{ opened: blank, value: 1n }, ...allowed(total, question)];
  const place = isBlank ? 0 : Number(total.plaintext) - question.minimum + 1;
  const overall = await proveOneOf(maker, `bproof1|${whole}|`, cases, place);
  maker.step();
  return { overall_proof: overall, blank_proof: either };
}
