/** Everything once more before the one press that locks and sends. */

import { button, element, heading, linkButton, paragraph, spoken } from "./draw.js";
import { picture } from "./pictures.js";
import { inWords } from "./reading-back.js";
import { isEasy } from "./words.js";

/**
 * @param {import("./frame.js").Frame} frame
 * @param {object} facts the vote
 * @param {import("./answer.js").Answer[]} answers
 * @param {object} steps `back`, `change(number)`, `cast`, and `seconds` if locking will take long
 */
export function showCheckPage(frame, facts, answers, steps) {
  const say = (key, words) => frame.say(key, words);
  const rows = facts.questions.map((asked, index) => row(frame, asked, answers[index], () => steps.change(index)));
  const title = say("check.title");
  frame.show({
    key: "check",
    title,
    back: steps.back,
    top: isEasy(frame.variant) ? element("div", { class: "app-easy" }, picture("box"), heading(title)) : undefined,
    body: [
      element("dl", { class: "govuk-summary-list app-only-screen" }, ...rows),
      paragraph(say("check.paper"), { class: "govuk-body app-only-print" }),
      paragraph(say("check.words")),
      paragraph(againWords(frame, facts)),
      steps.seconds > 0 && paragraph(say("check.slow", { seconds: steps.seconds })),
      button(say("check.cast"), steps.cast),
    ].filter(Boolean),
  });
}

function row(frame, asked, answer, change) {
  return element(
    "div",
    { class: "govuk-summary-list__row" },
    element("dt", { class: "govuk-summary-list__key" }, frame.written(asked.text)),
    element("dd", { class: "govuk-summary-list__value" }, lines(inWords(frame, asked, answer))),
    element(
      "dd",
      { class: "govuk-summary-list__actions" },
      linkButton(frame.say("check.change"), change, spoken(`: ${frame.words(asked.text)}`)),
    ),
  );
}

function lines([first, ...others]) {
  if (!others.length) return element("span", {}, ...first);
  return element("ul", { class: "govuk-list" }, ...[first, ...others].map((parts) => element("li", {}, ...parts)));
}

/** May I change my mind afterwards, and until when? */
export function againWords(frame, facts) {
  if (!facts.revote) return frame.say("again.never");
  const ends = facts.ends && facts.ends[frame.variant.replace("-", "_")];
  return ends ? frame.say("again.until", { ends }) : frame.say("again.meeting");
}
