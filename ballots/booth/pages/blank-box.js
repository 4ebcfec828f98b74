/** "I do not want to choose", below questions that are answered with more than boxes to tick. */

import { element } from "./draw.js";

export const BLANK = "answer-blank";

/** @returns {{box: HTMLInputElement, node: HTMLElement}} */
export function blankBox(frame, answer) {
  const box = element("input", { class: "govuk-checkboxes__input", id: BLANK, type: "checkbox", autocomplete: "off" });
  box.checked = answer.blank;
  const label = element("label", { class: "govuk-label govuk-checkboxes__label", for: BLANK }, frame.say("choose.blank"));
  const item = element("div", { class: "govuk-checkboxes__item" }, box, label);
  return { box, node: element("div", { class: "govuk-checkboxes govuk-form-group" }, item) };
}
