/** A voting code as people hand it over: typed with or without dashes, or somewhere in a file. */

import { BASE58 } from "../encoding.js";

const GROUPS = [5, 6, 5, 6];
const LENGTH = 22;
const LONGEST = 60; // letters of a text that may be one code, however it is spaced
const LETTER = `[${BASE58}]`;
const CODE = GROUPS.map((length) => `${LETTER}{${length}}`).join("[\\u2010-\\u2015-]");
const WRITTEN = new RegExp(`(?:^|[^${BASE58}])(${CODE})(?!${LETTER})`, "gu");

/**
 * The code that was typed, in its one form; capitals are kept. Anything that cannot be a code comes back as it is.
 * @param {string} typed
 * @returns {string}
 */
export function tidied(typed) {
  const letters = typed.replace(/[\s\u2010-\u2015-]/gu, "");
  if (letters.length !== LENGTH) return typed.trim();
  let start = 0;
  return GROUPS.map((length) => letters.slice(start, (start += length))).join("-");
}

/**
 * The codes in a text: a file of the keeper of the codes, or what a QR picture holds. A short text without one is taken
 * as it is, for the voter to look at; a long one is something else.
 * @param {string} text
 * @returns {string[]} each once
 */
export function codesIn(text) {
  const written = Array.from(text.matchAll(WRITTEN), ([, code]) => tidied(code));
  if (written.length) return [...new Set(written)];
  return text.length > LONGEST ? [] : [tidied(text)];
}
