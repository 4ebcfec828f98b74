/** What is asked, in which group and under which key: the strict reading of `election.json`. */

import { array, b64Hash, BASE58, count, members, read, string } from "./encoding.js";
import { Invalid } from "./errors.js";
import { groupOf } from "./groups.js";
import { Homomorphic } from "./homomorphic.js";
import { NonHomomorphic } from "./nonhomomorphic.js";

const CODE = "election-shape";
const UUID = new RegExp(`^[${BASE58}]{14,64}$`);

/**
 * An election as published: `fingerprint` is the hash of the bytes and enters every proof.
 * @typedef {object} Election
 * @property {string} uuid
 * @property {string} name
 * @property {string} description
 * @property {import("./groups.js").Group} group
 * @property {import("./groups.js").Element} key
 * @property {string} publicKey the same as published
 * @property {(Homomorphic | NonHomomorphic)[]} questions
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
  const group = groupOf(string(value.group, CODE));
  const questions = array(value.questions, CODE).map((question) => readQuestion(question, group));
  if (!questions.length) throw new Invalid("wrong-question", "nothing is asked");
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

/** What this page cannot encrypt it must not show. */
function readQuestion(value, group) {
  if (value === null || typeof value !== "object" || !("type" in value)) return Homomorphic.read(value, CODE);
  if (value.type !== "NonHomomorphic") throw new Invalid("unsupported-question", "a question of another kind");
  const fields = members(value, CODE, "type", "value", "extra?");
  if (fields.extra === null) throw new Invalid(CODE, "what is not said is left out");
  return NonHomomorphic.read(fields.value, fields.extra, group, CODE);
}
