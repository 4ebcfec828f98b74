/** How long a part in the count takes on this very device: tried on a small piece before anybody is asked to wait. */

import { pacer } from "../booth/pace.js";
import { isShuffled, widthOf } from "./answers.js";
import { ofKind, readArchive } from "./archive.js";
import { checkBallot } from "./ballot-box.js";
import { BALLOT, SHUFFLE } from "./events.js";
import { makeShuffle } from "./shuffle.js";
import { readSetup } from "./verify.js";

const TRIED = 2; // ballots, after a first one that builds what all need
const AMPLE = 1.5; // a device that has other work too, or grows warm
const SHUFFLED = 8; // ciphertexts: the work for one is the same in any number of them, or less

/**
 * Seconds that checking takes, and the part in the count after it, told rather too high than too low.
 * @param {Uint8Array} archive
 * @param {{shuffles: boolean}} part whether a shuffle is to be made, or a decryption
 * @param {import("../booth/pace.js").Pace} [pace]
 * @returns {Promise<{seconds: number, ballots: number}>}
 */
export async function effortOf(archive, { shuffles }, pace = pacer()) {
  const steps = await readArchive(archive, pace);
  const setup = await readSetup(steps[0], pace);
  const ballots = ofKind(steps, BALLOT).map(({ data }) => data[0]);
  const { questions } = setup.election;
  const one = await timed(ballots.slice(0, TRIED + 1), (ballot) => checkBallot(setup, ballot));
  const { order, secretPower } = setup.arithmetic;
  const power = await timed([1n, 2n], (number) => secretPower(setup.y.base, order - number));
  const mixed = questions.filter(isShuffled).length * ballots.length;
  const sums = questions.filter((each) => !isShuffled(each)).reduce((sum, each) => sum + widthOf(each), 0);
  const rounds = ofKind(steps, SHUFFLE).length + (shuffles ? 2 : 0); // one's own is checked before it leaves
  const mixing = mixed && rounds ? rounds * mixed * (await shuffleOfOne(setup)) : 0;
  const opening = shuffles ? 0 : 3 * (mixed + sums) * power;
  const all = ballots.length * one + setup.credentials.size * power + mixing + opening;
  return { seconds: (AMPLE * all) / 1000, ballots: ballots.length };
}

/** Milliseconds for each of these, but the first where there are more. */
async function timed(items, work) {
  let start = performance.now();
  for (const [place, item] of items.entries()) {
    await work(item);
    if (place === 0 && items.length > 1) start = performance.now();
  }
  return (performance.now() - start) / Math.max(items.length - 1, 1);
}

async function shuffleOfOne(setup) {
  const some = Array.from({ length: SHUFFLED }, () => [setup.y.base, setup.arithmetic.generator.base]);
  return (await timed([some], (row) => makeShuffle(setup, [row]))) / SHUFFLED / 2;
}
