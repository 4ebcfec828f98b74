/** A blank ballot that is shown to be blank: the last one under a code, of somebody who votes on paper (BAL-16). */

import { makeBallot } from "./ballot.js";
import { fromDevice } from "./chance.js";
import { credentialOf } from "./credentials.js";
import { numberOf, read } from "./encoding.js";
import { pacer } from "./pace.js";

/**
 * The ballot and the randomness of its ciphertexts, which opens them to everybody. The booth gives no such thing out of
 * its hands: here it is found again among all that was drawn, since a ciphertext begins with g to its randomness.
 * @param {import("./election.js").Election} election
 * @param {string} code
 * @param {{onProgress?: import("./ballot.js").Progress, draw?: import("../booth/chance.js").Draw}} [parts]
 * @returns {Promise<{ballot: string, randomness: string[][]}>} exponents in decimal, question by question
 */
export async function blankBallot(election, code, { onProgress, draw = fromDevice } = {}) {
  const drawn = [];
  const noting = (size) => {
    const bytes = draw(size);
    drawn.push(numberOf(bytes));
    return bytes;
  };
  const credential = await credentialOf(code, election);
  const answers = election.questions.map(blankAnswer);
  const ballot = await makeBallot({ election, credential, answers, onProgress, draw: noting });
  const exponents = await byPower(election.group, drawn);
  const opened = ({ alpha }) => `${exponents.get(alpha)}`;
  const randomness = read(ballot).answers.map(({ choices }) => [choices].flat().map(opened));
  return { ballot: new TextDecoder().decode(ballot), randomness };
}

/** Nothing chosen, nothing ranked, nothing graded. */
function blankAnswer({ answers, blank }) {
  const none = answers.map(() => 0);
  return blank ? [1, ...none] : none;
}

/** The exponents that these numbers are, cut to the length of the order, by the powers of the generator. */
async function byPower(group, numbers, pace = pacer()) {
  const bits = (group.order - 1n).toString(2).length;
  const exponents = new Map();
  for (const number of numbers) {
    const exponent = BigInt.asUintN(bits, number);
    if (exponent < group.order) exponents.set(await group.power(exponent, pace), exponent);
  }
  return exponents;
}
