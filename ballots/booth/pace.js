/** Long work in small steps, so that the page answers a finger or a screen reader in between. */

const SLICE = 10; // milliseconds: well under what a person notices, well over what a turn costs

/** Lets the page do what is waiting. `scheduler.yield` resumes before other work; a timer is there in every browser. */
function turnOfPage() {
  const { scheduler } = globalThis;
  return scheduler?.yield ? scheduler.yield() : new Promise((resume) => setTimeout(resume));
}

/**
 * To be awaited after every step of work: it gives the page its turn once a slice of time is used up, and costs nothing
 * before. Timers that are nested wait 4 ms each, so a turn after every step would take longer than the steps.
 * @callback Pace
 * @returns {Promise<void>}
 */

/**
 * @param {object} [parts]
 * @param {() => Promise<void>} [parts.turn]
 * @param {() => number} [parts.clock] milliseconds
 * @returns {Pace}
 */
export function pacer({ turn = turnOfPage, clock = () => performance.now() } = {}) {
  let since = clock();
  return async () => {
    if (clock() - since < SLICE) return;
    await turn();
    since = clock();
  };
}
