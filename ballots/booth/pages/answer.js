/** What a voter has chosen of one question so far. It lives in this page's memory and nowhere else (BOOTH-1). */

/** Kinds of questions whose answers are mixed and then opened; all others are only ever added up. */
export const OPENED_ONE_BY_ONE = ["ranking", "grades"];

/**
 * @typedef {object} Answer
 * @property {number[]} numbers one for each option: 1 if chosen, or its rank or grade, 1 the first or best; else 0
 * @property {boolean} blank "I do not want to choose": then all numbers are 0
 * @property {boolean} ended no further choice is wanted in a ranking that is given one choice at a time
 * @property {string | null} way how the voter wants to give a ranking, once that was said
 */

/** @returns {Answer} */
export function noAnswer(asked) {
  return { numbers: asked.options.map(() => 0), blank: false, ended: false, way: null };
}

export function isEmpty({ numbers, blank }) {
  return !blank && numbers.every((number) => number === 0);
}

/** Not wanting to choose and choosing are opposites: the newer press is what is meant. */
export function leaveBlank(answer, isBlank) {
  answer.blank = isBlank;
  if (isBlank) answer.numbers.fill(0);
}

export function choose(answer, place, number) {
  answer.numbers[place] = number;
  if (number) answer.blank = false;
}

export function forget(answer) {
  answer.numbers.fill(0);
  Object.assign(answer, { blank: false, ended: false });
}

/** What the ballot holds: the numbers, after the blank vote where answers are added up and may be left blank. */
export function entriesOf(asked, { numbers, blank }) {
  if (OPENED_ONE_BY_ONE.includes(asked.kind) || !asked.blank) return [...numbers];
  return [Number(blank), ...numbers];
}
