/** A key-holder's part in the count: what must hold of a record before a key is used on it (BAL-9, SMALL-1). */

import { hexHash } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { aloud } from "./aloud.js";
import { isShuffled } from "./answers.js";
import { decryptTally, requireKey } from "./decryption.js";
import { makeShuffle } from "./shuffle.js";
import { writeTally } from "./tally.js";

/**
 * No rules allow a total of fewer to be published (P-159), unless fewer than that may vote at all: whatever a server
 * says, this is the least.
 */
export const SMALLEST = 5;

/**
 * @typedef {object} Facts what the server says of the vote; only what is checked against the record is believed
 * @property {string} uuid
 * @property {string} group
 * @property {number} owner one's own number among the key-holders
 * @property {number} roll_count
 * @property {number} floor the fewest ballots that may be opened together
 *
 * @typedef {import("./verify.js").Verified} Verified
 */

/** The fewest ballots that are opened together: what the server says, and never less than the record asks for. */
export function floorOf({ setup }, { floor }) {
  return Math.max(floor, setup.credentials.size >= SMALLEST ? SMALLEST : 0);
}

/** Signs of what is to be opened, the same for every key-holder who is to open the same. */
export function shortTally(verified) {
  return aloud(tallyHash(verified));
}

const tallyHash = ({ setup, tally }) => hexHash(writeTally(setup.arithmetic, tally));

/** When each part is done, by what stands last in the record; sums alone are opened without any shuffle. */
const TURNS = { shuffle: ["tallied", "shuffling"], "open-sum": ["shuffled", "decrypting"] };
const TURNS_OF_SUMS = { shuffle: [], "open-sum": ["tallied", "decrypting"] };

/**
 * The record is of this vote, and it is this key's turn.
 * @param {Verified} verified
 * @param {Facts} facts
 * @param {"shuffle" | "open-sum"} part
 */
export function requireTurn({ setup, phase, shufflers }, { uuid, group, owner, roll_count: roll }, part) {
  const { election, credentials } = setup;
  if (election.uuid !== uuid || election.group.name !== group) {
    throw new Invalid("wrong-election", "the record is of another vote");
  }
  if (credentials.size !== roll) throw new Invalid("roll-count", "the list has not one code for each line of the roll");
  if (phase === "voting" || phase === "finished") throw new Invalid("no-tally", "there is nothing to do");
  const turns = election.questions.some(isShuffled) ? TURNS : TURNS_OF_SUMS;
  if (!turns[part].includes(phase)) {
    throw new Invalid(part === "shuffle" ? "nothing-to-shuffle" : "not-shuffled", "it is not the turn of this part");
  }
  if (part === "shuffle" && shufflers.includes(owner)) throw new Invalid("shuffle-repeated", "shuffled already");
}

/**
 * The shuffle of what stands last in the record.
 * @param {Verified} verified
 * @param {Facts} facts
 * @returns {Promise<Uint8Array>}
 */
export async function mix(verified, facts, onProgress) {
  requireTurn(verified, facts, "shuffle");
  const { setup, tally } = verified;
  const rows = tally.filter((_, place) => isShuffled(setup.election.questions[place]));
  return makeShuffle(setup, rows, onProgress);
}

/**
 * The decryption of what stands last in the record, once and never of anything else.
 * @param {Verified} verified
 * @param {Facts} facts
 * @param {{secret: bigint, notes: Storage}} own the key's exponent, and where it is noted what the key has opened
 * @returns {Promise<{decryption: Uint8Array, binding: Uint8Array}>}
 */
export async function decrypt(verified, facts, { secret, notes }, onProgress) {
  requireTurn(verified, facts, "open-sum");
  if (verified.counted < floorOf(verified, facts)) {
    throw new Invalid("too-few-ballots", "their sum would tell how single people voted");
  }
  requireKey(verified.setup, facts.owner, secret);
  requireSameTally(verified, facts.owner, notes);
  return decryptTally(verified.setup, verified.tally, secret, onProgress);
}

/** A key opens one tally per election: two different ones would open their difference. */
function requireSameTally(verified, owner, notes) {
  const { election, trustees } = verified.setup;
  const place = `cydlais|opened|${election.fingerprint}|${hexHash(trustees[owner - 1])}`;
  const opened = notes.getItem(place) ?? tallyHash(verified);
  if (opened !== tallyHash(verified)) {
    throw new Invalid("second-tally", "this key already decrypted another tally of this election");
  }
  notes.setItem(place, opened);
}
