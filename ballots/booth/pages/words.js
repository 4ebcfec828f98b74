/** A page in words: four variants of every sentence, and of what people wrote for the vote. */

let sentences = {};
const NEXT_BEST = {
  en: ["en", "cy"],
  cy: ["cy", "en"],
  "en-easy": ["en-easy", "en", "cy-easy", "cy"],
  "cy-easy": ["cy-easy", "cy", "en-easy", "en"],
};

export const VARIANTS = ["en", "cy", "en-easy", "cy-easy"];
export const NAMES = { en: "English", cy: "Cymraeg", "en-easy": "Easy Read", "cy-easy": "Hawdd ei Ddeall" };

/** The sentences of this page, by variant and key. Its first script brings them before anything is shown. */
export function speak(words) {
  sentences = words;
}

export function languageOf(variant) {
  return variant.replace("-easy", "");
}

export function isEasy(variant) {
  return variant.endsWith("-easy");
}

/**
 * The sentence `key` with its facts put in.
 * @param {string} variant
 * @param {string} key
 * @param {Record<string, unknown>} [facts]
 * @returns {string}
 */
export function say(variant, key, facts = {}) {
  const words = sentences[variant][key];
  if (words === undefined) throw new Error(`no words for ${key}`);
  return words.replace(/\{([a-z]+)\}/g, (_, name) => String(facts[name]));
}

/**
 * A text of the vote for a reader of `variant`, or the next best one, and the variant it is really in.
 * @param {Record<string, string>} texts en, cy, en_easy, cy_easy
 * @param {string} variant
 * @returns {{text: string, variant: string}}
 */
export function shown(texts, variant) {
  const found = NEXT_BEST[variant].find((other) => wordsOf(texts, other)) ?? variant;
  return { text: wordsOf(texts, found), variant: found };
}

function wordsOf(texts, variant) {
  return (texts[variant.replace("-", "_")] ?? "").trim();
}
