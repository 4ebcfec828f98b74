/** Why the keyroom cannot be used now, and what to do instead. */

import { button, linkAside, paragraph } from "../../booth/pages/draw.js";
import { isTrouble, Refused, wantsSignIn } from "../../booth/pages/talk.js";

/** @param {string} words what is the matter */
export function showStop(frame, words, { again, signIn = false } = {}) {
  frame.onVariant = () => showStop(frame, words, { again, signIn });
  frame.show({
    key: words,
    title: frame.say("stop.title"),
    body: [
      paragraph(frame.say(words)),
      signIn && signInLink(frame),
      again && button(frame.say("stop.again"), again),
      paragraph(linkAside(frame.say("stop.program"), frame.address(frame.home))),
    ].filter(Boolean),
  });
}

export function showUnopened(frame, error, again) {
  const words = whyNot(error);
  showStop(frame, words, { again: words === "stop.refused" ? undefined : again, signIn: words === "stop.signin" });
}

/** The sentence for an answer that did not come, or was no. Anything else that goes wrong is ours. */
export function whyNot(error) {
  if (!isTrouble(error)) throw error;
  if (wantsSignIn(error)) return "stop.signin";
  return error instanceof Refused && error.status < 500 && error.status !== 429 ? "stop.refused" : "stop.noanswer";
}

export function signInLink(frame) {
  return paragraph(linkAside(frame.say("stop.signinlink"), frame.address("/sign-in")));
}
