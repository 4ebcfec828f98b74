/** What the keyroom asks of a vote. Only public parts are ever sent (KEY-1, CRED-1). */

import { utf8ToBytes } from "../../booth/encoding.js";
import { Line, parsed } from "../../booth/pages/talk.js";

/**
 * The vote as one who holds a part of it sees it. Numbers are those of key-holders, from 1; lists have a place for
 * each of them.
 * @typedef {object} Facts
 * @property {string} uuid
 * @property {string} group
 * @property {string} state
 * @property {Record<string, string>} title
 * @property {number} size key-holders, of whom `needed` suffice
 * @property {number} needed
 * @property {number} round which attempt at the key
 * @property {number} roll_count
 * @property {number} floor the fewest ballots that may be opened together
 * @property {string[]} duties what is asked of me
 * @property {number | null} owner my number
 * @property {number | null} seat_offered the number that I can have
 * @property {boolean} keeps_codes
 * @property {string | null} key the short fingerprint of my finished key
 * @property {(string | null)[]} keys the same of all
 * @property {(string | null)[]} certificates
 * @property {(string | null)[]} commitments
 * @property {boolean[]} dealt
 * @property {string | null} letter what all have dealt to me
 * @property {string | null} share what I published
 * @property {number[]} shuffled
 * @property {number[]} opened
 */

export class Server extends Line {
  constructor(vote) {
    super(vote, "/ceremony");
  }

  /** The public key of one who stands alone. */
  async bringKey(bytes) {
    await this.send("/keys", bytes);
  }

  /** @param {"certificate" | "commitment" | "dealing" | "share"} step @param {string} text */
  async bring(step, text) {
    await this.send(`/ceremony/${step}`, utf8ToBytes(text));
  }

  /** The public list of the voting codes. */
  async bringList(bytes) {
    await this.send("/credentials", bytes);
  }

  /** Who gets a code, in the order of the roll. */
  async recipients() {
    return parsed(await this.ask("/recipients"));
  }

  /** The public record of the vote so far. @returns {Promise<Uint8Array>} */
  archive() {
    return this.ask("/archive");
  }

  /** The last signed statement of how far that record had come, or null. */
  async checkpoint() {
    return parsed(await this.ask("/checkpoint"));
  }

  async bringShuffle(bytes) {
    await this.send("/shuffles", bytes);
  }

  /** @param {{decryption: string, binding: string}} part */
  async bringDecryption(part) {
    await this.send("/decryptions", JSON.stringify(part), "application/json");
  }

  /** The public parts of the codes under which blank ballots are to be cast. @returns {Promise<string[]>} */
  async cancellationsDue() {
    return parsed(await this.ask("/cancellations")).credentials;
  }

  /** @param {{ballot: string, randomness: string[][]}} blank */
  async cancel(blank) {
    await this.send("/cancellations", JSON.stringify(blank), "application/json");
  }
}
