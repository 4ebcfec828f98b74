/** All ballots of an archive: each by itself, each against the others, and the sum of those that count. */

import { array, b64Hash, hexHash, members, read, string } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { readProof } from "../booth/proofs.js";
import { readAnswer } from "./answers.js";
import { ofKind } from "./archive.js";
import { BALLOT } from "./events.js";
import { knowledge, requireClaims } from "./proofs.js";
import { addUp } from "./tally.js";

const CODE = "ballot-shape";
const SIGNATURE = new TextEncoder().encode(',"signature":');

/**
 * What the ballots of an archive add up to.
 * @typedef {object} Counted
 * @property {[unknown, unknown][][]} tally
 * @property {number} cast every ballot
 * @property {number} counted the last ballot of each credential
 * @property {bigint} weight of those that count
 */

/**
 * @param {import("./archive.js").Step[]} steps
 * @param {import("./verify.js").Setup} setup
 * @param {(done: number, total: number) => void} onProgress
 * @returns {Promise<Counted>}
 */
export async function checkBallots(steps, setup, onProgress) {
  const cast = ofKind(steps, BALLOT);
  const last = new Map();
  const hashes = new Set();
  const parts = new Map();
  for (const [number, { data, hashes: named }] of cast.entries()) {
    onProgress(number, cast.length);
    if (hashes.has(named[0])) throw new Invalid("ballot-replayed", `ballot ${number + 1} appears twice`);
    hashes.add(named[0]);
    const ballot = await checkBallot(setup, data[0]);
    requireOwn(parts, ballot, number);
    last.set(ballot.credential, ballot.ciphertexts);
  }
  onProgress(cast.length, cast.length);
  const weights = [...last.keys()].map((credential) => setup.credentials.get(credential));
  const tally = await addUp(setup, [...last.values()], weights);
  const weight = weights.reduce((sum, each) => sum + each, 0n);
  return { tally, cast: cast.length, counted: last.size, weight };
}

/** A ciphertext or proof that two credentials share shows that one voter copied the other (BAL-3). */
function requireOwn(parts, ballot, number) {
  for (const text of ballot.parts) {
    const part = hexHash(text).slice(0, 32);
    const owner = parts.get(part) ?? ballot.credential;
    if (owner !== ballot.credential) throw new Invalid("ballot-copied", `ballot ${number + 1} repeats another voter's`);
    parts.set(part, owner);
  }
}

/**
 * Everything a ballot must satisfy by itself.
 * @param {import("./verify.js").Setup} setup
 * @param {Uint8Array} bytes
 */
export async function checkBallot({ election, credentials, arithmetic, y }, bytes) {
  const { credential, answers, hash, signature } = readBallot(election, bytes);
  if (!credentials.has(credential)) throw new Invalid("credential-not-listed", "no voter has this credential");
  const texts = answers.flatMap(({ choices }) => choices.flat());
  const [owner, ...elements] = await arithmetic.spelled([credential, ...texts]);
  const unchecked = new Set(elements);
  const context = { arithmetic, key: election.publicKey, voter: `${election.fingerprint}|${credential}` };
  const claims = [knowledge("signature", `sig|${hash}|`, owner, signature)];
  const ciphertexts = answers.map(({ choices }) => choices.map(() => elements.splice(0, 2)));
  answers.forEach((answer, place) => claims.push(...answer.claims(context, ciphertexts[place])));
  await requireClaims(arithmetic, y, claims, unchecked);
  return { credential, ciphertexts, parts: answers.flatMap((answer) => answer.parts) };
}

/** The parts of a ballot in their places; what they prove is not yet looked at. */
function readBallot({ uuid, fingerprint, group, questions }, bytes) {
  const names = ["election_uuid", "election_hash", "credential", "answers", "signature"];
  const value = members(read(bytes), CODE, ...names);
  if (value.election_uuid !== uuid || value.election_hash !== fingerprint) {
    throw new Invalid("wrong-election", "the ballot was made for another election");
  }
  const { hash, proof } = members(value.signature, CODE, "hash", "proof");
  const signature = readProof(proof, group.order, CODE);
  if (string(hash, CODE) !== b64Hash(unsigned(bytes))) {
    throw new Invalid("signature-hash", "the signature is for another content");
  }
  const answers = array(value.answers, CODE);
  if (answers.length !== questions.length) throw new Invalid("answer-count", `${questions.length} questions are asked`);
  return {
    credential: string(value.credential, CODE),
    answers: questions.map((question, place) => readAnswer(question, answers[place], group.order)),
    hash,
    signature,
  };
}

/** What was signed: the bytes before the last member, closed again; there is one canonical form only. */
function unsigned(bytes) {
  const isSignature = (at) => SIGNATURE.every((byte, place) => bytes[at + place] === byte);
  let at = bytes.length - SIGNATURE.length;
  while (!isSignature(at)) at -= 1;
  return Uint8Array.of(...bytes.subarray(0, at), "}".charCodeAt(0));
}
