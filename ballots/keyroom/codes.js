/** The keeper's voting codes: one for each line of the roll, the list of their public parts, and their file. */

import { below, fromDevice } from "../booth/chance.js";
import { publicOf } from "../booth/credentials.js";
import { array, b64Hash, BASE58, LARGE, members, read, string, write } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { groupOf } from "../booth/groups.js";
import { pacer } from "../booth/pace.js";
import { lock, readLocked } from "./locked.js";

const CODE = "key-damaged";
const GROUPS = [5, 6, 5, 6];
const LETTERS = BigInt(BASE58.length);

/**
 * Codes and what they are for, in the order of the roll.
 * @typedef {object} Book
 * @property {string} uuid of the election
 * @property {string} group
 * @property {string[]} codes
 * @property {string[]} publics the public part of each
 */

/** 22 random characters, shown as `XXXXX-XXXXXX-XXXXX-XXXXXX`. */
export function newCode(draw = fromDevice) {
  const letter = () => BASE58[Number(below(LETTERS, draw))];
  return GROUPS.map((length) => Array.from({ length }, letter).join("")).join("-");
}

/**
 * @param {{uuid: string, group: string}} vote
 * @param {string[]} codes
 * @param {(done: number) => void} [onProgress]
 * @returns {Promise<Book>}
 */
export async function bookOf({ uuid, group }, codes, onProgress = () => {}, pace = pacer()) {
  const publics = [];
  for (const code of codes) {
    publics.push(await publicOf(code, uuid, groupOf(group), pace));
    onProgress(publics.length);
    await pace();
  }
  return Object.freeze({ uuid, group, codes, publics });
}

/**
 * The list to publish, in the order of the elements themselves, which is unrelated to the roll.
 * @param {Book} book
 * @returns {Uint8Array}
 */
export function publicList({ group, publics }) {
  return write([...publics].sort(groupOf(group).compare));
}

/**
 * The file of a book. It names no member: only the order of its codes is that of the roll.
 * @param {Book} book
 * @param {string} password
 * @param {Parameters<typeof lock>[3]} [parts]
 */
export function writeCodesFile(book, password, parts) {
  const { uuid, group, codes } = book;
  const about = { codes: codes.length, uuid, group, fingerprint: b64Hash(publicList(book)) };
  return lock(about, write(codes), password, parts);
}

/**
 * @param {Uint8Array} file
 * @returns {{uuid: string, open: (password: string, onProgress?: (share: number) => void) => Promise<Book>}}
 */
export function readCodesFile(file) {
  const { about, unlock } = readLocked(file);
  const { uuid, group, fingerprint } = members(about, CODE, "codes", "uuid", "group", "fingerprint");
  const open = async (password, onProgress) => {
    const codes = array(read(await unlock(password, onProgress), LARGE), CODE).map((code) => string(code, CODE));
    const book = await bookOf({ uuid, group }, codes);
    if (b64Hash(publicList(book)) !== fingerprint) throw new Invalid(CODE, "other codes than the file names");
    return book;
  };
  return { uuid: string(uuid, CODE), open };
}
