// What a test may ask of the keyroom after the vote: one act per line in Node, the same acts in a page.
import { bytesToHex, hexToBytes } from "../../../ballots/booth/encoding.js";
import { fromDevice } from "../../../ballots/booth/chance.js";
import { Invalid } from "../../../ballots/booth/errors.js";
import { pacer } from "../../../ballots/booth/pace.js";
import { isShuffled } from "../../../ballots/keyroom/answers.js";
import { readCheckpoint } from "../../../ballots/keyroom/checkpoint.js";
import { effortOf } from "../../../ballots/keyroom/effort.js";
import { decryptTally, requireKey } from "../../../ballots/keyroom/decryption.js";
import { makeShuffle } from "../../../ballots/keyroom/shuffle.js";
import { writeTally } from "../../../ballots/keyroom/tally.js";
import { verify } from "../../../ballots/keyroom/verify.js";

/** A source that gives what the test wrote down, and nothing of another length. */
function recorded(draws) {
  const left = [...draws];
  return (size) => {
    const bytes = hexToBytes(left.shift() ?? "");
    if (bytes.length !== size) throw new Error(`${size} random bytes wanted, ${bytes.length} recorded`);
    return bytes;
  };
}

const drawOf = (draws) => (draws ? recorded(draws) : fromDevice);
const noProgress = () => {};

const acts = {
  async verify({ archive, checkpoints = [], key = "" }) {
    const progress = [];
    const read = checkpoints.map((note) => readCheckpoint(note, key));
    const onProgress = (...told) => progress.push(told);
    const verified = await verify(hexToBytes(archive), { checkpoints: read, onProgress });
    const { setup, head, cast, counted, shufflers, phase, tally } = verified;
    const written = tally && bytesToHex(writeTally(setup.arithmetic, tally));
    return { head, cast, counted, shufflers, phase, tally: written, trustees: setup.trustees, progress };
  },

  async shuffle({ archive, draws }) {
    const { setup, tally } = await verify(hexToBytes(archive));
    const rows = tally.filter((_, place) => isShuffled(setup.election.questions[place]));
    return bytesToHex(await makeShuffle(setup, rows, noProgress, drawOf(draws)));
  },

  async decrypt({ archive, secret, owner, draws }) {
    const { setup, tally } = await verify(hexToBytes(archive));
    requireKey(setup, owner, BigInt(secret));
    const made = await decryptTally(setup, tally, BigInt(secret), noProgress, drawOf(draws));
    return Object.fromEntries(Object.entries(made).map(([name, bytes]) => [name, bytesToHex(bytes)]));
  },

  /** Milliseconds of each kind of work, and of the longest stretch in which the page could answer nobody. */
  async measure({ archive, secret }) {
    let longest = 0;
    let since = performance.now();
    const turn = async () => {
      longest = Math.max(longest, performance.now() - since);
      await (globalThis.scheduler?.yield?.() ?? new Promise((resume) => setTimeout(resume)));
      since = performance.now();
    };
    const timed = async (work) => {
      since = performance.now();
      const start = since;
      const result = await work();
      return { result, ms: performance.now() - start };
    };
    const verifying = await timed(() => verify(hexToBytes(archive), { pace: pacer({ turn }) }));
    const { setup, tally } = verifying.result;
    const rows = tally.filter((_, place) => isShuffled(setup.election.questions[place]));
    const told = await effortOf(hexToBytes(archive), { shuffles: false });
    const toldMixing = await effortOf(hexToBytes(archive), { shuffles: true });
    const shuffling = await timed(() => makeShuffle(setup, rows));
    const decrypting = await timed(() => decryptTally(setup, tally, BigInt(secret)));
    return {
      verify: verifying.ms,
      shuffle: shuffling.ms,
      decrypt: decrypting.ms,
      told: 1000 * told.seconds,
      toldMixing: 1000 * toldMixing.seconds,
      longest,
    };
  },
};

/** One act: its answer, or the code of its refusal. Anything else that goes wrong is a defect and says where. */
export async function perform({ act, ...parts }) {
  try {
    return { answer: await acts[act](parts) };
  } catch (error) {
    if (error instanceof Invalid) return { refused: error.code, words: error.message };
    return { broken: String(error?.stack ?? error) };
  }
}
