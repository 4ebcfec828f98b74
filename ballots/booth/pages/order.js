/** The order in which options are ranked: 1 is the first choice, 0 is none. */

import { languageOf } from "./words.js";

const ENGLISH = new Intl.PluralRules("en", { type: "ordinal" });
const ENDINGS = { one: "st", two: "nd", few: "rd", other: "th" };

/** "2nd choice", as each language counts choices. */
export function choiceNumber(frame, rank) {
  const nth = languageOf(frame.variant) === "en" ? `${rank}${ENDINGS[ENGLISH.select(rank)]}` : String(rank);
  return frame.say("rank.choice", { nth });
}

/** Options with their ranks, the first choice first. */
export function ranked({ options }, { numbers }) {
  const all = options.map((option, place) => ({ option, place, rank: numbers[place] }));
  return all.filter(({ rank }) => rank > 0).sort((one, other) => one.rank - other.rank || one.place - other.place);
}

/** The order in one line. */
export function orderInWords(frame, asked, answer) {
  return ranked(asked, answer)
    .map(({ option, rank }) => `${choiceNumber(frame, rank)}: ${frame.words(option.name)}`)
    .join("; ");
}

/** The lowest rank that was given more than once, or undefined. */
export function tiedRank(numbers) {
  const given = numbers.filter((rank) => rank > 0).sort((one, other) => one - other);
  return given.find((rank, index) => rank === given[index + 1]);
}

/** The lowest rank that was left out before another, or undefined. */
export function missingRank(numbers) {
  const most = Math.max(0, ...numbers);
  return Array.from({ length: most }, (_, index) => index + 1).find((rank) => !numbers.includes(rank));
}

/** The same order without a rank left out; what shares a rank goes on sharing one. */
export function closeGaps(numbers) {
  const ranks = [...new Set(numbers.filter((rank) => rank > 0))].sort((one, other) => one - other);
  numbers.forEach((rank, place) => (numbers[place] = ranks.indexOf(rank) + 1));
}

/** The option at `place` keeps its rank; whatever has the same rank or a later one comes after it. */
export function putFirst(numbers, place) {
  const kept = numbers[place];
  numbers.forEach((rank, other) => other !== place && rank >= kept && (numbers[other] = rank + 1));
  closeGaps(numbers);
}

/** One after another, those that share a rank as they stand on the paper. */
export function straighten(asked, answer) {
  ranked(asked, answer).forEach(({ place }, index) => (answer.numbers[place] = index + 1));
}
