/** One ballot: what was chosen, encrypted, proved and signed, as the bytes to publish. */

import { fromDevice } from "./chance.js";
import { b64Hash, write } from "./encoding.js";
import { Invalid } from "./errors.js";
import { pacer } from "./pace.js";

/**
 * @callback Progress
 * @param {number} done proofs made
 * @param {number} total proofs to make
 *
 * @typedef {object} Maker what every answer of one ballot is made with
 * @property {import("./groups.js").Group} group
 * @property {import("./groups.js").Element} key the election's
 * @property {string} keyText
 * @property {import("./chance.js").Draw} draw
 * @property {import("./pace.js").Pace} pace
 * @property {() => void} step tells of one proof more
 * @property {string} prefix binds every proof to the election and the voting code
 */

/**
 * Makes the tables of the generator and of the election's key, while the voter reads. A ballot that is wanted sooner
 * waits for the same tables.
 * @param {import("./election.js").Election} election
 */
export async function makeReady({ group, key }, pace = pacer()) {
  await group.encrypt(key, [], pace);
}

/**
 * The bytes to publish. An answer that chooses is a list of 0 and 1 with the blank vote first where it is allowed: a
 * motion that may be abstained from is answered `[blank, yes, no]`. An answer that ranks or grades is a list of small
 * numbers. The randomness of the encryption ends with this call: nobody can be shown afterwards what the ballot holds.
 * @param {object} parts
 * @param {import("./election.js").Election} parts.election
 * @param {Awaited<ReturnType<import("./credentials.js").credentialOf>>} parts.credential
 * @param {number[][]} parts.answers
 * @param {Progress} [parts.onProgress]
 * @param {import("./chance.js").Draw} [parts.draw]
 * @param {import("./pace.js").Pace} [parts.pace]
 * @returns {Promise<Uint8Array>}
 */
export async function makeBallot({
  election,
  credential,
  answers,
  onProgress = () => {},
  draw = fromDevice,
  pace = pacer(),
}) {
  requireFitting(election, credential, answers);
  const { group, key, publicKey: keyText, questions } = election;
  const step = steps(questions, onProgress);
  const maker = { group, key, keyText, draw, pace, step, prefix: `${election.fingerprint}|${credential.public}` };
  const made = [];
  for (const [place, question] of questions.entries()) made.push(await question.makeAnswer(maker, answers[place]));
  const body = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential: credential.public,
    answers: made,
  };
  const hash = b64Hash(write(body));
  const proof = await credential.sign(group, `sig|${hash}|`, draw, pace);
  step();
  return write({ ...body, signature: { hash, proof } });
}

function requireFitting(election, credential, answers) {
  if (credential.election !== election.fingerprint) {
    throw new Invalid("wrong-election", "the voting code was read for another election");
  }
  if (!Array.isArray(answers) || answers.length !== election.questions.length) {
    throw new Invalid("answer-count", `${election.questions.length} questions are asked`);
  }
  election.questions.forEach((question, place) => question.requireAnswer(answers[place]));
}

/** Counts proofs: those of each answer, and the signature. */
function steps(questions, onProgress) {
  const total = questions.reduce((sum, { proofs }) => sum + proofs, 1);
  let done = 0;
  onProgress(done, total);
  return () => onProgress(++done, total);
}
