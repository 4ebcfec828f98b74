/**
 * The short fingerprints that key-holders read out to one another. What a person reads out, and what it is compared
 * with in a committee, is computed here: a server that showed everybody something else would be heard.
 */

import { hexHash } from "../../booth/encoding.js";
import { Invalid } from "../../booth/errors.js";
import { pacer } from "../../booth/pace.js";
import { aloud } from "../aloud.js";

/** As the server words them. @param {string} publicText */
export function fingerprintOf(publicText) {
  return aloud(hexHash(publicText));
}

/**
 * Of the opened key itself; a committee's member has the key of its share.
 * @param {import("./room.js").OpenedKey} key
 * @param {import("./talk.js").Facts} facts
 * @returns {Promise<string | null>} null while the share is still to be made
 */
export async function ownFingerprint({ holder }, { share }) {
  if (!holder.seat) return fingerprintOf(holder.publicText);
  return share && fingerprintOf(await holder.group.power(await holder.exponent(share), pacer()));
}

const placeOf = ({ uuid, round }) => `cydlais|keys|${uuid}|${round}`;

/** Keeps what the dealings gave for all members: it is public. @param {string[]} publicTexts */
export function rememberKeys(facts, publicTexts) {
  localStorage.setItem(placeOf(facts), JSON.stringify(publicTexts.map(fingerprintOf)));
}

/** @returns {string[] | null} of all members, as their dealings gave them on this device */
export function rememberedKeys(facts) {
  return JSON.parse(localStorage.getItem(placeOf(facts)));
}

/** That the server shows the keys that were found here. */
export function requireSame(facts, own) {
  const known = rememberedKeys(facts) ?? facts.keys.map(() => null);
  if (own) known[facts.owner - 1] = own;
  const other = facts.keys.findIndex((shown, place) => shown && known[place] && shown !== known[place]);
  if (other >= 0) throw new Invalid("key-other", `the server shows another key of key-holder ${other + 1}`);
}
