/** Voting codes, and the key behind each. */

import { BASE58, hexHash } from "./encoding.js";
import { Invalid } from "./errors.js";
import { pacer } from "./pace.js";
import { proveKnowledge } from "./proofs.js";

const CODE = new RegExp(`^${[5, 6, 5, 6].map((length) => `[${BASE58}]{${length}}`).join("-")}$`);

/** What a voting code gives in one election. The secret can be used, never read, so it cannot be logged or stored. */
class Credential {
  #secret;

  constructor(election, secret, publicPart) {
    this.#secret = secret;
    this.election = election.fingerprint;
    this.public = publicPart;
    Object.freeze(this);
  }

  /** A proof that the maker knows the secret, tied to the text. */
  sign(group, prefix, draw, pace) {
    return proveKnowledge(group, prefix, this.#secret, draw, pace);
  }
}

/**
 * Only the form can be told: there is no check character, so a wrong code is found by its absence from the list.
 * @param {string} text
 * @returns {boolean}
 */
export function isCode(text) {
  return CODE.test(text);
}

/**
 * The credential behind a code in this election. The dashes belong to the code; the election's uuid makes it its own.
 * @param {string} code `XXXXX-XXXXXX-XXXXX-XXXXXX`, capitals kept
 * @param {import("./election.js").Election} election
 * @param {import("./pace.js").Pace} [pace]
 * @returns {Promise<Credential>}
 */
export async function credentialOf(code, election, pace = pacer()) {
  await pace();
  const { group, uuid } = election;
  const secret = secretOf(code, uuid, group);
  return new Credential(election, secret, await group.power(secret, pace));
}

/**
 * What the public list shows of a code, before there is an election.
 * @param {string} code
 * @param {string} uuid of the election to be
 * @param {import("./groups.js").Group} group
 * @param {import("./pace.js").Pace} pace
 * @returns {Promise<string>}
 */
export function publicOf(code, uuid, group, pace) {
  return group.power(secretOf(code, uuid, group), pace);
}

function secretOf(code, uuid, { order }) {
  if (!isCode(code)) throw new Invalid("code-shape", "a voting code is 22 characters in groups of 5, 6, 5 and 6");
  const digits = [0, 1].map((half) => hexHash(`derive_credential|${uuid}|${half}|${code}`)).join("");
  return BigInt(`0x${digits}`) % order;
}

/**
 * What the public list shows, and what every ballot made with the code carries.
 * @param {Credential} credential
 * @returns {string}
 */
export function publicPart(credential) {
  return credential.public;
}
