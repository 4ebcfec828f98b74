/** "I do not want to choose", below questions that are answered with more than boxes to tick. */

import { element } from "./draw.js";

export const BLANK = "answer-blank";

/** @returns {{box: HTMLInputElement, node: HTMLElement}} */
export function blankBox(frame, answer) {
  const field = { id: BLANK, type: "checkbox", autocomplete: "off" };
  const box = element("input", { class: "govuk-checkboxes__input", ...field });
  box.checked = answer.blank;
  const name = { class: "govuk-label govuk-checkboxes__label", for: BLANK };
  const label = element("label", name, frame.say("choose.blank"));
  const item = element("div", { class: "govuk-checkboxes__item" }, box, label);
  return { box, node: element("div", { class: "govuk-checkboxes govuk-form-group" }, item) };
}
