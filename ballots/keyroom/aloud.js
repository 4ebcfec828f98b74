/**
 * The beginning of a hash for reading aloud. Sixteen signs, because whoever runs a server can try keys until the first
 * eight are those of another key; they cannot for as many as these.
 */

const SIGNS = /^(.{4})(.{4})(.{4})(.{4})/;

/** @param {string} digits of a hash, in hexadecimal @returns {string} in four groups */
export function aloud(digits) {
  return SIGNS.exec(digits.toUpperCase()).slice(1).join(" ");
}
