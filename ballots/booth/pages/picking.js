/** Ranking one choice at a time: who comes first, who comes next, until no further choice is wanted. */

import { leaveBlank } from "./answer.js";
import { element, inset } from "./draw.js";
import { named, statement } from "./option.js";
import { choiceNumber, orderInWords } from "./order.js";
import { picture } from "./pictures.js";
import { isEasy } from "./words.js";

const NONE = "none";

/** @type {import("./question-page.js").Way} */
export const picking = {
  other: "ranking",

  title: (frame, part) => frame.say("rank.pick", { choice: choiceNumber(frame, part + 1) }),

  hint: (frame) => frame.say("rank.pickhint"),

  fields({ frame, asked, answer, part }) {
    const rank = part + 1;
    const left = [...asked.options.keys()].filter((place) => !isBefore(answer.numbers[place], rank));
    const items = left.flatMap((place) => {
      const option = asked.options[place];
      const checked = answer.numbers[place] === rank;
      return [drawn(String(place), named(frame, option, "choice"), checked), statement(frame, option)];
    });
    if (rank > 1 || asked.blank) items.push(nothing(frame, answer, rank));
    const changed = ({ target }) => take(answer, rank, target.value);
    const before = rank > 1 && inset(frame.say("rank.sofar", { order: soFar(frame, asked, answer, rank) }));
    const radios = element("div", { class: "govuk-radios", onchange: changed }, ...items);
    return { nodes: [before, radios], first: `answer-${left[0]}` };
  },

  wrongWith(frame, asked, answer, part) {
    const rank = part + 1;
    if (answer.blank || answer.numbers.includes(rank) || (rank > 1 && answer.ended)) return null;
    return { words: frame.say(rank > 1 || !asked.blank ? "rank.picknext" : "rank.none") };
  },

  /** Is there another choice to be made after this one? */
  goesOn: ({ numbers, blank, ended }) => !blank && !ended && numbers.includes(0),
};

const isBefore = (given, rank) => given > 0 && given < rank;

function soFar(frame, asked, { numbers }, rank) {
  return orderInWords(frame, asked, { numbers: numbers.map((given) => (isBefore(given, rank) ? given : 0)) });
}

/** A choice made anew takes back those after it. */
function take(answer, rank, value) {
  answer.numbers.forEach((given, place) => given >= rank && (answer.numbers[place] = 0));
  answer.ended = value === NONE && rank > 1;
  if (value === NONE && rank === 1) return leaveBlank(answer, true);
  answer.blank = false;
  if (value !== NONE) answer.numbers[Number(value)] = rank;
  return undefined;
}

/** The first choice may be no choice at all, and any other the end of them. */
function nothing(frame, answer, rank) {
  const words = frame.say(rank === 1 ? "choose.blank" : "rank.nomore");
  const isChosen = rank === 1 ? answer.blank : answer.ended && !answer.numbers.includes(rank);
  return drawn(NONE, [isEasy(frame.variant) && picture("blank"), words], isChosen);
}

function drawn(value, words, checked) {
  const id = `answer-${value}`;
  const kind = { type: "radio", name: "answer", value, autocomplete: "off" };
  const input = element("input", { class: "govuk-radios__input", id, ...kind });
  input.checked = checked;
  const label = element("label", { class: "govuk-label govuk-radios__label", for: id }, ...words);
  return element("div", { class: "govuk-radios__item" }, input, label);
}
