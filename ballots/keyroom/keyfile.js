/** A key-holder's file: the seed behind a password, and in clear whose it is and what for (decision 14). */

import { count, members, string } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";
import { derived } from "./keys.js";
import { lock, readLocked } from "./locked.js";

const CODE = "key-damaged";

/**
 * @param {Uint8Array} seed
 * @param {import("./keys.js").Alone | import("./keys.js").Member} holder what the seed stands for
 * @param {string} name
 * @param {string} password
 * @param {Parameters<typeof lock>[3]} [parts]
 */
export function writeKeyFile(seed, holder, name, password, parts) {
  const { group, seat, fingerprint } = holder;
  const about = { group: group.name, name, ...(seat ? { seat: ordered(seat) } : {}), fingerprint };
  return lock(about, seed, password, parts);
}

const ordered = ({ threshold, size, index }) => ({ threshold, size, index });

/**
 * What a file says before its password is known.
 * @param {Uint8Array} file
 * @returns {{group: string, name: string, seat: import("./keys.js").Seat | null, fingerprint: string,
 *   open: (password: string, onProgress?: (share: number) => void) => Promise<Opened>}}
 *
 * @typedef {object} Opened
 * @property {import("./keys.js").Alone | import("./keys.js").Member} holder
 * @property {Uint8Array} seed
 * @property {string} name
 */
export function readKeyFile(file) {
  const { about, unlock } = readLocked(file);
  const fields = members(about, CODE, "group", "name", "seat?", "fingerprint");
  const [group, name, fingerprint] = ["group", "name", "fingerprint"].map((each) => string(fields[each], CODE));
  const seat = "seat" in fields ? readSeat(fields.seat) : null;
  const open = async (password, onProgress) => {
    const seed = await unlock(password, onProgress);
    const holder = await derived(group, seed, seat);
    if (holder.fingerprint !== fingerprint) throw new Invalid(CODE, "the file holds another key than it names");
    return { holder, seed, name };
  };
  return { group, name, seat, fingerprint, open };
}

function readSeat(value) {
  const { threshold, size, index } = members(value, CODE, "threshold", "size", "index");
  return { threshold: count(threshold, CODE), size: count(size, CODE), index: count(index, CODE) };
}
