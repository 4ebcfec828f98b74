/** One encrypted answer as published, read strictly, and what must hold before it may count. */

import { array, members, string } from "../booth/encoding.js";
import { NonHomomorphic } from "../booth/nonhomomorphic.js";
import { readProof } from "../booth/proofs.js";
import { knowledge, oneOf, proofText, readProofs } from "./proofs.js";

const CODE = "ballot-shape";

/**
 * What every proof of one ballot is bound to.
 * @typedef {object} Context
 * @property {import("./arithmetic/arithmetic.js").Arithmetic} arithmetic
 * @property {string} key the election's, as published
 * @property {string} voter the election's fingerprint and the public credential
 *
 * @typedef {object} Answer
 * @property {[string, string][]} choices its ciphertexts in a row: the texts of alpha and beta
 * @property {string[]} parts each ciphertext and each proof: what another voter's ballot may not repeat (BAL-3)
 * @property {(context: Context, ciphertexts: [unknown, unknown][]) => import("./proofs.js").Claim[]} claims
 */

/** Whether the ballots' answers are decrypted one by one after shuffles, or only ever as sums. */
export const isShuffled = (question) => question instanceof NonHomomorphic;

/** How many ciphertexts an answer to the question has. */
export const widthOf = (question) => (isShuffled(question) ? 1 : question.answers.length + (question.blank ? 1 : 0));

/** @returns {Answer} */
export function readAnswer(question, value, order) {
  return isShuffled(question) ? readNumbers(value, order) : readChoices(question, value, order);
}

export function readCiphertext(value, code) {
  const { alpha, beta } = members(value, code, "alpha", "beta");
  return [string(alpha, code), string(beta, code)];
}

export const ciphertextJson = ([alpha, beta]) => ({ alpha, beta });

// --- ranks and grades -----------------------------------------------------------------------------------------------

function readNumbers(value, order) {
  const { choices, proof: published } = members(value, CODE, "choices", "proof");
  const choice = readCiphertext(choices, CODE);
  const proof = readProof(published, order, CODE);
  return {
    choices: [choice],
    parts: [choice.join(), proofText(proof)],
    claims: ({ key, voter }, [[alpha]]) => {
      return [knowledge("answer-proof", `raweg|${voter}|${key},${choice}|`, alpha, proof)];
    },
  };
}

// --- choices --------------------------------------------------------------------------------------------------------

function readChoices(question, value, order) {
  const { blank, minimum, maximum } = question;
  const width = widthOf(question);
  const names = ["choices", "individual_proofs", "overall_proof", ...(blank ? ["blank_proof"] : [])];
  const fields = members(value, CODE, ...names);
  const proofs = {
    individual: array(fields.individual_proofs, CODE, width).map((pair) => readProofs(pair, order, CODE, 2)),
    overall: readProofs(fields.overall_proof, order, CODE, maximum - minimum + 1 + (blank ? 1 : 0)),
    blank: blank ? readProofs(fields.blank_proof, order, CODE, 2) : null,
  };
  const choices = array(fields.choices, CODE, width).map((choice) => readCiphertext(choice, CODE));
  const proved = [...proofs.individual, proofs.overall, ...(blank ? [proofs.blank] : [])];
  return {
    choices,
    parts: [...choices.map(String), ...proved.map((cases) => cases.map(proofText).join("|"))],
    claims: (context, ciphertexts) => [
      ...individualClaims(context, choices, ciphertexts, proofs.individual),
      ...totalClaims(context, question, choices, ciphertexts, proofs),
    ],
  };
}

function individualClaims({ voter }, choices, ciphertexts, proofs) {
  return ciphertexts.map((ciphertext, place) => {
    const cases = [0n, 1n].map((value) => ({ ciphertext, value }));
    return oneOf("individual-proof", `prove|${voter}|${choices[place]}|`, cases, proofs[place]);
  });
}

/** An allowed number of answers is chosen, or, where the question allows it, none of them and the blank vote. */
function totalClaims({ arithmetic, voter }, { blank, minimum, maximum }, choices, ciphertexts, proofs) {
  const bound = `${voter}|${choices.join()}`;
  const counted = ciphertexts.slice(blank ? 1 : 0);
  const total = [0, 1].map((half) => arithmetic.product(counted.map((ciphertext) => ciphertext[half])));
  const allowed = Array.from({ length: maximum - minimum + 1 }, (_, more) => ({
    ciphertext: total,
    value: BigInt(minimum + more),
  }));
  if (!blank) {
    const prefix = `prove|${bound}|${arithmetic.texts(total)}|`;
    return [oneOf("overall-proof", prefix, allowed, proofs.overall)];
  }
  const first = (value) => ({ ciphertext: ciphertexts[0], value });
  const noneOrNotBlank = [first(0n), { ciphertext: total, value: 0n }];
  return [
    oneOf("blank-proof", `bproof0|${bound}|`, noneOrNotBlank, proofs.blank),
    oneOf("overall-proof", `bproof1|${bound}|`, [first(1n), ...allowed], proofs.overall),
  ];
}
