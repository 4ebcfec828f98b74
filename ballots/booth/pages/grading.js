/** Grades: for each option the grades side by side, below one another where the screen is narrow. */

import { choose, isEmpty, leaveBlank } from "./answer.js";
import { BLANK, blankBox } from "./blank-box.js";
import { element } from "./draw.js";
import { named, statement } from "./option.js";

/** @type {import("./question-page.js").Way} */
export const grading = {
  hint: (frame) => frame.say("grade.hint"),

  fields({ frame, asked, answer }) {
    const { box, node } = blankBox(frame, answer);
    const groups = asked.options.map((option, place) => drawn(frame, asked, option, place));
    const inputs = groups.flatMap((group) => [...group.querySelectorAll("input")]);
    const show = () => {
      box.checked = answer.blank;
      for (const input of inputs) input.checked = answer.numbers[placeOf(input)] === Number(input.value);
    };
    const changed = ({ target }) => {
      if (target.id === BLANK) leaveBlank(answer, target.checked);
      else choose(answer, placeOf(target), Number(target.value));
      show();
    };
    show();
    return { nodes: [element("div", { onchange: changed }, ...groups, asked.blank && node)], first: inputs[0].id };
  },

  wrongWith(frame, { blank }, answer) {
    if (!isEmpty(answer)) return null;
    return { words: frame.say(blank ? "grade.none" : "grade.noneatall") };
  },
};

const placeOf = ({ name }) => Number(name.replace("answer-", ""));

function drawn(frame, asked, option, place) {
  const grades = asked.grades.map((texts, index) => ({ number: index + 1, words: frame.written(texts) }));
  const none = { number: 0, words: frame.say("grade.nograde") };
  const radios = [...grades, none].map(({ number, words }) => radio(place, number, words));
  const fieldset = element(
    "fieldset",
    { class: "govuk-fieldset" },
    element("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--m app-named" }, ...named(frame, option)),
    element("div", { class: "govuk-radios govuk-radios--inline" }, ...radios),
    statement(frame, option),
  );
  return element("div", { class: "govuk-form-group" }, fieldset);
}

function radio(place, number, words) {
  const id = `answer-${place}-${number}`;
  const kind = { type: "radio", name: `answer-${place}`, value: String(number), autocomplete: "off" };
  return element(
    "div",
    { class: "govuk-radios__item" },
    element("input", { class: "govuk-radios__input", id, ...kind }),
    element("label", { class: "govuk-label govuk-radios__label", for: id }, words),
  );
}
