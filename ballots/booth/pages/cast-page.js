/** Locking and sending, and every way in which that can end without a receipt. */

import { button, element, inset, linkAside, list, more, paragraph, status, warning } from "./draw.js";

const REFUSALS = [
  "closed",
  "not-open",
  "wrong-credential",
  "second-ballot",
  "not-on-the-roll",
  "foreign-ballot",
  "not-found",
];

/** Locking, with how far it is. Answers how to tell of progress. */
export function showLocking(frame) {
  const named = { "aria-label": frame.say("cast.title") };
  const bar = element("progress", { class: "app-progress", max: "1", value: "0", ...named });
  const line = status({ id: "cast-status" });
  frame.show({ key: "cast", title: frame.say("cast.title"), body: [line, bar, paragraph(frame.say("cast.stay"))] });
  return (done, all) => {
    bar.max = all;
    bar.value = done;
    line.textContent = frame.say("cast.locking", { done, all });
  };
}

export function showSending(frame) {
  const line = status({ id: "cast-status" });
  frame.show({ key: "cast", title: frame.say("cast.title"), body: [line, paragraph(frame.say("cast.stay"))] });
  line.textContent = frame.say("cast.sending");
}

/**
 * No receipt yet. The page stays while the envelope is sent again, and says so in one line.
 * @returns {(key: string, facts?: object) => void} tells what is happening now
 */
export function showWaiting(frame, envelope, outcome, again) {
  const line = status({ id: "cast-status" });
  const needsSignIn = outcome.kind === "sign-in";
  frame.show({
    key: `waiting-${outcome.kind}-${outcome.arrived}`,
    title: frame.say(outcome.arrived ? "wait.unknown" : "wait.notyet"),
    body: [
      paragraph(frame.say(needsSignIn ? "wait.signin" : outcome.busy ? "wait.busy" : "wait.why")),
      needsSignIn && paragraph(linkAside(frame.say("wait.signinlink"), frame.address("/sign-in"))),
      paragraph(frame.say("wait.kept")),
      button(frame.say("wait.again"), again),
      line,
      codeOf(frame, envelope),
      otherWays(frame),
    ].filter(Boolean),
  });
  return (key, facts) => (line.textContent = frame.say(key, facts));
}

/** The vote is not in the box and will not be, said with its reason. */
export function showRefused(frame, code, mend) {
  const known = REFUSALS.includes(code) ? code : "other";
  frame.show({
    key: "refused",
    title: frame.say(known === "second-ballot" ? "refused.voted" : "refused.title"),
    body: [
      paragraph(frame.say(`refused.${known}`)),
      mend && button(frame.say("refused.mend"), mend),
      known === "other" && paragraph(frame.say("refused.code", { code })),
      otherWays(frame),
      paragraph(linkAside(frame.say("done.about"), frame.address(frame.home))),
    ].filter(Boolean),
  });
}

/** The server says "in the box" and did not prove it. Never believed, and never said. */
export function showFalse(frame, envelope, outcome) {
  frame.show({
    key: "false",
    title: frame.say("false.title"),
    body: [
      warning(frame.say("false.words"), frame.say("frame.warning")),
      list([frame.say("false.dont"), frame.say("false.keep"), frame.say("false.tell")], "number"),
      codeOf(frame, envelope),
      more(
        frame.say("false.details"),
        paragraph(frame.say("false.what", { code: outcome.code })),
        element("pre", { class: "app-scroll", tabindex: "0" }, JSON.stringify(outcome.answer, null, 1)),
      ),
      otherWays(frame),
    ],
  });
}

/** Locking itself failed: nothing was sent. */
export function showNotLocked(frame, again) {
  frame.show({
    key: "not-locked",
    title: frame.say("wait.notyet"),
    body: [paragraph(frame.say("cast.failed")), button(frame.say("wait.again"), again), otherWays(frame)],
  });
}

function codeOf(frame, envelope) {
  return inset(
    element("p", { class: "govuk-body" }, frame.say("wait.code")),
    element("p", { class: "app-tracker" }, envelope.short),
    element("p", { class: "app-tracker app-tracker--long" }, envelope.tracker),
  );
}

function otherWays(frame) {
  return paragraph(linkAside(frame.say("frame.otherways"), frame.address("/help")));
}
