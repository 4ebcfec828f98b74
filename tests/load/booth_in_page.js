// What one ballot costs in this page, from the first use of the cryptography on. Milliseconds.
import { makeBallot, makeReady } from "../../ballots/booth/ballot.js";
import { credentialOf } from "../../ballots/booth/credentials.js";
import { readElection } from "../../ballots/booth/election.js";
import { hexToBytes } from "../../ballots/booth/encoding.js";
import { pacer } from "../../ballots/booth/pace.js";
import { requireTrustees } from "../../ballots/booth/trustees.js";

/** Notes the longest stretch between two turns of the page, in which it could answer nobody. */
class Watch {
  longest = 0;
  #since = performance.now();

  turn = async () => {
    this.look();
    await (globalThis.scheduler?.yield?.() ?? new Promise((resume) => setTimeout(resume)));
    this.#since = performance.now();
  };

  look() {
    this.longest = Math.max(this.longest, performance.now() - this.#since);
  }
}

async function timed(work) {
  const watch = new Watch();
  const start = performance.now();
  const result = await work(pacer({ turn: watch.turn }));
  watch.look();
  return { result, ms: performance.now() - start, longest: watch.longest };
}

const AGAIN = 5; // ballots made after the first

async function readAll(raw, trustees, pace) {
  const election = readElection(hexToBytes(raw));
  await requireTrustees(hexToBytes(trustees), election, pace);
  return election;
}

globalThis.measure = async ({ raw, trustees, code, answers }) => {
  const read = await timed((pace) => readAll(raw, trustees, pace));
  const election = read.result;
  const ready = await timed((pace) => makeReady(election, pace));
  const checked = await timed((pace) => credentialOf(code, election, pace));
  const cast = (pace) => makeBallot({ election, credential: checked.result, answers, pace });
  const cold = await timed(cast);
  const later = [];
  while (later.length < AGAIN) later.push((await timed(cast)).ms);
  return {
    read: read.ms,
    ready: ready.ms,
    code: checked.ms,
    cold: cold.ms,
    warm: later.sort((one, other) => one - other)[AGAIN >> 1],
    longest: Math.max(read.longest, ready.longest, checked.longest, cold.longest),
    bytes: cold.result.length,
  };
};
