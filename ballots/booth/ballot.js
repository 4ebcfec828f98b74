/** One ballot: what was chosen, encrypted, proved and signed, as the bytes to publish. */

import { below, fromDevice } from "./chance.js";
import { b64Hash, write } from "./encoding.js";
import { requireAnswer } from "./election.js";
import { Invalid } from "./errors.js";
import { pacer } from "./pace.js";
import { proveOneOf } from "./proofs.js";

/**
 * @callback Progress
 * @param {number} done proofs made
 * @param {number} total proofs to make
 */

/**
 * The bytes to publish. Each answer is a list of 0 and 1 with the blank vote first where it is allowed: a motion that
 * may be abstained from is answered `[blank, yes, no]`. The randomness of the encryption ends with this call: nobody
 * can be shown afterwards what the ballot holds.
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
  const { group, key, questions } = election;
  const step = steps(questions, onProgress);
  const voter = { group, key, draw, pace, step, prefix: `${election.fingerprint}|${credential.public}` };
  const made = [];
  for (const [place, question] of questions.entries()) made.push(await makeAnswer(voter, question, answers[place]));
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
  election.questions.forEach((question, place) => requireAnswer(question, answers[place]));
}

/** Counts proofs: one for each number encrypted, one or two for each question, and the signature. */
function steps(questions, onProgress) {
  const widths = questions.map(({ answers, blank }) => answers.length + 1 + (blank ? 2 : 0));
  const total = widths.reduce((sum, width) => sum + width, 1);
  let done = 0;
  onProgress(done, total);
  return () => onProgress(++done, total);
}

async function makeAnswer(voter, question, entries) {
  const { group, key, draw, pace, prefix, step } = voter;
  const opened = entries.map((entry) => ({ randomness: below(group.order, draw), plaintext: BigInt(entry) }));
  const choices = await encrypt(voter, opened);
  const individual = [];
  for (const [place, one] of opened.entries()) {
    const cases = [0n, 1n].map((value) => ({ opened: one, value }));
    individual.push(await proveOneOf(voter, `prove|${prefix}|${choices[place].join()}|`, cases, entries[place]));
    step();
  }
  const proveTotal = question.blank ? proveTotalOrBlank : proveTotalAlone;
  return {
    choices: choices.map(([alpha, beta]) => ({ alpha, beta })),
    individual_proofs: individual,
    ...(await proveTotal(voter, `${prefix}|${choices.join()}`, question, opened)),
  };
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
async function proveTotalAlone(voter, whole, question, opened) {
  const total = sum(voter.group, opened);
  const [ciphertext] = await encrypt(voter, [total]);
  const place = Number(total.plaintext) - question.minimum;
  const overall = await proveOneOf(voter, `prove|${whole}|${ciphertext.join()}|`, allowed(total, question), place);
  voter.step();
  return { overall_proof: overall };
}

/** That an allowed number of answers is chosen and the vote is not blank, or none of them and it is. */
async function proveTotalOrBlank(voter, whole, question, [blank, ...chosen]) {
  const total = sum(voter.group, chosen);
  const none = [blank, total].map((one) => ({ opened: one, value: 0n }));
  const isBlank = Number(blank.plaintext);
  const either = await proveOneOf(voter, `bproof0|${whole}|`, none, isBlank);
  voter.step();
  const cases = [{ opened: blank, value: 1n }, ...allowed(total, question)];
  const place = isBlank ? 0 : Number(total.plaintext) - question.minimum + 1;
  const overall = await proveOneOf(voter, `bproof1|${whole}|`, cases, place);
  voter.step();
  return { overall_proof: overall, blank_proof: either };
}
