/** Yes or no, choosing up to a number of options, and approving of any number: radios or boxes, and the blank below. */

import { choose, isEmpty, leaveBlank } from "./answer.js";
import { element, link, status } from "./draw.js";
import { named, statement } from "./option.js";
import { picture } from "./pictures.js";
import { isEasy } from "./words.js";

const BLANK = "blank";

/** @type {import("./question-page.js").Way} */
export const choosing = {
  hint(frame, { kind, minimum, maximum }) {
    if (maximum === 1) return frame.say("choose.one");
    if (kind === "approval") return frame.say("choose.any");
    return minimum === maximum ? frame.say("choose.exactly", { maximum }) : frame.say("choose.upto", { maximum });
  },

  fields({ frame, asked, answer }) {
    const line = asked.maximum > 1 && status({ id: "chosen-status" });
    const items = optionsOf(frame, asked).map((option, index) => drawn(asked, option, index, isChosen(answer, option)));
    const inputs = items.map(({ input }) => input);
    const changed = (event) => {
      take(asked, answer, event.target);
      for (const input of inputs) input.checked = isChosen(answer, input);
      if (line) tell(frame, line, asked, answer);
    };
    if (line) tell(frame, line, asked, answer);
    const group = { class: `govuk-${looks(asked)}`, onchange: changed };
    return { nodes: [element("div", group, ...items.flatMap(({ nodes }) => nodes))], after: line, first: inputs[0].id };
  },

  wrongWith(frame, { minimum, maximum, blank }, answer) {
    const count = chosen(answer);
    if (answer.blank) return null;
    if (count > maximum) return { words: frame.say("choose.toomany", { count, maximum }) };
    if (isEmpty(answer) && minimum > 0) return { words: frame.say(blank ? "choose.none" : "choose.noneatall") };
    if (count < minimum) return { words: frame.say("choose.toofew", { count, minimum }) };
    return null;
  },
};

const looks = ({ maximum }) => (maximum > 1 ? "checkboxes" : "radios");
const chosen = ({ numbers }) => numbers.reduce((sum, number) => sum + number, 0);
const isChosen = ({ blank, numbers }, { value }) => (value === BLANK ? blank : numbers[value] === 1);

function take(asked, answer, { value, checked }) {
  if (value === BLANK) return leaveBlank(answer, checked);
  if (asked.maximum === 1) answer.numbers.fill(0);
  return choose(answer, Number(value), Number(checked));
}

/** Each with the value of its field. */
function optionsOf(frame, asked) {
  const drawings = asked.kind === "yes-no" ? ["yes", "no"] : [];
  const options = asked.options.map((option, index) => ({
    value: String(index),
    words: named(frame, option, drawings[index] ?? "choice"),
    said: statement(frame, option),
  }));
  const blank = [isEasy(frame.variant) && picture("blank"), frame.say("choose.blank")];
  return asked.blank ? [...options, { value: BLANK, words: blank }] : options;
}

function drawn(asked, { value, words, said }, index, checked) {
  const kind = looks(asked);
  const id = `answer-${index}`;
  const type = kind === "radios" ? "radio" : "checkbox";
  const field = { name: "answer", value, autocomplete: "off" };
  const input = element("input", { class: `govuk-${kind}__input`, id, type, ...field });
  input.checked = checked;
  const label = element("label", { class: `govuk-label govuk-${kind}__label`, for: id }, ...words);
  return { input, nodes: [element("div", { class: `govuk-${kind}__item` }, input, label), said] };
}

/** How many are chosen, and once that is as many as can be, a short way past the rest. */
function tell(frame, line, { kind, maximum }, answer) {
  const count = chosen(answer);
  const left = maximum - count;
  const free = kind === "approval" ? "choose.count" : "choose.chosen";
  const key = left > 0 ? free : left === 0 ? "choose.full" : "choose.over";
  line.replaceChildren(frame.say(key, { count, left, maximum }));
  if (left !== 0) return;
  const jump = (event) => {
    event.preventDefault();
    document.getElementById("go-on").focus();
  };
  line.append(" ", link(frame.say("choose.jump"), "#go-on", { onclick: jump }));
}
