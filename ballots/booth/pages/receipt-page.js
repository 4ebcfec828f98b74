/** The receipt: what to keep, how to look again, and what happens next. Nothing on it tells how anybody voted. */

import { button, element, inset, link, list, more, paragraph, spoken, status, subheading } from "./draw.js";
import { OPENED_ONE_BY_ONE } from "./answer.js";
import { againWords } from "./check-page.js";
import { picture } from "./pictures.js";
import { qr } from "./qr.js";
import { isTrouble, wantsSignIn } from "./talk.js";
import { isEasy } from "./words.js";

/**
 * @typedef {object} Kept
 * @property {string} tracker
 * @property {string} short
 * @property {number} sequence
 * @property {string} text the signed text
 * @property {string} signature
 * @property {string} fingerprint of the vote
 */

/**
 * @param {import("./frame.js").Frame} frame
 * @param {object} facts the vote
 * @param {Kept} kept
 * @param {(tracker: string) => Promise<object[]>} find
 */
export function showReceiptPage(frame, facts, kept, find) {
  const say = (key, words) => frame.say(key, words);
  const line = status({ id: "receipt-status" });
  const title = say("done.title");
  const seen = element("span", { "aria-hidden": "true" }, kept.short);
  frame.show({
    key: "receipt",
    title,
    top: panel(frame, title),
    body: [
      element("p", { class: "govuk-body govuk-!-margin-bottom-1" }, say("done.short")),
      element("p", { class: "app-tracker" }, seen, spoken(spelt(kept.short))),
      paragraph(say("done.words")),
      element("div", {}, qr(kept.tracker, say("done.qr"))),
      element("div", { class: "app-actions" }, ...deeds(frame, kept, line, find)),
      line,
      facts.one_machine && inset(say("code.onemachine")),
      subheading(say("again.title")),
      paragraph(againWords(frame, facts)),
      facts.revote && paragraph(say("again.replaced")),
      subheading(say("next.title")),
      list(nextSteps(frame, facts)),
      facts.rights.length > 1 && paragraph(say("proxy.next")),
      facts.rights.length > 1 && button(say("proxy.another"), () => location.reload()),
      paragraph(link(say("done.home"), frame.address("/"), { class: "govuk-button" })),
      paragraph(link(say("done.about"), frame.address(frame.home))),
      more(say("done.more"), ...fullReceipt(frame, facts, kept)),
    ].filter(Boolean),
  });
}

function panel(frame, title) {
  const words = element("h1", { class: "govuk-panel__title", tabindex: "-1" }, title);
  const made = element("div", { class: "govuk-panel govuk-panel--confirmation" }, words);
  return isEasy(frame.variant) ? element("div", { class: "app-easy" }, picture("box"), made) : made;
}

/** Letter by letter, as it is read out or typed. */
function spelt(short) {
  return short.replaceAll("-", "").split("").join(" ");
}

function deeds(frame, kept, line, find) {
  const tell = (key) => (line.textContent = frame.say(key));
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(kept.tracker);
      tell("done.copied");
    } catch {
      tell("done.nocopy");
    }
  };
  const look = async () => {
    tell("done.looking");
    tell(await whatIsThere(kept, find));
  };
  return [
    button(frame.say("done.look"), look, "secondary"),
    button(frame.say("done.copy"), copy, "secondary"),
    button(frame.say("done.save"), () => save(frame, kept), "secondary"),
    button(frame.say("done.print"), () => window.print(), "secondary"),
  ];
}

async function whatIsThere(kept, find) {
  try {
    const found = (await find(kept.tracker)).find((one) => one.tracker === kept.tracker);
    if (!found) return "done.notthere";
    return found.replaced ? "done.replaced" : "done.there";
  } catch (error) {
    if (!isTrouble(error)) throw error;
    return wantsSignIn(error) ? "done.signin" : "done.noanswer";
  }
}

/** The receipt as a text file: the codes, and the signed words with their signature. */
function save(frame, kept) {
  const lines = [frame.say("done.title"), "", kept.short, kept.tracker, "", kept.text, kept.signature, ""];
  const address = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/plain" }));
  const hook = element("a", { href: address, download: `${kept.short}.txt` });
  hook.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function nextSteps(frame, facts) {
  const ends = facts.ends && facts.ends[frame.variant.replace("-", "_")];
  return [
    ends ? frame.say("next.ends", { ends }) : frame.say("next.meeting"),
    frame.say(facts.questions.some(({ kind }) => OPENED_ONE_BY_ONE.includes(kind)) ? "next.mixed" : "next.sum"),
    frame.say("next.result"),
    frame.say("next.check"),
  ];
}

function fullReceipt(frame, facts, kept) {
  const code = (words) => element("p", { class: "app-tracker app-tracker--long" }, words);
  return [
    paragraph(frame.say("done.full")),
    code(kept.tracker),
    paragraph(frame.say("done.place", { number: kept.sequence })),
    paragraph(frame.say("done.fingerprint")),
    code(kept.fingerprint),
    paragraph(frame.say("done.signed")),
    element("pre", { class: "app-scroll", tabindex: "0" }, `${kept.text}\n${kept.signature}\n\n${facts.receipt_key}`),
  ];
}
