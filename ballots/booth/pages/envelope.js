/** One locked vote on its way into the box: the same bytes however often they have to be sent. */

import { checkReceipt } from "../receipt.js";
import { shortCode, trackerOf } from "../tracker.js";
import { Invalid } from "../errors.js";
import { isTrouble, Refused, wantsSignIn } from "./talk.js";

const FIRST_WAIT = 2; // seconds; twice as long each time
const LONGEST_WAIT = 60;
const STILL_SETTLING = 2; // times to ask again after "closed", while an envelope sent before may still be on its way in
const SETTLES_WITHIN = 6; // seconds

/**
 * What became of an attempt.
 * - `in`: the receipt is ours and signed; `sequence` is the place in the box
 * - `waiting`: no receipt yet; `arrived` tells if it may be in the box all the same; try again after `seconds`
 * - `sign-in`: the member has to sign in again first
 * - `refused`: it is not in the box, and `code` says why
 * - `false`: the server said "in the box" and did not prove it of our vote
 * @typedef {{kind: "in", sequence: number, text: string, signature: string}
 *   | {kind: "waiting", arrived: boolean, seconds: number, busy: boolean}
 *   | {kind: "sign-in", arrived: boolean}
 *   | {kind: "refused", code: string}
 *   | {kind: "false", code: string, answer: unknown}} Outcome
 */

export class Envelope {
  #bytes;
  #mayHaveArrived = false;
  #attempts = 0;
  #closedSeen = 0;

  constructor(bytes, election) {
    this.#bytes = bytes;
    this.election = election;
    this.tracker = trackerOf(bytes); // before anything is sent (BAL-5)
    this.short = shortCode(this.tracker);
  }

  /**
   * @param {import("./talk.js").Server} server
   * @param {string} receiptKey known before this vote was made
   * @returns {Promise<Outcome>}
   */
  async put(server, receiptKey) {
    this.#attempts += 1;
    let receipt;
    try {
      receipt = await server.cast(this.#bytes);
    } catch (error) {
      return this.#without(error);
    }
    try {
      const { election, tracker } = this;
      const sequence = checkReceipt(receipt, { election, tracker }, receiptKey);
      return { kind: "in", sequence, text: receipt.text, signature: receipt.signature };
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return { kind: "false", code: error.code, answer: receipt };
    }
  }

  #without(error) {
    if (!isTrouble(error)) throw error;
    if (!(error instanceof Refused)) return this.#unsure(0, false);
    if (wantsSignIn(error)) return { kind: "sign-in", arrived: this.#mayHaveArrived };
    if (error.status === 429) return this.#later(error.retryAfter, true);
    if (error.status >= 500 || error.code === "unreadable") return this.#unsure(error.retryAfter, error.status === 503);
    if (error.code === "closed" && this.#mayHaveArrived && this.#closedSeen < STILL_SETTLING) {
      this.#closedSeen += 1;
      return this.#later(SETTLES_WITHIN, false);
    }
    return { kind: "refused", code: error.code };
  }

  /** A server that broke down on the way may have kept the vote first. */
  #unsure(seconds, busy) {
    this.#mayHaveArrived = true;
    return this.#later(seconds, busy);
  }

  #later(seconds, busy) {
    const backOff = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (this.#attempts - 1));
    return { kind: "waiting", arrived: this.#mayHaveArrived, seconds: seconds || backOff, busy };
  }

  /** Nothing of the vote stays in this page's memory once its receipt is there. */
  wipe() {
    this.#bytes.fill(0);
  }
}
