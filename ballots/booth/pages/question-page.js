/** One question: its answers as radios or boxes, and "I do not want to choose" beside them where that is allowed. */

import { element, link, more, paragraph, problem, status } from "./draw.js";
import { picture } from "./pictures.js";
import { isEasy } from "./words.js";

const BLANK = "blank";

/**
 * @param {import("./frame.js").Frame} frame
 * @param {object} asked the question's texts and limits
 * @param {object} place `number` from 1, of `count`
 * @param {string[]} chosen ids of what is chosen; kept up to date
 * @param {object} steps `back`, `next(chosen)`, and `helped` if somebody sits beside the voter
 * @param {string} [wrong] what was wrong with the choice
 */
export function showQuestionPage(frame, asked, place, chosen, steps, wrong) {
  const kind = asked.maximum > 1 ? "checkboxes" : "radios";
  const line = asked.maximum > 1 && status({ id: "chosen-status" });
  const options = optionsOf(frame, asked);
  const items = options.map((option, index) => choice(frame, option, index, kind, chosen.includes(option.id)));
  const inputs = items.map(({ input }) => input);
  const changed = (event) => {
    if (line && event.target.checked) untickOpposite(inputs, event.target.value);
    chosen.splice(0, chosen.length, ...inputs.filter((input) => input.checked).map((input) => input.value));
    if (line) tell(frame, line, asked, chosen);
  };
  const submit = (event) => {
    event.preventDefault();
    const words = wrongWith(frame, asked, chosen);
    if (words) showQuestionPage(frame, asked, place, chosen, steps, words);
    else steps.next();
  };
  if (line) tell(frame, line, asked, chosen);
  const answers = element("div", { class: `govuk-${kind}` }, ...items.map(({ item }) => item));
  frame.show({
    key: `question-${place.number}`,
    title: frame.words(asked.text),
    back: steps.back,
    top: element(
      "form",
      { novalidate: true, class: "app-booth__choice", onsubmit: submit, onchange: changed },
      group(frame, asked, place, steps.helped, wrong, answers),
      line,
      element("button", { type: "submit", class: "govuk-button", id: "go-on" }, frame.say("choose.next")),
    ),
    problems: wrong ? [[inputs[0].id, wrong]] : [],
    body: [fullWords(frame, asked)].filter(Boolean),
  });
}

function optionsOf(frame, asked) {
  const answers = asked.answers.map((texts, index) => ({ id: String(index), texts, drawing: drawingOf(asked, index) }));
  return asked.blank ? [...answers, { id: BLANK, words: frame.say("choose.blank"), drawing: "blank" }] : answers;
}

/** The question is the name of its answers, and the heading of the page. */
function group(frame, asked, place, helped, wrong, answers) {
  const described = ["choose-hint", helped && "choose-away", wrong && "choose-problem"].filter(Boolean).join(" ");
  return element(
    "div",
    { class: `govuk-form-group${wrong ? " govuk-form-group--error" : ""}` },
    element(
      "fieldset",
      { class: "govuk-fieldset", "aria-describedby": described },
      element(
        "legend",
        { class: "govuk-fieldset__legend govuk-fieldset__legend--l" },
        place.count > 1 && element("span", { class: "govuk-caption-l" }, frame.say("choose.place", place)),
        element("h1", { class: "govuk-fieldset__heading", tabindex: "-1" }, frame.written(asked.text)),
      ),
      element("div", { class: "govuk-hint", id: "choose-hint" }, hint(frame, asked)),
      helped && element("div", { class: "govuk-inset-text", id: "choose-away" }, frame.say("choose.away")),
      wrong && problem("choose-problem", frame.say("frame.error"), wrong),
      answers,
    ),
  );
}

function choice(frame, option, index, kind, checked) {
  const id = `answer-${index}`;
  const type = kind === "radios" ? "radio" : "checkbox";
  const named = { name: "answer", value: option.id, autocomplete: "off" };
  const input = element("input", { class: `govuk-${kind}__input`, id, type, ...named });
  input.checked = checked;
  const words = option.texts ? frame.written(option.texts) : option.words;
  const drawn = isEasy(frame.variant) && picture(option.drawing);
  const label = element("label", { class: `govuk-label govuk-${kind}__label`, for: id }, drawn, words);
  return { input, item: element("div", { class: `govuk-${kind}__item` }, input, label) };
}

function drawingOf(asked, index) {
  return asked.kind === "yes-no" ? ["yes", "no"][index] : "choice";
}

/** Not wanting to choose and choosing are opposites: the newer press is what is meant. */
function untickOpposite(inputs, pressed) {
  for (const input of inputs) {
    if ((input.value === BLANK) !== (pressed === BLANK)) input.checked = false;
  }
}

function hint(frame, { minimum, maximum }) {
  if (maximum === 1) return frame.say("choose.one");
  return minimum === maximum ? frame.say("choose.exactly", { maximum }) : frame.say("choose.upto", { maximum });
}

function tell(frame, line, { maximum }, chosen) {
  const count = chosen.filter((id) => id !== BLANK).length;
  const left = maximum - count;
  const key = left > 0 ? "choose.chosen" : left === 0 ? "choose.full" : "choose.over";
  line.replaceChildren(frame.say(key, { count, left, maximum }));
  if (left !== 0) return;
  const jump = (event) => {
    event.preventDefault();
    document.getElementById("go-on").focus();
  };
  line.append(" ", link(frame.say("choose.jump"), "#go-on", { onclick: jump }));
}

function wrongWith(frame, { minimum, maximum, blank }, chosen) {
  if (chosen.includes(BLANK)) return null;
  if (chosen.length > maximum) return frame.say("choose.toomany", { count: chosen.length, maximum });
  if (chosen.length === 0 && minimum > 0) return frame.say(blank ? "choose.none" : "choose.noneatall");
  if (chosen.length < minimum) return frame.say("choose.toofew", { count: chosen.length, minimum });
  return null;
}

/** The formal words, which the public record holds, behind the easier ones. */
function fullWords(frame, asked) {
  if (!isEasy(frame.variant)) return null;
  const formal = asked.text[frame.variant.replace("-easy", "")];
  return formal && formal !== frame.words(asked.text) && more(frame.say("choose.formal"), paragraph(formal));
}

/** What the ballot holds for these choices: 0 and 1 for each answer, with the blank vote first where it is allowed. */
export function entriesOf(asked, chosen) {
  const entries = asked.answers.map((_, index) => Number(chosen.includes(String(index))));
  return asked.blank ? [Number(chosen.includes(BLANK)), ...entries] : entries;
}

/** The choices in words, for reading back. */
export function inWords(frame, asked, chosen) {
  const answers = asked.answers.filter((_, index) => chosen.includes(String(index)));
  const words = answers.map((answer) => frame.written(answer));
  if (words.length) return words;
  return [frame.say(chosen.includes(BLANK) ? "check.blank" : "check.none")];
}

