/** Published bytes: one way to write them, one strict way to read them, and their hashes. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

import { Invalid } from "./errors.js";

export const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

const LARGEST = 256 * 1024; // bytes of one ballot or one election description (BAL-14)
export const LARGE = 64 * 1024 * 1024; // bytes of what grows with the number of key-holders or ballots
const DEPTH = 16;
const HALF_A_CHARACTER = /\p{Surrogate}/u;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Compact JSON exactly as the protocol's tools write it.
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export function write(value) {
  return utf8ToBytes(text(value, 0));
}

function text(value, depth) {
  if (depth > DEPTH) throw new Invalid("json", `nested deeper than ${DEPTH}`);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map((entry) => text(entry, depth + 1)).join(",")}]`;
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Invalid("json", "not a whole number");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${quoted(name)}:${text(member, depth + 1)}`);
  return `{${members.join(",")}}`;
}

function quoted(string) {
  if (HALF_A_CHARACTER.test(string)) throw new Invalid("json", "a text holds half a character");
  return JSON.stringify(string).replaceAll("\x7f", "\\u007f");
}

/**
 * The value of canonical bytes: whatever would not be written back as the same bytes is refused (BAL-14). So no member
 * is named twice, and no number is anything but a plain integer.
 * @param {Uint8Array} bytes
 * @param {number} [largest] bytes
 * @returns {unknown}
 */
export function read(bytes, largest = LARGEST) {
  if (bytes.length > largest) throw new Invalid("too-large", `more than ${largest} bytes`);
  const value = parse(bytes);
  const written = write(value);
  if (written.length !== bytes.length || written.some((byte, place) => byte !== bytes[place])) {
    throw new Invalid("not-canonical", "the object is not written in its one canonical form");
  }
  return value;
}

function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Invalid("json", "not UTF-8 text of one JSON value");
  }
}

/**
 * An object with exactly these members in this order; a name ending in `?` may be absent.
 * @param {unknown} value
 * @param {string} code
 * @param {...string} names
 * @returns {Record<string, unknown>}
 */
export function members(value, code, ...names) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new Invalid(code, "an object was expected");
  }
  const expected = names
    .filter((name) => !name.endsWith("?") || name.slice(0, -1) in value)
    .map((name) => name.replace("?", ""));
  const given = Object.keys(value);
  if (given.length !== expected.length || given.some((name, place) => name !== expected[place])) {
    throw new Invalid(code, `expected the members ${names.join(", ")}`);
  }
  return value;
}

/** @returns {unknown[]} */
export function array(value, code, length = undefined) {
  if (!Array.isArray(value)) throw new Invalid(code, "a list was expected");
  if (length !== undefined && value.length !== length) throw new Invalid(code, `a list of ${length} was expected`);
  return value;
}

/** @returns {string} */
export function string(value, code) {
  if (typeof value !== "string") throw new Invalid(code, "a text was expected");
  return value;
}

/** @returns {number} */
export function count(value, code) {
  if (!Number.isSafeInteger(value) || value < 0) throw new Invalid(code, "a count was expected");
  return value;
}

/**
 * An exponent as published: decimal text of a number below the group's order.
 * @returns {bigint}
 */
export function scalar(value, order) {
  const text = string(value, "scalar-shape");
  if (text.length > order.toString().length || !/^(0|[1-9][0-9]*)$/.test(text)) {
    throw new Invalid("scalar-shape", "not the decimal form of an exponent");
  }
  const number = BigInt(text);
  if (number >= order) throw new Invalid("scalar-range", "a number is not below the order of the group");
  return number;
}

/**
 * Bytes read as one number, the first byte weighing most.
 * @param {Uint8Array} bytes
 * @returns {bigint}
 */
export function numberOf(bytes) {
  return BigInt(`0x${bytesToHex(bytes)}`);
}

/**
 * @param {string | Uint8Array} content
 * @returns {string} 64 hexadecimal digits
 */
export function hexHash(content) {
  return bytesToHex(sha256(typeof content === "string" ? utf8ToBytes(content) : content));
}

/**
 * The form in which people see a hash: 43 characters, no padding.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function b64Hash(bytes) {
  return btoa(String.fromCharCode(...sha256(bytes))).replace("=", "");
}

/**
 * @param {string} base64 standard alphabet, padded
 * @returns {Uint8Array}
 */
export function bytesOf(base64) {
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) throw new Invalid("base64", "not base64 text");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

export { bytesToHex, hexToBytes, utf8ToBytes };
