/** What the keyroom asks of a vote. Only public parts are ever sent (KEY-1, CRED-1). */

import { utf8ToBytes } from "../../booth/encoding.js";
import { Line, parsed } from "../../booth/pages/talk.js";

/**
 * The vote as one who holds a part of it sees it; `keys`, `certificates`, `commitments` and `dealt` are lists by the
 * number of the key-holder, `owner` is one's own number, from 1.
 * @typedef {object} Facts
 * @property {string[]} duties
 * @property {number | null} owner
 * @property {number | null} seat_offered
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

  async bringShuffle(bytes) {
    await this.send("/shuffles", bytes);
  }

  /** @param {{decryption: string, binding: string}} part */
  async bringDecryption(part) {
    await this.send("/decryptions", JSON.stringify(part), "application/json");
  }

  /** A blank ballot that takes the place of one that was replaced on paper. */
  async cancel(bytes) {
    await this.send("/cancellations", bytes);
  }
}
