/** One question on one page: what is asked, the fields of its kind, what is wrong with the answer, and Continue. */

import { choosing } from "./choosing.js";
import { button, element, linkButton, list, more, paragraph, problem } from "./draw.js";
import { grading } from "./grading.js";
import { straighten } from "./order.js";
import { picking } from "./picking.js";
import { ranking } from "./ranking.js";
import { isEasy } from "./words.js";

/**
 * How questions of a kind are answered.
 * @typedef {object} Way
 * @property {(frame: Frame, part: number) => string} [title] what follows the question
 * @property {(frame: Frame, asked: object) => string} hint
 * @property {(parts: {frame: Frame, asked: object, answer: Answer, part: number}) => Fields} fields
 * @property {(frame: Frame, asked: object, answer: Answer, part: number) => Wrong | null} wrongWith
 * @property {(answer: Answer) => boolean} [goesOn] whether another part of the question comes after this one
 * @property {"ranking" | "picking"} [other] the other way to answer the same
 *
 * @typedef {{nodes: (Node | false)[], after?: Node | false, first: string}} Fields `first` is the id of the first field
 * @typedef {{words: string, field?: string, fixes?: {words: string, act: () => void}[]}} Wrong `fixes` each mend it
 * @typedef {import("./answer.js").Answer} Answer
 * @typedef {import("./frame.js").Frame} Frame
 */

/** One choice at a time is easier for many people, all on one page is quicker for others. */
function wayOf(frame, { kind }, answer) {
  if (kind === "grades") return grading;
  if (kind !== "ranking") return choosing;
  return (answer.way ?? (isEasy(frame.variant) ? "picking" : "ranking")) === "picking" ? picking : ranking;
}

/**
 * @param {Frame} frame
 * @param {object} asked the question's texts and limits
 * @param {object} place `number` from 1, of `count`; `part` from 0 where a question takes several pages
 * @param {Answer} answer kept up to date
 * @param {object} steps `back`, `next`, `nextPart`, and `helped` if somebody sits beside the voter
 * @param {Wrong | null} [wrong] what was wrong with the answer
 */
export function showQuestionPage(frame, asked, place, answer, steps, wrong = null) {
  const way = wayOf(frame, asked, answer);
  const show = (found) => showQuestionPage(frame, asked, place, answer, steps, found);
  const fields = way.fields({ frame, asked, answer, part: place.part });
  const title = [frame.words(asked.text), way.title?.(frame, place.part)].filter(Boolean);
  const submit = (event) => {
    event.preventDefault();
    const found = way.wrongWith(frame, asked, answer, place.part);
    if (found) show(found);
    else if (way.goesOn?.(answer)) steps.nextPart();
    else steps.next();
  };
  const mended = () => {
    show(way.wrongWith(frame, asked, answer, place.part));
    document.getElementById("order")?.focus();
  };
  const lead = [heading(frame, asked, place, title[1]), said(frame, asked, way, steps, wrong, mended)].flat();
  frame.show({
    key: `question-${place.number}-${place.part}-${way.other ?? ""}`,
    title: title.join(" "),
    back: steps.back,
    top: element(
      "form",
      { novalidate: true, class: "app-booth__choice", onsubmit: submit },
      group(wrong, steps.helped, [...lead, ...fields.nodes]),
      fields.after,
      element("button", { type: "submit", class: "govuk-button", id: "go-on" }, frame.say("choose.next")),
    ),
    problems: wrong ? [[wrong.field ?? fields.first, wrong.words]] : [],
    body: [otherWay(frame, asked, answer, way, steps), fullWords(frame, asked)].filter(Boolean),
  });
}

/** The question is the name of its answers, and the heading of the page. */
function group(wrong, helped, children) {
  const described = ["choose-hint", helped && "choose-away", wrong && "choose-problem"].filter(Boolean).join(" ");
  const fieldset = element("fieldset", { class: "govuk-fieldset", "aria-describedby": described }, ...children);
  return element("div", { class: `govuk-form-group${wrong ? " govuk-form-group--error" : ""}` }, fieldset);
}

function heading(frame, asked, place, part) {
  return element(
    "legend",
    { class: "govuk-fieldset__legend govuk-fieldset__legend--l" },
    place.count > 1 && element("span", { class: "govuk-caption-l" }, frame.say("choose.place", place)),
    element("h1", { class: "govuk-fieldset__heading", tabindex: "-1" }, frame.written(asked.text), part && ` ${part}`),
  );
}

function said(frame, asked, way, steps, wrong, mended) {
  return [
    element("div", { class: "govuk-hint", id: "choose-hint" }, way.hint(frame, asked)),
    steps.helped && element("div", { class: "govuk-inset-text", id: "choose-away" }, frame.say("choose.away")),
    wrong && problem("choose-problem", frame.say("frame.error"), wrong.words),
    wrong?.fixes && element("div", { class: "app-actions" }, ...wrong.fixes.map((fix) => mending(fix, mended))),
  ];
}

function mending({ words, act }, mended) {
  const press = () => {
    act();
    mended();
  };
  return button(words, press, "secondary");
}

function otherWay(frame, asked, answer, way, steps) {
  if (!way.other) return null;
  const change = () => {
    answer.way = way.other;
    straighten(asked, answer);
    steps.again();
  };
  return paragraph(linkButton(frame.say(way.other === "picking" ? "rank.onebyone" : "rank.allatonce"), change));
}

/** The formal words, which the public record holds, behind the easier ones. */
function fullWords(frame, asked) {
  if (!isEasy(frame.variant)) return null;
  const options = asked.kind === "yes-no" ? [] : [...asked.options.map(({ name }) => name), ...asked.grades];
  const [question, ...names] = [asked.text, ...options].map((texts) => formal(frame, texts));
  if (!question && !names.some(Boolean)) return null;
  const lines = options.map((texts, index) => `${frame.words(texts)}: ${names[index] ?? frame.words(texts)}`);
  return more(frame.say("choose.formal"), question && paragraph(question), names.some(Boolean) && list(lines));
}

/** Null where what is read is the formal wording already. */
function formal(frame, texts) {
  const words = texts[frame.variant.replace("-easy", "")]?.trim();
  return words && words !== frame.words(texts) ? words : null;
}
