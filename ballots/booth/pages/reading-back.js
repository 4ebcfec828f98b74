/** An answer in words, for the last look before it is locked. */

import { isEmpty } from "./answer.js";
import { choiceNumber, ranked } from "./order.js";

/**
 * @param {import("./frame.js").Frame} frame
 * @param {object} asked
 * @param {import("./answer.js").Answer} answer
 * @returns {(Node | string)[][]} lines, each of parts
 */
export function inWords(frame, asked, answer) {
  if (answer.blank) return [[frame.say("check.blank")]];
  if (isEmpty(answer)) return [[frame.say("check.none")]];
  if (asked.kind === "ranking") return inOrder(frame, asked, answer);
  if (asked.kind === "grades") return graded(frame, asked, answer);
  return asked.options.filter((_, place) => answer.numbers[place]).map(({ name }) => [frame.written(name)]);
}

function inOrder(frame, asked, answer) {
  const lines = ranked(asked, answer).map(({ option, rank }) => [
    `${choiceNumber(frame, rank)}: `,
    frame.written(option.name),
  ]);
  const left = asked.options.filter((_, place) => !answer.numbers[place]).map(({ name }) => frame.words(name));
  return left.length ? [...lines, [`${frame.say("rank.nochoice")}: ${left.join(", ")}`]] : lines;
}

function graded(frame, { options, grades }, { numbers }) {
  const given = numbers.map((grade) => (grade ? frame.written(grades[grade - 1]) : frame.say("grade.nograde")));
  return options.map(({ name }, place) => [frame.written(name), ": ", given[place]]);
}
