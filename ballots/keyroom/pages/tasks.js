/** Steps and how far each has come. */

import { element, linkButton } from "../../booth/pages/draw.js";

const TAGS = { now: "govuk-tag--blue", wait: "govuk-tag--grey" };

/**
 * @typedef {object} Task
 * @property {string} title
 * @property {"done" | "now" | "wait"} state
 * @property {string} words of its state
 * @property {string} [hint]
 * @property {() => void} [press] opens it
 */

/** @param {Task[]} listed */
export function tasks(listed) {
  return element("ul", { class: "govuk-task-list" }, ...listed.map(task));
}

function task({ title, state, words, hint, press }) {
  const tag = state === "done" ? words : element("strong", { class: `govuk-tag ${TAGS[state]}` }, words);
  const named = press ? linkButton(title, press) : element("div", {}, title);
  return element(
    "li",
    { class: "govuk-task-list__item" },
    element(
      "div",
      { class: "govuk-task-list__name-and-hint" },
      named,
      hint && element("div", { class: "govuk-task-list__hint" }, hint),
    ),
    element("div", { class: "govuk-task-list__status" }, tag),
  );
}
