/** What is asked, in which group and under which key: the strict reading of `election.json`. */

import { array, b64Hash, BASE58, count, members, read, string } from "./encoding.js";
import { Invalid } from "./errors.js";
import { groupOf } from "./groups.js";

const CODE = "election-shape";
const UUID = new RegExp(`^[${BASE58}]{14,64}$`);

/**
 * Choose between `minimum` and `maximum` of the answers, or, where `blank` is allowed, none of them.
 * @typedef {object} Question
 * @property {string} text
 * @property {string[]} answers
 * @property {number} minimum
 * @property {number} maximum
 * @property {boolean} blank
 */

/**
 * An election as published: `fingerprint` is the hash of the bytes and enters every proof.
 * @typedef {object} Election
 * @property {string} uuid
 * @property {string} name
 * @property {string} description
 * @property {import("./groups.js").Group} group
 * @property {import("./groups.js").Key} key
 * @property {string} publicKey the same as published
 * @property {Question[]} questions
 * @property {string} fingerprint
 */

/**
 * @param {Uint8Array} bytes as published, to the byte
 * @returns {Election}
 */
export function readElection(bytes) {
  const names = ["version", "description", "name", "group", "public_key", "questions", "uuid"];
  const optional = ["administrator?", "credential_authority?", "language?"];
  const value = members(read(bytes), CODE, ...names, ...optional);
  if (count(value.version, CODE) !== 1) throw new Invalid("unsupported-version", "only version 1 is understood");
  requireOptional(value);
  const questions = array(value.questions, CODE).map(readQuestion);
  if (!questions.length) throw new Invalid("wrong-question", "nothing is asked");
  const group = groupOf(string(value.group, CODE));
  const publicKey = string(value.public_key, CODE);
  return Object.freeze({
    uuid: uuid(value.uuid),
    name: string(value.name, CODE),
    description: string(value.description, CODE),
    group,
    key: group.readKey(publicKey),
    publicKey,
    questions,
    fingerprint: b64Hash(bytes),
  });
}

function requireOptional({ administrator = "", credential_authority: authority = "", language = ["", "ltr"] }) {
  string(administrator, CODE);
  string(authority, CODE);
  const [code, direction] = array(language, CODE, 2);
  string(code, CODE);
  if (!["ltr", "rtl"].includes(direction)) throw new Invalid(CODE, "a language is written from one side or the other");
}

function uuid(value) {
  if (!UUID.test(string(value, CODE))) throw new Invalid(CODE, "the identifier is not at least 14 Base58 characters");
  return value;
}

/** Other kinds of questions name their type; what this page cannot encrypt it must not show. */
function readQuestion(value) {
  if (value?.type !== undefined) throw new Invalid("unsupported-question", "a question of another kind");
  const fields = members(value, CODE, "answers", "blank?", "min", "max", "question");
  if ((fields.blank ?? true) !== true) throw new Invalid(CODE, "blank is true or absent");
  const question = Object.freeze({
    text: string(fields.question, CODE),
    answers: array(fields.answers, CODE).map((answer) => string(answer, CODE)),
    minimum: count(fields.min, CODE),
    maximum: count(fields.max, CODE),
    blank: fields.blank === true,
  });
  const { minimum, maximum, answers } = question;
  if (minimum > maximum || maximum > answers.length || maximum < 1) {
    throw new Invalid("wrong-question", "a question asks for an impossible number of answers");
  }
  return question;
}

/**
 * That these entries, blank vote first where there is one, are an answer to the question.
 * @param {Question} question
 * @param {number[]} entries
 */
export function requireAnswer({ answers, minimum, maximum, blank }, entries) {
  const width = answers.length + (blank ? 1 : 0);
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
