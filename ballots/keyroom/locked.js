/** A secret in a file behind a password, with what it is for in clear. The format is decision 14's, byte by byte. */

import { scryptAsync } from "@noble/hashes/scrypt.js";

import { fromDevice } from "../booth/chance.js";
import { bytesToHex, hexHash, hexToBytes, LARGE, read, string, utf8ToBytes, write } from "../booth/encoding.js";
import { Invalid } from "../booth/errors.js";

export const SHORTEST_PASSWORD = 12;
const COST = 2 ** 17; // what scrypt calls N: every attempt at a password takes 128 MB and a second or so
const VERSION = 1;
const [SALT, NONCE, TAG] = [16, 12, 16]; // bytes
const ALGORITHM = "AES-GCM";

/**
 * A file that was found whole: what it says in clear, and the way to what it keeps.
 * @typedef {object} Locked
 * @property {Record<string, unknown>} about
 * @property {(password: string, onProgress?: (share: number) => void) => Promise<Uint8Array>} unlock refuses with
 *   `key-password` any other password than the file was locked with
 */

/** The spaces around a password are nobody's intention. */
const meant = (password) => password.trim().normalize("NFC");

/** @param {string} password */
export function isShort(password) {
  return [...meant(password)].length < SHORTEST_PASSWORD;
}

/**
 * @param {Record<string, unknown>} about in clear, and bound to the secret: none of it can be exchanged
 * @param {Uint8Array} secret
 * @param {string} password
 * @param {{draw?: import("../booth/chance.js").Draw, onProgress?: (share: number) => void}} [parts]
 * @returns {Promise<Uint8Array>} the file
 */
export async function lock(about, secret, password, { draw = fromDevice, onProgress } = {}) {
  if (isShort(password)) throw new Invalid("password-short", `a password has ${SHORTEST_PASSWORD} characters`);
  const [salt, nonce] = [draw(SALT), draw(NONCE)];
  const head = { version: VERSION, ...about, salt: bytesToHex(salt), nonce: bytesToHex(nonce) };
  const key = await keyFrom(password, salt, onProgress);
  const sealed = await crypto.subtle.encrypt(sealing(nonce, head), key, secret);
  const body = { ...head, data: bytesToHex(new Uint8Array(sealed)) };
  const whole = write({ ...body, check: hexHash(write(body)) });
  return Uint8Array.from([...whole, 0x0a]);
}

/**
 * @param {Uint8Array} file
 * @returns {Locked} before its password is known
 */
export function readLocked(file) {
  const fields = whole(file);
  if (fields.version !== VERSION) throw new Invalid("key-version", "a file of a later version");
  const { data, ...head } = fields;
  const { version, salt: saltText, nonce: nonceText, ...about } = head;
  const [sealed, salt, nonce] = [bytes(data), bytes(saltText, SALT), bytes(nonceText, NONCE)];
  if (sealed.length < TAG) throw damaged();
  const unlock = async (password, onProgress) => {
    const key = await keyFrom(password, salt, onProgress);
    try {
      return new Uint8Array(await crypto.subtle.decrypt(sealing(nonce, head), key, sealed));
    } catch {
      throw new Invalid("key-password", "this is not the password of this file");
    }
  };
  return { about, unlock };
}

/** The check is no protection: it tells a file that lost a byte from a password that is wrong. */
function whole(file) {
  try {
    const { check, ...fields } = read(file.at(-1) === 0x0a ? file.subarray(0, -1) : file, LARGE);
    if (check === hexHash(write(fields))) return fields;
  } catch (error) {
    if (!(error instanceof Invalid || error instanceof TypeError)) throw error;
  }
  throw damaged();
}

const damaged = () => new Invalid("key-damaged", "the file is not as it was written");

function bytes(value, length = undefined) {
  const text = string(value, "key-damaged");
  if (!/^([0-9a-f]{2})+$/.test(text) || (length && text.length !== 2 * length)) throw damaged();
  return hexToBytes(text);
}

const sealing = (nonce, head) => ({ name: ALGORITHM, iv: nonce, additionalData: write(head) });

async function keyFrom(password, salt, onProgress) {
  const raw = await scryptAsync(utf8ToBytes(meant(password)), salt, { N: COST, r: 8, p: 1, dkLen: 32, onProgress });
  return crypto.subtle.importKey("raw", raw, ALGORITHM, false, ["encrypt", "decrypt"]);
}
