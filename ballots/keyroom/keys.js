/** What a key-holder's seed stands for: a key of its own, or a place in a committee. Secrets are used, not shown. */

import { below, fromDevice } from "../booth/chance.js";
import { b64Hash, BASE58, hexHash, utf8ToBytes, write } from "../booth/encoding.js";
import { groupOf } from "../booth/groups.js";
import { pacer } from "../booth/pace.js";
import { proveKnowledge } from "../booth/proofs.js";
import { certificateText, certify, deal, finish, memberKeys, shareSecret } from "./ceremony.js";
import { channelKeys } from "./channel.js";
import { seeded } from "./recovery.js";

const LETTERS = 22; // of the seed of a member's channel

/**
 * Which member of a committee of `size`, any `threshold` of whom open the result together.
 * @typedef {{threshold: number, size: number, index: number}} Seat
 */

/**
 * The key that a seed stands for, the same each time.
 * @param {string} group its name
 * @param {Uint8Array} seed
 * @param {Seat | null} seat
 * @returns {Promise<Alone | Member>}
 */
export async function derived(group, seed, seat, pace = pacer()) {
  const within = groupOf(group);
  return seat ? Member.of(within, seed, seat, pace) : Alone.of(within, seed, pace);
}

/** What the files of a key are called: eight signs of its public part. */
export function shortName(publicText) {
  return hexHash(publicText).slice(0, 8).toUpperCase();
}

/** A key-holder without whom nothing opens. */
export class Alone {
  #secret;
  seat = null;

  constructor(group, secret, publicText) {
    this.#secret = secret;
    this.group = group;
    this.publicText = publicText;
    this.fingerprint = b64Hash(write(publicText));
    Object.freeze(this);
  }

  static async of(group, seed, pace) {
    const secret = 1n + below(group.order - 1n, seeded(seed, `trustee|${group.name}`));
    return new Alone(group, secret, await group.power(secret, pace));
  }

  /**
   * The key as published, with the proof that its maker knows the secret.
   * @param {string} name published too; none where it is empty
   * @returns {Promise<Uint8Array>}
   */
  async publicPart(name, draw = fromDevice, pace = pacer()) {
    const prefix = `pok|${this.group.name}|${this.publicText}|`;
    const pok = await proveKnowledge(this.group, prefix, this.#secret, draw, pace);
    return write({ pok, public_key: this.publicText, ...(name ? { name } : {}) });
  }

  /** What decrypts this key-holder's part. @returns {Promise<bigint>} */
  async exponent() {
    return this.#secret;
  }
}

/**
 * One of a committee. What it writes follows from its seed, the occasion and the messages of the others, so that it is
 * the same when it is written again. Each nonce follows from the very text that it protects: no two texts share one.
 * @typedef {string} Occasion which vote, and which attempt at its key
 */
export class Member {
  #seed;
  #keys;

  constructor(group, seed, keys, seat) {
    this.#seed = seed;
    this.#keys = keys;
    this.group = group;
    this.seat = seat;
    this.publicText = keys.verificationText;
    this.fingerprint = b64Hash(utf8ToBytes(certificateText({ group, keys }, seat)));
    Object.freeze(this);
  }

  static async of(group, seed, seat, pace) {
    const draw = seeded(seed, `committee|${group.name}`);
    const letters = Array.from({ length: LETTERS }, () => BASE58[Number(below(58n, draw))]);
    return new Member(group, seed, await channelKeys(group, letters.join(""), pace), seat);
  }

  #writer(occasion = "", pace = pacer()) {
    const drawFor = (text) => seeded(this.#seed, `ceremony|${this.group.name}|${hexHash(`${occasion}|${text}`)}`);
    return { group: this.group, keys: this.#keys, drawFor, pace };
  }

  /** @param {Occasion} occasion @returns {Promise<string>} */
  certificate(occasion) {
    return certify(this.#writer(occasion), this.seat);
  }

  /** @param {Occasion} occasion @param {string[]} certificates of all, in their order @returns {Promise<string>} */
  dealing(occasion, certificates) {
    return deal(this.#writer(occasion), certificates);
  }

  /** @param {Occasion} occasion @returns {Promise<string>} see `finish` */
  share(occasion, certificates, letter, parts) {
    return finish(this.#writer(occasion), certificates, letter, parts);
  }

  /** The keys of all members. @param {string} letter that `share` has checked @returns {string[]} */
  keysOfAll(letter) {
    return memberKeys(this.#writer(), letter);
  }

  /** What decrypts this member's part. @param {string} share as published @returns {Promise<bigint>} */
  exponent(share) {
    return shareSecret(this.#writer(), share);
  }
}
